"""The file of a model taken apart: what it says of itself, and its arrays, each as long as the rest says it must be."""

import json
import struct
from collections.abc import Mapping
from typing import Any

from secondstory.kernel.frozen import dataclass

MAGIC = b"coach-model-1\n"
_KEY, _FLOAT = 8, 4


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a file of a model holds. members: networks side by side, each with as many of the filters.

    hopeless: evidence at first sight below which a sentence is as good as never one that blames; it is looked at no closer.
    """

    version: str
    window: int
    filters: int
    members: int
    hopeless: float
    outputs: list[str]
    kinds: list[str]
    words: list[str]
    parts: Mapping[str, memoryview]


def unpacked(data: bytes) -> Unpacked:
    """Return what `data` holds. Raises ValueError when it is no model, or damaged so that it shows."""
    if not data.startswith(MAGIC):
        raise ValueError("These are no weights of this coach's model.")
    try:
        return _checked(*_parted(data))
    except (KeyError, TypeError, struct.error) as why:
        raise ValueError("The weights of the coach's model are damaged.") from why


def _parted(data: bytes) -> tuple[dict[str, Any], dict[str, memoryview]]:
    (length,) = struct.unpack_from("<I", data, len(MAGIC))
    begin = len(MAGIC) + 4
    head = json.loads(data[begin : begin + length])
    view, at = memoryview(data), begin + length
    parts: dict[str, memoryview] = {}
    for name, size in head["parts"]:
        parts[name] = view[at : at + size]
        at += size
    if at != len(data):
        raise ValueError("The weights of the coach's model are cut short.")
    return head, parts


def _checked(head: dict[str, Any], parts: dict[str, memoryview]) -> Unpacked:
    made = Unpacked(
        version=head["version"],
        window=head["window"],
        filters=head["filters"],
        members=head.get("members", 1),
        hopeless=float(head.get("hopeless", "-inf")),
        outputs=head["outputs"],
        kinds=head["kinds"],
        words=str(parts["words"], "utf-8").split("\n"),
        parts=parts,
    )
    filters, outputs = made.filters, len(made.outputs)
    each, odd = divmod(filters, max(1, made.members))
    keys, rest = divmod(len(parts["wide_keys"]), _KEY)
    numbers, more = divmod(len(parts["floats"]), _FLOAT)
    hidden = (numbers - filters - outputs - outputs * (filters + 1)) / (each + 1 + outputs)
    fits = (
        not (rest or more or odd)
        and len(parts["word_rows"]) == len(made.words) * made.window * filters
        and len(parts["kind_rows"]) == (len(made.kinds) + 1) * made.window * filters
        and len(parts["bias"]) == filters
        and len(parts["wide_rows"]) == keys * outputs
        and hidden >= 0
        and hidden % max(1, made.members) == 0
        and "-" in made.words
    )
    if not fits:
        raise ValueError("The weights of the coach's model do not fit one another.")
    return made
