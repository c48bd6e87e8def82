"""Commands for the record itself."""
