"""What is learnt from: what people marked, mixed with what the teacher says of it, and its word on variants.

The teacher, a large transformer, is tuned to the marks and asked about many sentences (`teach`); what it said is kept in
`evidence-*.bin`. From it learn both the small networks of the product's model and its slow reader (`teach_reader`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.coach import phrases
from training.coach.reading import Vectors, answers
from training.coach.sentences import PLAIN, Row
from training.teaching.taught import keep, keep_also, kept, key_of
from training.teaching.variants import variants

MARKED, PLAINLY_MARKED = 0.3, 0.7
"""How much the marks of people count beside what the teacher says; and of phrases, which the guide decides and it took lightly."""
MADE = "variant"
MADE_WEIGHT = 0.5
_MOST_MADE = 270_000
_ANEW, _FURTHER = (2e-4, 4, 0.0), (6e-5, 1, 0.3)
"""The rate, the passes and how much is kept: of a reader that begins with its base, and of one that is tuned further."""
_FROZEN = 2
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
        if said is not None and row.source not in PLAIN:
            # What is kept back where facts are due depends on what stands around it, which the teacher knows better.
            share = PLAINLY_MARKED if row.source == phrases.SOURCE and "g" not in row.labels else MARKED
            marked[place] = share * marked[place] + (1 - share) * _likely(said)
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
    from training.teaching.transformer import Cut, Transformer, Tuning, asked, tuned

    base = teacher_base(folder)
    cut = Cut(base)
    heed = np.array([row.weight for row in rows], np.float32)
    teacher = tuned(
        Transformer(base, answers(rows[:1]).shape[1], frozen=_FROZEN), [cut.of(row.masked) for row in rows], answers(rows), heed,
        Tuning(rate=4e-5, epochs=1, seed=1), _teller(say, "teacher"),
    )  # fmt: skip
    made = _variants(by_people, vectors)[:_MOST_MADE]
    sentences = [*dict.fromkeys([*(row.masked for row in rows), *made])]
    keep(sentences, asked(teacher, [cut.of(one) for one in sentences], _teller(say, "asked")))


def fill_gaps(folder: Path, rows: Sequence[Row], reader: bytes, say: Say) -> None:
    """Ask a reader, of which `reader` is the file, about those of `rows` that the teacher was not asked about, and keep what it says.

    So text that is newer than the teacher is learnt as softly as the rest.
    """
    from training.teaching.bases import reader_base
    from training.teaching.packing import EXITS, LAYERS, resumed
    from training.teaching.transformer import Transformer, asked

    known = kept()
    gaps = [*dict.fromkeys(row.masked for row in rows if key_of(row.masked) not in known)]
    if not gaps:
        return
    model = Transformer(reader_base(folder), answers(rows[:1]).shape[1], layers=LAYERS, exits=tuple(EXITS))
    pieces, _ = resumed(model, reader)
    keep_also(gaps, asked(model, [pieces.of(one) for one in gaps], _teller(say, "asked")))


def teach_reader(folder: Path, lesson: Lessons, say: Say, begin_with: bytes | None = None) -> bytes:
    """Return the file of the slow reader, tuned to what the teacher said. begin_with: the file of one that is tuned further."""
    from training.teaching.bases import reader_base
    from training.teaching.packing import EXITS, LAYERS, packed, pruned, resumed
    from training.teaching.transformer import Transformer, Tuning, tuned

    base = reader_base(folder)
    model = Transformer(base, lesson.answers.shape[1], layers=LAYERS, exits=tuple(EXITS), dropped=0.0)
    if begin_with is None:
        pieces, known = pruned(model, base, [row.masked for row in lesson.rows])
    else:
        pieces, known = resumed(model, begin_with)
    read = [pieces.of(row.masked) for row in lesson.rows]
    rate, epochs, kept = _ANEW if begin_with is None else _FURTHER
    how = Tuning(rate=rate, epochs=epochs, seed=1, batch=64, slow_start=400, lightest=1.0, kept=kept)
    return packed(tuned(model, read, lesson.answers, lesson.heed, how, _teller(say, "reader")), known)


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
