"""Documents from elsewhere: kept word for word as sealed evidence, read into proposals, decided by a person."""

from collections.abc import Mapping

from secondstory.application.understanding.importing.deciding import (
    Choice,
    Outcome,
    accept,
    open_proposals,
    reject,
)
from secondstory.application.understanding.importing.foreign import (
    Candidate,
    Foreign,
    moment_from,
    read_said,
    said,
    text_of_moment,
)
from secondstory.application.understanding.importing.receiving import Incoming, Received, receive

__all__ = [
    "FIELD_WORDS",
    "Candidate",
    "Choice",
    "Foreign",
    "Incoming",
    "Outcome",
    "Received",
    "accept",
    "moment_from",
    "open_proposals",
    "read_said",
    "receive",
    "reject",
    "said",
    "text_of_moment",
]

FIELD_WORDS: Mapping[str, str] = {
    "story": "part of the story",
    "lede": "lede",
    "first_story": "first story",
    "second_story": "second story",
    "trigger": "trigger",
    "times": "time",
    "impact": "who was affected",
    "timeline": "timeline entry",
    "gap": "gap",
    "decision": "decision point",
    "condition": "contributing condition",
    "link": "link between conditions",
    "level": "what became of a level",
    "defence": "defence",
    "luck": "luck",
    "surprise": "surprise",
    "went_well": "went well",
    "hard": "was hard",
    "glossary": "word explained",
    "followup": "follow-up",
}
"""Every field that a proposal may be for, in the words a person is shown."""
