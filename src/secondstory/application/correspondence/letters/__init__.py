"""The letters themselves: facts in, words out."""
