"""Coaches whole documents: which ones, with which settings, on how many processors. Nothing about them is kept."""
