"""What is learnt from: what people marked, mixed with what the teacher says of it, and its word on variants.

The teacher, a large transformer, is tuned to the marks and asked about many sentences (`teach`); what it said is kept in
`evidence-*.bin`. From it learn both the small networks of the product's model and its slow reader (`teach_reader`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.coach.reading import Vectors, answers
from training.coach.sentences import Row
from training.teaching.taught import keep, kept, key_of
from training.teaching.variants import variants

MARKED = 0.3
"""How much the marks of people count beside what the teacher says."""
MADE = "variant"
MADE_WEIGHT = 0.5
_MOST_MADE = 270_000
_TEACHER_RATE, _READER_RATE = 4e-5, 1.2e-4
_READER_EPOCHS = 2
_FROZEN = 2
_SEED = 1
_SEEDS = (5, 9)
_OFTEN = 50

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Sentences, the right answers, (sentences, outputs) from 0 to 1, and how much each counts."""

    rows: list[Row]
    answers: np.ndarray
    heed: np.ndarray


def lessons(rows: Sequence[Row], by_people: Sequence[Row], vectors: Vectors) -> Lessons:
    """Return what is learnt from: `rows`, and those variants of the sentences `by_people` that the teacher was asked about."""
    evidence = kept()
    marked = answers(rows)
    for place, row in enumerate(rows):
        said = evidence.get(key_of(row.masked))
        if said is not None:
            marked[place] = MARKED * marked[place] + (1 - MARKED) * _likely(said)
    made = [one for one in _variants(by_people, vectors) if key_of(one) in evidence]
    said_of_made = np.array([_likely(evidence[key_of(one)]) for one in made], np.float32)
    more = [Row(one, one, "", MADE, (), MADE_WEIGHT) for one in made]
    everything = [*rows, *more]
    return Lessons(
        everything,
        np.concatenate([marked, said_of_made.reshape(-1, marked.shape[1])]).astype(np.float32),
        np.array([row.weight for row in everything], np.float32),
    )


def teach(folder: Path, rows: Sequence[Row], by_people: Sequence[Row], vectors: Vectors, say: Say) -> None:
    """Tune the teacher to `rows`, ask it about them and about variants of those `by_people`, and keep its answers.

    folder: where the packages of background.toml are kept.
    """
    from training.teaching.bases import teacher_base
    from training.teaching.transformer import Cut, Transformer, asked, tuned

    base = teacher_base(folder)
    cut = Cut(base)
    heed = np.array([row.weight for row in rows], np.float32)
    teacher = tuned(
        Transformer(base, answers(rows[:1]).shape[1], frozen=_FROZEN), [cut.of(row.masked) for row in rows], answers(rows), heed,
        rate=_TEACHER_RATE, epochs=1, seed=_SEED, tell=_teller(say, "teacher"),
    )  # fmt: skip
    made = _variants(by_people, vectors)[:_MOST_MADE]
    sentences = [*dict.fromkeys([*(row.masked for row in rows), *made])]
    keep(sentences, asked(teacher, [cut.of(one) for one in sentences], _teller(say, "asked")))


def teach_reader(folder: Path, lesson: Lessons, say: Say, begin_with: bytes | None = None) -> bytes:
    """Return the file of the slow reader, tuned to what the teacher said. begin_with: the file of one that is tuned further."""
    from training.teaching.bases import reader_base
    from training.teaching.packing import EXITS, LAYERS, packed, pruned, resumed
    from training.teaching.transformer import Transformer, tuned

    base = reader_base(folder)
    model = Transformer(base, lesson.answers.shape[1], layers=LAYERS, exits=tuple(EXITS), dropped=0.0)
    if begin_with is None:
        pieces, known = pruned(model, base, [row.masked for row in lesson.rows])
    else:
        pieces, known = resumed(model, begin_with)
    read = [pieces.of(row.masked) for row in lesson.rows]
    model = tuned(
        model, read, lesson.answers, lesson.heed,
        rate=_READER_RATE, epochs=_READER_EPOCHS, seed=_SEED, tell=_teller(say, "reader"),
    )  # fmt: skip
    return packed(model, known)


def _variants(rows: Sequence[Row], vectors: Vectors) -> list[str]:
    """Return variants of `rows` that dice of several seeds give, each once."""
    return [*dict.fromkeys(one for seed in _SEEDS for one in variants(rows, vectors, seed))]


def _teller(say: Say, what: str) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if done % _OFTEN == 0 or done == of:
            say(f"{what}: {done} of {of}")

    return tell


def _likely(evidence: np.ndarray) -> np.ndarray:
    likely: np.ndarray = 1 / (1 + np.exp(-evidence))
    return likely
