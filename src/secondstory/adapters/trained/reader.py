"""The slow reader of the coach: a transformer of six layers, asked only about sentences over which the model is in doubt.

It reads sentences together and gives, for each, the evidence (natural log odds) that it blames and of which category. The
weights lie beside this module with one byte each (training/coach/README.md); nothing is loaded before the first question.
Sources: Devlin et al., "BERT", 2018; Wang et al., "MiniLM", 2020; Hendrycks and Gimpel, "GELU", 2016 (the form with tanh).
"""

import json
import os
import struct
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from secondstory.adapters.trained.pieces import Pieces
from secondstory.kernel.frozen import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

MAGIC = b"coach-reader-1\n"
_NAME = "reader-"
_AT_ONCE = 512
"""Pieces that are read together: enough for the processor to be busy, few enough to stay in its cache."""
_TINY, _LARGEST = 1e-12, 1e6
_GELU, _CUBE = 0.7978845608, 0.044715


@dataclass(frozen=True, slots=True)
class Shape:
    """How a reader is built. heads: parts of `width` that look for themselves. outputs: what it says, in order."""

    layers: int
    heads: int
    width: int
    outputs: tuple[str, ...]


class Reader:
    """A reader over its weights. It remembers no sentence. Implements `coach.rule.Reader`."""

    def __init__(self, data: bytes) -> None:
        """Take the file of a reader. Raises ValueError when it is none, or damaged so that it shows."""
        if not data.startswith(MAGIC):
            raise ValueError("These are no weights of the coach's reader.")
        try:
            self._take(data)
        except (KeyError, TypeError, ValueError, struct.error) as why:
            raise ValueError("The weights of the coach's reader are damaged.") from why

    def read(self, sentences: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the evidence of each output for each sentence; the same whatever is asked beside it, but for rounding."""
        cut = [self._pieces.of(one) for one in sentences]
        said: list[tuple[float, ...]] = [()] * len(cut)
        for some in _batches(cut):
            for place, evidence in zip(some, self._outputs([cut[at] for at in some]), strict=True):
                said[place] = tuple(float(one) for one in evidence)
        return said

    def _take(self, data: bytes) -> None:
        import numpy as np

        (length,) = struct.unpack_from("<I", data, len(MAGIC))
        at = len(MAGIC) + 4 + length
        head = json.loads(data[len(MAGIC) + 4 : at])
        self.shape = Shape(head["layers"], head["heads"], head["width"], tuple(head["outputs"]))
        self._pieces = Pieces(head["pieces"])
        self._weights: dict[str, Array] = {}
        for name, rows, columns in head["arrays"]:
            count = rows * max(1, columns)
            if not columns:
                self._weights[name] = np.frombuffer(data, "<f4", count, at).astype(np.float32)
                at += 4 * count
                continue
            # A row of an embedding has a scale of its own; any other matrix lies as it is multiplied, and its columns have.
            is_embedding = name.startswith("embed")
            scales = rows if is_embedding else columns
            scale = np.frombuffer(data, "<f4", scales, at)
            if not (np.abs(scale) < _LARGEST).all():
                raise ValueError("a scale is out of all proportion")
            small = np.frombuffer(data, np.int8, count, at + 4 * scales).reshape(rows, columns)
            self._weights[name] = small * (scale[:, None] if is_embedding else scale)
            at += 4 * scales + count
        if at != len(data):
            raise ValueError("something is left over")

    def _outputs(self, cut: Sequence[Sequence[int]]) -> "Array":
        import numpy as np

        weights = self._weights
        ends = np.cumsum([len(one) for one in cut])
        spans = [slice(end - len(one), end) for one, end in zip(cut, ends, strict=True)]
        places = np.concatenate([np.arange(len(one)) for one in cut])
        now = weights["embed.words"][np.concatenate(cut)] + weights["embed.places"][places]
        now = self._levelled(now, "embed.level")
        for layer in range(self.shape.layers):
            name = f"{layer}."
            now = self._levelled(now + self._looked(now, spans, name), f"{name}level")
            inside = _gelu(now @ weights[f"{name}wide"] + weights[f"{name}wide.bias"])
            now = self._levelled(
                now + inside @ weights[f"{name}narrow"] + weights[f"{name}narrow.bias"], f"{name}last"
            )
        means = np.stack([now[span].mean(0) for span in spans])
        found: Array = means @ weights["head"] + weights["head.bias"]
        return found

    def _looked(self, now: "Array", spans: Sequence[slice], name: str) -> "Array":
        """Return what each piece takes from the others of its sentence."""
        import numpy as np

        heads, width = self.shape.heads, self.shape.width
        every = now @ self._weights[f"{name}look"] + self._weights[f"{name}look.bias"]
        taken = np.empty_like(now)
        scale = np.float32((width // heads) ** -0.5)
        for span in spans:
            parts = every[span].reshape(-1, 3, heads, width // heads).transpose(1, 2, 0, 3)
            heed = (parts[0] * scale) @ parts[1].swapaxes(1, 2)
            heed = np.exp(heed - heed.max(-1, keepdims=True))
            heed /= heed.sum(-1, keepdims=True)
            taken[span] = (heed @ parts[2]).transpose(1, 0, 2).reshape(-1, width)
        found: Array = taken @ self._weights[f"{name}taken"] + self._weights[f"{name}taken.bias"]
        return found

    def _levelled(self, now: "Array", name: str) -> "Array":
        import numpy as np

        apart: Array = now - now.mean(-1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", apart, apart) / now.shape[1] + np.float32(_TINY))
        apart /= spread[:, None]
        apart *= self._weights[f"{name}.scale"]
        apart += self._weights[f"{name}.shift"]
        return apart


class LazyReader:
    """The reader that lies beside this module, opened at the first question. Implements `coach.rule.Reader`."""

    @cached_property
    def _opened(self) -> Reader:
        # On one core, whoever else is at work: threads that wait for one another cost more than they bring for a sentence.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        return Reader(reader_arrays())

    def read(self, sentences: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the evidence of each output for each sentence."""
        return self._opened.read(sentences) if sentences else []


@cache
def coach_reader() -> LazyReader:
    """Return the one reader of this process."""
    return LazyReader()


def reader_arrays() -> bytes:
    """Return the file of the reader, which lies here in parts."""
    here = files("secondstory.adapters.trained")
    parts = sorted((one for one in here.iterdir() if one.name.startswith(_NAME)), key=lambda one: one.name)
    return b"".join(part.read_bytes() for part in parts)


def _batches(cut: Sequence[Sequence[int]]) -> Iterable[list[int]]:
    """Yield the places of sentences that are read together."""
    some: list[int] = []
    pieces = 0
    for place, one in enumerate(cut):
        if some and pieces + len(one) > _AT_ONCE:
            yield some
            some, pieces = [], 0
        some.append(place)
        pieces += len(one)
    if some:
        yield some


def _gelu(now: "Array") -> "Array":
    import numpy as np

    inner = now * now
    inner *= np.float32(_CUBE)
    inner += np.float32(1)
    inner *= now
    inner *= np.float32(_GELU)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= now
    inner *= np.float32(0.5)
    return inner
