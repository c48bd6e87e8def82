"""Pairs and triples of words and kinds in sentences, as whole numbers: what the wide half of the model weighs.

A feature is `family << 40 | first << 20 | second`, with the numbers of words and kinds in the model's own lists.
Many sentences are taken at once; each lies in the array as its words and an end after them, which is all zeros.
"""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from secondstory.coach.model.kinds_of_words import PEOPLE, SUBJECTS, VERBAL, broad

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.int64]

WORD, PAIR, SKIP, KIND_WORD, WORD_KIND, KINDS, SUBJECT, WHOLE = (number << 40 for number in range(1, 9))
NOBODY, LENGTH, HAS = 1, 16, 64
TRACKED = ("self", "ours", "you", "name", "role", "one", "they")
_ANOTHER = 12
_SOMEBODY = PEOPLE.union(TRACKED)
_CLAUSE_ENDS = frozenset(("link", ",", ";", ":"))
_LAYOUT = struct.Struct("<7i")
TOKEN_BYTES = _LAYOUT.size
END = bytes(TOKEN_BYTES)
_NEW_CLAUSE = 128


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

    def packed(self) -> bytes:
        """Return it as it lies in an array of sentences."""
        return _LAYOUT.pack(*self)


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
        tracked=1 << (TRACKED.index(kind) if kind in TRACKED else _ANOTHER) if kind in _SOMEBODY else 0,
    )


class Sentences:
    """Sentences that lie together. tokens: (words and ends, 7). starts: where each begins. lengths: its words and its end."""

    def __init__(self, read: Sequence[bytes]) -> None:
        """Lay sentences together, each the packed tokens of its words."""
        import numpy as np

        together = b"".join(part for one in read for part in (one, END))
        self.tokens = np.frombuffer(together, "<i4").reshape(-1, 7).astype(np.int64)
        self.lengths: Array = np.array([len(one) for one in read], np.int64) // TOKEN_BYTES + 1
        ends = np.cumsum(self.lengths)
        self.starts: Array = ends - self.lengths
        self.owners: Array = np.repeat(np.arange(len(read)), self.lengths)
        self.is_word = np.ones(len(self.tokens), bool)
        self.is_word[ends - 1] = False

    def before(self, numbers: "Array") -> "Array":
        """Return for each place what stands right before it in its sentence, 0 at its beginning."""
        import numpy as np

        moved = np.roll(numbers, 1)
        moved[self.starts] = 0
        return moved


def features(read: Sentences) -> tuple["Array", "Array"]:
    """Return the features of sentences, some of them several times, and of which sentence each is."""
    import numpy as np

    word, kind = read.tokens[:, 0], read.tokens[:, 2]
    word_1, kind_1 = read.before(word), read.before(kind)
    word_2, kind_2 = read.before(word_1), read.before(kind_1)
    real, owners = read.is_word, read.owners
    verbal, subject = _subjects(read)
    seen = np.bitwise_or.reduceat(read.tokens[:, 6], read.starts)
    every = np.arange(len(seen))
    parts = [
        (WORD | word[real], owners[real]),
        (PAIR | word_1 << 20 | word, owners),
        ((SKIP | word_2 << 20 | word)[real], owners[real]),
        ((KIND_WORD | kind_1 << 20 | word)[real], owners[real]),
        ((WORD_KIND | word_1 << 20 | kind)[real], owners[real]),
        (KINDS | kind_2 << 28 | kind_1 << 20 | kind, owners),
        (SUBJECT | subject[verbal] << 20 | word[verbal], owners[verbal]),
        (WHOLE | LENGTH + np.minimum(9, (read.lengths - 1) // 5), every),
        (np.full_like(every, WHOLE | NOBODY)[seen == 0], every[seen == 0]),
    ]
    for place in range(len(TRACKED)):
        has = (seen >> place & 1) > 0
        parts.append((np.full_like(every, WHOLE | HAS + place)[has], every[has]))
    return np.concatenate([keys for keys, _ in parts]), np.concatenate([of for _, of in parts])


def _subjects(read: Sentences) -> tuple["NDArray[np.bool_]", "Array"]:
    """Return which places are verbs, and for each place what its clause is about, as far as the words before it say."""
    import numpy as np

    begins, is_verbal = read.tokens[:, 3], read.tokens[:, 5] > 0
    ends = (read.tokens[:, 4] > 0) & (begins == 0)
    here = np.arange(len(begins))
    last = np.maximum.accumulate(np.where(begins > 0, here, -1))
    ended = np.maximum.accumulate(np.where(ends, here, -1))
    first = read.starts[read.owners]
    subject: Array = np.where(last >= first, begins[last], 0)
    subject |= np.where((ended >= first) & (ended > last), _NEW_CLAUSE, 0)
    return is_verbal & (begins == 0) & ~ends, subject
