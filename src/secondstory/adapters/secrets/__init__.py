"""Likely secrets, found in evidence before it is sealed."""
