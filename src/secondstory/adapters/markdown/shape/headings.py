"""From the words of a heading to the field it names: folding, exact names, telling words, and small typing errors."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from secondstory.adapters.markdown.shape.synonyms import CONTAINS, EXACT, LEVEL_NAMES

ANALYSIS = "analysis"
"""Not a field: a heading whose sub-headings decide what it holds, and conditions when they do not."""

_FILLER = frozenset(
    "the our of this that incident outage issue event problem a an in to for on de del della la le les des du der die das"
    " den dem do da dos das el los las o os l d"
    " und and y e et".split()
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = re.compile(r"<[^<>]{1,200}>")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
NUMBERING = re.compile(
    r"^\s*(?:(?:section|step|part|schritt|abschnitt)\s+)?"
    r"(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}[.):\-\u2013]*\s+|\(?[ivx]{1,4}[.)]\s+|\(?[a-h][.)]\s+|[\u00a7#]\s*)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"[(\[][^()\[\]]{0,200}[)\]]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['\u2019\u2018`\u00b4]")
_SPLIT = re.compile(r"\s*[:\uff1a\u2013\u2014/,]\s+|\s+-\s+|\s+/\s+")
_LONGEST_CONTAINED = 12
_SHORTEST_TYPO = 6
_MOST_TYPO_TRIES = 400
_TAKEN = frozenset("taken took".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A field a heading names; `exact` False means that a telling word or a typing error led there."""

    field: str
    exact: bool


def shown(text: str) -> str:
    """Return the heading without Markdown marks, tags and emoji, numbering kept."""
    bare = _TAG.sub("", _SHORTCODE.sub("", _LINK.sub(r"\1", text)))
    bare = "".join(
        c for c in bare if unicodedata.category(c) not in ("So", "Sk", "Cs") and c not in "\ufe0f\u200d"
    )
    return bare.replace("**", "").replace("__", "").strip(" *_`~:\t\uff1a\\").strip()


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return the folded words of a heading: no case, accents, plurals, filler, numbering or parentheses."""
    bare = NUMBERING.sub("", shown(text))
    bare = _APOSTROPHE.sub("", _PARENTHESIS.sub(" ", bare) if not bare.startswith(("(", "[")) else bare)
    folded = unicodedata.normalize("NFKD", bare.replace("\u00df", "ss").casefold())
    folded = (
        "".join(c for c in folded if not unicodedata.combining(c))
        .replace("&", " and ")
        .replace("learnt", "learned")
    )
    words = _WORD.findall(folded)
    telling = [word for word in words if word not in _FILLER and _singular(word) not in _FILLER]
    return " ".join(_singular(word) for word in (telling or words))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _table(source: "dict[str, str]") -> dict[str, str]:
    return {
        key(phrase): field
        for field, phrases in source.items()
        for phrase in phrases.split(";")
        if key(phrase)
    }


def _letters(text: str) -> int:
    """Which letters occur, as bits: words that differ in more of them than slips explain need no closer look."""
    bits = 0
    for character in text:
        bits |= 1 << (ord(character) & 63)
    return bits


_BY_KEY = _table(dict(EXACT))
_LEVEL_BY_KEY = _table(dict(LEVEL_NAMES))
_CONTAINED = tuple((key(words), field) for words, field in CONTAINS)
_LONG_KEYS = tuple(
    (phrase, _letters(phrase), field)
    for phrase, field in _BY_KEY.items()
    if len(phrase) >= _SHORTEST_TYPO and field
)


def name_exactly(text: str) -> Named | None:
    """Return the field whose name `text` is, or None; `field` is empty for headings known to be no field."""
    folded = key(text) if len(text) <= 200 else ""
    if folded == "contributing" and "issue" not in text.casefold():
        return Named("", True)  # how to send changes, as a read-me has it
    field = _BY_KEY.get(folded)
    return None if field is None else Named(field, True)


class Namer:
    """Names the headings of one document; it keeps the count that bounds the search for typing errors."""

    def __init__(self) -> None:
        self._tries = _MOST_TYPO_TRIES

    def name(self, text: str) -> Named | None:
        """Return the field a heading names: exactly, by its first part, by a telling word, or nearly."""
        if len(text) > 200:
            return None
        if (found := name_exactly(text)) is not None:
            return found
        head = _SPLIT.split(shown(text), maxsplit=1)[0]
        if head != text and (found := name_exactly(head)) is not None:
            return found
        folded = key(text)
        if not folded:
            return None
        return self._contained(folded) or self._nearly(folded)

    @staticmethod
    def _contained(folded: str) -> Named | None:
        words = folded.count(" ") + 1
        if words > _LONGEST_CONTAINED:
            return None
        padded = " " + folded
        for inside, field in _CONTAINED:
            if " " + inside in padded:
                done = field == "followups" and not _TAKEN.isdisjoint(folded.split())
                return Named("response" if done else field, False)
        return None

    def _nearly(self, folded: str) -> Named | None:
        if len(folded) < _SHORTEST_TYPO or len(folded) > 60 or self._tries <= 0:
            return None
        self._tries -= 1
        allowed = 1 if len(folded) < 11 else 2
        letters = _letters(folded)
        for phrase, its_letters, field in _LONG_KEYS:
            if (letters ^ its_letters).bit_count() > 2 * allowed:
                continue
            if (
                abs(len(phrase) - len(folded)) <= allowed
                and distance(phrase, folded, most=allowed) <= allowed
            ):
                return Named(field, False)
        return None


def level_of(text: str) -> str | None:
    """Return the level a heading or label names (`Culture`, `Process level`), or None."""
    folded = (
        key(text).removesuffix(" level").removesuffix(" ebene").removeprefix("niveau ").removeprefix("level ")
    )
    return _LEVEL_BY_KEY.get(folded)


def distance(one: str, other: str, *, most: int) -> int:
    """Return the edit distance with neighbour swaps counted once; `most + 1` as soon as it must exceed `most`.

    Source: optimal string alignment, after Damerau, Commun. ACM 7 (1964) 171-176.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
