"""The map of conditions: its picture, what one of them says, the levels that were looked at, and words for all of it."""
