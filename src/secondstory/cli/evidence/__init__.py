"""Commands for evidence, holds and erasure."""
