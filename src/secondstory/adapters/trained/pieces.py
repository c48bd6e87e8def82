"""Cuts a sentence into pieces of words, as the slow reader of the coach knows them.

Source: Devlin et al., "BERT", 2018, section 3 (WordPiece): the longest known piece first, from left to right.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

MOST_PIECES = 64
"""Beginning and end counted; what goes on beyond them is not read."""
_WORDS = re.compile(r"[^\W_]+|\ufffc+|[^\w\s]|_")
_MOST_KNOWN = 50_000
_LEFT_OUT = "\ufffc"
_PASSED_BY = frozenset(("Mn", "Cf", "So", "Sk"))


class Pieces:
    """The pieces a reader knows, each with its number."""

    def __init__(self, known: Sequence[str]) -> None:
        """Know the pieces `known`, in the order of their numbers."""
        self._numbers = {piece: number for number, piece in enumerate(known)}
        self._met: dict[str, list[int]] = {}
        self._begin, self._end, self._strange = (self._numbers[one] for one in ("[CLS]", "[SEP]", "[UNK]"))

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of a sentence, with those for its beginning and its end."""
        flat = "".join(filter(self._is_read, unicodedata.normalize("NFD", sentence.lower())))
        found = [self._begin]
        for word in _WORDS.findall(flat):
            cut = self._met.get(word)
            if cut is None:
                if len(self._met) >= _MOST_KNOWN:
                    self._met.clear()
                cut = self._met[word] = list(self._cut(word))
            found += cut
        return [*found[: MOST_PIECES - 1], self._end]

    def _is_read(self, letter: str) -> bool:
        """Return whether a letter counts: accents do not, nor faces, flags and what joins them, unless they are known.

        What stands for code and quotations counts, known or not.
        """
        if letter.isascii() or letter == _LEFT_OUT or letter in self._numbers:
            return True
        return unicodedata.category(letter) not in _PASSED_BY

    def _cut(self, word: str) -> Iterator[int]:
        begin, found = 0, []
        while begin < len(word):
            for end in range(len(word), begin, -1):
                number = self._numbers.get(("##" if begin else "") + word[begin:end])
                if number is not None:
                    found.append(number)
                    begin = end
                    break
            else:
                yield self._strange
                return
        yield from found
