"""Finding likely secrets in evidence before it is sealed, in constant memory and without the network.

What it cannot see: compressed or encrypted files, pictures, and a secret that looks like an ordinary word. A finding
is a question to the person who seals, never a refusal.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secondstory.adapters.secrets.known_tokens import analysers
from secondstory.adapters.secrets.lines import OVERLAP, Window, windows
from secondstory.adapters.secrets.placeholders import is_filler, looks_drawn
from secondstory.adapters.secrets.places import PLACE_RULES
from secondstory.adapters.secrets.rules import RULES, Rule
from secondstory.adapters.secrets.vendors import VENDOR_RULES

MOST_FINDINGS = 1_000
_BLOCK_CHARACTERS = 1 << 16
_LONGEST_LEAD = 40
_SHORTEST_KNOWN = 8
_NAME_BEFORE = re.compile(r"[\w.-]{0,30}\Z")
_NO_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f\ufffd]")
_LONG_WORD = re.compile(r"[\w+/=.~-]{16,}")
_IN_LOWER_CASE = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One likely secret. line and column: where it begins, from 1; length: how long it is; all in code points.

    excerpt_masked: what stands before it and how long it is, never a character of the secret itself.
    """

    rule: str
    line: int
    column: int
    length: int
    excerpt_masked: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A secret inside one window: its rule, where it begins and ends, and what may be shown before it."""

    rule: str
    start: int
    end: int
    lead: str


def find_secrets(chunks: Iterable[bytes]) -> list[Finding]:
    """Return likely secrets in order of their place, the first 1,000 at most.

    chunks: bytes cut anywhere, UTF-8, or UTF-16 with a byte order mark. Lines may have any length; a secret of more
    than 512 characters that lies across the parts of a very long line may be found with less than its whole length.
    """
    found: list[Finding] = []
    taken: tuple[int, list[tuple[int, int]]] = (0, [])
    for window, matches in _looked_at(chunks):
        if window.line != taken[0]:
            taken = (window.line, [])
        for match in matches:
            span = (window.column + match.start, window.column + match.end)
            if _waits(window, match) or any(
                span[0] < end and start < span[1] for start, end in taken[1][-3:]
            ):
                continue
            taken[1].append(span)
            found.append(_finding(window, match))
            if len(found) == MOST_FINDINGS:
                return found
    return found


def _waits(window: Window, match: _Match) -> bool:
    """Return whether the match may be a part of a secret that the next window holds whole."""
    length = len(window.text)
    return window.goes_on and match.end == length and match.start >= length - OVERLAP


def _finding(window: Window, match: _Match) -> Finding:
    length = match.end - match.start
    return Finding(
        rule=match.rule,
        line=window.line,
        column=window.column + match.start,
        length=length,
        excerpt_masked=f"{match.lead}•••• ({length} characters)",
    )


def _looked_at(chunks: Iterable[bytes]) -> Iterator[tuple[Window, list[_Match]]]:
    """Yield every window with what was found in it.

    Hints and known tokens are first searched for in blocks of many lines, which is ten times as fast as in each.
    """
    block: list[Window] = []
    size = 0
    for window in windows(chunks):
        if _is_noise(window.text):
            continue
        block.append(window)
        size += len(window.text) + 1
        if size >= _BLOCK_CHARACTERS:
            yield from _look_at(block)
            block, size = [], 0
    yield from _look_at(block)


def _is_noise(text: str) -> bool:
    """Return whether a line is compressed or encrypted: a quarter of it is no text, so no text is to be found in it."""
    return text.count("\ufffd") * 4 > len(text)


def _look_at(block: list[Window]) -> Iterator[tuple[Window, list[_Match]]]:
    text = "\n".join(window.text for window in block)
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters grow when they are lowered, and positions would no longer agree.
        lowered = text.translate(_IN_LOWER_CASE)
    starts = [0]
    for window in block:
        starts.append(starts[-1] + len(window.text) + 1)
    matches: defaultdict[int, list[_Match]] = defaultdict(list)
    for rule in (*RULES, *VENDOR_RULES, *PLACE_RULES):
        for number in _hinted(rule, text, lowered, starts):
            matches[number].extend(_own(rule, block[number].text))
    for name, secret in _known(text, lowered):
        for place in re.finditer(re.escape(secret), text):
            number = bisect_right(starts, place.start()) - 1
            start = place.start() - starts[number]
            matches[number].append(_Match(name, start, start + len(secret), ""))
    for number, window in enumerate(block):
        yield window, _disjoint(matches[number]) if number in matches else []


def _hinted(rule: Rule, text: str, lowered: str, starts: list[int]) -> list[int]:
    """Return the numbers of the windows with a hint of the rule. starts: where each begins, and where all end."""
    numbers: set[int] = set()
    if rule.near is not None:
        numbers.update(bisect_right(starts, match.start()) - 1 for match in rule.near.finditer(text))
    for hint in rule.hints:
        place = lowered.find(hint)
        while place >= 0:
            number = bisect_right(starts, place) - 1
            numbers.add(number)
            place = lowered.find(hint, starts[number + 1])
    return sorted(numbers)


def _own(rule: Rule, text: str) -> Iterator[_Match]:
    for match in rule.pattern.finditer(text):
        # Chance writes `key=` into a picture or an archive every few megabytes; what follows there is no text.
        if _NO_TEXT.search(match["secret"]) or _NO_TEXT.search(match["lead"]):
            continue
        if rule.judge(match["lead"], match["secret"]):
            before = _NAME_BEFORE.search(text, max(0, match.start("lead") - 30), match.start("lead"))
            # What stands before a secret can be one too, such as a token in the place of a user name.
            lead = _LONG_WORD.sub(_masked, (before[0] if before else "") + match["lead"])
            yield _Match(rule.name, match.start("secret"), match.end("secret"), lead)


def _masked(word: re.Match[str]) -> str:
    return "•" * len(word[0]) if looks_drawn(word[0]) else word[0]


def _known(text: str, lowered: str) -> Iterator[tuple[str, str]]:
    """Yield (rule name, secret) for what the library knows in a block: each secret once for each plugin."""
    for name, hints, analyse in analysers():
        if hints and not any(hint in lowered for hint in hints):
            continue
        for secret in dict.fromkeys(analyse(text)):
            if len(secret) >= _SHORTEST_KNOWN and "\n" not in secret and not is_filler(secret):
                yield name, secret


def _disjoint(matches: list[_Match]) -> list[_Match]:
    """Return the matches of one window in order, none inside or across another: earlier rules go first."""
    kept: list[_Match] = []
    for match in matches:
        if all(match.end <= other.start or match.start >= other.end for other in kept):
            kept.append(match)
    kept.sort(key=lambda match: match.start)
    return [_without_neighbours(match, kept) for match in kept]


def _without_neighbours(match: _Match, all_matches: list[_Match]) -> _Match:
    """Return the match with no other secret in what is shown before it."""
    begins = max(match.start - len(match.lead), match.start - _LONGEST_LEAD, 0)
    for other in all_matches:
        if other.start < match.start and other.end > begins:
            begins = other.end
    shown = match.lead[len(match.lead) - (match.start - begins) :] if begins < match.start else ""
    return _Match(match.rule, match.start, match.end, shown.lstrip())
