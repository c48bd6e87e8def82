"""What an edition says of its parts: roles, lanes, sources, marks that were cited and are not to be found."""

from secondstory.application import edition
from secondstory.application.ceremony.editions import Frame, edition_of, gather
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.understanding import facts, naming, stories, timelines
from secondstory.domain.understanding.conditions import Persistence, PersistenceStated
from secondstory.domain.understanding.incidents import Impact
from secondstory.domain.understanding.narrative import LuckNoted
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind, GapCause, GapRecorded
from secondstory.kernel.ids import StreamId
from tests.offices import MemoryOffice
from tests.wiring.whole import stated, told


def shown(here: MemoryOffice, stream: StreamId) -> edition.Edition:
    return edition_of(gather(here.office, stream), Frame(now=here.office.now()))


def whole() -> tuple[MemoryOffice, StreamId]:
    here = MemoryOffice()
    return here, told(here)


def test_it_keeps_in_what_way_somebody_was_affected():
    here, stream = whole()
    facts.state_impact(here.office, stream, Impact(party="readers", kind="could not borrow"))
    assert [(one.kind, one.number, one.unit) for one in shown(here, stream).impact] == [
        ("lost seats", "412", "seats"),
        ("could not borrow", "", ""),
    ]


def test_it_says_of_a_condition_whether_it_is_still_there_only_when_somebody_did():
    here, stream = whole()
    assert [one.persistence for one in shown(here, stream).conditions] == ["persisting", ""]
    looked = PersistenceStated(number=2, persistence=Persistence.UNKNOWN, on=stated(2))
    naming.state_persistence(here.office, stream, looked)
    assert [one.persistence for one in shown(here, stream).conditions] == ["persisting", "unknown"]


def test_it_gives_decision_points_their_names_and_roles_a_capital():
    here, stream = whole()
    page = shown(here, stream)
    assert [one.id for one in page.decision_points] == ["D-1"]
    assert "Engineer on call" in {one.lane for one in page.timeline}


def test_it_keeps_gaps_apart_by_whether_anything_was_ever_captured():
    here, stream = whole()
    gap = GapRecorded(
        number=2, cause=GapCause.NEVER_CAPTURED, what="shell history", since=stated(3), until=stated(8)
    )
    timelines.record_gap(here.office, stream, gap)
    page = shown(here, stream)
    assert [(one.lane, one.cause) for one in page.timeline_gaps] == [
        ("Missing", "Seats released too early: deleted by retention"),
        ("Not captured", "shell history: never captured"),
    ]
    assert page.gaps[1] == "G-2 shell history, 20 October 2026 20:03 to 20:08: never captured."


def test_it_finds_a_citation_wherever_marks_are_shown():
    here, stream = whole()
    entry = EntryAdded(number=3, occurred=stated(5), kind=EntryKind.FACT, text="asked again [E-08]")
    timelines.add_entry(here.office, stream, entry)
    stories.note(here.office, stream, LuckNoted(number=1, text="It was a quiet night. [E-009, A-1]"))
    stories.revise(here.office, stream, "The form said so [E-7].")
    assert [one.id for one in shown(here, stream).sources] == ["E-7", "E-8", "E-9"]


def test_it_says_where_evidence_was_captured_and_what_is_blotted_out_in_it():
    here, stream = whole()
    item = Item(post_mortem=stream, name="mailer.env", captured_from="notices-live")
    found = here.vault.look([b"Authorization: Bearer " + b"q8Zr4Kx0" * 5])
    seal_evidence(here.office, here.vault, item, lambda: [b"KEY=blotted out"], masked=(*found, *found))
    (source,) = shown(here, stream).sources
    assert (source.captured_from, source.blotted_out, source.custody) == ("notices-live", 2, "")
    assert source.captured_at == source.sealed_at
