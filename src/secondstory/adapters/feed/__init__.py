"""Feeds for readers of feeds."""
