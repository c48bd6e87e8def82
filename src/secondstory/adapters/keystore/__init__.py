"""The key store: a directory outside the data, with a backup of its own."""
