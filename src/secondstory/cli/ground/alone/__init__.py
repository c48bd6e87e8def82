"""The walk through a post-mortem alone, step by step; `ground.solo` is its command."""
