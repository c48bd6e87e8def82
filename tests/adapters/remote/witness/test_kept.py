"""The history of checkpoints beside a record: it only grows, and holds one root for each size."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest

from secondstory.adapters.remote.witness.kept import KeptCheckpoints
from secondstory.adapters.remote.witness.troubles import KeptFailed, TwoRoots
from secondstory.record.note import parse_note
from secondstory.record.witnessing import cosign, with_lines
from tests.adapters.remote.witness.stage import FORK, note
from tests.record.by_hand import signer

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path):
    return KeptCheckpoints(tmp_path / "checkpoints.db")


def cosigned(size, witness):
    sign, public = signer(bytes([witness]) * 32)
    line = cosign(parse_note(note(size)).text, name=f"w{witness}", public=public, time=witness, sign=sign)
    return with_lines(note(size), [line])


def test_it_holds_nothing_and_makes_no_file_before_the_first(kept, tmp_path):
    assert kept.all() == []
    assert list(tmp_path.iterdir()) == []


def test_it_begins_in_a_file_that_a_power_cut_left_empty(kept, tmp_path):
    (tmp_path / "checkpoints.db").touch()
    assert kept.all() == []
    kept.keep(note(8), at=AT)
    assert [one.size for one in kept.all()] == [8]


def test_it_believes_no_file_whose_table_is_gone(kept, tmp_path):
    kept.keep(note(8), at=AT)
    with closing(sqlite3.connect(tmp_path / "checkpoints.db")) as connection, connection:
        connection.execute("DROP TABLE checkpoint")
    with pytest.raises(KeptFailed):
        kept.all()


def test_it_keeps_what_it_was_given_the_smallest_first(kept):
    for size in (20, 8, 12):
        kept.keep(note(size), at=AT)
    assert [(one.size, one.note, one.kept_at) for one in kept.all()] == [
        (size, note(size), "2026-11-02T09:00:00+00:00") for size in (8, 12, 20)
    ]


def test_it_adds_up_the_cosignatures_of_one_checkpoint(kept):
    for witness in (1, 2, 1):
        kept.keep(cosigned(8, witness), at=AT)
    (one,) = kept.all()
    assert [line.name for line in parse_note(one.note).signatures] == ["log.example/record", "w1", "w2"]


def test_it_adds_them_up_when_several_ask_at_once(kept):
    barrier = threading.Barrier(4, timeout=30)

    def keep(witness):
        for size in range(1, 21):
            barrier.wait()
            kept.keep(cosigned(size, witness), at=AT)

    with ThreadPoolExecutor(4) as many:
        list(many.map(keep, range(1, 5)))
    assert [len(parse_note(one.note).signatures) for one in kept.all()] == [5] * 20


def test_it_never_holds_two_roots_for_one_size_and_keeps_both_as_evidence(kept, tmp_path):
    kept.keep(note(8), at=AT)
    with pytest.raises(TwoRoots) as two:
        kept.keep(note(8, FORK), at=AT)
    assert (two.value.kept, two.value.other) == (note(8), note(8, FORK))
    assert [one.note for one in kept.all()] == [note(8)]
    assert {path.read_bytes() for path in tmp_path.glob("fork-*.txt")} == {note(8), note(8, FORK)}


def test_it_can_be_read_by_others_as_one_table(kept, tmp_path):
    kept.keep(note(8), at=AT)
    with closing(sqlite3.connect(tmp_path / "checkpoints.db")) as db:
        assert db.execute("SELECT size, note FROM checkpoint").fetchall() == [(8, note(8))]


def test_it_says_when_it_cannot_be_read(kept, tmp_path):
    (tmp_path / "checkpoints.db").write_bytes(b"no database" * 1000)
    with pytest.raises(KeptFailed, match="The record itself is untouched"):
        kept.all()
    with pytest.raises(KeptFailed):
        kept.keep(note(8), at=AT)


def test_it_leaves_one_file_and_can_be_read_where_nothing_may_be_written(kept, tmp_path):
    kept.keep(note(8), at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoints.db"]
    before = (tmp_path / "checkpoints.db").read_bytes()
    (tmp_path / "checkpoints.db").chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert [one.note for one in kept.all()] == [note(8)]
    finally:
        tmp_path.chmod(0o700)
    assert (tmp_path / "checkpoints.db").read_bytes() == before
