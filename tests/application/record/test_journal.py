"""The one append path: what it promises to those who call it, and what it leaves behind when it is stopped."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from secondstory.adapters.memory.keys import MemoryKeyStore
from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.adapters.sqlite.writing import SqliteWriting
from secondstory.application.ports.storage import Conflict, StorageFull
from secondstory.application.record.journal import _Request
from secondstory.application.record.sealing import Draft
from secondstory.application.record.signing import RecordBehind, RecordedUnsigned, sign_head
from secondstory.domain.keeping.installation import ClockStepped
from secondstory.domain.understanding.incidents import IncidentKind, Opened, Retitled, TriggerStated
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.entry import decode_entry
from secondstory.record.errors import MustReload
from secondstory.record.vkey import parse_vkey, vkey
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import LastSigned
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


class Unsteady(MemoryKeyStore):
    """A key store whose disk may say no."""

    is_broken = False

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        if self.is_broken:
            raise OSError("the key store could not be written. Run it again.") from OSError("disk I/O error")
        super().swap_last_signed(expected, new)


class Crowded(MemoryKeyStore):
    """A key store of many writers: whenever one signs, another was first, and more was committed before one can look."""

    more: Callable[[], None] | None = None

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        if self.more is None:
            super().swap_last_signed(expected, new)
            return
        super().swap_last_signed(expected, new)
        self.more()
        raise MustReload("somebody signed first")


def test_it_is_content_with_a_checkpoint_of_others_that_covers_what_it_wrote() -> None:
    desk = Desk()
    desk.keys = keys = Crowded(origin=ORIGIN, entropy=desk.entropy)
    journal, elsewhere = desk.reopened(), Desk(path=desk.path)
    elsewhere.storage, elsewhere.keys = desk.storage, Unsteady(origin=ORIGIN, entropy=desk.entropy)
    journal.append([_draft(OPENED)], by=ADA)
    titles = (f"Title {number}" for number in range(100))
    colleague = elsewhere.reopened()
    elsewhere.keys.is_broken = True

    def commit_more() -> None:
        with pytest.raises(RecordedUnsigned):
            colleague.append([_draft(Retitled(title=next(titles)))], by=ADA)

    keys.more = commit_more
    told = journal.append([_draft(Retitled(title="Mine"))], by=ADA)
    assert told.first + told.count <= told.signed.size < desk.storage.head().size


def test_it_says_that_an_act_is_recorded_when_only_its_checkpoint_could_not_be_signed() -> None:
    desk = Desk()
    desk.keys = Unsteady(origin=ORIGIN, entropy=desk.entropy)
    journal = desk.reopened()
    desk.keys.is_broken = True
    with pytest.raises(
        RecordedUnsigned, match="This was recorded; do not do it again.*disk I/O error"
    ) as said:
        journal.append([_draft(OPENED)], by=ADA, once="a key")
    assert "Run it again" not in str(said.value)
    assert [entry.event for entry in desk.reader.events(PM)] == [OPENED]
    desk.keys.is_broken = False
    signed = journal.recover()
    assert signed is not None
    assert signed.size == desk.storage.head().size
    assert journal.append([_draft(OPENED)], by=ADA, once="a key").signed == signed


def _together(desk: Desk, *streams: StreamId) -> list[str]:
    """Return what becomes of acts on `streams` that wait for one leader, each as the name of what it was told."""
    told: dict[StreamId, str] = {}

    def open_one(stream: StreamId) -> None:
        try:
            desk.journal.append([_draft(OPENED, stream)], by=None, expects={stream: 0})
            told[stream] = "recorded"
        except (Conflict, KeyDestroyed, StorageFull) as why:
            told[stream] = type(why).__name__

    threads = [threading.Thread(target=open_one, args=(stream,)) for stream in streams]
    desk.journal._is_led = True
    for thread in threads:
        thread.start()
    while len(desk.journal._waiting) < len(streams):
        threading.Event().wait(0.001)
    with desk.journal._queue:
        desk.journal._hand_over()
    for thread in threads:
        thread.join()
    return [told[stream] for stream in streams]


def test_it_tells_only_the_one_whose_stream_was_erased(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    desk.keys.destroy_key("stream:ac_1")
    assert _together(desk, StreamId("ac_1"), PM) == ["KeyDestroyed", "recorded"]
    assert _together(desk, StreamId("pm_3"), StreamId("ac_1"), PM) == ["recorded", "KeyDestroyed", "Conflict"]


class Filling(SqliteStorage):
    """A store on a disk with room for so many more acts."""

    room = 100

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        with super().writing() as writing:
            before = writing.head().size
            yield writing
            self.room -= writing.head().size - before
            if self.room < 0:
                raise StorageFull("The disk is full.")


def test_it_tells_each_of_a_group_what_became_of_their_own_act_on_a_disk_that_fills(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    desk.storage = Filling(tmp_path / "record.db")
    desk.storage.room = 2
    desk.keys.destroy_key("stream:ac_1")
    desk.journal = desk.reopened()
    streams = [StreamId(f"pm_{n}") for n in range(5)]
    erased, *told = _together(desk, StreamId("ac_1"), *streams)
    assert erased in {"KeyDestroyed", "StorageFull"}
    assert sorted(told) == ["StorageFull"] * 3 + ["recorded"] * 2
    for stream, word in zip(streams, told, strict=True):
        assert bool(desk.reader.events(stream)) == (word == "recorded")
    signed = desk.keys.last_signed()
    assert signed is not None
    assert signed.size == desk.storage.head().size == 2


def test_it_hands_over_when_whoever_led_is_interrupted(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")

    class Interrupted(BaseException):
        pass

    class Turn(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise Interrupted

    request = _Request([_draft(OPENED)], by=None, expects={}, once=None)
    request.turn = Turn()
    with pytest.raises(Interrupted):
        desk.journal._wait_or_lead(request)
    assert desk.journal._waiting == []
    assert desk.storage.head().size == 0
    assert desk.journal.append([_draft(OPENED)], by=None).first == 0


def test_it_takes_all_who_wait_at_once(tmp_path: Path) -> None:
    desk = Desk(path=tmp_path / "record.db")
    commits: list[int] = []

    class Counting(SqliteStorage):
        @contextmanager
        def writing(self) -> Iterator[SqliteWriting]:
            with super().writing() as writing:
                yield writing
                commits.append(writing.head().size)

    desk.storage = Counting(tmp_path / "record.db")
    desk.journal = desk.reopened()
    streams = [StreamId(f"pm_{n}") for n in range(9)]
    assert _together(desk, *streams) == ["recorded"] * 9
    assert commits == [9]
