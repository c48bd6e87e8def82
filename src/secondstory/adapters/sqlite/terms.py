"""Cuts words into the terms that the index of words has, by asking the same tokenizer in a table in memory."""

import hashlib
import re
import sqlite3
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from secondstory.adapters.sqlite.schema import TOKENIZER

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 60_000
_MOST_TEXTS = 1000

_TABLES = (
    f"CREATE VIRTUAL TABLE spoken USING fts5(word, content='', tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE cut USING fts5vocab(spoken, instance)",
)


class Terms:
    """Terms of words, each asked for once. Threads may share it."""

    def __init__(self) -> None:
        """Make the table; nothing is read from a file."""
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        for statement in _TABLES:
            self._connection.execute(statement)
        self._known: dict[str, tuple[str, ...]] = {}
        self._last: dict[bytes, Mapping[str, int]] = {}
        self._one_at_a_time = threading.Lock()

    def bags(self, texts: Sequence[str]) -> list[Mapping[str, int]]:
        """Return how often each term stands in each text. The last texts are remembered by their digest."""
        with self._one_at_a_time:
            return [self._remembered(text) for text in texts]

    def spelt(self, text: str) -> Mapping[str, str]:
        """Return how `text` spells each of its terms, the most frequent way."""
        words = _counted(text)
        with self._one_at_a_time:
            self._learn({word.lower() for word in words})
            often_last = sorted(words, key=lambda word: words[word])
            return {term: word for word in often_last for term in self._known[word.lower()]}

    def _remembered(self, text: str) -> Mapping[str, int]:
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._last.pop(digest, None)
        if found is None:
            found = self._bag(_counted(text.lower()))
        self._last[digest] = found
        if len(self._last) > _MOST_TEXTS:
            self._last.pop(next(iter(self._last)))
        return found

    def _bag(self, words: Counter[str]) -> Mapping[str, int]:
        self._learn(words)
        counts: dict[str, int] = {}
        for word, count in words.items():
            for term in self._known[word]:
                counts[term] = counts.get(term, 0) + count
        return counts

    def _learn(self, words: Iterable[str]) -> None:
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        new = [word for word in words if word not in self._known]
        if not new:
            return
        cut: dict[int, list[str]] = {}
        execute = self._connection.execute
        self._connection.executemany("INSERT INTO spoken (rowid, word) VALUES (?, ?)", enumerate(new))
        for at, term in execute("SELECT doc, term FROM cut ORDER BY doc, offset"):
            cut.setdefault(at, []).append(term)
        execute("INSERT INTO spoken (spoken) VALUES ('delete-all')")
        self._known.update((word, tuple(cut.get(at, ()))) for at, word in enumerate(new))


def _counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text)))
