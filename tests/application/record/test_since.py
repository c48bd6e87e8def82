"""Verifying what came since a trusted checkpoint: what is found, and what is said not to have been looked at."""

import sqlite3
from contextlib import closing

import pytest

from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.application.record.verifying.report import Report
from secondstory.application.record.verifying.since import Trusted, verify_since
from secondstory.application.record.verifying.tiled import verify_tiles
from secondstory.application.record.verifying.verify import Subject, verify
from secondstory.domain.understanding.incidents import TriggerStated
from secondstory.readmodel.projecting import RowProjector
from secondstory.readmodel.tables import HOLD, POSTMORTEM
from secondstory.record.tree import leaf_hash
from secondstory.record.vkey import parse_vkey, vkey
from tests.desks import ORIGIN, Desk
from tests.offices import MemoryOffice


class Place:
    """An office on disk, two post-mortems in it, the first of them verified."""

    def __init__(self, path):
        """Open the first post-mortem and verify everything."""
        self.path = path / "record.db"
        self.here = MemoryOffice(desk=Desk(path=self.path, projector=RowProjector()))
        self.old = self.here.opened("Seats released").stream
        item = Item(post_mortem=self.old, name="hold.log", captured_from="ops-3")
        self.sealed = seal_evidence(self.here.office, self.here.vault, item, lambda: [b"22:40 hold\n"])
        report = verify(self.subject())
        assert report.verdict == 0
        self.trusted = Trusted(
            size=report.size, root=report.root, looked="were hashed and read on 3 November"
        )

    def subject(self):
        """Return what is verified."""
        desk = self.here.desk
        return Subject(
            log=desk.storage,
            keys=desk.keys,
            signer=desk.keys,
            objects=self.here.objects,
            projector=RowProjector(),
            verifier=parse_vkey(vkey(ORIGIN, desk.keys.public_key())),
            scratch=Desk().storage.rows,
        )

    def since(self) -> Report:
        """Verify what came since."""
        return verify_since(self.subject(), self.trusted)

    def say(self, stream, words):
        """Record something."""
        self.here.desk.journal.append(
            [Draft(stream=stream, event=TriggerStated(text=words))], by=self.here.me
        )

    def raw(self, statement, *values):
        """Change the file behind everybody's back."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            return db.execute(statement, values).fetchall()

    def leaf_of(self, stream):
        """Return the index of the first entry of a stream."""
        return self.here.desk.storage.of_stream(stream)[0].index


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_it_verifies_what_came_since_and_says_what_it_left_out(place):
    new = place.here.opened("Queue stood still").stream
    place.say(new, "a timer ran out")
    report = place.since()
    assert report.problems == ()
    assert report.size == place.here.desk.storage.size()
    assert report.root == verify(place.subject()).root
    assert any("today only their tiles were" in one for one in report.not_proved)
    assert any(
        one.startswith(f"{report.size - place.trusted.size} new entries were hashed") for one in report.proved
    )


def test_it_verifies_when_nothing_is_new(place):
    report = place.since()
    assert report.problems == ()
    assert any("No entry is new" in one for one in report.proved)


def changed_word(place, words):
    [(idx, slot, envelope)] = place.raw("SELECT * FROM payload WHERE instr(envelope, ?) > 0", words)
    there = bytes(envelope).replace(words.encode(), words[::-1].encode())
    place.raw("UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?", there, idx, slot)
    return idx


def test_it_finds_a_changed_word_in_a_new_entry(place):
    place.say(place.old, "a timer ran out")
    idx = changed_word(place, "a timer ran out")
    (problem,) = [one for one in place.since().problems if "entry" in one.where]
    assert problem.where == f"entry {idx}, part 1"
    assert place.since().verdict == 1


def test_it_finds_a_changed_word_in_an_older_entry_of_a_stream_that_was_touched(place):
    place.say(place.old, "a timer ran out")
    idx = changed_word(place, "Seats released")
    assert [one.where for one in place.since().problems if one.where.startswith("entry")] == [
        f"entry {idx}, part 1"
    ]


def test_it_leaves_a_stream_that_nobody_touched_to_a_full_one(place):
    changed_word(place, "Seats released")
    assert place.since().verdict == 0
    assert verify(place.subject()).verdict == 1


def test_it_finds_a_changed_tile_of_what_it_does_not_read(place):
    [(hashes,)] = place.raw("SELECT hashes FROM tile WHERE level = 0 AND n = 0")
    place.raw("UPDATE tile SET hashes = ? WHERE level = 0 AND n = 0", b"\x00" + bytes(hashes)[1:])
    report = place.since()
    assert report.verdict == 1
    assert "did not grow out of what was trusted" in report.problems[0].words


def test_it_finds_a_tile_that_is_gone(place):
    place.raw("DELETE FROM tile WHERE level = 0 AND n = 0")
    assert place.since().verdict == 2


def test_it_finds_that_the_end_was_cut_off(place):
    last = place.trusted.size - 1
    place.raw("DELETE FROM payload WHERE idx = ?", last)
    place.raw("DELETE FROM entry WHERE idx = ?", last)
    report = place.since()
    assert report.verdict == 1
    assert "rolled back or cut" in report.problems[0].words


def test_it_finds_a_new_entry_that_was_swapped(place):
    place.say(place.old, "a timer ran out")
    place.say(place.old, "it did so twice")
    size = place.here.desk.storage.size()
    [(entry,)] = place.raw("SELECT bytes FROM entry WHERE idx = ?", size - 1)
    place.raw("UPDATE entry SET bytes = ? WHERE idx = ?", entry, size - 2)
    assert "does not hash to the leaf" in place.since().problems[0].words


def test_it_compares_the_rows_of_streams_that_were_touched(place):
    place.say(place.old, "a timer ran out")
    place.raw(f"UPDATE {POSTMORTEM.name} SET severity = 'low'")
    assert place.since().verdict == 1
    place.raw(f"UPDATE {POSTMORTEM.name} SET severity = NULL")
    place.raw(f"DELETE FROM {HOLD.name}")
    assert place.since().verdict == 0


def test_it_hashes_every_entry_into_its_tile_and_opens_none(place):
    changed_word(place, "Seats released")
    report = verify_tiles(place.subject())
    assert report.problems == ()
    assert report.root == place.trusted.root
    place.raw("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE idx = 1) WHERE idx = 0")
    (problem,) = verify_tiles(place.subject()).problems
    assert problem.where == f"entries 0 to {place.trusted.size - 1}"


def test_it_finds_a_tile_that_lies_even_when_the_entries_agree_with_it(place):
    place.raw("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE idx = 1) WHERE idx = 0")
    [(bytes_,)] = place.raw("SELECT bytes FROM entry WHERE idx = 0")
    [(hashes,)] = place.raw("SELECT hashes FROM tile WHERE level = 0 AND n = 0")
    place.raw("UPDATE tile SET hashes = ? WHERE level = 0 AND n = 0", leaf_hash(bytes_) + bytes(hashes)[32:])
    assert "do not hash to what was signed" in verify_tiles(place.subject()).problems[0].words


def test_it_finds_that_older_evidence_is_not_there(place):
    (digest,) = place.here.objects.digests()
    place.here.objects.erase(digest)
    report = place.since()
    assert report.verdict == 2
    assert report.problems[0].where.startswith("E-1 ")
