"""The desk: what waits for one person, and why; made of rows, and of the few streams that are read for it."""
