"""From sentences to numbers: the vocabulary, and each sentence as the product's own code reads it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from secondstory.coach.model.features import Sentences, features, token
from secondstory.coach.model.kinds_of_words import broad, kind_of
from secondstory.coach.model.words import ending_of, raw_words, words_of
from secondstory.coach.names import GIVEN_NAMES
from training.coach.network import Batch
from training.coach.sentences import CATEGORIES, Row

MOST_WORDS = 9_000
_COMMON = 4_000
_KNOWN = 12_000
_MOST_PLACES, _MOST_FEATURES = 64, 250
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words, kinds and features of a model. Words and kinds count from 1, features too; 0 is none."""

    words: dict[str, int]
    kinds: dict[str, int]
    features: dict[int, int]

    def batch(self, rows: Sequence[Row]) -> Batch:
        """Return `rows` as numbers."""
        words = np.zeros((len(rows), _MOST_PLACES), np.int32)
        kinds = np.zeros((len(rows), _MOST_PLACES), np.int32)
        wide = np.zeros((len(rows), _MOST_FEATURES), np.int32)
        every = [self.read(row) for row in rows]
        for place, (read, features_of) in enumerate(zip(every, self.features_of(every), strict=True)):
            numbers = [self.number(word) for word in read][:_MOST_PLACES]
            words[place, : len(numbers)] = numbers
            kinds[place, : len(numbers)] = [self.kinds.get(kind_of(word), 0) for word in read][:_MOST_PLACES]
            known = sorted({self.features[one] for one in features_of if one in self.features})
            wide[place, : len(known[:_MOST_FEATURES])] = known[:_MOST_FEATURES]
        return Batch(words, kinds, wide)

    def read(self, row: Row) -> list[str]:
        """Return the words of a row."""
        return _words(row, self.words)

    def number(self, word: str) -> int:
        """Return the number of a word, or of its ending."""
        return self.words.get(word) or self.words.get(ending_of(word)) or self.words["-"]

    def features_of(self, every: Sequence[Sequence[str]]) -> Iterator[list[int]]:
        """Yield the features of sentences, each given as the words that were read."""
        packed = {
            word: token(self.number(word), kind_of(word), self.kinds).packed()
            for word in {word for read in every for word in read}
        }
        for at in range(0, len(every), _AT_ONCE):
            some = every[at : at + _AT_ONCE]
            keys, owners = features(Sentences([b"".join(packed[word] for word in read) for read in some]))
            order = np.argsort(owners, kind="stable")
            ends = np.cumsum(np.bincount(owners, minlength=len(some)))
            for part in np.split(keys[order], ends[:-1]):
                yield part.tolist()


def answers(rows: Sequence[Row]) -> np.ndarray:
    """Return what is right for each row: blame or not, and each category."""
    return np.array(
        [[bool(row.labels), *(letter in row.labels for letter in CATEGORIES)] for row in rows], np.float32
    )


def vocabulary(rows: Sequence[Row], vectors: "Vectors") -> Vocabulary:
    """Return the words that occur and the most common ones, and every feature that occurs at least twice."""
    known = {word for word in vectors.words[:_KNOWN] if word not in GIVEN_NAMES}
    counted = Counter(word for row in rows for word in _words(row, known))
    kinds = {kind: place for place, kind in enumerate(_kinds(counted), 1)}
    endings = Counter(ending_of(word) for word, count in counted.items() for _ in range(min(count, 3)))
    chosen = [word for word, count in counted.most_common() if count > 1]
    common = [word for word in vectors.words[:_COMMON] if word.isalpha() and word not in GIVEN_NAMES]
    wanted = dict.fromkeys(
        [*(one for one, count in endings.most_common(700) if count > 2), "-", *chosen, *common]
    )
    words = {word: place for place, word in enumerate(list(wanted)[:MOST_WORDS], 1)}
    bare = Vocabulary(words, kinds, {})
    every = [bare.read(row) for row in rows]
    seen = Counter(one for found in bare.features_of(every) for one in set(found))
    twice = sorted(one for one, count in seen.items() if count > 1)
    return Vocabulary(words, kinds, {one: place for place, one in enumerate(twice, 1)})


def _kinds(words: Iterable[str]) -> list[str]:
    found = {kind_of(word) for word in words}
    return sorted(found | {broad(kind) for kind in found})


def _words(row: Row, known: dict[str, int] | set[str]) -> list[str]:
    raws = raw_words(row.masked, 0, len(row.masked))
    return [
        word for place, raw in enumerate(raws) for word in words_of(raw, known, first=not place, named={})
    ]


@dataclass(frozen=True, slots=True)
class Vectors:
    """What words mean, from much reading of others: the words by how common they are, and a row of numbers for each."""

    words: list[str]
    rows: np.ndarray

    def of(self, vocabulary: Vocabulary, seed: int) -> np.ndarray:
        """Return a row for each word of the vocabulary, the first for none; an unknown word gets a small random one."""
        dice = np.random.default_rng(seed)
        known = {word: place for place, word in enumerate(self.words)}
        found = (dice.normal(size=(len(vocabulary.words) + 1, self.rows.shape[1])) * 0.2).astype(np.float32)
        found[0] = 0
        for word, place in vocabulary.words.items():
            if word in known:
                found[place] = self.rows[known[word]]
        return found


def vectors_in(archive: Path, most: int = 60_000) -> Vectors:
    """Read the vectors of the most common words from the package of background.toml that holds them."""
    import json
    import tarfile

    kept = archive.with_suffix(".npz")
    if not kept.exists():
        with tarfile.open(archive) as tar:
            member = next(one for one in tar if one.name.endswith("100d.json"))
            opened = tar.extractfile(member)
            assert opened is not None
            held = json.load(opened)
        words = held["words"][:most]
        rows = np.array([held["vectors"][word][: held["dimensions"]] for word in words], np.float16)
        np.savez(kept, rows=rows, words=np.array(words))
    loaded = np.load(kept)
    return Vectors([str(word) for word in loaded["words"]], loaded["rows"].astype(np.float32))
