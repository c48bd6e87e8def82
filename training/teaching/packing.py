"""From a tuned transformer to the file of the product's slow reader: fewer pieces of words, one byte for each weight."""

import json
import struct
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from secondstory.adapters.trained.pieces import MOST_PIECES, Pieces
from secondstory.adapters.trained.reader import MAGIC, Reader
from training.coach.sentences import CATEGORIES
from training.teaching.transformer import Transformer

OUTPUTS = ("blame", *CATEGORIES)
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_MOST_KNOWN = 11_200
_LETTERS = 0x250
"""Single letters of Latin scripts are always known, so that any word of theirs can be put together."""
_TOP = 127
_DENSE = {"taken": "attention.output.dense", "wide": "intermediate.dense", "narrow": "output.dense"}
_LEVELS = {"level": "attention.output.LayerNorm", "last": "output.LayerNorm"}
LAYERS = 3
EXITS = {1: (2.0, 3.5), 2: (1.0, 2.5)}
"""How many layers of its base the reader keeps, after which of them a sentence may leave, and how much evidence against blame,
and for it, that takes: what blames makes a text loud, so that it is heard to the end sooner."""


def pruned(model: Transformer, base: Path, sentences: Sequence[str]) -> tuple[Pieces, list[str]]:
    """Leave `model` only the pieces that `sentences` need most; return them, ready to cut with, and by themselves."""
    every = (base / "vocab.txt").read_text("utf-8").splitlines()
    whole = Pieces(every)
    counted = Counter(number for one in sentences for number in whole.of(one))
    always = {
        number for number, piece in enumerate(every)
        if piece in _SPECIAL or (len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < _LETTERS)
    }  # fmt: skip
    common = [number for number, _ in counted.most_common() if number not in always]
    kept = sorted(always | set(common[: _MOST_KNOWN - len(always)]))
    rows = model.e.embeddings.word_embeddings.weight.data[kept].clone()
    model.e.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0)
    known = [every[number] for number in kept]
    return Pieces(known), known


def resumed(model: Transformer, data: bytes) -> tuple[Pieces, list[str]]:
    """Give `model` the weights of a reader that was packed into `data`; return its pieces as `pruned` does."""
    reader = Reader(data)
    held = {name: torch.from_numpy(np.array(one)) for name, one in reader.weights.items()}
    below = model.e.embeddings
    below.word_embeddings = torch.nn.Embedding.from_pretrained(
        held["embed.words"], freeze=False, padding_idx=0
    )
    with torch.no_grad():
        places = held["embed.places"] - below.token_type_embeddings.weight[0]
        below.position_embeddings.weight[:MOST_PIECES] = places
        _give(below.LayerNorm, held, "embed.level", (".scale", ".shift"))
        for number, layer in enumerate(model.e.encoder.layer):
            looks = layer.attention.self
            parts = zip(held[f"{number}.look"].chunk(3, 1), held[f"{number}.look.bias"].chunk(3), strict=True)
            for dense, (weight, bias) in zip((looks.query, looks.key, looks.value), parts, strict=True):
                dense.weight.copy_(weight.T)
                dense.bias.copy_(bias)
            for ours, theirs in _DENSE.items():
                _give(layer.get_submodule(theirs), held, f"{number}.{ours}", ("", ".bias"))
            for ours, theirs in _LEVELS.items():
                _give(layer.get_submodule(theirs), held, f"{number}.{ours}", (".scale", ".shift"))
        heads = {"head": model.h, **{f"exit.{layer}": one for layer, one in model.exits.items()}}
        for name, head in heads.items():
            if name in held:
                _give(head, held, name, ("", ".bias"))
    return Pieces(reader.known), list(reader.known)


def _give(module: torch.nn.Module, held: dict[str, torch.Tensor], name: str, ends: tuple[str, str]) -> None:
    weight, bias = (held[f"{name}{end}"] for end in ends)
    module.weight.copy_(weight.T if weight.ndim > 1 else weight)
    module.bias.copy_(bias)


def packed(model: Transformer, known: Sequence[str]) -> bytes:
    """Return the file of the reader: a head that says what follows, then each array, scales before bytes."""
    weights = {name: one.detach().float().numpy() for name, one in model.state_dict().items()}
    layers = model.e.config.num_hidden_layers
    arrays = [*_below(weights), *(one for layer in range(layers) for one in _layer(weights, layer))]
    for name, ours in (("h", "head"), *((f"exits.{layer}", f"exit.{layer}") for layer in EXITS)):
        arrays += [(ours, weights[f"{name}.weight"].T), (f"{ours}.bias", weights[f"{name}.bias"])]
    head = json.dumps(
        {
            "layers": layers,
            "heads": model.e.config.num_attention_heads,
            "width": model.e.config.hidden_size,
            "outputs": OUTPUTS,
            "exits": [(layer, *bounds) for layer, bounds in EXITS.items()],
            "pieces": list(known),
            "arrays": [(name, one.shape[0], one.shape[1] if one.ndim > 1 else 0) for name, one in arrays],
        },
        ensure_ascii=False, separators=(",", ":"),
    ).encode()  # fmt: skip
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *(_small(name, one) for name, one in arrays)])


def _small(name: str, array: np.ndarray) -> bytes:
    if array.ndim == 1:
        return array.astype("<f4").tobytes()
    along = 1 if name.startswith("embed") else 0
    scale = np.maximum(np.abs(array).max(along, keepdims=True), 1e-9) / _TOP
    rows = np.clip(np.rint(array / scale), -_TOP, _TOP).astype(np.int8)
    small: bytes = scale.astype("<f4").tobytes() + rows.tobytes()
    return small


def _below(weights: dict[str, np.ndarray]) -> list[tuple[str, np.ndarray]]:
    name = "e.embeddings."
    places = weights[f"{name}position_embeddings.weight"][:MOST_PIECES]
    return [
        ("embed.words", weights[f"{name}word_embeddings.weight"]),
        ("embed.places", places + weights[f"{name}token_type_embeddings.weight"][0]),
        ("embed.level.scale", weights[f"{name}LayerNorm.weight"]),
        ("embed.level.shift", weights[f"{name}LayerNorm.bias"]),
    ]


def _layer(weights: dict[str, np.ndarray], layer: int) -> list[tuple[str, np.ndarray]]:
    name = f"e.encoder.layer.{layer}."

    def pair(ours: str, theirs: str) -> list[tuple[str, np.ndarray]]:
        return [(f"{layer}.{ours}", weights[f"{name}{theirs}.weight"].T), (f"{layer}.{ours}.bias", weights[f"{name}{theirs}.bias"])]  # fmt: skip

    def level(ours: str, theirs: str) -> list[tuple[str, np.ndarray]]:
        return [(f"{layer}.{ours}.scale", weights[f"{name}{theirs}.weight"]), (f"{layer}.{ours}.shift", weights[f"{name}{theirs}.bias"])]  # fmt: skip

    looks = [f"{name}attention.self.{one}" for one in ("query", "key", "value")]
    return [
        (f"{layer}.look", np.concatenate([weights[f"{one}.weight"] for one in looks]).T),
        (f"{layer}.look.bias", np.concatenate([weights[f"{one}.bias"] for one in looks])),
        *(one for ours, theirs in _DENSE.items() for one in pair(ours, theirs)),
        *(one for ours, theirs in _LEVELS.items() for one in level(ours, theirs)),
    ]
