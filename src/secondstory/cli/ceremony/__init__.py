"""Commands to meet, to commit and to publish."""
