"""The closed set of ways in which a rule can find words. A rule says what; this says how.

A pattern is a regular expression in which one space stands for any white space; it is matched on whole words, whatever the case.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from secondstory.coach.lines import Span
from secondstory.coach.markup import Prepared
from secondstory.coach.people import Names, Who, subject

__all__ = ["Finder", "Index", "Names", "OfPeople", "Terms", "find"]

Found = tuple[Span, int, int, str]
"""The sentence, where the words begin and end, and what may stand in their place or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Words that speak for themselves, wherever they stand.

    needs: parts of words, in lower case; a sentence without any of them is not looked at. unless_before, unless_after, unless_in: patterns that, right before the words, right after them or anywhere in
    their sentence, show that the words are only mentioned, denied or technical. rewording: a replacement for the words
    that keeps the facts, as `re` expands it. doubtful: that these words alone do not settle it, so that they count only
    when the sentence model agrees. settles: that they do, whatever the model thinks of their sentence: what the guide decides outright.
    """

    needs: str
    words: str
    unless_before: str = ""
    unless_after: str = ""
    unless_in: str = ""
    rewording: str = ""
    doubtful: bool = False
    settles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPeople:
    """Words that matter when they are said of a person.

    The person is the subject before the words, or the group `subject` inside them. likely_if: with this in the
    words, an unfamiliar name or "they" counts as a person. ours_if: with this in the sentence, "we" and "I" count
    too. self_counts: "I" always counts. The rest is as in `Terms`.
    """

    needs: str
    words: str
    likely_if: str = ""
    ours_if: str = ""
    self_counts: bool = False
    unless_before: str = ""
    unless_after: str = ""
    unless_in: str = ""
    rewording: str = ""
    doubtful: bool = False
    settles: bool = False


Finder = Terms | OfPeople


_NOBODY_NAMED = Names()
_NONE: frozenset[int] = frozenset()
_REMEMBERED = 100_000


def find(finder: Finder, prepared: Prepared, names: Names = _NOBODY_NAMED) -> Iterator[Found]:
    """Yield where `finder` finds words in `prepared`, each within one sentence. names: what only this house knows."""
    pattern = _compiled(finder.words)
    for sentence in prepared.sentences_with(finder.needs):
        yield from _in_sentence(finder, pattern, prepared.masked, sentence, names)


class Index:
    """Which finders a sentence may hold words for: every stem they need is looked for once in each word, and remembered."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        """Sort the stems of `finders`, which are known by their place from here on."""
        owners: dict[str, set[int]] = {}
        for place, finder in enumerate(finders):
            for stem in finder.needs.split():
                owners.setdefault(stem, set()).add(place)
        self._owners = {stem: frozenset(places) for stem, places in owners.items()}
        lengths = [len(stem) for stem in owners] or [1]
        self._shortest, self._longest = min(lengths), max(lengths)
        self._known: dict[str, frozenset[int]] = {}

    def of(self, low: str) -> list[int]:
        """Return the places of the finders whose stems are in `low`, a sentence in lower case, in order."""
        known = self._known
        found: set[int] = set()
        for word in low.split():
            places = known.get(word)
            if places is None:
                places = self._meet(word)
            if places:
                found |= places
        return sorted(found)

    def _meet(self, word: str) -> frozenset[int]:
        found: set[int] = set()
        for begin in range(len(word) - self._shortest + 1):
            for end in range(begin + self._shortest, min(len(word), begin + self._longest) + 1):
                found |= self._owners.get(word[begin:end], _NONE)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[word] = frozenset(found) if found else _NONE
        return self._known[word]


def find_in(finder: Finder, masked: str, sentence: Span, names: Names) -> Iterator[Found]:
    """Yield where `finder` finds words in one sentence, which holds what the finder needs."""
    yield from _in_sentence(finder, _compiled(finder.words), masked, sentence, names)


def _in_sentence(
    finder: Finder, pattern: re.Pattern[str], masked: str, sentence: Span, names: Names
) -> Iterator[Found]:
    for match in pattern.finditer(masked, *sentence):
        if not _excused(finder, masked, sentence, match) and _fits(finder, masked, sentence, match, names):
            rewording = match.expand(finder.rewording) if finder.rewording else ""
            yield sentence, match.start(), match.end(), rewording


def _fits(finder: Finder, masked: str, sentence: Span, match: re.Match[str], names: Names) -> bool:
    match finder:
        case Terms():
            return True
        case OfPeople():
            return _is_of_people(finder, masked, sentence, match, names)
        case _:
            assert_never(finder)


def _excused(finder: Finder, masked: str, sentence: Span, match: re.Match[str]) -> bool:
    before = masked[max(sentence[0], match.start() - 90) : match.start()]
    after = masked[match.end() : min(sentence[1], match.end() + 90)]
    return bool(
        (finder.unless_before and _ending(finder.unless_before).search(before))
        or (finder.unless_after and _beginning(finder.unless_after).match(after))
        or (finder.unless_in and _compiled(finder.unless_in).search(masked, *sentence))
    )


def _is_of_people(finder: OfPeople, masked: str, sentence: Span, match: re.Match[str], names: Names) -> bool:
    inside = match.re.groupindex.get("subject")
    before = match["subject"] if inside else masked[sentence[0] : match.start()]
    who = subject(before, names)
    if who is Who.LIKELY:
        return not finder.likely_if or bool(_compiled(finder.likely_if).search(match[0]))
    if who is Who.SELF and finder.self_counts:
        return True
    if who in {Who.OURS, Who.SELF}:
        return bool(finder.ours_if and _compiled(finder.ours_if).search(masked, *sentence))
    return who is Who.PERSON


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_loose(pattern)})(?!\w|-\w)", re.IGNORECASE)


@cache
def _ending(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_loose(pattern)})\W*\Z", re.IGNORECASE)


@cache
def _beginning(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{_loose(pattern)})(?!\w)", re.IGNORECASE)


def _loose(pattern: str) -> str:
    return pattern.replace(" ", r"\s+")
