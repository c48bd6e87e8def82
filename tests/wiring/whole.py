"""A post-mortem with something in every part, told through the acts of the application."""

from datetime import UTC, datetime

from secondstory.application.ceremony.editions import Frame
from secondstory.application.office import act
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import facts, naming, stories, timelines
from secondstory.domain.ceremony.followups import Changes, Origin, Phase, Proposed, Strength
from secondstory.domain.understanding.conditions import (
    Added,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkKind,
    Persistence,
    PersistenceStated,
)
from secondstory.domain.understanding.incidents import Impact, TimesStated
from secondstory.domain.understanding.narrative import (
    DecisionPointAdded,
    DefenceKind,
    DefenceNoted,
    GlossaryTermAdded,
    HardNoted,
    LuckNoted,
    StoreysWritten,
    SurpriseNoted,
    WentWellNoted,
)
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind, GapCause, GapRecorded
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment, Precision
from tests.offices import MemoryOffice

NIGHT = datetime(2026, 10, 20, 20, 52, tzinfo=UTC)


def stated(minute: int = 0, *, zone: str = "Europe/Berlin", **more: object) -> Moment:
    """Return a moment of the evening, as somebody in Berlin stated it."""
    return Moment(at=NIGHT.replace(minute=minute), zone=zone, **more)


def told(here: MemoryOffice, words: str = "Seats released too early") -> StreamId:
    """Tell a whole post-mortem with `words` in many of its parts; return its stream."""
    office = here.office
    stream = here.opened(words).stream
    facts.state_times(office, stream, TimesStated(began=stated(1), detected=stated(9, uncertainty_s=300)))
    facts.state_impact(
        office,
        stream,
        Impact(party="travellers", kind="lost seats", number="412", unit="seats", method=words),
    )
    stories.write_storeys(
        office, stream, StoreysWritten(lede=words, first=words, second=f"{words}\n\nand the screen")
    )
    stories.revise(office, stream, f"{words}\n\n## Later\n\n- one\n- two\n")
    stories.add_decision_point(
        office,
        stream,
        DecisionPointAdded(
            number=1, title=words, done="released them", when=stated(4), assumed="hours", sensible=words
        ),
    )
    for note in (
        LuckNoted(number=1, text=words),
        SurpriseNoted(number=1, text=words),
        WentWellNoted(number=1, text=words),
        DefenceNoted(number=1, kind=DefenceKind.HELD, text=words),
    ):
        stories.note(office, stream, note)
    stories.note(office, stream, HardNoted(number=1, text=words))
    facts.state_trigger(office, stream, words)
    stories.explain_term(office, stream, GlossaryTermAdded(term="hold", meaning=words))
    _timeline(here, stream, words)
    _conditions(here, stream, words)
    _followup(here, stream, words)
    return stream


def _timeline(here: MemoryOffice, stream: StreamId, words: str) -> None:
    known = stated(7, precision=Precision.SECOND, zone="+02:00")
    entry = EntryAdded(number=1, occurred=stated(2), known=known, kind=EntryKind.FACT, text=words)
    timelines.add_entry(here.office, stream, entry)
    day = Moment(at=datetime(2026, 10, 18, 22, tzinfo=UTC), precision=Precision.DAY, zone="+02:00")
    earlier = EntryAdded(
        number=2, occurred=day, kind=EntryKind.ACCOUNT, text="before", actor_role="engineer on call"
    )
    timelines.add_entry(here.office, stream, earlier)
    gap = GapRecorded(
        number=1,
        cause=GapCause.RETENTION_EXPIRED,
        what=words,
        since=stated(3),
        until=stated(8),
        policy="seven days",
    )
    timelines.record_gap(here.office, stream, gap)


def _conditions(here: MemoryOffice, stream: StreamId, words: str) -> None:
    office = here.office
    naming.add(office, stream, Added(number=1, statement=words, level=Level.SOFTWARE))
    naming.add(office, stream, Added(number=2, statement="nobody speaks for the import", level=Level.PROCESS))
    naming.name_holder(office, stream, HolderNamed(number=2, holder="head of operations"))
    persisting = PersistenceStated(number=1, persistence=Persistence.PERSISTING, on=stated(2))
    naming.state_persistence(office, stream, persisting)
    naming.link(
        office,
        stream,
        LinkDrawn(from_number=2, to_number=1, kind=LinkKind.ALLOWED, basis=LinkBasis.HYPOTHESIS),
    )
    naming.link(
        office, stream, LinkDrawn(from_number=1, kind=LinkKind.MADE_LIKELIER, basis=LinkBasis.HYPOTHESIS)
    )
    naming.explore(
        office,
        stream,
        LevelExplored(
            level=Level.CULTURE,
            status=LevelStatus.NOTHING_FOUND,
            asked="who would say no",
            of_whom="dispatch",
        ),
    )
    naming.explore(
        office,
        stream,
        LevelExplored(
            level=Level.ORGANISATION, status=LevelStatus.NOT_EXPLORED, reason="nobody there tonight"
        ),
    )


def _followup(here: MemoryOffice, stream: StreamId, words: str) -> None:
    proposed = Proposed(
        number=here.office.door.next_number(_followups()),
        text=words,
        origins=(Origin(post_mortem=stream, conditions=(1, 2)),),
        phase=Phase.DETECT,
        changes=Changes.SYMPTOM,
        end_state="the form refuses it",
        verified_how="try it",
        strength=Strength.STRONGER,
    )
    fresh = here.office.new_stream("fu")
    here.office.journal.append([Draft(stream=fresh, event=proposed)], by=here.me, expects={fresh: 0})


def _followups() -> object:
    from secondstory.readmodel.tables import FOLLOWUP

    return FOLLOWUP


def settled(here: MemoryOffice, stream: StreamId) -> None:
    """Let support be settled and a sitting alone be held, so that the gates of ceremony open after a night."""
    from secondstory.domain.ceremony import sittings, support
    from secondstory.domain.lifecycle import fold_stream

    events = [
        support.Settled(outcome=support.Outcome.GIVEN),
        sittings.Scheduled(number=1, kind=sittings.SittingKind.SOLO, at=None, invited=()),
        sittings.Opened(number=1, read_out=True, charter_version="1"),
        sittings.Closed(number=1),
    ]
    act(here.office, stream, lambda entries: fold_stream("pm", entries), lambda _pm: events)


def frame(here: MemoryOffice) -> Frame:
    """Return the frame of a draft."""
    return Frame(now=here.office.now())
