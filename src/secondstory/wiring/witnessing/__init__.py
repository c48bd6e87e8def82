"""Witnesses, and what leaves the workspace so that others can check it."""
