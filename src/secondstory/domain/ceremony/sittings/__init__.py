"""Sittings: people meet to learn, sleep on it, and meet again to commit.

A learning sitting hears what happened and decides nothing; ideas are parked. The commitment sitting comes at least two
working days later (alone: a night), because the first idea in the room is rarely the strongest one. A facilitator
from outside the event holds the room, and their independence is computed. Combined and asynchronous sittings exist
for small things and carry a visible mark; alone, the solo protocol is the sitting. What stands here counts roles and
minutes; who said what is never kept.
"""

from secondstory.domain.ceremony.sittings.decisions import (
    appoint,
    close,
    lapse,
    move,
    note_in_room,
    open_sitting,
    schedule,
    take_poll,
)
from secondstory.domain.ceremony.sittings.events import (
    STORED,
    Attended,
    Closed,
    Dissented,
    FacilitatorAppointed,
    Independence,
    IndependenceOverridden,
    Lapsed,
    MinutesWritten,
    Moved,
    Opened,
    Parked,
    PointRaised,
    PollAnswer,
    PollAnswered,
    Prepared,
    RoleCount,
    Scheduled,
    SittingEvent,
    SittingKind,
    SoakShortened,
    StepMinutes,
)
from secondstory.domain.ceremony.sittings.independence import independence
from secondstory.domain.ceremony.sittings.soak import earliest_commitment, must_be_soaked, slept_on_it
from secondstory.domain.ceremony.sittings.state import Sitting, Sittings, evolve

__all__ = [
    "STORED",
    "Attended",
    "Closed",
    "Dissented",
    "FacilitatorAppointed",
    "Independence",
    "IndependenceOverridden",
    "Lapsed",
    "MinutesWritten",
    "Moved",
    "Opened",
    "Parked",
    "PointRaised",
    "PollAnswer",
    "PollAnswered",
    "Prepared",
    "RoleCount",
    "Scheduled",
    "Sitting",
    "SittingEvent",
    "SittingKind",
    "Sittings",
    "SoakShortened",
    "StepMinutes",
    "appoint",
    "close",
    "earliest_commitment",
    "evolve",
    "independence",
    "lapse",
    "move",
    "must_be_soaked",
    "note_in_room",
    "open_sitting",
    "schedule",
    "slept_on_it",
    "take_poll",
]
