"""What one rule of the coach is: data only, so that a facilitator can read and question it."""

from dataclasses import dataclass
from enum import StrEnum

from secondstory.coach.kinds import Finder


class Status(StrEnum):
    """How settled a rule is. A retired rule keeps its code for ever and finds nothing."""

    PREVIEW = "preview"
    STABLE = "stable"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the coach notices.

    code: the short word people type, never reused. bias: the habit of mind behind such wording. says: one
    sentence about the text, never about its writer. questions: what to ask instead; findings of one rule in one
    document take them in turn. page: the rule's own page, from the docstring of its module.
    """

    code: str
    name: str
    bias: str
    says: str
    questions: tuple[str, ...]
    finders: tuple[Finder, ...]
    status: Status
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words in a text, and the question they raise. It carries no author, no count and no weight.

    start, end: offsets in code points, end exclusive. line, column and their ends: from 1; a column counts code
    points and end_column is the one after the last.
    """

    rule: str
    message: str
    question: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
