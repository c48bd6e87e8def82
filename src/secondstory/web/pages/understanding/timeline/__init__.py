"""The timeline of a post-mortem: its picture, its entries one by one, its gaps, and what was pasted into it."""
