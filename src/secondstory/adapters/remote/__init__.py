"""Neighbours at the other end of a network: each in a folder of its own, none knowing another."""
