"""Stores that live in memory: part of the product, and held to the same promises as the real ones."""
