"""Pairs and triples of words and kinds in a sentence, as whole numbers: what the wide half of the model weighs.

A feature is `family << 40 | first << 20 | second`, with the numbers of words and kinds in the model's own lists.
"""

from collections.abc import Sequence
from typing import NamedTuple

from secondstory.coach.model.kinds_of_words import PEOPLE, SUBJECTS, VERBAL, broad

WORD, PAIR, SKIP, KIND_WORD, WORD_KIND, KINDS, SUBJECT, WHOLE = (number << 40 for number in range(1, 9))
_NOBODY, _LENGTH, _HAS = 1, 16, 64
_TRACKED = ("self", "ours", "you", "name", "role", "one", "they")
_ANOTHER = 12
_SOMEBODY = PEOPLE.union(_TRACKED)
_CLAUSE_ENDS = frozenset(("link", ",", ";", ":"))


class Token(NamedTuple):
    """One word as the model knows it. kind, broad: numbers of kinds. subject: `broad` if a clause can be about it, else 0.

    tracked: a bit for each kind of somebody that a sentence is asked about as a whole.
    """

    word: int
    kind: int
    broad: int
    subject: int
    ends_clause: bool
    is_verbal: bool
    tracked: int


def token(word: int, kind: str, kinds: dict[str, int]) -> Token:
    """Return the token of the word number `word`, of the kind `kind`."""
    wide = broad(kind)
    return Token(
        word=word,
        kind=kinds.get(kind, 0),
        broad=kinds.get(wide, 0),
        subject=kinds.get(wide, 0) if kind in SUBJECTS else 0,
        ends_clause=kind in _CLAUSE_ENDS,
        is_verbal=kind in VERBAL,
        tracked=1 << (_TRACKED.index(kind) if kind in _TRACKED else _ANOTHER) if kind in _SOMEBODY else 0,
    )


def features(tokens: Sequence[Token]) -> list[int]:
    """Return the features of a sentence, some of them several times."""
    found: list[int] = []
    add = found.append
    word_1 = word_2 = kind_1 = kind_2 = subject = seen = 0
    for word, _, kind, begins, ends_clause, is_verbal, tracked in tokens:
        add(WORD | word)
        add(PAIR | word_1 << 20 | word)
        add(SKIP | word_2 << 20 | word)
        add(KIND_WORD | kind_1 << 20 | word)
        add(WORD_KIND | word_1 << 20 | kind)
        add(KINDS | kind_2 << 28 | kind_1 << 20 | kind)
        if begins:
            subject = begins
        elif ends_clause:
            subject |= 128
        elif is_verbal:
            add(SUBJECT | subject << 20 | word)
        seen |= tracked
        word_2, word_1, kind_2, kind_1 = word_1, word, kind_1, kind
    add(PAIR | word_1 << 20)
    add(KINDS | kind_2 << 28 | kind_1 << 20)
    add(WHOLE | _LENGTH + min(9, len(tokens) // 5))
    if not seen:
        add(WHOLE | _NOBODY)
    found.extend(WHOLE | _HAS + place for place in range(len(_TRACKED)) if seen >> place & 1)
    return found
