"""The outside, one folder for each neighbour."""
