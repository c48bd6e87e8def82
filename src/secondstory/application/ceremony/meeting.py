"""Sittings: planned, held and closed; who holds the room, and what is kept of what was said in it."""

from collections.abc import Callable, Sequence

from secondstory.application.ceremony.chartering import charter_of
from secondstory.application.ceremony.knowing_people import everybody, name_of
from secondstory.application.holidays import holidays_of
from secondstory.application.office import Office, act
from secondstory.domain.ceremony import sittings
from secondstory.domain.ceremony.sittings import (
    Attended,
    Closed,
    Dissented,
    FacilitatorAppointed,
    Independence,
    Lapsed,
    MinutesWritten,
    Moved,
    Opened,
    Parked,
    PointRaised,
    PollAnswer,
    PollAnswered,
    Prepared,
    RoleCount,
    Scheduled,
    Sitting,
    SittingKind,
    Sittings,
    StepMinutes,
)
from secondstory.domain.keeping.people import Person
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import LINE, PERSON, POSTMORTEM

MOST_EXAMINED = 40

Note = Prepared | PointRaised | Parked | Dissented | MinutesWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A sitting with the post-mortem that it belongs to."""

    label: str
    title: str
    sitting: Sitting


def post_mortem(office: Office, stream: StreamId) -> PostMortem:
    """Return one post-mortem. Raises Refused when there is none or it may not be seen."""
    if office.door.row(POSTMORTEM, stream) is None:
        raise Refused("There is no such post-mortem here. secondstory list shows those there are.")
    return office.load(stream, _fold)


def upcoming(office: Office) -> list[Upcoming]:
    """Return the sittings that are planned or open, in the order of their post-mortems."""
    found: list[Upcoming] = []
    for row in office.door.rows(POSTMORTEM, order="-number"):
        if row["withdrawn"] is None and row["merged_into"] is None:
            pm = office.load(StreamId(str(row["stream"])), _fold)
            found += [
                Upcoming(label=pm.label, title=pm.incident.title, sitting=one)
                for one in pm.sittings.sittings
                if one.is_planned or one.is_open
            ]
    return found


def schedule(
    office: Office,
    stream: StreamId,
    kind: SittingKind,
    *,
    at: Moment | None,
    invited: Sequence[PersonId] = (),
    shortened: str | None = None,
) -> Sitting:
    """Plan a sitting and return it. Raises Refused when it would come before anybody could sleep on it."""

    def decide(pm: PostMortem) -> list[Event]:
        number = pm.sittings.next_number
        draft = Scheduled(number=number, kind=kind, at=at, invited=tuple(invited))
        return sittings.schedule(
            pm.sittings,
            draft,
            at=office.now(),
            alone=office.alone,
            shortened=shortened,
            holidays=holidays_of(office),
        )

    _act(office, stream, decide)
    return post_mortem(office, stream).sittings.sittings[-1]


def move(office: Office, stream: StreamId, number: int, *, at: Moment, reason: str) -> Sitting:
    """Move a planned sitting. Raises Refused without a reason, or when a commitment would come too early."""
    draft = Moved(number=number, at=at, reason=reason)
    _act(
        office,
        stream,
        lambda pm: sittings.move(
            pm.sittings, draft, at=office.now(), alone=office.alone, holidays=holidays_of(office)
        ),
    )
    return sitting_of(post_mortem(office, stream), number)


def conflicts_of(office: Office, pm: PostMortem, person: PersonId) -> tuple[str, ...]:
    """Return what stands between `person` and holding the room, each as words that follow "This facilitator"."""
    commanders = pm.incident.who(Role.COMMANDER)
    owners = pm.incident.who(Role.OWNER)
    return sittings.independence(
        person,
        timeline_actors=dict.fromkeys(pm.incident.who(Role.INVOLVED), "was closest to what happened"),
        owner=owners[-1] if owners else None,
        commander=commanders[-1] if commanders else None,
        lines=everybody(office).reporting_lines,
    )


def candidates(office: Office, pm: PostMortem) -> list[tuple[Person, tuple[str, ...]]]:
    """Return everybody here with what stands between them and holding the room; those with nothing in the way first.

    Conflicts are worked out for those who can have one; of a large organisation, for the first forty of them.
    """
    rows = office.door.rows(PERSON, {"has_left": 0}, order="name")
    people = [Person(person=PersonId(str(row["person"])), name=str(row["name"])) for row in rows]
    lines = [(PersonId(str(row["manager"])), PersonId(str(row["report"]))) for row in office.door.rows(LINE)]
    involved = pm.incident.who(Role.INVOLVED)
    owners, commanders = pm.incident.who(Role.OWNER), pm.incident.who(Role.COMMANDER)
    near = {*involved, *owners, *commanders, *_in_line(involved, lines)}
    close = [one for one in people if one.person in near][:MOST_EXAMINED]
    found = [
        (
            one,
            sittings.independence(
                one.person,
                timeline_actors=dict.fromkeys(involved, "was closest to what happened"),
                owner=owners[-1] if owners else None,
                commander=commanders[-1] if commanders else None,
                lines=lines,
            ),
        )
        for one in close
    ]
    clear: list[tuple[Person, tuple[str, ...]]] = [(one, ()) for one in people if one.person not in near]
    return clear + sorted(found, key=lambda one: len(one[1]))


def _in_line(people: Sequence[PersonId], lines: Sequence[tuple[PersonId, PersonId]]) -> set[PersonId]:
    """Return everybody above and below `people`. lines: (manager, report) pairs."""
    found: set[PersonId] = set()
    for pairs in (lines, [(report, manager) for manager, report in lines]):
        above: dict[PersonId, list[PersonId]] = {}
        for upper, lower in pairs:
            above.setdefault(lower, []).append(upper)
        waiting, met = list(people), set(people)
        while waiting:
            fresh = [one for one in above.get(waiting.pop(), ()) if one not in met]
            met.update(fresh)
            waiting += fresh
        found |= met
    return found


def guests_of(pm: PostMortem) -> tuple[PersonId, ...]:
    """Return whom to propose for a sitting: everybody who has a role in it, each once; listeners last."""
    roles = sorted(pm.incident.roles, key=lambda one: one.role is Role.LISTENER)
    return tuple(dict.fromkeys(one.person for one in roles))


def unspoken_for(pm: PostMortem, invited: Sequence[PersonId]) -> tuple[str, ...]:
    """Return the vantage points of the timeline from which nobody invited saw it."""
    seen = {(one.vantage or "").casefold() for one in pm.incident.roles if one.person in invited}
    named: dict[str, str] = {}
    for entry in pm.timeline.entries:
        if entry.added.vantage:
            named.setdefault(entry.added.vantage.casefold(), entry.added.vantage)
    return tuple(words for key, words in named.items() if key not in seen)


def appoint(
    office: Office, stream: StreamId, number: int, person: Person, *, because: str | None = None
) -> tuple[str, ...]:
    """Appoint a facilitator and return the conflicts that were found. Raises Refused for one without a reason."""
    conflicts = conflicts_of(office, post_mortem(office, stream), person.person)
    draft = FacilitatorAppointed(
        number=number,
        person=person.person,
        independence=Independence.CONFLICTS if conflicts else Independence.CLEAR,
        conflicts=conflicts,
    )
    _act(office, stream, lambda pm: sittings.appoint(pm.sittings, draft, because=because))
    return conflicts


def open_sitting(
    office: Office, stream: StreamId, number: int, *, read_out: bool, shortened: str | None = None
) -> Sitting:
    """Open a sitting. read_out: the opening was read aloud. Raises Refused with everything that is missing."""
    current = charter_of(office).current
    draft = Opened(number=number, read_out=read_out, charter_version=current.version if current else None)

    def decide(pm: PostMortem) -> list[Event]:
        return sittings.open_sitting(
            pm.sittings,
            draft,
            at=office.now(),
            alone=office.alone,
            shortened=shortened,
            holidays=holidays_of(office),
        )

    _act(office, stream, decide)
    return sitting_of(post_mortem(office, stream), number)


def note(office: Office, stream: StreamId, draft: Note) -> None:
    """Keep something that was said, without who said it. Raises Refused when the sitting is not open."""
    _act(office, stream, lambda pm: sittings.note_in_room(pm.sittings, draft))


def attend(office: Office, stream: StreamId, number: int, counts: Sequence[tuple[str, int]]) -> Sitting:
    """Note how many people were there in each role; roles that were noted before and are not named stay."""

    def decide(pm: PostMortem) -> list[Event]:
        before = {one.role: one.count for one in sitting_of(pm, number).roles}
        merged = {**before, **dict(counts)}
        roles = tuple(RoleCount(role=role, count=count) for role, count in merged.items() if count)
        return sittings.note_in_room(pm.sittings, Attended(number=number, roles=roles))

    _act(office, stream, decide)
    return sitting_of(post_mortem(office, stream), number)


def close(office: Office, stream: StreamId, number: int, minutes: Sequence[tuple[str, int]] = ()) -> Sitting:
    """Close an open sitting. minutes: how long each step of the agenda took."""
    agenda = tuple(StepMinutes(step=step, minutes=taken) for step, taken in minutes)
    _act(office, stream, lambda pm: sittings.close(pm.sittings, Closed(number=number, agenda=agenda)))
    return sitting_of(post_mortem(office, stream), number)


def poll(
    office: Office, stream: StreamId, number: int, *, question: str, answers: Sequence[tuple[str, int]]
) -> None:
    """Keep a batch of answers to one question. Raises Refused below five people."""
    batch = tuple(PollAnswer(answer=answer, count=count) for answer, count in answers)
    draft = PollAnswered(number=number, question=question, answers=batch)
    _act(office, stream, lambda pm: sittings.take_poll(pm.sittings, draft))


def polls(office: Office, stream: StreamId, batches: Sequence[PollAnswered]) -> None:
    """Keep the answers to several questions together, or none. Raises Refused below five people."""
    _act(
        office,
        stream,
        lambda pm: [event for one in batches for event in sittings.take_poll(pm.sittings, one)],
    )


def lapse(office: Office, stream: StreamId, number: int, reason: str) -> None:
    """Note that a planned sitting did not take place."""
    _act(office, stream, lambda pm: sittings.lapse(pm.sittings, Lapsed(number=number, reason=reason)))


def sitting_of(pm: PostMortem, number: int) -> Sitting:
    """Return S-number. Raises Refused when there is none."""
    found = pm.sittings.numbered(number)
    if found is None:
        raise Refused(f"{pm.label} has no S-{number}. secondstory sitting {pm.label} shows those there are.")
    return found


def meant(state: Sittings, label: str, *, wanted: Callable[[Sitting], bool], what: str) -> Sitting:
    """Return the one sitting that `wanted` is true of, when nobody said which.

    Raises Refused when there is none, or more than one. what: the word for it, such as `open`.
    """
    found = [one for one in state.sittings if wanted(one)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"No sitting of {label} is {what}. secondstory sitting {label} shows those there are.")
    names = ", ".join(f"S-{one.number}" for one in found)
    raise Refused(f"{len(found)} sittings of {label} are {what}: {names}. Say which.")


def facilitator_name(office: Office, sitting: Sitting) -> str | None:
    """Return the name of whoever holds the room."""
    return name_of(office, sitting.facilitator) if sitting.facilitator is not None else None


def _act(office: Office, stream: StreamId, decide: Callable[[PostMortem], Sequence[Event]]) -> None:
    post_mortem(office, stream)
    act(office, stream, _fold, decide)


def _fold(entries: Sequence[Recorded[Event]]) -> PostMortem:
    folded: PostMortem = fold_stream("pm", entries)
    return folded
