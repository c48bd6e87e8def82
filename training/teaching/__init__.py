"""A slow reader that teaches the small network of `training.coach`: it is asked at training time, and never shipped."""
