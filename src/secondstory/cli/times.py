"""Times the way people write them at a terminal, and the way we always show them: with their zone."""

from secondstory.wiring.documents.times import Shown, read_moment, said

__all__ = ["Shown", "read_moment", "said"]
