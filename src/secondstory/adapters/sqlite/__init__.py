"""SQLite: one file that holds entries, payload envelopes, tiles and rows, so that one commit is one boundary."""
