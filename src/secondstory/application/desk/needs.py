"""Where somebody is needed, the most pressing first. Nothing here says how late anybody is, and nothing is counted."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from secondstory.application.desk.mine import Mine, relations_of
from secondstory.application.looking import Standing, followup
from secondstory.application.office import Office
from secondstory.domain.ceremony import followups
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.ceremony.support import Support, reminders_due
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import ACCOUNT, FOLLOWUP, POSTMORTEM, SUPPORT, Row

SOON = timedelta(days=14)
THIS_WEEK = timedelta(days=7)
TODAY = timedelta(hours=16)
MOST_FOLLOWUPS = 5
SAW_IT = frozenset({Relation.INVOLVED, Relation.COMMANDER, Relation.PARTICIPANT})
CARRIES_IT = frozenset({Relation.OWNER, Relation.OPENER, Relation.SCRIBE})
BEFORE_LEARNING = frozenset({"opened", "supported", "gathering"})


class Press(IntEnum):
    """The kinds of need, the most pressing first: people, then who waits for a person, then the work."""

    SUPPORT_OFFERED = 1
    SUPPORT_FIRST = 2
    SITTING_NOW = 3
    ANSWER = 4
    ACCOUNT = 5
    LOOK_IN = 6
    NEXT = 7
    DO = 8
    EFFECT = 9
    SITTING = 10
    STAGE = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that waits for the reader. row: the post-mortem it belongs to, None when it is not open to them.

    number: the number of that post-mortem. at: by when, or when; None when there is no such time.
    """

    press: Press
    number: int
    row: Row | None = None
    roles: tuple[Relation, ...] = ()
    at: datetime | None = None
    standing: Standing | None = None
    sitting: Sitting | None = None
    followup: FollowUp | None = None
    days: int = 0


def needs_of(office: Office, mine: Sequence[Mine]) -> list[Need]:
    """Return everything that waits for whoever asks. mine: their post-mortems that are not published yet."""
    found = [*_supports(office), *_asked(office), *_owned(office), *_in_post_mortems(office, mine)]
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.press, one.at or far, -one.number))


def _in_post_mortems(office: Office, mine: Sequence[Mine]) -> Iterator[Need]:
    """Yield the most pressing need of each post-mortem: one line for each."""
    told = _told(office, mine)
    for one in mine:
        number = int(str(one.row["number"]))
        if one.standing is None:
            yield Need(press=Press.STAGE, number=number, row=one.row, roles=one.roles)
            continue
        found = list(_of_one(office, one, one.standing, has_told=one.stream in told))
        if found:
            yield min(found, key=lambda need: need.press)


def _of_one(office: Office, one: Mine, standing: Standing, *, has_told: bool) -> Iterator[Need]:
    number, row, roles = standing.pm.incident.number, one.row, one.roles
    carries = bool(CARRIES_IT & set(roles)) or office.alone
    if standing.next.code == "support":
        yield Need(press=Press.SUPPORT_FIRST, number=number, row=row, roles=roles, standing=standing)
    sitting = sitting_ahead(standing.pm, office.now())
    if sitting is not None:
        press = Press.SITTING_NOW if _is_near(sitting, office.now()) else Press.SITTING
        at = sitting.at.at if sitting.at else None
        yield Need(
            press=press, number=number, row=row, roles=roles, standing=standing, sitting=sitting, at=at
        )
    if SAW_IT & set(roles) and not has_told and standing.stage.value in BEFORE_LEARNING:
        at = sitting.at.at if sitting and sitting.at else None
        yield Need(press=Press.ACCOUNT, number=number, row=row, roles=roles, standing=standing, at=at)
    if (carries or Relation.FACILITATOR in roles) and standing.next.code not in ("nothing", "waived"):
        yield Need(press=Press.NEXT, number=number, row=row, roles=roles, standing=standing)


def sitting_ahead(pm: PostMortem, now: datetime) -> Sitting | None:
    """Return the sitting that is open, else the next one planned within a week; None when there is none."""
    sittings = pm.sittings.sittings
    is_open = next((one for one in sittings if one.is_open), None)
    if is_open is not None:
        return is_open
    planned = [
        one for one in sittings if one.is_planned and one.at and now - TODAY < one.at.at < now + THIS_WEEK
    ]
    return min(planned, key=lambda one: one.at.at if one.at else now, default=None)


def _is_near(sitting: Sitting, now: datetime) -> bool:
    return sitting.is_open or (sitting.at is not None and sitting.at.at < now + TODAY)


def _told(office: Office, mine: Sequence[Mine]) -> set[str]:
    """Return the post-mortems of which whoever asks has written an account."""
    wrote = relations_of(office, (Relation.AUTHOR,)) if mine else {}
    if not wrote:
        return set()
    where = {"postmortem": tuple(one.stream for one in mine), "stream": tuple(wrote)}
    return {str(row["postmortem"]) for row in office.door.rows(ACCOUNT, where)}


def _supports(office: Office) -> Iterator[Need]:
    """Yield what was offered to whoever asks, and whom they promised to look in on; nobody else learns of either."""
    rows = office.door.rows(SUPPORT, order="-stream", limit=4 * MOST_FOLLOWUPS)
    for row in rows:
        support: Support = office.load(
            StreamId(str(row["stream"])), lambda entries: fold_stream("su", entries)
        )
        if support.post_mortem is None or support.is_to_oneself:
            continue
        if support.to == office.me and support.outcome is None:
            yield _about(office, support.post_mortem, Press.SUPPORT_OFFERED)
        elif office.me in support.supporters:
            due = reminders_due(support, office.now())
            if due:
                yield _about(office, support.post_mortem, Press.LOOK_IN, days=due[-1])


def _about(office: Office, stream: StreamId, press: Press, *, days: int = 0) -> Need:
    row = office.door.row(POSTMORTEM, stream)
    if row is not None:
        return Need(press=press, number=int(str(row["number"])), row=row, days=days)
    pm: PostMortem = office.load(stream, lambda entries: fold_stream("pm", entries))
    return Need(press=press, number=pm.incident.number, days=days)


def _asked(office: Office) -> Iterator[Need]:
    """Yield the follow-ups asked of this person by name; those asked of their teams stand with their teams."""
    streams = tuple(relations_of(office, (Relation.ASKED,)))
    for one in _followups(office, {"state": "asked", "stream": streams}):
        until = one.asked[-1].until if one.asked else None
        yield _need(office, one, Press.ANSWER, at=until.at if until else None)


def _owned(office: Office) -> Iterator[Need]:
    """Yield the follow-ups this person owns that are due within two weeks, or that want a second look."""
    streams = tuple(relations_of(office, (Relation.FOLLOWUP_OWNER,)))
    if not streams:
        return
    for one in _followups(office, {"state": ("owned", "verified"), "stream": streams}):
        if one.standing is followups.Standing.VERIFIED:
            yield _need(office, one, Press.EFFECT)
        elif one.due is not None and one.due.at < office.now() + SOON:
            yield _need(office, one, Press.DO, at=one.due.at)


def _followups(office: Office, where: dict[str, object]) -> list[FollowUp]:
    if not where["stream"]:
        return []
    rows = office.door.rows(FOLLOWUP, where, order="due number", limit=MOST_FOLLOWUPS)
    return [followup(office, StreamId(str(row["stream"]))) for row in rows]


def _need(office: Office, one: FollowUp, press: Press, *, at: datetime | None = None) -> Need:
    origins = tuple(origin.post_mortem for origin in one.origins)
    rows = office.door.rows(POSTMORTEM, {"stream": origins}, order="number", limit=1)
    row = rows[0] if rows else None
    return Need(press=press, number=int(str(row["number"])) if row else 0, row=row, at=at, followup=one)
