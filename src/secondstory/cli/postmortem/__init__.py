"""Commands to understand what happened."""
