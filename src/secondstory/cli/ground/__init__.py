"""Commands to begin with: make, open, look around."""
