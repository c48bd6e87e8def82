"""The record: what it says of one post-mortem, its receipts, and how anybody verifies all of it."""
