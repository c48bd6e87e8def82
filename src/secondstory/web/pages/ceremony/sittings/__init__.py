"""The sittings of a post-mortem: planned, moved, held; who holds the room; and what was kept of each."""
