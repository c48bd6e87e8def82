"""The room of a sitting: one page that follows along, seen from the seat of whoever looks."""
