"""Follow-ups: those of one post-mortem, the board of all, one with its history, and the page a letter points to."""
