"""How the statement of a condition is shown: without what its marks say already, and as a short label."""

import re
from collections.abc import Iterable, Iterator

from secondstory.application.marks import named_in, one_form, without_marks

_LONGEST = 60
_LONGEST_CLAUSE = 90
_REFERENCES = r"\[?[A-Z]{1,2}-\d{1,6}(?:(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+)[A-Z]{1,2}-\d{1,6})*\]?"
_SEEN = re.compile(rf"\s*[,;]?\s+(?:as\s+)?seen\s+in\s+({_REFERENCES})\s*(\.?)\s*\Z")
# Where a statement turns from the circumstance to what it did.
_TURN = re.compile(
    r"\s*,\s*which\b|\s+which\s+made\b|(?<!which)(?<!that)\s*,?\s+made\b(?=.*\b(?:likelier|more\s+likely|less\s+likely)\b)",
    re.DOTALL,
)


def without_seen(statement: str, marks: Iterable[str]) -> str:
    """Return a statement without a trailing "as seen in E-1", when all that it names stands in `marks` as well."""
    found = _SEEN.search(statement)
    if found is None or not set(named_in(found[1])) <= {one_form(mark) for mark in marks}:
        return statement
    return statement[: found.start()] + found[2]


def short(statement: str) -> str:
    """Return a label: the circumstance, without what it made likelier; else the beginning, cut at a word.

    A circumstance may have 90 characters, since it is whole; a beginning has 60 at most, with its ellipsis.
    """
    plain = " ".join(without_marks(_SEEN.sub("", statement)).split())
    clause = next(_clauses(plain), "")
    return _cut(clause, _LONGEST_CLAUSE) if clause else _cut(plain.rstrip("."), _LONGEST)


def _clauses(plain: str) -> Iterator[str]:
    """Yield what stands before each turn, as far as it is more than a word."""
    for turn in _TURN.finditer(plain):
        clause = plain[: turn.start()].strip()
        if " " in clause:
            yield clause


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    kept = words[: longest - 1]
    if not words[longest - 1].isspace() and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return f"{kept.rstrip(' ,.;:')}…"
