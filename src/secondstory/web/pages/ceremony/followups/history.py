"""Everything that happened to a follow-up, told in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from secondstory.application import looking
from secondstory.application.ceremony import seeing_through
from secondstory.domain.ceremony import followups as fu
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.web.pages.ceremony.followups.words import EFFECTS
from secondstory.web.site.words import moment
from secondstory.web.visiting.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened. who: whose act it was; what: a sentence; words: what was said with it."""

    who: str
    what: str
    words: str
    at: datetime


class _Teller:
    """Says one event after another, for one reader."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self.names = looking.names(visit.office)

    def name(self, said: Any) -> str:
        return self.names.get(str(said), str(said))

    def day(self, day: Any) -> str:
        return moment(day, self._visit.zone)

    def other(self, stream: StreamId) -> str:
        number = seeing_through.number_of(self._visit.office, stream)
        return f"FU-{number}" if number else "another follow-up"

    def owner(self, event: Any) -> str:
        return seeing_through.name_for(self.names, event.owner, event.owner_name) or "somebody"


Say = Callable[[_Teller, Any], tuple[str, str | None]]


def _asked(tell: _Teller, event: fu.Asked) -> tuple[str, str]:
    until = f", with an answer by {tell.day(event.until)}" if event.until else ""
    return f"Asked {tell.name(event.of)}, because of {event.because.value}{until}.", event.text


def _declined(_tell: _Teller, event: fu.Declined) -> tuple[str, str]:
    better = f" A better address: {event.better_address}." if event.better_address else ""
    return f"Said no.{better}", event.reason


def _done(_tell: _Teller, event: fu.ReportedDone) -> tuple[str, str | None]:
    shows = f" What shows it: {', '.join(event.evidence)}." if event.evidence else ""
    return f"Reported it done.{shows}", event.words


def _effect(_tell: _Teller, event: fu.EffectChecked) -> tuple[str, str | None]:
    said = next(title for value, title, _ in EFFECTS if value == event.effect.value)
    shows = f" What shows it: {', '.join(event.evidence)}." if event.evidence else ""
    return f"Looked for its effect: {said[0].lower()}{said[1:]}.{shows}", event.words


def _reworded(_tell: _Teller, event: fu.Reworded) -> tuple[str, str]:
    parts = [
        ("It reads now: ", event.text),
        ("Finished when: ", event.end_state),
        ("Checked by: ", event.verified_how),
        ("Could make worse: ", event.side_effects),
    ]
    new = " ".join(f"{before}{text}" for before, text in parts if text)
    return f"Reworded it. {new}", event.reason


def _superseded(tell: _Teller, event: fu.Superseded) -> tuple[str, str | None]:
    return f"{tell.other(event.by)} took its place.", event.reason


_SAY: Mapping[type[Event], Say] = {
    fu.Proposed: lambda _tell, event: ("Proposed it.", event.text),
    fu.OriginAdded: lambda _tell, _event: ("Said that it answers another post-mortem too.", None),
    fu.Reworded: _reworded,
    fu.StrengthConfirmed: lambda _tell, event: (
        f"Said how strong it is: {event.strength.value}.",
        event.reason,
    ),
    fu.Asked: _asked,
    fu.NightSkipped: lambda _tell, event: ("Did not wait for a night.", event.reason),
    fu.Accepted: lambda tell, event: (f"A yes: {tell.owner(event)} owns it.", event.words),
    fu.Declined: _declined,
    fu.HandedOver: lambda tell, event: (f"Handed it over to {tell.owner(event)}.", event.reason),
    fu.LetGo: lambda _tell, event: ("Let it go; it is asked for again.", event.reason),
    fu.Escalated: lambda tell, event: (f"Took it to {tell.name(event.to)}.", event.reason),
    fu.Blocked: lambda _tell, event: (f"It waits for {event.waiting_for}.", None),
    fu.Unblocked: lambda _tell, _event: ("It goes on.", None),
    fu.DueSet: lambda tell, event: (f"It will be there by {tell.day(event.due)}.", None),
    fu.DueMoved: lambda tell, event: (f"Moved the day to {tell.day(event.due)}.", event.reason),
    fu.Tracked: lambda _tell, event: (f"It is in a tracker too: {event.ref}.", None),
    fu.ReportedDone: _done,
    fu.Verified: lambda _tell, event: ("Looked, and the end state is reached.", event.how),
    fu.EffectChecked: _effect,
    fu.Reopened: lambda _tell, event: ("Opened it again.", event.reason),
    fu.Superseded: _superseded,
    fu.Dropped: lambda _tell, event: (f"Dropped it, by the authority of {event.authority}.", event.reason),
}


def told(visit: Visit, stream: StreamId) -> list[Line]:
    """Return the history of a follow-up, as it may be read. The newest is last."""
    tell = _Teller(visit)
    lines: list[Line] = []
    for entry in seeing_through.history_of(visit.office, stream):
        what, words = _SAY[type(entry.event)](tell, entry.event)
        who = tell.names.get(str(entry.by), "Somebody")
        lines.append(Line(who=who, what=what, words=words or "", at=entry.at))
    return lines
