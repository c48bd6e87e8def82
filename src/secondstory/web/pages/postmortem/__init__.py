"""The space of one post-mortem: its overview and its steps."""
