"""From trained weights to the plain arrays of the product: a byte for each weight, a scale for each filter."""

import json
import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from secondstory.coach.model.unpacking import MAGIC
from training.coach.network import Weights
from training.coach.reading import Vocabulary
from training.coach.sentences import CATEGORIES

_TOO_SMALL = 0.02
_TAIL = 99.98


def exported(
    members: Sequence[Weights], vocabulary: Vocabulary, version: str, hopeless: float = -math.inf
) -> bytes:
    """Return the file of the model: several networks side by side, of which the mean counts."""
    plain = _together(members)
    word_rows, kind_rows = plain["word_rows"], plain["kind_rows"]
    filters = word_rows.shape[2]
    scale = np.percentile(np.abs(word_rows), _TAIL, axis=(0, 1))
    scale = np.maximum(scale, np.abs(kind_rows).max((0, 1)))
    scale = np.maximum(scale, np.abs(plain["window_bias"])) / 127
    order = sorted(vocabulary.features.items())
    wide = plain["wide"][[place for _, place in order]]
    kept = np.abs(wide).max(1) > _TOO_SMALL
    wide_scale = np.abs(wide).max(0) / 127
    floats = [
        scale,
        wide_scale,
        plain["straight"].T,
        plain["hidden"].T,
        plain["hidden_bias"],
        plain["second"].T,
        plain["bias"],
    ]
    parts = {
        "words": "\n".join(vocabulary.words).encode(),
        "word_rows": _bytes(word_rows, scale),
        "kind_rows": _bytes(kind_rows, scale),
        "bias": _bytes(plain["window_bias"], scale),
        "wide_keys": np.array([key for key, _ in order], np.uint64)[kept].tobytes(),
        "wide_rows": _bytes(wide[kept], wide_scale),
        "floats": np.concatenate([np.ravel(one) for one in floats]).astype("<f4").tobytes(),
    }
    head = {
        "version": version,
        "window": int(word_rows.shape[1]),
        "filters": filters,
        "members": len(members),
        "hopeless": str(hopeless),
        "outputs": ["blame", *CATEGORIES],
        "kinds": list(vocabulary.kinds),
        "parts": [(name, len(part)) for name, part in parts.items()],
    }
    packed = json.dumps(head).encode()
    return MAGIC + struct.pack("<I", len(packed)) + packed + b"".join(parts.values())


def _together(members: Sequence[Weights]) -> dict[str, Any]:
    """Return the weights of all members: filters side by side, what is summed up as its mean."""
    each = [{name: np.asarray(value, np.float64) for name, value in one.items()} for one in members]
    inner = [one["words"][1:] @ one["project"] for one in each]
    share = 1 / len(each)
    return {
        "word_rows": np.concatenate(
            [np.einsum("wi,kif->wkf", words, one["window"]) for words, one in zip(inner, each, strict=True)],
            axis=2,
        ),
        "kind_rows": np.concatenate(
            [np.einsum("ni,kif->nkf", one["kinds"], one["window"]) for one in each], axis=2
        ),
        "window_bias": np.concatenate([one["window_bias"] for one in each]),
        "straight": np.concatenate([one["straight"] * share for one in each]),
        "hidden": np.concatenate([one["hidden"].T for one in each]).T,
        "hidden_bias": np.concatenate([one["hidden_bias"] for one in each]),
        "second": np.concatenate([one["second"] * share for one in each]),
        "bias": sum(one["bias"] for one in each) * share,
        "wide": sum(one["wide"] for one in each) * share,
    }


def _bytes(rows: Any, scale: Any) -> bytes:
    packed: bytes = (np.clip(np.rint(rows / scale), -127, 127) + 128).astype(np.uint8).tobytes()
    return packed
