"""What one rule of the coach is: data only, so that a facilitator can read and question it. And what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from secondstory.coach.kinds import Finder
from secondstory.coach.markup import Note

if TYPE_CHECKING:
    from secondstory.coach.model import Model


class Reader(Protocol):
    """Reads slowly and well: asked only about sentences over which the model is in doubt."""

    def read(self, sentences: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return, for each sentence as the coach sees it, the evidence (natural log odds) of each output of the model."""
        ...


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
    document take them in turn. page: the rule's own page, from the docstring of its module. category: the letter of the
    annotation guide under which the sentence model raises sentences to this rule, empty for none. raised_from: how sure
    the model must be, 0 to 1, before it raises a sentence to this rule by itself. opt_in: whether the rule is only
    looked for where somebody asked for it.
    """

    code: str
    name: str
    bias: str
    says: str
    questions: tuple[str, ...]
    finders: tuple[Finder, ...]
    status: Status
    page: str
    category: str = ""
    raised_from: float = 0.68
    opt_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words in a text, and the question they raise. It carries no author, no count and no weight.

    start, end: offsets in code points, end exclusive. line, column and their ends: from 1; a column counts code
    points and end_column is the one after the last. rewording: words that may stand in their place and keep the facts,
    empty where only a person can find them.
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
    rewording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How an organisation has the coach: which rules, how sure it must be, and names that only they know.

    off: rules not wanted. on: rules wanted that are opt-in. allow: rules that this text may trip. sureness: for a rule, 0
    to 1, how sure the model must be before it raises a sentence by itself. people, things: names of teams and of
    products. model: the sentence model; without one, only rules that need no second opinion speak. reader: who is asked
    where the model is in doubt; without one, the model decides.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()
    sureness: Mapping[str, float] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    model: "Model | None" = None
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What the coach noticed in a text, in its order, and what it did not look at and why."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()
