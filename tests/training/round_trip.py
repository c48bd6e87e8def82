"""A tiny network of chance, out through the exporter and in through the product: prints how far apart they are.

Run by test_export.py in the environment of ./dev train, which has JAX.
"""

import json

import numpy as np

from secondstory.coach.model import Model, looks
from training.coach.export import exported
from training.coach.network import Recipe, Shape, beginning, judged, train
from training.coach.reading import Vectors, answers, vocabulary
from training.coach.sentences import Row, sentence

SAID = (
    "The engineer [[c|should have checked]]", "We rolled back at 10:14", "[[d|Human error]]", "The script ignored the flag",
    "He [[b|was careless]] again", "[[g|Mistakes were made]]", "Bob's deploy was fine", "`x` wasn't read by Zorbo",
)  # fmt: skip
SHAPE = Shape(inner=6, filters=7, window=3, hidden=2)
SEED = 5


def trained(rows: list[Row], seed: int = SEED) -> tuple[object, object]:
    """Return a vocabulary and a network after a few steps."""
    common = "the was we have should flag table".split()
    dice = np.random.default_rng(SEED)
    vectors = Vectors(common, dice.normal(size=(len(common), 5)).astype(np.float32))
    words = vocabulary(rows, vectors)
    start = beginning(vectors.of(words, SEED), len(words.kinds), len(words.features), SHAPE, seed)
    made = train(
        start, words.batch(rows), answers(rows), np.ones(len(rows), np.float32), Recipe(epochs=6, batch=8), seed,
        tell=lambda done, of: None,
    )  # fmt: skip
    return words, made


rows = [sentence(f"{one}{end}", "test") for one in SAID for end in (".", ", says the log.", " at noon.")]
words, first = trained(rows)
members = [first, trained(rows, SEED + 1)[1]]
data = exported(members, words, version="test")
model = Model(data)
each = [judged(member, words.batch(rows)) for member in members]
exact = 1 / (1 + np.exp(-np.mean([np.log(one / (1 - one)) for one in each], axis=0)))
read = looks(model, [row.masked for row in rows])
arrays = np.array([[look.blame, *look.categories().values()] for look in read])
again = exported([trained(rows)[1], members[1]], words, version="test")
answer = {
    "apart": float(np.abs(exact - arrays).max()),
    "spread": float(np.ptp(exact[:, 0])),
    "same": again == data,
}
print(json.dumps(answer))
