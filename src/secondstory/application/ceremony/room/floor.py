"""The floor of a room: the step that is on, its time, who wants to speak. It is gone when the sitting is, on purpose.

Nothing here is part of the record: who passed, who would like company and who was heard are nobody's business later.
What belongs to the record (points, parked ideas, dissent, minutes, how long a step took) goes there through `meeting`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import PersonId

SILENCE = timedelta(minutes=2)
MOST_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a scribe has typed and not yet given to the room. step: the code of the part it belongs to."""

    step: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What is going on in one room.

    step: the place of the part that is on, in its agenda. spent_s: seconds that each part took, by its code.
    since: since when the clock runs; None while it stands. pause_asked: somebody asked for a pause; nobody keeps who.
    stop: the place of the decision point on screen. shown: the n of up to two accounts on screen.
    turn: how often other questions were asked for. came: everybody who came in, with the role they came in.
    first_hour_free: somebody closest to it asked that managers come an hour later; nobody keeps who.
    """

    step: int = 0
    spent_s: Mapping[str, int] = field(default_factory=dict)
    since: datetime | None = None
    pause_asked: bool = False
    silent_until: datetime | None = None
    stop: int = 0
    shown: tuple[int, ...] = ()
    turn: int = 0
    hands: tuple[PersonId, ...] = ()
    heard: tuple[PersonId, ...] = ()
    passed: tuple[PersonId, ...] = ()
    company: tuple[PersonId, ...] = ()
    came: Mapping[PersonId, str] = field(default_factory=dict)
    drafts: Mapping[PersonId, Draft] = field(default_factory=dict)
    first_hour_free: bool = False

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.since is not None

    def is_silent(self, at: datetime) -> bool:
        """Return whether everybody writes for themselves now."""
        return self.silent_until is not None and at < self.silent_until

    def spent(self, code: str, *, current: str, at: datetime) -> int:
        """Return the seconds that a part has taken so far. current: the code of the part that is on."""
        running = int((at - self.since).total_seconds()) if self.since and code == current else 0
        return self.spent_s.get(code, 0) + max(running, 0)


def go(floor: Floor, steps: Sequence[str], by: int, *, at: datetime) -> Floor:
    """Return the floor one part on or back. steps: the codes of the agenda. Passing and silence begin anew."""
    to = min(max(floor.step + by, 0), len(steps) - 1)
    if to == floor.step:
        return floor
    stopped = stop_clock(floor, steps, at=at)
    return replace(
        stopped,
        step=to,
        since=at if floor.is_running else None,
        silent_until=None,
        hands=(),
        heard=(),
        passed=(),
        turn=0,
    )


def start_clock(floor: Floor, *, at: datetime) -> Floor:
    """Return the floor with its clock running, and any pause over."""
    return replace(floor, since=floor.since or at, pause_asked=False)


def stop_clock(floor: Floor, steps: Sequence[str], *, at: datetime) -> Floor:
    """Return the floor with its clock standing; what ran so far is counted for the part that is on."""
    if floor.since is None or not steps:
        return floor
    code = steps[min(floor.step, len(steps) - 1)]
    taken = floor.spent(code, current=code, at=at)
    return replace(floor, since=None, spent_s={**floor.spent_s, code: taken})


def ask_for_pause(floor: Floor, steps: Sequence[str], *, at: datetime) -> Floor:
    """Return the floor paused because somebody asked for it. Who did is not kept."""
    return replace(stop_clock(floor, steps, at=at), pause_asked=True)


def be_silent(floor: Floor, *, at: datetime) -> Floor:
    """Return the floor with two minutes in which everybody writes for themselves."""
    return replace(floor, silent_until=at + SILENCE)


def end_silence(floor: Floor) -> Floor:
    """Return the floor with the silence over."""
    return replace(floor, silent_until=None)


def walk(floor: Floor, by: int, *, stops: int) -> Floor:
    """Return the floor at the next or the last decision point; the accounts on screen are put away."""
    return replace(floor, stop=min(max(floor.stop + by, 0), max(stops - 1, 0)), shown=())


def show(floor: Floor, accounts: Sequence[int]) -> Floor:
    """Return the floor with up to two accounts on screen."""
    return replace(floor, shown=tuple(dict.fromkeys(accounts))[:MOST_SHOWN])


def raise_hand(floor: Floor, person: PersonId) -> Floor:
    """Return the floor with somebody in the queue to speak, or out of it when they were in it."""
    return replace(floor, hands=_turned(floor.hands, person))


def let_pass(floor: Floor, person: PersonId) -> Floor:
    """Return the floor with somebody who passes: they were asked, and that is enough."""
    return replace(floor, passed=_with(floor.passed, person), hands=_without(floor.hands, person))


def hear(floor: Floor, person: PersonId) -> Floor:
    """Return the floor with somebody heard, and out of the queue."""
    return replace(floor, heard=_with(floor.heard, person), hands=_without(floor.hands, person))


def ask_for_company(floor: Floor, person: PersonId) -> Floor:
    """Return the floor with somebody who would like company; asked again, no longer."""
    return replace(floor, company=_turned(floor.company, person))


def come_in(floor: Floor, person: PersonId, role: str) -> Floor:
    """Return the floor with somebody in it, and as what; the same floor when they were in it so before."""
    if floor.came.get(person) == role:
        return floor
    return replace(floor, came={**floor.came, person: role})


def keep_draft(floor: Floor, person: PersonId, draft: Draft) -> Floor:
    """Return the floor with what a scribe has typed so far; without words it is put away."""
    others = {who: one for who, one in floor.drafts.items() if who != person}
    return replace(floor, drafts={**others, person: draft} if draft.text.strip() else others)


def counts(floor: Floor, *, more: int = 0) -> tuple[tuple[str, int], ...]:
    """Return how many came in each role. more: people in the room who had no page open; they count as participants."""
    found: dict[str, int] = {}
    for role in floor.came.values():
        found[role] = found.get(role, 0) + 1
    if more > 0:
        found["participant"] = found.get("participant", 0) + more
    return tuple(sorted(found.items()))


def minutes_taken(floor: Floor, steps: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return the whole minutes that each part took, in the order of the agenda; parts that never began are left out."""
    return tuple((code, round(floor.spent_s[code] / 60)) for code in steps if floor.spent_s.get(code))


def _with(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys((*people, person)))


def _without(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return tuple(one for one in people if one != person)


def _turned(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    return _without(people, person) if person in people else _with(people, person)
