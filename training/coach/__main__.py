"""Train the coach's model and its slow reader, and write their arrays: ./dev train

Everything it needs is in this folder, but for what background.toml names, which the registries of npm and Python hold.
"""

import argparse
import sys
import time
import tomllib
from pathlib import Path

import numpy as np

from secondstory.adapters.trained.reader import reader_arrays
from secondstory.coach.model import Model, looks
from training.coach import background, phrases
from training.coach.export import exported
from training.coach.measure import counted
from training.coach.network import Recipe, Shape, Weights, beginning, judged, train
from training.coach.reading import Vectors, Vocabulary, vectors_in, vocabulary
from training.coach.sentences import CALM, HERE, Row, held_out, own_documents, written
from training.teaching.lessons import Lessons, fill_gaps, lessons, teach, teach_reader

ROOT = HERE.parents[1]
ARRAYS = ROOT / "src" / "secondstory" / "adapters" / "trained"
PART_BYTES = 1_950_000
FETCHED = ROOT / ".training"
SEED = 7
HOPELESS = -2.2
"""At first sight: half of all clean sentences lie below it, and one in forty that blame, hardly one of which would be found."""
MEMBERS = 3
QUIET = dict.fromkeys((*CALM, "own"), 3.5) | {"background": 6.0}
"""How much more the networks heed calm prose: they see every sentence first, and what they cry over wrongly costs most."""
VERSION = "2026-11"


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Train, write, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ARRAYS)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--only", choices=("networks", "reader"), help="train only one of the two")
    parser.add_argument("--teach", action="store_true", help="tune the teacher and ask it anew first (hours)")
    parser.add_argument(
        "--fill",
        action="store_true",
        help="ask the reader that lies there first about what the teacher was not asked",
    )
    parser.add_argument(
        "--go-on", action="store_true", help="tune the reader that lies there further, not one from its base"
    )
    asked = parser.parse_args()
    by_people, others = written(), [*phrases.combined(), *background.background(FETCHED)]
    rows = [*by_people, *own_documents(), *others]
    vectors = vectors_in(background.fetched(_known("vectors"), FETCHED))
    if asked.teach:
        teach(FETCHED, rows, by_people, vectors, say)
    if asked.fill:
        fill_gaps(FETCHED, by_people, reader_arrays(), say)
    lesson = lessons(rows, by_people, vectors)
    say(
        f"{len(rows)} sentences, {sum(bool(row.labels) for row in rows)} of them blame; {len(lesson.rows) - len(rows)} variants"
    )
    if asked.only != "reader":
        _networks(rows, vectors, lesson, asked)
    if asked.only != "networks":
        begin_with = reader_arrays() if asked.go_on else None
        _write(teach_reader(FETCHED, lesson, say, begin_with), asked.out, "reader")


def _networks(rows: list[Row], vectors: Vectors, lesson: Lessons, asked: argparse.Namespace) -> None:
    """Train the small networks, write them and say what they are worth."""
    began = time.monotonic()
    words = vocabulary(rows, vectors)
    say(f"{len(words.words)} words, {len(words.features)} features")
    batch, members = words.batch(lesson.rows), []
    heed = np.array([row.weight * QUIET.get(row.source, 1.0) for row in lesson.rows], np.float32)
    for member in range(asked.members):
        seed = SEED + member
        start = beginning(vectors.of(words, seed), len(words.kinds), len(words.features), Shape(), seed)
        recipe = Recipe(epochs=asked.epochs)
        members.append(train(start, batch, lesson.answers, heed, recipe, seed, tell=lambda _done, _of: None))
        say(f"network {member + 1} of {asked.members}, {time.monotonic() - began:.0f} s")
    data = exported(members, words, version=VERSION, hopeless=HOPELESS)
    _write(data, asked.out, "coach")
    _compare(members, words, Model(data), held_out())


def _known(what: str) -> dict[str, str]:
    known: dict[str, str] = tomllib.loads((HERE / "background.toml").read_text("utf-8"))[what]
    return known


def _write(data: bytes, folder: Path, name: str) -> None:
    """Write arrays in files that a repository takes."""
    for old in folder.glob(f"{name}-*.bin"):
        old.unlink()
    parts = [data[at : at + PART_BYTES] for at in range(0, len(data), PART_BYTES)]
    for number, part in enumerate(parts, 1):
        (folder / f"{name}-{number}.bin").write_bytes(part)
    say(f"{len(data):,} bytes in {len(parts)} files")


def _compare(members: list[Weights], words: Vocabulary, model: Model, rows: list[Row]) -> None:
    """Say what the arrays are worth on sentences kept apart, and how far they are from the network they came from."""
    evidence = [
        np.log(one / (1 - one)) for one in (judged(member, words.batch(rows))[:, 0] for member in members)
    ]
    exact = 1 / (1 + np.exp(-np.mean(evidence, axis=0)))
    arrays = np.array([look.blame for look in looks(model, [row.masked for row in rows])])
    say(
        f"arrays beside network: largest difference {np.abs(exact - arrays).max():.3f}, mean {np.abs(exact - arrays).mean():.4f}"
    )
    for source in sorted({row.source for row in rows}):
        some = [place for place, row in enumerate(rows) if row.source == source]
        say(
            f"{source:14} {counted([bool(rows[at].labels) for at in some], [bool(arrays[at] > 0.5) for at in some])}"
        )


if __name__ == "__main__":
    main()
