"""Rows that screens read: folded from the record, thrown away and folded again at will."""
