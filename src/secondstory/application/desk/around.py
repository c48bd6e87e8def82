"""Around the desk: what runs out, the sittings of this week, what is fresh to read, what one's teams have open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from secondstory.application.desk.mine import STANDING, Mine
from secondstory.application.desk.needs import sitting_ahead
from secondstory.application.keeping.holding import holds_of
from secondstory.application.office import Office
from secondstory.application.understanding.opening import ITSELF
from secondstory.domain.ceremony.sittings import Sitting
from secondstory.domain.keeping.holds import Hold
from secondstory.kernel.frozen import dataclass
from secondstory.readmodel.tables import FOLLOWUP, POSTMORTEM, TEAM_MEMBER, Row

RUNS_OUT = timedelta(days=14)
FRESH = 4
TEAM_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOut:
    """A hold that ends soon, or whose custodians have not all said that deletion stopped. ends_at: None for those."""

    row: Row
    hold: Hold
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A sitting of this week, with its post-mortem."""

    row: Row
    sitting: Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamOpen:
    """The follow-ups that wait for a team's answer, a few of them, and how many there are."""

    rows: Sequence[Row]
    count: int
    teams: Sequence[str]


def running_out(office: Office, mine: Sequence[Mine]) -> list[RunningOut]:
    """Return the holds of one's own open post-mortems that need somebody soon, what ends first before the rest."""
    now = office.now()
    found: list[RunningOut] = []
    for one in mine:
        if one.standing is None:
            continue
        for hold in holds_of(office, one.stream):
            if not hold.stands(now):
                continue
            if hold.until is not None and hold.until.at < now + RUNS_OUT:
                found.append(RunningOut(row=one.row, hold=hold, ends_at=hold.until.at))
            elif set(hold.unacknowledged) - {ITSELF}:
                found.append(RunningOut(row=one.row, hold=hold))
    return sorted(found, key=lambda one: (one.ends_at is None, one.ends_at or now, one.hold.number))


def this_week(office: Office, mine: Sequence[Mine]) -> list[Ahead]:
    """Return the sittings of the coming seven days in one's own post-mortems, the first one first."""
    now = office.now()
    found = [
        Ahead(row=one.row, sitting=sitting)
        for one in mine
        if one.standing is not None and (sitting := sitting_ahead(one.standing.pm, now)) is not None
    ]
    return sorted(found, key=lambda one: one.sitting.at.at if one.sitting.at else now)


def fresh(office: Office) -> list[Row]:
    """Return the post-mortems published last."""
    rows = office.door.rows(POSTMORTEM, STANDING, order="-published_at", limit=FRESH)
    return [row for row in rows if row["published_at"] is not None]


def anything_here(office: Office) -> bool:
    """Return whether there is any post-mortem that whoever asks may read."""
    return bool(office.door.rows(POSTMORTEM, limit=1))


def of_my_teams(office: Office) -> TeamOpen:
    """Return the follow-ups asked of one's teams that nobody has answered yet, the newest first."""
    teams = [str(row["team"]) for row in office.door.rows(TEAM_MEMBER, {"person": office.me}, order="team")]
    if not teams:
        return TeamOpen(rows=(), count=0, teams=())
    where = {"state": "asked", "asked_of": tuple(teams)}
    rows = office.door.rows(FOLLOWUP, where, order="-number", limit=TEAM_SHOWN)
    count = office.door.count(FOLLOWUP, where) if len(rows) == TEAM_SHOWN else len(rows)
    return TeamOpen(rows=rows, count=count, teams=teams)
