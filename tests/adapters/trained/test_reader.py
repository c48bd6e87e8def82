"""The slow reader: its file, its arithmetic beside a plain one, and what the real one makes of plain sentences."""

import json
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.trained import coach_reader
from secondstory.adapters.trained.reader import MAGIC, Reader, reader_arrays

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "he", "should", "have", "checked", "we", "rolled", "back", "."]
WIDTH, HEADS, LAYERS, INSIDE, OUTPUTS = 8, 2, 3, 12, ["blame", "a", "b"]


def small(seed=3, exits=()):
    """The head and the arrays of a small reader of chance."""
    dice = np.random.default_rng(seed)
    shapes = {"embed.words": (len(PIECES), WIDTH), "embed.places": (64, WIDTH)}
    shapes |= {f"embed.level.{one}": (WIDTH,) for one in ("scale", "shift")}
    for layer in range(LAYERS):
        for name, out, into in (
            ("look", 3 * WIDTH, WIDTH),
            ("taken", WIDTH, WIDTH),
            ("wide", INSIDE, WIDTH),
            ("narrow", WIDTH, INSIDE),
        ):
            shapes |= {f"{layer}.{name}": (into, out), f"{layer}.{name}.bias": (out,)}
        shapes |= {
            f"{layer}.{name}.{one}": (WIDTH,) for name in ("level", "last") for one in ("scale", "shift")
        }
    for last, *_ in exits:
        shapes |= {f"exit.{last}": (WIDTH, len(OUTPUTS)), f"exit.{last}.bias": (len(OUTPUTS),)}
    shapes |= {"head": (WIDTH, len(OUTPUTS)), "head.bias": (len(OUTPUTS),)}
    arrays = {name: dice.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    head = {
        "layers": LAYERS, "heads": HEADS, "width": WIDTH, "outputs": OUTPUTS, "pieces": PIECES, "exits": exits,
        "arrays": [(name, one.shape[0], one.shape[1] if one.ndim > 1 else 0) for name, one in arrays.items()],
    }  # fmt: skip
    return head, arrays


def packed(head, arrays):
    """The file of a reader, and its arrays as they come back out of one byte each."""
    data, kept = [], {}
    for name, one in arrays.items():
        if one.ndim == 1:
            data.append(one.tobytes())
            kept[name] = one
            continue
        along = 1 if name.startswith("embed") else 0
        scale = (np.abs(one).max(along, keepdims=True) / 127).astype(np.float32)
        rows = np.rint(one / scale).astype(np.int8)
        data += [scale.tobytes(), rows.tobytes()]
        kept[name] = rows.astype(np.float32) * scale
    told = json.dumps(head).encode()
    return b"".join([MAGIC, struct.pack("<I", len(told)), told, *data]), kept


def plainly(arrays, pieces, layers=LAYERS, head="head"):
    """What a transformer says of one sentence, written out as the papers have it, without any shortcut."""

    def level(rows, name):
        found = []
        for row in rows:
            apart = row - row.mean()
            found.append(
                apart / np.sqrt((apart**2).mean() + 1e-12) * arrays[f"{name}.scale"] + arrays[f"{name}.shift"]
            )
        return np.array(found)

    now = level(arrays["embed.words"][pieces] + arrays["embed.places"][: len(pieces)], "embed.level")
    for layer in range(layers):
        every = now @ arrays[f"{layer}.look"] + arrays[f"{layer}.look.bias"]
        asks, keys, says = np.split(every, 3, axis=1)
        taken, size = np.zeros_like(now), WIDTH // HEADS
        for one in range(HEADS):
            some = slice(one * size, (one + 1) * size)
            for place in range(len(pieces)):
                heed = np.exp(
                    [asks[place, some] @ keys[other, some] / np.sqrt(size) for other in range(len(pieces))]
                )
                taken[place, some] = (heed / heed.sum()) @ says[:, some]
        now = level(now + taken @ arrays[f"{layer}.taken"] + arrays[f"{layer}.taken.bias"], f"{layer}.level")
        inside = now @ arrays[f"{layer}.wide"] + arrays[f"{layer}.wide.bias"]
        inside = 0.5 * inside * (1 + np.tanh(np.sqrt(2 / np.pi) * (inside + 0.044715 * inside**3)))
        now = level(
            now + inside @ arrays[f"{layer}.narrow"] + arrays[f"{layer}.narrow.bias"], f"{layer}.last"
        )
    return now.mean(0) @ arrays[head] + arrays[f"{head}.bias"]


def test_it_says_what_a_transformer_written_out_plainly_says():
    data, arrays = packed(*small())
    reader = Reader(data)
    for sentence in ("He should have checked.", "We rolled back.", "he", "zebra zebra"):
        pieces = reader._pieces.of(sentence)
        (said,) = reader.read([sentence])
        assert np.allclose(said, plainly(arrays, pieces), atol=1e-4)


def test_a_sentence_of_which_it_is_sure_leaves_by_the_first_exit_that_is_sure():
    head, _ = small(6, exits=[(1, 1e9, 1e9), (2, 1e9, 1e9)])
    sentences = [
        "He should have checked.",
        "We rolled back.",
        "he",
        "zebra zebra",
        "checked checked back",
    ] * 9
    data, arrays = packed(head, small(6, exits=[(1, 1e9, 1e9), (2, 1e9, 1e9)])[1])
    pieces = [Reader(data)._pieces.of(one) for one in sentences]
    ways = [
        [plainly(arrays, one, layers, name) for one in pieces]
        for layers, name in ((1, "exit.1"), (2, "exit.2"), (LAYERS, "head"))
    ]
    middles = [float(np.median([abs(said[0]) for said in way])) + 0.001 for way in ways[:2]]
    (clean, blames) = (1, 1e9), (1e9, 1)
    left = set()
    for far in (clean, blames, (1, 1)):
        bounds = [tuple(middle * one for one in far) for middle in middles]
        exits = [(layer, *bound) for layer, bound in enumerate(bounds, 1)]
        data, _ = packed(head | {"exits": exits}, dict(small(6, exits=exits)[1]))
        for said, *by in zip(Reader(data).read(sentences), *ways, strict=True):
            leaves = [by[at][0] < -against or by[at][0] > of for at, (against, of) in enumerate(bounds)]
            way = leaves.index(True) if any(leaves) else 2
            assert np.allclose(said, by[way], atol=1e-4)
            left.add((far, way))
    assert len({way for far, way in left if far == (1, 1)}) > 1
    assert len({frozenset(way for one, way in left if one == far) for far in (clean, blames)}) == 2


@pytest.mark.parametrize(
    "exits",
    [[(2, 1.0, 1.0), (1, 1.0, 1.0)], [(3, 1.0, 1.0)], [(1, -1.0, 1.0)], [(1, 1.0, float("nan"))], [(1, 1.0)]],
)
def test_it_refuses_exits_that_are_out_of_order(exits):
    head, arrays = small(exits=exits)
    with pytest.raises(ValueError, match="coach's reader"):
        Reader(packed(head, arrays)[0])


def test_it_says_the_same_alone_and_among_others():
    reader = Reader(packed(*small())[0])
    sentences = ["He should have checked.", "We rolled back.", "he " * 70, "back"] * 20
    together = reader.read(sentences)
    alone = [reader.read([one])[0] for one in sentences]
    assert np.allclose(together, alone, atol=1e-4)
    assert reader.read([]) == []


@settings(max_examples=60)
@given(st.integers(0, 3_000), st.integers(1, 255))
def test_it_refuses_a_damaged_file_or_reads_it(at, change):
    data = bytearray(packed(*small())[0])
    data[at % len(data)] ^= change
    with suppress(ValueError):  # which says so
        Reader(bytes(data))


@pytest.mark.parametrize(
    "data", [b"", b"nothing", MAGIC, MAGIC + b"\xff\xff\xff\x7f", MAGIC + struct.pack("<I", 2) + b"{}"]
)
def test_it_refuses_what_is_no_reader(data):
    with pytest.raises(ValueError, match="coach's reader"):
        Reader(data)


def test_it_refuses_a_file_that_is_cut_short_or_goes_on():
    data = packed(*small())[0]
    for wrong in (data[:-1], data[: len(data) // 2], data + b"\0"):
        with pytest.raises(ValueError):
            Reader(wrong)


def test_it_tells_blame_from_owning():
    blaming = [
        "Honestly, whoever signed this off did not look at it for one second.",
        "Tom never bothers to run the tests.",
    ]
    calm = ["We should have had an alert on the disk.", "Marta rolled back at 10:14 and the queue drained."]
    said = coach_reader().read([*blaming, *calm])
    assert min(one[0] for one in said[:2]) > 0 > max(one[0] for one in said[2:])


def test_it_is_one_byte_for_each_weight():
    assert len(reader_arrays()) < 16_000_000
