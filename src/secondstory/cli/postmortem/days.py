"""Which day is meant: a time of day alone lies near what is known of an incident, a deadline lies ahead."""

from secondstory.wiring.documents.days import ahead, following, near

__all__ = ["ahead", "following", "near"]
