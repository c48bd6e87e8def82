"""The few words that every room shares: ids, events, moments, refusals."""
