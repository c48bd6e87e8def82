"""How follow-ups are said on a page."""

from enum import StrEnum
from typing import TypeVar

from secondstory.domain.ceremony.followups import Because, Changes, Effect, Phase, Strength
from secondstory.kernel.refused import Refused

E = TypeVar("E", bound=StrEnum)

BECAUSE = (
    (Because.EXPERTISE.value, "Expertise", "They know how this works."),
    (Because.PROXIMITY.value, "Proximity", "They are closest to it."),
    (Because.AUTHORITY.value, "Authority", "They may decide it."),
)
"""Why somebody is asked. Having time is not on the list."""
STRENGTHS = (
    (Strength.STRONGER.value, "Stronger", "Works without anybody remembering."),
    (Strength.INTERMEDIATE.value, "Intermediate", "Makes it less likely, and partly relies on people."),
    (Strength.WEAKER.value, "Weaker", "Relies on people remembering."),
)
CHANGES = (
    (Changes.CONDITION.value, "Changes a condition", "What made it likely is different afterwards."),
    (Changes.SYMPTOM.value, "Relieves a symptom", "It hurts less, and can happen again."),
)
PHASES = (
    (Phase.PREVENT.value, "Makes it less likely"),
    (Phase.DETECT.value, "Lets people see it sooner"),
    (Phase.CONTAIN.value, "Keeps it small"),
    (Phase.RECOVER.value, "Brings things back sooner"),
    (Phase.RESPOND.value, "Helps the people who answer"),
    (Phase.REPAIR.value, "Repairs harm to people"),
    (Phase.LEARN.value, "Lets others learn from it"),
)
EFFECTS = (
    (Effect.CHANGED.value, "It changed", "The condition is different now."),
    (Effect.NOT_CHANGED.value, "It did not change", "It is done, and the condition still stands."),
    (Effect.CANNOT_TELL.value, "We cannot tell", "Nothing shows it either way yet."),
)
RELIES = {strength: line[0].lower() + line[1:].rstrip(".") for strength, _, line in STRENGTHS}
OWNING = "Owning a fix says nothing about who contributed to the incident."

SHELVES = {
    "asked": (
        "Asked of you",
        "Nothing is asked of you",
        "A question for you or your team stands here first.",
    ),
    "unowned": (
        "Nobody has said yes yet",
        "Every follow-up here has an owner",
        "Those without one stand here.",
    ),
    "mine": (
        "Yours",
        "You own no follow-up",
        "What you said yes to stands here until somebody has looked at it.",
    ),
    "second-look": (
        "Waiting for a second look",
        "Nothing waits for a second look",
        "What is reported done stands here until somebody other than its owner looked, and later looked again.",
    ),
}
"""The parts of the board: title, and title and line when there is nothing in it."""


def chosen(kind: type[E], value: str, ask: str) -> E:
    """Return the choice a form made. Raises Refused with `ask` for none, and for one the form does not have."""
    try:
        return kind(value)
    except ValueError as other:
        raise Refused(ask) from other
