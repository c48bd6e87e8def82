"""The network that is trained: a narrow convolution over words and kinds, with a wide table of pairs beside it.

Trained in JAX on a processor; the same seed gives the same weights. What runs in the product is `secondstory.coach.model`,
which knows nothing of this file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Weights = dict[str, Any]
_SLOW = frozenset(("words",))
_DECAYED = ("project", "window", "straight", "hidden", "second", "kinds")


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is. window: words that a filter sees at once."""

    inner: int = 32
    filters: int = 32
    window: int = 4
    hidden: int = 8
    outputs: int = 8


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is trained. wide_decay: how strongly the table is held back. category_weight: beside blame or not, 1."""

    epochs: int = 6
    batch: int = 256
    rate: float = 4e-3
    drop: float = 0.3
    word_drop: float = 0.1
    wide_drop: float = 0.3
    wide_decay: float = 5e-5
    smoothing: float = 0.02
    category_weight: float = 0.3


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences as numbers. words, kinds: (sentences, places), 0 beyond the end; wide: (sentences, features), 0 for none."""

    words: np.ndarray
    kinds: np.ndarray
    wide: np.ndarray

    def part(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return some of the sentences."""
        return self.words[places], self.kinds[places], self.wide[places]


def beginning(vectors: np.ndarray, kinds: int, features: int, shape: Shape, seed: int) -> Weights:
    """Return weights to begin with. vectors: (words + 1, size), what words mean before training."""
    dice = np.random.default_rng(seed)

    def random(*size: int, scale: float) -> Any:
        return jnp.asarray(dice.normal(size=size) * scale, jnp.float32)

    size = vectors.shape[1]
    return {
        "words": jnp.asarray(vectors),
        "project": random(size, shape.inner, scale=size**-0.5),
        "kinds": random(kinds + 1, shape.inner, scale=0.3),
        "window": random(
            shape.window, shape.inner, shape.filters, scale=(shape.window * shape.inner) ** -0.5
        ),
        "window_bias": jnp.zeros(shape.filters),
        "straight": random(shape.filters, shape.outputs, scale=0.1),
        "bias": jnp.full(shape.outputs, -2.0),
        "hidden": random(shape.filters, shape.hidden, scale=(2 / shape.filters) ** 0.5),
        "hidden_bias": jnp.zeros(shape.hidden),
        "second": random(shape.hidden, shape.outputs, scale=0.1),
        "wide": jnp.zeros((features + 1, shape.outputs)),
    }


def outputs(weights: Weights, batch: Any, recipe: Recipe | None = None, key: Any = None) -> Any:
    """Return the evidence for each output, (sentences, outputs). With a key, parts are dropped, as in training."""
    words, kinds, wide = batch
    kept = _keeper(recipe, key)
    there = words > 0
    inner = weights["words"][words] @ weights["project"] + weights["kinds"][kinds]
    inner = inner * (there * kept(there.shape, "word_drop", scaled=False))[..., None]
    window = weights["window"].shape[0]
    padded = jnp.pad(inner, ((0, 0), (window - 1, window - 1), (0, 0)))
    count = words.shape[1] + window - 1
    seen = sum(padded[:, at : at + count] @ weights["window"][at] for at in range(window))
    touched = jnp.pad(there, ((0, 0), (window - 1, 0))) | jnp.pad(there, ((0, 0), (0, window - 1)))
    pooled = jnp.where(touched[..., None], jax.nn.relu(seen + weights["window_bias"]), 0).max(1)
    pooled = pooled * kept(pooled.shape, "drop")
    inside = jax.nn.relu(pooled @ weights["hidden"] + weights["hidden_bias"])
    inside = inside * kept(inside.shape, "drop")
    deep = pooled @ weights["straight"] + inside @ weights["second"] + weights["bias"]
    present = (wide > 0).astype(jnp.float32)
    share = 3 / jnp.sqrt(jnp.maximum(present.sum(1), 8))[:, None]
    present = present * kept(present.shape, "wide_drop")
    return deep + (weights["wide"][wide] * present[..., None]).sum(1) * share


def _keeper(recipe: Recipe | None, key: Any) -> Callable[..., Any]:
    keys = iter(jax.random.split(key, 4)) if key is not None else None

    def kept(size: tuple[int, ...], what: str, *, scaled: bool = True) -> Any:
        if keys is None or recipe is None:
            return jnp.ones(size)
        share = getattr(recipe, what)
        mask = jax.random.uniform(next(keys), size) > share
        return mask / (1 - share) if scaled else mask.astype(jnp.float32)

    return kept


def _loss(weights: Weights, batch: Any, answers: Any, heed: Any, key: Any, recipe: Recipe) -> Any:
    found = outputs(weights, batch, recipe, key)
    wanted = answers * (1 - 2 * recipe.smoothing) + recipe.smoothing
    each = jnp.maximum(found, 0) - found * wanted + jnp.log1p(jnp.exp(-jnp.abs(found)))
    share = jnp.asarray([1.0] + [recipe.category_weight] * (answers.shape[1] - 1))
    decay = 1e-5 * sum((weights[name] ** 2).sum() for name in _DECAYED)
    return ((each * share).sum(1) * heed).mean() + decay + recipe.wide_decay * (weights["wide"] ** 2).sum()


@partial(jax.jit, static_argnames=("recipe",))
def _step(
    state: Any, turn: float, rate: float, batch: Any, answers: Any, heed: Any, key: Any, recipe: Recipe
) -> Any:
    weights, first, second = state
    slope = jax.grad(_loss)(weights, batch, answers, heed, key, recipe)
    first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
    second = jax.tree.map(lambda old, new: 0.995 * old + 0.005 * new * new, second, slope)
    ahead, apart = 1 - 0.9**turn, 1 - 0.995**turn
    weights = {
        name: weights[name]
        - rate
        * (0.1 if name in _SLOW else 1.0)
        * (first[name] / ahead)
        / (jnp.sqrt(second[name] / apart) + 1e-8)
        for name in weights
    }
    return weights, first, second


def train(
    weights: Weights, batch: Batch, answers: np.ndarray, heed: np.ndarray, recipe: Recipe, seed: int, *,
    tell: Callable[[int, int], None],
) -> Weights:  # fmt: skip
    """Return trained weights. answers: (sentences, outputs) of 0 and 1; heed: (sentences,) how much each counts."""
    dice = np.random.default_rng(seed)
    key = jax.random.PRNGKey(seed)
    state = (weights, jax.tree.map(jnp.zeros_like, weights), jax.tree.map(jnp.zeros_like, weights))
    count = len(answers) // recipe.batch
    turn = 0
    for epoch in range(recipe.epochs):
        order = dice.permutation(len(answers))
        for place in range(count):
            some = order[place * recipe.batch : (place + 1) * recipe.batch]
            key, now = jax.random.split(key)
            turn += 1
            rate = recipe.rate * (1 - turn / (recipe.epochs * count + 1))
            state = _step(state, float(turn), rate, batch.part(some), answers[some], heed[some], now, recipe)
        tell(epoch + 1, recipe.epochs)
    return state[0]


def judged(weights: Weights, batch: Batch, at_once: int = 512) -> np.ndarray:
    """Return how sure the network is of each output, (sentences, outputs)."""
    look = jax.jit(outputs)
    parts: Sequence[Any] = [
        look(weights, batch.part(np.arange(at, min(at + at_once, len(batch.words)))))
        for at in range(0, len(batch.words), at_once)
    ]
    return np.asarray(jax.nn.sigmoid(jnp.concatenate(parts)))
