"""The library: every post-mortem one may read, found by what it says and what it is."""
