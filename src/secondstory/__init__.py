"""Second Story: blameless post-mortems, from the first minute to the day the organisation has changed."""

__version__ = "0.1.0"
