"""A document made ready for the coach: what is not the writer's own voice is masked, every offset stays.

Masked text has the length of the original. A masked thing that plays a part in the sentence (code, a quotation)
becomes a run of `HIDDEN`; markup that plays none (a link target, an asterisk) becomes spaces.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from secondstory.coach.lazily import lazily
from secondstory.coach.lines import Span, read_lines

HIDDEN = "\ufffc"
LONGEST_SENTENCE = 1200
# One form of apostrophe and hyphen for all patterns; each is one code point, so every offset stays.
_ONE_FORM = str.maketrans("’‘ʼ‑‐", "'''--")

_TICKS = lazily(r"`+")
_BLANKED = lazily(
    r"!?\[(?=[^\]\r\n]{0,400}\][\[(])"
    r"|\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"]{0,200}\")?\)"
    r"|\]\[[^\]]{0,200}\]"
    r"|</?[A-Za-z][^<>]{0,500}>"
    r"|\*+|(?<!\w)_+|_+(?!\w)|~~"
)
_HIDDEN_THINGS = lazily(
    r"<?(?:https?|ftp|mailto):[^\s<>)\]]+>?|www\.[^\s<>)\]]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}"
)
_QUOTED = lazily(
    r"\"[^\"]{1,2000}\"|“[^“”]{1,2000}”|„[^“”„]{1,2000}[“”]|«[^«»]{1,2000}»"
    r"|‘[^‘’]{1,200}’(?!\w)|(?<![\w'])'(?=\S)[^']{1,200}(?<=\S)'(?!\w)"
)
_STOP = lazily(r"[.!?…]+[)\]\"'”’]*(?=\s+[^\sa-z])|[.!?…]+(?=\s*\Z)")
_SHORT = lazily(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|ca|Dr|Mr|Mrs|Ms|St|No|Fig|Sec|Inc|Ltd|Jr|Sr|a\.m|p\.m)|\b[A-Z])\Z"
)
_ALLOWANCE = lazily(r"<!--\s*coach:\s*allow\s+([a-z0-9, -]+?)\s*:\s*\S(?:.*\S)?\s*-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with its masked twin, its sentences and blocks as spans, its line starts and its allowances."""

    text: str
    masked: str
    low: str
    sentences: list[Span]
    line_starts: list[int]
    allowances: dict[str, list[Span]]

    def sentences_with(self, needs: str) -> list[Span]:
        """Return, in order, the sentences that hold at least one of `needs`: lower-case strings, space between."""
        places: set[int] = set()
        for need in needs.split():
            at = self.low.find(need)
            while at != -1:
                place = bisect_right(self.sentences, (at, len(self.low) + 1)) - 1
                # From a hit, go on behind its sentence: one hit is enough, and a hit outside every sentence is none.
                after = at + 1
                if place >= 0 and at < self.sentences[place][1]:
                    places.add(place)
                    after = self.sentences[place][1]
                at = self.low.find(need, after)
        return [self.sentences[place] for place in sorted(places)]

    def position(self, at: int) -> tuple[int, int]:
        """Return line and column of offset `at`, both from 1, the column in code points."""
        line = max(bisect_right(self.line_starts, at), 1)
        return line, at - (self.line_starts[line - 1] if self.line_starts else 0) + 1

    def allows(self, rule: str, at: int) -> bool:
        """Return whether a comment in the text allows `rule` at offset `at`."""
        scopes = self.allowances.get(rule, [])
        place = bisect_right(scopes, (at, len(self.text) + 1)) - 1
        return place >= 0 and scopes[place][1] > at


def prepare(text: str) -> Prepared:
    """Return `text` made ready: linear in its length, whatever it holds."""
    lines = read_lines(text)
    comments = [(start, end, " ") for start, end, _alone in lines.comments]
    text_only = _apply(text, comments)
    masks = [mask for start, end in lines.prose for mask in _inline_masks(text_only, start, end)]
    masked = _apply(text_only, masks).translate(_ONE_FORM)
    sentences = [one for block in lines.prose for one in _sentences(masked, block)]
    allowances = _allowances(text, lines.comments, lines.prose)
    return Prepared(text, masked, _lower(masked), sentences, lines.starts, allowances)


def _lower(masked: str) -> str:
    """Return `masked` in lower case, except where that would change its length (`İ`)."""
    low = masked.lower()
    return (
        low
        if len(low) == len(masked)
        else "".join(one.lower() if len(one.lower()) == 1 else one for one in masked)
    )


def _inline_masks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    block = text[start:end]
    code = [(one, two, HIDDEN) for one, two in _code_spans(block)] if "`" in block else []
    yield from ((start + one, start + two, fill) for one, two, fill in code)
    block = _apply(block, code)
    for pattern, fill in ((_HIDDEN_THINGS(), HIDDEN), (_BLANKED(), " "), (_QUOTED(), HIDDEN)):
        for match in pattern.finditer(block):
            yield start + match.start(), start + match.end(), fill


def _code_spans(block: str) -> list[Span]:
    """Return the inline code of a block: a run of backticks up to the next run of the same length."""
    runs = [(match.start(), match.end()) for match in _TICKS().finditer(block)]
    later: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[place][1] - runs[place][0], []).append(place)
    spans: list[Span] = []
    place = 0
    while place < len(runs):
        same = later[runs[place][1] - runs[place][0]]
        while same and same[-1] <= place:
            same.pop()
        if same:
            spans.append((runs[place][0], runs[same[-1]][1]))
            place = same[-1]
        place += 1
    return spans


def _apply(text: str, masks: list[tuple[int, int, str]]) -> str:
    """Return `text` with every mask filled in; where masks overlap, the one that began first stands."""
    pieces: list[str] = []
    at = 0
    for start, end, fill in sorted(masks, key=lambda one: (one[0], -one[1])):
        if end <= at:
            continue
        begin = max(start, at)
        pieces.append(text[at:begin])
        pieces.append(re.sub(r"[^\r\n]", fill, text[begin:end]))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _sentences(masked: str, block: Span) -> Iterator[Span]:
    start, end = block
    body = masked[start:end]
    at = 0
    for stop in _STOP().finditer(body):
        if body[stop.start()] == "." and _SHORT().search(body, max(at, stop.start() - 8), stop.start()):
            continue
        yield from _not_too_long(body, start, at, stop.end())
        at = stop.end()
    if body[at:].strip():
        yield from _not_too_long(body, start, at, len(body))


def _not_too_long(body: str, start: int, at: int, end: int) -> Iterator[Span]:
    """Yield one sentence, or several pieces cut at a space: no pattern ever meets an endless line."""
    while end - at > LONGEST_SENTENCE:
        cut = body.rfind(" ", at + 1, at + LONGEST_SENTENCE)
        cut = at + LONGEST_SENTENCE if cut == -1 else cut
        yield start + at, start + cut
        at = cut
    while at < end and body[at].isspace():
        at += 1
    yield start + at, start + end


def _allowances(text: str, comments: list[tuple[int, int, bool]], prose: list[Span]) -> dict[str, list[Span]]:
    """Return for each rule where it is allowed: scopes by start, each end the furthest that any so far reaches."""
    allowed: dict[str, list[Span]] = {}
    for start, end, alone in comments:
        match = _ALLOWANCE().fullmatch(text, start, end)
        if not match:
            continue
        begin, stop = _next_block(text, end, prose) if alone else _same_line(text, start, end)
        for code in match[1].split(","):
            allowed.setdefault(code.strip(), []).append((begin, stop))
    return {code: _reaching(sorted(scopes)) for code, scopes in allowed.items()}


def _reaching(scopes: list[Span]) -> list[Span]:
    furthest = accumulate((stop for _begin, stop in scopes), max)
    return [(begin, far) for (begin, _stop), far in zip(scopes, furthest, strict=True)]


def _next_block(text: str, at: int, prose: list[Span]) -> Span:
    place = bisect_right(prose, (at, at))
    if place == len(prose):
        return at, at
    start, end = prose[place]
    # A table row is several blocks on one line; the row is what a reader calls the next block.
    return start, max(end, _end_of_line(text, start))


def _same_line(text: str, start: int, end: int) -> Span:
    return max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1, _end_of_line(text, end)


def _end_of_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found == -1 else found
