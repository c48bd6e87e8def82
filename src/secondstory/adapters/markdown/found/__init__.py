"""What stands in the sections: conditions and lessons, follow-ups, the timeline, signs of the levels."""
