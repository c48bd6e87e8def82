"""@sigstore/verify, which checks what npm installs: our notes and our inclusion paths in its eyes."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from secondstory.record.vkey import parse_vkey
from tests.independent.written import Log, forked, log_of, stolen

SCRIPT = Path(__file__).with_name("node") / "sigstore.cjs"


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def question(log: Log, index: int, size: int | None = None, **other: object) -> dict[str, object]:
    """Return what is asked about one entry; other: what Eve put in its place."""
    key = parse_vkey(log.vkey)
    true = {
        "note": b64(log.checkpoint(size)),
        "index": index,
        "path": [*map(b64, log.path(index, size))],
        "entry": b64(log.entries[index]),
        "origin": log.origin,
        "keyId": b64(key.key_id),
        "key": b64(key.public),
    }
    return true | other


@pytest.fixture
def ask(node):
    """`ask(questions)`: null for each one that it agrees with, else its words."""

    def asked(questions: list[dict[str, object]]) -> list[str | None]:
        done = subprocess.run(
            ["node", SCRIPT, node], input=json.dumps(questions), text=True, capture_output=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return asked


def test_it_agrees_with_every_path_of_small_trees(ask):
    log = log_of(70)
    places = [(index, size) for size in (1, 2, 3, 4, 5, 31, 32, 33, 64, 70) for index in range(size)]
    assert ask([question(log, index, size) for index, size in places]) == [None] * len(places)


def test_it_agrees_with_paths_of_a_long_log(ask, long_log):
    places = [0, 1, 255, 256, 65_535, 65_536, 69_998, 69_999]
    note = b64(long_log.checkpoint())
    assert ask([question(long_log, index, 70_000, note=note) for index in places]) == [None] * len(places)


def test_it_refuses_whatever_is_not_so(ask):
    log = log_of(300)
    good = question(log, 200)
    bent = log.path(200)
    bent[3] = bytes([bent[3][0] ^ 1]) + bent[3][1:]
    signed = bytearray(log.checkpoint())
    signed[-20] ^= 2
    wrong = {
        "another entry": question(log, 200, entry=b64(log.entries[201])),
        "a flipped bit": question(log, 200, entry=b64(log.entries[200][:-1] + b"?")),
        "another place": good | {"index": 201},
        "a bent path": question(log, 200, path=[*map(b64, bent)]),
        "a short path": question(log, 200, path=good["path"][:-1]),
        "a wrong root": question(log, 200, note=b64(log.checkpoint(root=bytes(32)))),
        "a fork": question(log, 200, note=b64(forked(log, 7).checkpoint())),
        "a bent signature": question(log, 200, note=b64(bytes(signed))),
        "a stolen name": question(log, 200, note=b64(stolen(log).checkpoint())),
        "a wrong key": question(log, 200, key=question(stolen(log), 0)["key"]),
    }
    first, *others = ask([good, *wrong.values()])
    assert first is None
    root, note, count = (
        "calculated root hash does not match inclusion proof", "invalid checkpoint signature", "invalid hash count"
    )  # fmt: skip
    assert dict(zip(wrong, others, strict=True)) == {
        "another entry": root,
        "a flipped bit": root,
        "another place": root,
        "a bent path": root,
        "a short path": count,
        "a wrong root": root,
        "a fork": root,
        "a bent signature": note,
        "a stolen name": note,
        "a wrong key": note,
    }
