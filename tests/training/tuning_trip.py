"""A tiny transformer of chance, tuned, packed, read by the product and taken up again: prints what came of it.

Run by test_tuning.py in the environment of ./dev train, which has PyTorch.
"""

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertModel

from secondstory.adapters.trained.reader import Reader
from training.teaching.packing import EXITS, LAYERS, packed, pruned, resumed
from training.teaching.taught import keep, keep_also, kept, key_of
from training.teaching.transformer import Transformer, Tuning, asked, one_pass, tuned

SAID = (
    "the engineer should have checked", "we rolled back", "human error", "the script ignored the flag", "he was careless",
    "mistakes were made", "the deploy was fine", "the flag was not read",
)  # fmt: skip
BLAMES = (1, 0, 1, 0, 1, 1, 0, 0)
OUTPUTS = 8
HOW = Tuning(rate=3e-3, epochs=30, seed=3, batch=4, slow_start=5)


def base(folder: Path) -> Path:
    """Write a transformer of chance into `folder`, with the pieces that the sentences need."""
    words = sorted({word for one in SAID for word in one.split()})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]
    (folder / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    shape = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=LAYERS,
        num_attention_heads=4,
        intermediate_size=64,
    )
    torch.manual_seed(1)
    BertModel(shape).save_pretrained(folder)
    return folder


def begun(folder: Path) -> Transformer:
    """Return the transformer in `folder` with heads, none of which has learnt anything."""
    torch.manual_seed(2)
    return Transformer(folder, OUTPUTS, layers=LAYERS, exits=tuple(EXITS), dropped=0.0)


def quiet(done: int, of: int) -> None:
    """Say nothing of how far it is."""


def far_as(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest difference."""
    return float(np.abs(one - other).max())


folder = base(Path(sys.argv[1]))
model = begun(folder)
cut, known = pruned(model, folder, SAID)
read = [cut.of(one) for one in SAID]
answers = np.repeat(np.array(BLAMES, np.float32)[:, None], OUTPUTS, 1)
before = asked(model, read, quiet)[:, 0]
data = packed(tuned(model, read, answers, np.ones(len(SAID), np.float32), HOW, quiet), known)
after = asked(model, read, quiet)
product = Reader(data)
# Evidence at an exit is another head's: what left early is held against the sign alone.
said = np.array([one[0] for one in product.read(SAID)])
again = begun(folder)
resumed(again, data)
said_again = asked(again, read, quiet)
stayed = tuned(again, read, 1 - answers, np.ones(len(SAID), np.float32), replace(HOW, kept=1.0), quiet)

heed = np.array([0.25] * 4000 + [3.0] * 4000, np.float32)
taken = one_pass(heed, Tuning(rate=1.0, epochs=1, seed=1, lightest=1.0), random.Random(1))
keep(SAID[:3], after[:3], folder)
keep_also(SAID[3:], after[3:], folder)
evidence = kept(folder)
answer = {
    "learnt": bool(((after[:, 0] > 0) == np.array(BLAMES, bool)).all()),
    "knew": bool(((before > 0) == np.array(BLAMES, bool)).all()),
    "same_side": bool(((said > 0) == (after[:, 0] > 0)).all()),
    "resumed": far_as(said_again, after),
    "stayed": far_as(asked(stayed, read, quiet), said_again),
    "light": sum(place < 4000 for place in taken),
    "heavy": sum(place >= 4000 for place in taken),
    "kept": far_as(np.array([evidence[key_of(one)] for one in SAID]), np.clip(after, -127 / 16, 127 / 16)),
    "files": len(list(folder.glob("evidence-*.bin"))),
}
print(json.dumps(answer))
