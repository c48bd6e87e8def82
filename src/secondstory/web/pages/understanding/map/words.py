"""How the map is said on a page."""

from secondstory.domain.understanding.conditions import (
    Basis,
    Level,
    LevelStatus,
    LinkBasis,
    LinkKind,
    Persistence,
)

LEVELS = (
    (Level.SOFTWARE.value, "Software"),
    (Level.PRACTICES.value, "Practices"),
    (Level.PROCESS.value, "Process"),
    (Level.CULTURE.value, "Culture"),
    (Level.ORGANISATION.value, "Organisation"),
    (Level.OUTSIDE.value, "Outside world"),
)
NAMES = dict(LEVELS)
BASES = (
    (Basis.FACT.value, "A fact", "Data shows it."),
    (Basis.ACCOUNT.value, "An account", "Somebody tells it so."),
    (Basis.INFERENCE.value, "An inference", "Reasoned from both."),
)
BASIS_NAMES = tuple((value, name) for value, name, _ in BASES)
KINDS = (
    (LinkKind.MADE_LIKELIER.value, "made more likely"),
    (LinkKind.ALLOWED.value, "allowed"),
    (LinkKind.HID.value, "hid"),
    (LinkKind.AMPLIFIED.value, "amplified"),
)
KIND_NAMES = dict(KINDS)
LINK_BASES = (
    (LinkBasis.HYPOTHESIS.value, "A hypothesis", "No evidence yet; that is no less welcome."),
    (LinkBasis.EVIDENCE.value, "Evidence shows it", "Name it below."),
)
PERSISTENCES = (
    (Persistence.PERSISTING.value, "Yes, it is still there"),
    (Persistence.CHANGED.value, "No, it has changed"),
    (Persistence.UNKNOWN.value, "Nobody knows yet"),
)
STILL_THERE = dict(PERSISTENCES)
LINK_BASIS_NAMES = tuple((value, name) for value, name, _ in LINK_BASES)
STATUSES = (
    (LevelStatus.FOUND.value, "We looked, and found something", "Add it as a condition too."),
    (LevelStatus.NOTHING_FOUND.value, "We looked, and found nothing", "Say what was asked, and of whom."),
    (LevelStatus.NOT_EXPLORED.value, "We did not look", "Say why."),
)
LOOKED = {
    LevelStatus.FOUND: "Looked at",
    LevelStatus.NOTHING_FOUND: "Looked at, nothing found",
    LevelStatus.NOT_EXPLORED: "Not looked at yet",
}
EFFECT = "effect"
"""What a form sends for the end of a link that leads to what happened, not to another condition."""
FILES = {
    "svg": "image/svg+xml",
    "mmd": "text/plain; charset=utf-8",
    "dot": "text/vnd.graphviz; charset=utf-8",
}
