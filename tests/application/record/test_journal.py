"""The one append path: what it promises to those who call it, and what it leaves behind when it is stopped."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from secondstory.application.ports.storage import Conflict
from secondstory.application.record.sealing import Draft
from secondstory.application.record.signing import RecordBehind, sign_head
from secondstory.domain.keeping.installation import ClockStepped
from secondstory.domain.understanding.incidents import IncidentKind, Opened, Retitled, TriggerStated
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.entry import decode_entry
from secondstory.record.vkey import parse_vkey, vkey
from tests.desks import ORIGIN, Desk
from tests.people import ADA, BO

PM = StreamId("pm_1")
OPENED = Opened(number=1, kind=IncidentKind.INCIDENT, title="Seats released too early")


def _draft(event: Event, stream: StreamId = PM) -> Draft:
    return Draft(stream=stream, event=event)


def test_it_gives_back_what_was_recorded_with_who_and_when() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA, expects={PM: 0})
    (entry,) = desk.reader.events(PM)
    assert (entry.event, entry.by, entry.at, entry.seq) == (OPENED, ADA, desk.clock.at, 1)


def test_it_signs_a_checkpoint_that_covers_what_it_acknowledged() -> None:
    desk = Desk()
    appended = desk.journal.append([_draft(OPENED)], by=ADA)
    verifier = parse_vkey(vkey(ORIGIN, desk.keys.public_key()))
    checkpoint = read_checkpoint(appended.signed.note, [verifier])
    assert checkpoint.size == desk.storage.head().size == appended.first + 1


def test_it_puts_no_word_of_an_event_into_the_log_itself() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA)
    written = b"".join(stored.entry for stored in desk.storage.entries())
    for word in (b"Seats", b"incident", b"pm_1", b"pe_ada"):
        assert word not in written


def test_it_pads_the_number_of_parts_so_that_length_tells_little() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA)
    assert len(decode_entry(list(desk.storage.entries())[-1].entry).parts) == 4


def test_it_tells_the_loser_of_a_race_and_records_nothing_of_theirs() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA, expects={PM: 0})
    size = desk.storage.head().size
    with pytest.raises(Conflict):
        desk.journal.append([_draft(Retitled(title="Other"))], by=BO, expects={PM: 0})
    assert desk.storage.head().size == size


def test_it_records_several_streams_together_or_not_at_all() -> None:
    desk = Desk()
    other = StreamId("pm_2")
    desk.journal.append([_draft(OPENED, other)], by=ADA, expects={other: 0})
    with pytest.raises(Conflict):
        desk.journal.append([_draft(OPENED), _draft(OPENED, other)], by=ADA, expects={PM: 0, other: 0})
    assert desk.reader.events(PM) == []


def test_it_gives_one_receipt_for_one_idempotency_key() -> None:
    desk = Desk()
    first = desk.journal.append([_draft(OPENED)], by=ADA, once="alert-7")
    again = desk.journal.append([_draft(OPENED)], by=ADA, once="alert-7")
    assert (again.first, again.count) == (first.first, first.count)
    assert len(desk.reader.events(PM)) == 1


def test_it_uses_another_pseudonym_for_the_same_person_in_another_stream() -> None:
    desk = Desk()
    other = StreamId("pm_2")
    desk.journal.append([_draft(OPENED), _draft(OPENED, other)], by=ADA)
    headers = [
        desk.reader.header(stored) for stored in desk.storage.of_stream(PM) + desk.storage.of_stream(other)
    ]
    assert {header.by for header in headers if header} == {ADA}
    bindings = {entry.event.pseudonym for entry in desk.reader.events(StreamId("pe_directory"))}  # type: ignore[attr-defined]
    assert len(bindings) == 2


def test_it_says_so_in_the_record_when_the_clock_steps_back() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA)
    stood = desk.clock.at
    desk.clock.forward(hours=-1)
    desk.journal.append([_draft(Retitled(title="Other"))], by=ADA)
    (step,) = [entry.event for entry in desk.reader.events(StreamId("in_installation"))]
    assert step == ClockStepped(stood_at=stood, showed_at=stood - timedelta(hours=1))


def test_it_seals_the_words_of_private_streams_under_their_own_key() -> None:
    desk = Desk()
    account = StreamId("ac_1")
    desk.journal.append([_draft(TriggerStated(text="I set it"), account)], by=ADA)
    (stored,) = desk.storage.of_stream(account)
    assert not any(b"I set it" in envelope for envelope in stored.envelopes.values())
    assert desk.reader.events(account)[0].event == TriggerStated(text="I set it")
    desk.keys.destroy_key(f"stream:{account}")
    assert desk.reader.events(account) == []


def test_it_loses_nothing_when_many_threads_append_at_once(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    streams = [StreamId(f"pm_{n}") for n in range(24)]

    def open_one(stream: StreamId) -> None:
        desk.journal.append([_draft(OPENED, stream)], by=ADA, expects={stream: 0})

    threads = [threading.Thread(target=open_one, args=(stream,)) for stream in streams]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(desk.reader.events(stream)) == 1 for stream in streams)
    signed = desk.keys.last_signed()
    assert signed is not None
    assert signed.size == desk.storage.head().size


def test_it_signs_after_a_crash_what_was_committed_before_it() -> None:
    desk = Desk()
    desk.journal.append([_draft(OPENED)], by=ADA)
    with desk.storage.writing() as writing:
        desk.journal._write(writing, _stopped_request())
    signed = desk.keys.last_signed()
    assert signed is not None
    assert signed.size < desk.storage.head().size
    recovered = desk.reopened().recover()
    assert recovered is not None
    assert recovered.size == desk.storage.head().size


def _stopped_request() -> object:
    from secondstory.application.record.journal import _Request

    return _Request(drafts=[_draft(Retitled(title="Other"))], by=ADA, expects={}, once=None)


def test_it_refuses_to_write_to_a_copy_older_than_what_was_signed(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    desk.journal.append([_draft(OPENED)], by=ADA)
    older = tmp_path / "older.db"
    desk.storage.copy_to(older)
    desk.journal.append([_draft(Retitled(title="Newer"))], by=ADA)
    restored = Desk(path=older)
    restored.keys = desk.keys
    with pytest.raises(RecordBehind, match="older copy"):
        restored.reopened().append([_draft(Retitled(title="Forked"))], by=ADA)


def test_it_refuses_to_sign_a_tree_that_lost_what_was_signed(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    desk.journal.append([_draft(OPENED)], by=ADA)
    with closing(sqlite3.connect(tmp_path / "record.db")) as raw, raw:
        raw.execute("UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0")
    with pytest.raises(RecordBehind):
        sign_head(desk.storage, desk.keys, origin=ORIGIN)
