"""A sentence as the model reads it: words in lower case, names and numbers taken together, contractions parted."""

import re
from collections.abc import Container, Mapping

from secondstory.coach.lazily import lazily
from secondstory.coach.lexicon import PRODUCTS
from secondstory.coach.model.kinds_of_words import CODE, NAME, NUMBER, STRANGER
from secondstory.coach.names import GIVEN_NAMES

_TOKEN = lazily(r"\ufffc+|[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,:]*\w*|[?!:;,()\"–—…-]")
_CLITICS = frozenset("s d ll ve re m".split())
_ENDING_LETTERS = 3


def pieces(masked: str, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """Return the pieces of a sentence with their places."""
    return list(_TOKEN().finditer(masked, start, len(masked) if end is None else end))


def raw_words(masked: str, start: int, end: int) -> list[str]:
    """Return the pieces of a sentence as they stand."""
    return _TOKEN().findall(masked, start, end)


def words_of(raw: str, known: Container[str], *, first: bool, named: Mapping[str, str]) -> list[str]:
    """Return the one or two words that the piece `raw` stands for.

    known: words that begin with a capital for other reasons than being a name. named: words of this organisation, in
    lower case, with what they stand for. first: whether it begins the sentence, where a capital says nothing.
    """
    head = raw[0]
    if head == CODE:
        return [CODE]
    if head.isdigit():
        return [NUMBER]
    low = raw.lower()
    if low in named:
        return [named[low]]
    if "'" not in low:
        return [_name_or(low, raw, known, first=first)]
    if low.endswith("n't"):
        return [low[:-3], "n't"] if low[:-3] else ["n't"]
    stem, _, clitic = low.partition("'")
    if clitic not in _CLITICS:
        return [low]
    return [_name_or(stem, raw.partition("'")[0], known, first=first), "'" + clitic]


def _name_or(low: str, raw: str, known: Container[str], *, first: bool) -> str:
    if not raw[0].isupper():
        return low
    if low in GIVEN_NAMES:
        return NAME
    if first or low in PRODUCTS or low in known or (len(raw) > 1 and raw.isupper()):
        return low
    return STRANGER


def ending_of(word: str) -> str:
    """Return what stands for a word that the model never met: its last letters."""
    return f"-{word[-_ENDING_LETTERS:]}" if word.isalpha() and len(word) > _ENDING_LETTERS + 1 else "-"
