"""The slow reader of the coach: a transformer of a few layers, asked only about sentences over which the model is in doubt.

It reads sentences together and gives, for each, the evidence (natural log odds) that it blames and of which category. The
weights lie beside this module with one byte each (training/coach/README.md); nothing is loaded before the first question.
A sentence of which it is sure after a few layers leaves by an exit there, and only the others go through all of them.
Sources: Devlin et al., "BERT", 2018; Wang et al., "MiniLM", 2020; Hendrycks and Gimpel, "GELU", 2016 (the form with tanh);
Xin et al., "DeeBERT", 2020 (exits).
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from secondstory.adapters.trained.arithmetic import load_numpy
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
class Stage:
    """Layers from `first` to before `last`, and the exit behind them.

    clean, blames: how much evidence against blame, or for it, it takes to leave here.
    """

    first: int
    last: int
    exit: str
    clean: float
    blames: float


@dataclass(frozen=True, slots=True)
class Shape:
    """How a reader is built. heads: parts of `width` that look for themselves. outputs: what it says, in order."""

    heads: int
    width: int
    outputs: tuple[str, ...]
    stages: tuple[Stage, ...]


class Reader:
    """A reader over its weights. It remembers no sentence. Implements `coach.rule.Reader`.

    known: the pieces of words that it knows. weights: its arrays by name, (rows, columns).
    """

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
        import numpy as np

        now = [self._begun(self._pieces.of(one)) for one in sentences]
        said: list[tuple[float, ...]] = [()] * len(now)
        left: Sequence[int] = range(len(now))
        for stage in self.shape.stages:
            still: list[int] = []
            for some in _batches(left, now):
                spans = _spans([len(now[place]) for place in some])
                rows = self._gone(np.concatenate([now[place] for place in some]), spans, stage)
                means = np.stack([rows[span].mean(0) for span in spans])
                found = means @ self.weights[stage.exit] + self.weights[f"{stage.exit}.bias"]
                for place, span, evidence in zip(some, spans, found.tolist(), strict=True):
                    if evidence[0] >= stage.blames or evidence[0] <= -stage.clean:
                        said[place] = tuple(evidence)
                    else:
                        now[place] = rows[span]
                        still.append(place)
            left = still
        return said

    def _take(self, data: bytes) -> None:
        import numpy as np

        (length,) = struct.unpack_from("<I", data, len(MAGIC))
        at = len(MAGIC) + 4 + length
        head = json.loads(data[len(MAGIC) + 4 : at])
        self.shape = Shape(head["heads"], head["width"], tuple(head["outputs"]), _stages(head))
        self.known: tuple[str, ...] = tuple(head["pieces"])
        self._pieces = Pieces(self.known)
        self.weights: dict[str, Array] = {}
        for name, rows, columns in head["arrays"]:
            count = rows * max(1, columns)
            if not columns:
                self.weights[name] = np.frombuffer(data, "<f4", count, at).astype(np.float32)
                at += 4 * count
                continue
            # A row of an embedding has a scale of its own; any other matrix lies as it is multiplied, and its columns have.
            is_embedding = name.startswith("embed")
            scales = rows if is_embedding else columns
            scale = np.frombuffer(data, "<f4", scales, at)
            if not (np.abs(scale) < _LARGEST).all():
                raise ValueError("a scale is out of all proportion")
            small = np.frombuffer(data, np.int8, count, at + 4 * scales).reshape(rows, columns)
            self.weights[name] = small * (scale[:, None] if is_embedding else scale)
            at += 4 * scales + count
        if at != len(data):
            raise ValueError("something is left over")

    def _begun(self, pieces: Sequence[int]) -> "Array":
        """Return what a sentence is before the first layer, (pieces, width)."""
        weights = self.weights
        return self._levelled(
            weights["embed.words"][pieces] + weights["embed.places"][: len(pieces)], "embed.level"
        )

    def _gone(self, now: "Array", spans: Sequence[slice], stage: Stage) -> "Array":
        """Return what sentences that lie together in `now` are behind the layers of a stage."""
        weights = self.weights
        for layer in range(stage.first, stage.last):
            name = f"{layer}."
            now = self._levelled(now + self._looked(now, spans, name), f"{name}level")
            inside = now @ weights[f"{name}wide"]
            inside += weights[f"{name}wide.bias"]
            added = _gelu(inside) @ weights[f"{name}narrow"]
            added += weights[f"{name}narrow.bias"]
            added += now
            now = self._levelled(added, f"{name}last")
        return now

    def _looked(self, now: "Array", spans: Sequence[slice], name: str) -> "Array":
        """Return what each piece takes from the others of its sentence."""
        import numpy as np

        heads, width = self.shape.heads, self.shape.width
        every = now @ self.weights[f"{name}look"] + self.weights[f"{name}look.bias"]
        taken = np.empty_like(now)
        scale = np.float32((width // heads) ** -0.5)
        for span in spans:
            parts = every[span].reshape(-1, 3, heads, width // heads).transpose(1, 2, 0, 3)
            heed = (parts[0] * scale) @ parts[1].swapaxes(1, 2)
            heed = np.exp(heed - heed.max(-1, keepdims=True))
            heed /= heed.sum(-1, keepdims=True)
            taken[span] = (heed @ parts[2]).transpose(1, 0, 2).reshape(-1, width)
        found: Array = taken @ self.weights[f"{name}taken"] + self.weights[f"{name}taken.bias"]
        return found

    def _levelled(self, now: "Array", name: str) -> "Array":
        import numpy as np

        apart: Array = now - now.mean(-1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", apart, apart) / now.shape[1] + np.float32(_TINY))
        apart /= spread[:, None]
        apart *= self.weights[f"{name}.scale"]
        apart += self.weights[f"{name}.shift"]
        return apart


class LazyReader:
    """The reader that lies beside this module, opened at the first question. Implements `coach.rule.Reader`."""

    @cached_property
    def _opened(self) -> Reader:
        load_numpy()
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


def _stages(head: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Return the stages that the head of a file tells of. Raises ValueError when they do not follow one another."""
    stages, first = [], 0
    for last, clean, blames in head.get("exits", []):
        stages.append(Stage(first, last, f"exit.{last}", clean, blames))
        first = last
    stages.append(Stage(first, head["layers"], "head", 0.0, 0.0))
    if any(one.first >= one.last or not (one.clean >= 0 and one.blames >= 0) for one in stages):
        raise ValueError("its exits are out of order")
    return tuple(stages)


def _spans(lengths: Sequence[int]) -> list[slice]:
    ends = list(accumulate(lengths))
    return [slice(end - length, end) for length, end in zip(lengths, ends, strict=True)]


def _batches(left: Iterable[int], now: Sequence[Sized]) -> Iterator[list[int]]:
    """Yield the places of sentences that are read together."""
    some: list[int] = []
    pieces = 0
    for place in left:
        if some and pieces + len(now[place]) > _AT_ONCE:
            yield some
            some, pieces = [], 0
        some.append(place)
        pieces += len(now[place])
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
