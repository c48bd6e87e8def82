"""Commands for documents and language."""
