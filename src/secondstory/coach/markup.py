"""A document made ready for the coach: what is not the writer's own voice is masked, every offset stays.

Masked text has the length of the original. A masked thing that plays a part in the sentence (code, a quotation)
becomes a run of `HIDDEN`; markup that plays none (a link target, an asterisk) becomes spaces.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from secondstory.coach.lazily import lazily
from secondstory.coach.lines import RETURN, Lines, Span, read_lines
from secondstory.coach.tongue import Tongues, tongues

HIDDEN = "\ufffc"
LONGEST_SENTENCE = 1200
Mask = tuple[int, int, str]
# One form of apostrophe and hyphen for all patterns; each is one code point, so every offset stays.
_ONE_FORM = {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-"}

_TICKS = lazily(r"`+")
_INLINE_CODE = lazily(r"<(code|kbd|samp|tt|var|q)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_IMAGE = lazily(
    r"!\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,400}\]"
    r"(?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]]{0,200}\])"
)
# The last character is none that ends a sentence or an emphasis around the address.
_ADDRESS = lazily(
    r"(?:https?|ftp|mailto):[^\s<>)\]]*[^\s<>)\].,;:!?'\"*]|www\.[^\s<>)\]]*[^\s<>)\].,;:!?'\"*]"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]{1,63}\.[\w.-]{0,190}\w"
)
_MATHS = lazily(r"\$\$[^$]{1,2000}\$\$|\$(?<![\w$]\$)(?=[^\s$])[^$\n]{0,200}(?<=[^\s$\\])\$(?![\w$])")
_BLANKED = lazily(
    r"\]\((?:[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?|<[^<>\n]{0,2000}>)"
    r"(?:\s+(?:\"[^\"]{0,200}\"|'[^']{0,200}'|\([^()]{0,200}\)))?\)"
    r"|\]\[[^\[\]]{0,200}\]"
    r"|\[\^[^\[\]\s]{1,100}\]"
    r"|[\[\]]"
    r"|</?[A-Za-z][\w-]*(?:[\s/][^<>]{0,2000})?>"
    r"|\*+|_(?<!\w_)_*|_(?<!__)_*+(?!\w)|~~|\\(?=\x1f?\n)|&(?:[a-zA-Z]{2,8}|#\d{1,6});"
)
_QUOTED = lazily(
    r"\"(?<!\w\")[^\"]{1,2000}\"|“[^“”]{1,2000}”|„[^“”„]{1,2000}[“”]|«[^«»]{1,2000}»|»[^«»]{1,2000}«"
    r"|”(?<!\w”)(?=\w)[^“”]{1,2000}”|‘[^‘’]{1,200}’(?!\w)|'(?<![\w']')(?=\S)[^']{1,200}(?<=\S)'(?!\w)"
)
# What parts two units though no full stop does: block tags, hard line breaks, a line that begins with a time and a
# dash; and, where the block itself begins so, every line that begins with a time or a label.
_PARTING_SOURCE = (
    r"<(?i:/?(?:br|p|div|t[dhr]|li|[uod]l|d[dt]|h[1-6]|summary|details|table|thead|tbody|section|hr)\b[^<>]{0,500}>)"
    r"|(?:  |\\)\x1f?\n(?=\s*[^\sa-z])"
    r"|\n(?=[ \t]*\[?\d\d?:\d\d(?::\d\d)?\]?(?:\s?(?:Z|[APap][Mm]|[A-Z]{3,4}))?\s*[-–—:|])"
)
_LINEWISE_SOURCE = r"[ \t]*(?:\[?\d\d?:\d\d|\**[A-Z][\w /&-]{1,30}(?::\**|\**:)[ \t])"
_PARTING = lazily(_PARTING_SOURCE)
_PARTING_LINES = lazily(rf"{_PARTING_SOURCE}|\n(?={_LINEWISE_SOURCE})")
_LINEWISE = lazily(_LINEWISE_SOURCE)
_STOP = lazily(r"[.!?…](?<![.!?…]{2})[.!?…]*+[)\]\"'”’»“]*+(?=\s|\Z)")
_WORD = lazily(r"\w")
_NO_NEWLINE = lazily(r"[^\r\n]")
_BROKEN = lazily("[\ud800-\udfff\ufffd]")
# After these a full stop ends nothing.
_TITLES = frozenset(
    "e.g i.e eg ie vs cf viz approx resp ca dr mr mrs ms mx prof st mt incl excl est dept lt sgt capt gen rev hon gov "
    "sen messrs".split()
)
# After these it ends nothing when a number follows, or a small letter.
_BEFORE_NUMBERS = frozenset(
    "no nos nr p pp vol ver v ch art eq ref fig figs sec jan feb mar apr jun jul aug sep sept oct nov dec ext tel max "
    "min avg etc a.m p.m inc ltd corp jr sr bros temp ops mgmt misc orig prev tbd".split()
)
_ZONE = lazily(r"\s+[A-Z]{3,4}\b")


@dataclass(frozen=True, slots=True)
class Note:
    """Why something was not looked at. code: language, unclosed, long or bytes. line: where it begins, from 1."""

    code: str
    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with its masked twin, its sentences and blocks as spans, its line starts and its allowances.

    blocks: every stretch of prose, those in another language among them; these have no sentences, and a note.
    """

    text: str
    masked: str
    low: str
    sentences: list[Span]
    line_starts: list[int]
    allowances: dict[str, list[Span]]
    blocks: list[Span]
    notes: tuple[Note, ...] = ()

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
    plain = text.replace("\r\n", RETURN + "\n").replace("\r", "\n") if "\r" in text else text
    lines = read_lines(plain)
    masks: list[Mask] = [(start, end, " ") for start, end, _alone in lines.comments]
    voiced = _apply(plain, masks) if masks else plain
    blocks: list[Span] = []
    for start, end in lines.prose:
        _mask_inline(voiced[start:end], start, masks, blocks)
    masked = _apply(text, masks)
    if not masked.isascii():
        for other, one in _ONE_FORM.items():
            masked = masked.replace(other, one)
    low = _lower(masked)
    heard = tongues(masked, low, blocks)
    cuts: list[int] = []
    sentences = [
        one
        for at, (start, end) in enumerate(blocks)
        if at not in heard.blocks
        for one in _sentences(masked, start, end, cuts)
    ]
    prepared = Prepared(text, masked, low, sentences, lines.starts, lines.allowances(plain), blocks)
    notes = tuple(sorted(_notes(prepared, lines, heard, cuts), key=lambda note: (note.line, note.code)))
    return replace(prepared, notes=notes) if notes else prepared


def _lower(masked: str) -> str:
    """Return `masked` in lower case, except where that would change its length (`İ`)."""
    low = masked.lower()
    if len(low) == len(masked):
        return low
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in masked)


def _mask_inline(block: str, start: int, masks: list[Mask], blocks: list[Span]) -> None:
    """Add the masks of one block, which begins at `start`, to `masks`, and its parts to `blocks`."""
    if "`" in block:
        code = [(one, two, HIDDEN) for one, two in _code_spans(block)]
        masks.extend((start + one, start + two, fill) for one, two, fill in code)
        block = _apply(block, code)
    if "<" in block:
        code = [(*match.span(), HIDDEN) for match in _INLINE_CODE().finditer(block)]
        masks.extend((start + one, start + two, fill) for one, two, fill in code)
        block = _apply(block, code)
    if "![" in block:
        masks.extend((start + one.start(), start + one.end(), HIDDEN) for one in _IMAGE().finditer(block))
    if "@" in block or "www." in block or "://" in block or "mailto:" in block:
        masks.extend((start + one.start(), start + one.end(), HIDDEN) for one in _ADDRESS().finditer(block))
    if "$" in block:
        masks.extend((start + one.start(), start + one.end(), HIDDEN) for one in _MATHS().finditer(block))
    if (
        "[" in block
        or "*" in block
        or "_" in block
        or "<" in block
        or "]" in block
        or "&" in block
        or "\\" in block
        or "~~" in block
    ):
        masks.extend((start + one.start(), start + one.end(), " ") for one in _BLANKED().finditer(block))
    if '"' in block or "'" in block or not block.isascii():
        masks.extend(
            (start + one.start(), start + _said(block, one), HIDDEN) for one in _QUOTED().finditer(block)
        )
    if "\n" in block or "<" in block:
        _part(block, start, blocks)
    else:
        blocks.append((start, start + len(block)))


def _part(block: str, start: int, blocks: list[Span]) -> None:
    at = 0
    for match in (_PARTING_LINES if _LINEWISE().match(block) else _PARTING)().finditer(block):
        if match.start() > at:
            blocks.append((start + at, start + match.start()))
        at = match.end()
    if at < len(block):
        blocks.append((start + at, start + len(block)))


def _said(block: str, quotation: re.Match[str]) -> int:
    """Return where the hidden part of a quotation ends: before what ends a sentence, which ends ours too."""
    end = quotation.end()
    if block[end - 2] not in ".!?…":
        return end
    end -= 2
    while block[end - 1] in ".!?…":
        end -= 1
    return max(end, quotation.start() + 1)


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
        # A backslash before it makes a backtick a character like any other; inside code it does nothing.
        if same and block[runs[place][0] - 1 : runs[place][0]] != "\\":
            spans.append((runs[place][0], runs[same[-1]][1]))
            place = same[-1]
        place += 1
    return spans


def _apply(text: str, masks: list[Mask]) -> str:
    """Return `text` with every mask filled in; where masks overlap, the one that began first stands."""
    pieces: list[str] = []
    at = 0
    for start, end, fill in sorted(masks, key=lambda one: (one[0], -one[1])):
        if end <= at:
            continue
        begin = max(start, at)
        pieces.append(text[at:begin])
        hidden = text[begin:end]
        lined = "\n" in hidden or "\r" in hidden
        pieces.append(_NO_NEWLINE().sub(fill, hidden) if lined else fill * len(hidden))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _sentences(masked: str, start: int, end: int, cuts: list[int]) -> Iterator[Span]:
    """Yield the sentences of one block that hold any word; add to `cuts` where one was too long for one piece."""
    body = masked[start:end]
    has_word = _WORD().search
    at = 0
    ends = [stop.end() for stop in _STOP().finditer(body) if _ends(body, stop.start(), stop.end())]
    for to in (*ends, len(body)):
        while to - at > LONGEST_SENTENCE:
            cut = body.rfind(" ", at + 1, at + LONGEST_SENTENCE)
            cut = at + LONGEST_SENTENCE if cut == -1 else cut
            cuts.append(start + at)
            yield start + at, start + cut
            at = cut
        found = has_word(body, at, to)
        if found:
            piece = body[at:to]
            yield start + to - len(piece.lstrip()), start + at + len(piece.rstrip())
        at = to


def _ends(body: str, dot: int, end: int) -> bool:
    """Return whether what stands from `dot` to `end`, a full stop or its like, ends a sentence."""
    after = body[end : end + 8].lstrip()[:1]
    small = "a" <= after <= "z"
    if end - dot > 1 or body[dot] != ".":
        return not small
    words = body[max(0, dot - 12) : dot].split()
    word = words[-1].lstrip("([\"'*").lower() if words and not body[dot - 1].isspace() else ""
    if word in _TITLES or (word in _BEFORE_NUMBERS and (small or after.isdigit())):
        return False
    if word in {"a.m", "p.m"} and _ZONE().match(body, end):
        return False
    if small:
        return len(word) > 2 and word.isalpha()
    is_initial = body[dot - 1].isupper() and not body[max(dot - 2, 0) : dot - 1].isalnum()
    return not is_initial or body[dot - 1] == "I"


def _notes(prepared: Prepared, lines: Lines, heard: Tongues, cuts: list[int]) -> Iterator[Note]:
    """Yield what a person should know about what was not looked at."""
    line_of = prepared.position
    if heard.whole:
        first = line_of(prepared.blocks[0][0])[0]
        yield Note(
            "language",
            first,
            f"This text reads as {heard.whole}. The coach knows English only and left it alone.",
        )
    else:
        for at, language in heard.blocks.items():
            if heard.blocks.get(at - 1) != language:
                line = line_of(prepared.blocks[at][0])[0]
                yield Note(
                    "language",
                    line,
                    f"This part reads as {language}. The coach knows English only and left it alone.",
                )
    if lines.unclosed:
        at, what = lines.unclosed
        yield Note(
            "unclosed",
            line_of(at)[0],
            f"The {what} that begins here does not end, so nothing below it was looked at.",
        )
    if cuts:
        yield Note(
            "long",
            line_of(cuts[0])[0],
            f"A stretch without a full stop of more than {LONGEST_SENTENCE:,} characters was looked at in pieces.",
        )
    broken = prepared.text.find("\0")
    if broken == -1 and not prepared.text.isascii():
        match = _BROKEN().search(prepared.text)
        broken = match.start() if match else -1
    if broken != -1:
        yield Note(
            "bytes",
            line_of(broken)[0],
            "There are bytes here that are no text. What could be read around them was looked at.",
        )
