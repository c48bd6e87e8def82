"""Pages of the house itself: its people, its settings, its record, and the way in."""
