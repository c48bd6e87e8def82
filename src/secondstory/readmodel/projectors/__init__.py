"""Pure functions from the folded state of a stream to its rows, one module for each group of topics."""
