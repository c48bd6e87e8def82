"""The closed set of ways in which a rule can find words. A rule says what; this says how.

A pattern is a regular expression in which one space stands for any white space; it is matched on whole words, whatever the case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from secondstory.coach.markup import Prepared
from secondstory.coach.people import Who, subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Words that speak for themselves, wherever they stand.

    needs: parts of words, in lower case; a sentence without any of them is not looked at. unless_before, unless_after, unless_in: patterns that, right before the words, right after them or anywhere in
    their sentence, show that the words are only mentioned, denied or technical.
    """

    needs: str
    words: str
    unless_before: str = ""
    unless_after: str = ""
    unless_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPeople:
    """Words that matter when they are said of a person.

    The person is the subject before the words, or the group `subject` inside them. likely_if: with this in the
    words, an unfamiliar name or "they" counts as a person. ours_if: with this in the sentence, "we" and "I" count
    too. self_counts: "I" always counts.
    """

    needs: str
    words: str
    likely_if: str = ""
    ours_if: str = ""
    self_counts: bool = False
    unless_before: str = ""
    unless_after: str = ""
    unless_in: str = ""


Finder = Terms | OfPeople


def find(finder: Finder, prepared: Prepared) -> Iterator[tuple[int, int]]:
    """Yield where `finder` finds words in `prepared`: start and end offset, each within one sentence."""
    pattern = _compiled(finder.words)
    for sentence in prepared.sentences_with(finder.needs):
        for match in pattern.finditer(prepared.masked, *sentence):
            if not _excused(finder, prepared.masked, sentence, match) and _fits(
                finder, prepared.masked, sentence, match
            ):
                yield match.span()


def _fits(finder: Finder, masked: str, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    match finder:
        case Terms():
            return True
        case OfPeople():
            return _is_of_people(finder, masked, sentence, match)
        case _:
            assert_never(finder)


def _excused(finder: Finder, masked: str, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    before = masked[max(sentence[0], match.start() - 90) : match.start()]
    after = masked[match.end() : min(sentence[1], match.end() + 90)]
    return bool(
        (finder.unless_before and _ending(finder.unless_before).search(before))
        or (finder.unless_after and _beginning(finder.unless_after).match(after))
        or (finder.unless_in and _compiled(finder.unless_in).search(masked, *sentence))
    )


def _is_of_people(finder: OfPeople, masked: str, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    inside = match.re.groupindex.get("subject")
    before = match["subject"] if inside else masked[sentence[0] : match.start()]
    who = subject(before)
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
