"""Witnesses: being one for other people's logs, asking one about ours, and keeping what they signed."""
