"""Lawful erasure: two people or a night, holds in the way, and nothing left of the words afterwards."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from secondstory.application.keeping import holding
from secondstory.application.keeping.choosing import Chosen, choose
from secondstory.application.keeping.destroying import Means, destroy, erased_keys, finish
from secondstory.application.keeping.erasing import (
    Request,
    carry_out,
    due,
    erasure_of,
    erasures,
    finished,
    request_erasure,
    withdraw_erasure,
)
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.application.record.verifying.verify import Subject, verify
from secondstory.domain.keeping.erasure import Approved, CarriedOut, RefusedByHold
from secondstory.domain.keeping.evidence import Capture, Erased
from secondstory.domain.understanding.accounts import Written
from secondstory.domain.understanding.incidents import Retitled, TriggerStated
from secondstory.domain.understanding.narrative import ParagraphsWritten, Revised
from secondstory.kernel.event import Event, Gone
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.projecting import RowProjector
from secondstory.readmodel.tables import DOCUMENT, POSTMORTEM
from secondstory.record.vkey import parse_vkey, vkey
from tests.desks import ORIGIN, Desk
from tests.offices import MemoryOffice
from tests.people import BO

NAME = "Wilhelmina"
LAW = "GDPR art. 17"


@dataclass
class Scene:
    """A post-mortem without a hold in an office, on disk when a path is given."""

    here: MemoryOffice
    pm: StreamId
    hold: StreamId

    @property
    def means(self) -> Means:
        """What it takes to destroy."""
        return Means(
            storage=self.here.desk.storage, keys=self.here.desk.keys, objects=lambda: self.here.objects
        )

    def record(self, *events: Event, stream: StreamId | None = None) -> None:
        """Record events in the post-mortem, or elsewhere."""
        drafts = [Draft(stream=stream or self.pm, event=event) for event in events]
        self.here.desk.journal.append(drafts, by=self.here.me)

    def ask(self, ref: str = "PM-1", *parts: str, **chosen: str) -> Request:
        """Request an erasure."""
        what = {"words": None, "of": None, "stream": None, "basis": LAW, "reason": "she asked"} | chosen
        wanted = choose(self.here.office, self.means, Chosen(ref=ref, parts=parts, **what))
        return request_erasure(self.here.office, self.means, wanted)

    def confirm(self, asked: Request) -> None:
        """Confirm it as a later self."""
        self.here.clock.forward(days=1)
        carry_out(self.here.office, self.means, due(self.here.office, self.means, asked.stream))

    def verdict(self) -> tuple[int, tuple[str, ...]]:
        """Verify everything; return the verdict and what was proved."""
        desk = self.here.desk
        subject = Subject(
            log=desk.storage,
            keys=desk.keys,
            signer=desk.keys,
            objects=self.here.objects,
            projector=RowProjector(),
            verifier=parse_vkey(vkey(ORIGIN, desk.keys.public_key())),
            scratch=Desk().storage.rows,
        )
        report = verify(subject)
        assert [one for one in report.problems if report.verdict] == []
        return int(report.verdict), report.proved


def scene(path: Path | str = ":memory:", *, held: bool = False) -> Scene:
    here = MemoryOffice(desk=Desk(path=path, projector=RowProjector()))
    opened = here.opened(f"Seats released for {NAME}")
    hold = here.office.door.stream_of("HO-1")
    made = Scene(here=here, pm=opened.stream, hold=hold)
    if not held:
        holding.release(here.office, hold, "nothing routine is deleted here")
    return made


def test_it_reads_as_erased_and_says_by_which_entry():
    here = scene()
    here.record(TriggerStated(text=f"{NAME} rang"))
    here.confirm(here.ask("PM-1", "trigger"))
    (gone,) = [
        e.event.text for e in here.here.desk.reader.events(here.pm) if isinstance(e.event, TriggerStated)
    ]
    assert isinstance(gone, Gone)
    assert gone.reason == "erased"
    carried = [
        e
        for e in here.here.desk.reader.events(here.here.office.door.stream_of("ER-1"))
        if isinstance(e.event, CarriedOut)
    ]
    assert gone.entry == carried[0].index
    verdict, proved = here.verdict()
    assert verdict == 0
    assert f"1 part was lawfully erased, by entry {gone.entry} (1)." in proved


def test_it_takes_every_copy_of_the_words_with_it_old_revisions_included():
    here = scene()
    here.record(Retitled(title="Other"), Retitled(title=f"Seats released for {NAME}"))
    here.confirm(here.ask("PM-1", words=NAME))
    assert here.verdict()[0] == 0
    titles = [e.event.title for e in here.here.desk.reader.events(here.pm) if hasattr(e.event, "title")]
    assert [isinstance(one, Gone) for one in titles] == [True, False, True]


def test_it_leaves_the_other_words_of_the_entry():
    here = scene()
    written = ParagraphsWritten(ids=("a", "b"), paragraphs=(f"{NAME} rang.", "We looked at the queue."))
    here.record(written, Revised(number=1, paragraphs=("b", "a")))
    here.confirm(here.ask("PM-1", "P-2"))
    (left,) = [
        e.event for e in here.here.desk.reader.events(here.pm) if isinstance(e.event, ParagraphsWritten)
    ]
    assert left.paragraphs[1] == "We looked at the queue."
    assert isinstance(left.paragraphs[0], Gone)


def test_it_shows_nobody_the_words_in_a_row_or_a_search():
    here = scene()
    here.confirm(here.ask("PM-1", "title"))
    rows = here.here.desk.storage.rows
    shown = str([rows.select(POSTMORTEM), rows.select(DOCUMENT)])
    assert NAME not in shown
    assert here.here.office.door.matching(NAME) == []


def test_it_takes_a_copy_that_came_between_the_request_and_the_deed():
    here = scene()
    asked = here.ask("PM-1", "title")
    here.record(Retitled(title=f"Seats released for {NAME}"))
    here.confirm(asked)
    titles = [e.event.title for e in here.here.desk.reader.events(here.pm) if hasattr(e.event, "title")]
    assert all(isinstance(one, Gone) for one in titles)


def test_it_gives_one_erasure_and_none_that_is_not_here():
    here = scene()
    here.record(TriggerStated(text=f"{NAME} rang"))
    asked = here.ask("PM-1", "trigger")
    assert erasure_of(here.here.office, asked.stream).number == 1
    with pytest.raises(Refused, match="no such erasure"):
        erasure_of(here.here.office, StreamId("er_nowhere"))


def test_it_waits_a_night_for_somebody_alone():
    here = scene()
    asked = here.ask("PM-1", "title")
    with pytest.raises(Refused, match="A later you can approve it from Tuesday"):
        due(here.here.office, here.means, asked.stream)
    here.confirm(asked)
    events = [e.event for e in here.here.desk.reader.events(asked.stream)]
    assert Approved(later_self=True) in events


def test_it_takes_a_second_person_where_there_is_one():
    here = scene()
    asked = here.ask("PM-1", "title")
    with pytest.raises(Refused, match="two people"):
        due(here.here.of(here.here.me, alone=False), here.means, asked.stream)
    other = here.here.of(BO, alone=False)
    carry_out(other, here.means, due(other, here.means, asked.stream))
    (done,) = [e.event for e in here.here.desk.reader.events(asked.stream) if isinstance(e.event, CarriedOut)]
    assert set(done.approvers) == {here.here.me, BO}
    assert not done.later_self


def test_it_is_refused_while_a_hold_stands_and_says_the_way():
    here = scene(held=True)
    with pytest.raises(Refused, match="A hold .HO-1. covers this until it is released"):
        here.ask("PM-1", "title")
    assert erasures(here.here.office) == []


def test_it_records_that_a_hold_stood_in_the_way_of_the_deed():
    here = scene()
    asked = here.ask("PM-1", "title")
    holding.place(here.here.office, here.pm, holding.Wish(sources=("chat",), reason="the insurer asked"))
    here.here.clock.forward(days=1)
    with pytest.raises(Refused, match="secondstory hold release HO-2"):
        due(here.here.office, here.means, asked.stream)
    events = [e.event for e in here.here.desk.reader.events(asked.stream)]
    assert RefusedByHold(holds=(2,)) in events


def test_it_can_be_taken_back():
    here = scene()
    asked = here.ask("PM-1", "title")
    withdraw_erasure(here.here.office, asked.stream, "the name may stay")
    with pytest.raises(Refused, match="was taken back: the name may stay"):
        here.confirm(asked)


def test_it_says_what_can_be_named():
    here = scene()
    with pytest.raises(Refused, match="names no text here"):
        here.ask("PM-1", "T-9")
    with pytest.raises(Refused, match="Which part of PM-1"):
        here.ask("PM-1")
    with pytest.raises(Refused, match="Capitals count"):
        here.ask("PM-1", words="wilhelmina")


def test_it_erases_one_entry_s_part_by_its_place():
    here = scene()
    index = next(s.index for s in here.here.desk.storage.of_stream(here.pm))
    asked = here.ask("PM-1", f"{index}.1")
    here.confirm(asked)
    assert here.verdict()[0] == 0


def test_it_destroys_the_bytes_of_an_item_and_keeps_its_custody():
    here = scene()
    item = Item(post_mortem=here.pm, name="log.txt", captured_from="host", how=Capture.FILE)
    sealed = seal_evidence(here.here.office, here.here.vault, item, lambda: iter([NAME.encode()]))
    here.confirm(here.ask("E-1", of="PM-1"))
    assert list(here.here.objects.digests()) == []
    assert here.here.desk.keys.key(f"object:{sealed.stream}") is None
    custody = [e.event for e in here.here.desk.reader.events(sealed.stream)]
    assert any(isinstance(one, Erased) and one.basis == LAW for one in custody)
    assert here.verdict()[0] == 0


def test_it_erases_an_account_with_its_key():
    here = scene()
    account = StreamId("ac_1")
    said = Written(
        post_mortem=here.pm, number=1, before_evidence=True, author_role="operator", paragraphs=(NAME,)
    )
    here.record(said, stream=account)
    here.confirm(here.ask("", stream=account))
    assert here.here.desk.reader.events(account) == []
    assert here.here.desk.keys.key(f"stream:{account}") is None
    assert erased_keys(here.here.desk.storage) == [f"object:{account}", f"stream:{account}"]
    assert here.verdict()[0] == 0


def test_it_erases_a_whole_stream_that_has_no_key():
    here = scene()
    here.confirm(here.ask("", stream=here.pm))
    assert here.here.desk.reader.events(here.pm) == []
    assert here.here.office.door.rows(POSTMORTEM) == []
    assert here.verdict()[0] == 0


def test_it_leaves_no_trace_of_the_words_on_the_disk(tmp_path):
    here = scene(tmp_path / "record.db")
    asked = here.ask("PM-1", "title")
    assert _found(tmp_path, NAME)
    here.confirm(asked)
    assert not _found(tmp_path, NAME)
    here.here.desk.storage.close()
    assert not _found(tmp_path, NAME)


def test_it_finishes_what_a_crash_left_recorded_and_not_done(tmp_path):
    here = scene(tmp_path / "record.db")
    asked = here.ask("PM-1", "title")
    here.here.clock.forward(days=1)
    keep = Means(
        storage=_Stopped(here.here.desk.storage), keys=here.here.desk.keys, objects=here.means.objects
    )
    with pytest.raises(KeyboardInterrupt):
        carry_out(here.here.office, keep, due(here.here.office, here.means, asked.stream))
    # Recorded, and read as erased from that moment on, although the words are still in the file.
    assert _found(tmp_path, NAME)
    assert here.here.office.door.matching(NAME) == []
    assert here.verdict()[0] == 0
    assert finish(here.means) == [asked.stream]
    assert not _found(tmp_path, NAME)
    assert finish(here.means) == []


def test_it_does_nothing_more_when_it_is_carried_out_again():
    here = scene()
    asked = here.ask("PM-1", "title")
    here.confirm(asked)
    size = here.here.desk.storage.head().size
    assert finished(here.here.office, here.means, asked.stream)
    (done,) = [e.event for e in here.here.desk.reader.events(asked.stream) if isinstance(e.event, CarriedOut)]
    destroy(here.means, done)
    assert here.here.desk.storage.head().size == size


class _Stopped:
    """A storage whose process is stopped when it comes to destroying."""

    def __init__(self, storage):
        self._storage = storage

    def __getattr__(self, name):
        return getattr(self._storage, name)

    def forget(self, slots):
        raise KeyboardInterrupt(slots)


def _found(folder: Path, word: str) -> bool:
    # The search index keeps stems in small letters.
    stems = (word.encode(), word.lower().encode(), word.lower()[:8].encode())
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return any(stem in held for held in files for stem in stems)
