"""The pages, one folder for each place that people know by name."""
