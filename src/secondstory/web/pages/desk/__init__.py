"""The desk: what waits for me, and why."""
