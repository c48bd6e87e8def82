"""Why something is covered that people were shown before: the kinds of reasons, and how each is said."""

from enum import StrEnum


class Because(StrEnum):
    """The kind of reason for which something is covered."""

    CREDENTIAL = "secret"
    PERSONAL_DATA = "personal-data"
    THIRD_PARTY = "third-party"
    LEGAL = "legal"
    OTHER = "other"


WORDS = {
    Because.CREDENTIAL: "a secret",
    Because.PERSONAL_DATA: "personal data",
    Because.THIRD_PARTY: "something of a third party",
    Because.LEGAL: "a legal reason",
    Because.OTHER: "another reason",
}
"""What each kind of reason is called in a sentence."""


def mark(because: Because) -> str:
    """Return what stands in place of what was covered."""
    return f"[redacted: {WORDS[because]}]"
