"""Plays a post-mortem of a team as its people would: each act is one of the application, by the person who does it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from secondstory.application.ceremony import committing, meeting, supporting
from secondstory.application.ceremony.knowing_people import everybody
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.office import Office
from secondstory.application.understanding import accounts, facts, naming, opening, roles, stories, timelines
from secondstory.domain.ceremony.followups import Changes, Phase, Strength
from secondstory.domain.ceremony.sittings import (
    Dissented,
    MinutesWritten,
    Parked,
    PointRaised,
    Sitting,
    SittingKind,
)
from secondstory.domain.ceremony.support import Accepted, CompanionNamed, HandedOver, StatedPublicly
from secondstory.domain.understanding.accounts import Shared
from secondstory.domain.understanding.conditions import Added, Basis, Level, LinkBasis, LinkDrawn, LinkKind
from secondstory.domain.understanding.incidents import Impact, Role, TimesStated
from secondstory.domain.understanding.narrative import (
    DecisionPointAdded,
    DefenceKind,
    DefenceNoted,
    LuckNoted,
    StoreysWritten,
    SurpriseNoted,
    WentWellNoted,
)
from secondstory.domain.understanding.timeline import (
    EntryAdded,
    EntryConfirmed,
    EntryKind,
    GapCause,
    GapRecorded,
)
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment, Precision
from secondstory.web.serving.example.cast import Cast
from secondstory.wiring.clock import DEMO_CLOCK
from secondstory.wiring.evidence import vault_of
from secondstory.wiring.workspace import Workspace

Told = Mapping[str, Any]


class Player:
    """Plays one told incident. The clock of the demo log is set before each part."""

    def __init__(self, workspace: Workspace, told: Told, cast: Cast) -> None:
        """Play `told` with `cast` in `workspace`."""
        self._workspace, self._told, self._cast = workspace, told, cast
        self._pm = StreamId("")

    def play(self) -> None:
        """Play it from the opening to the day after its commitment sitting."""
        with _own_clock():
            for part in (
                self._open,
                self._support,
                self._gather,
                self._tell_accounts,
                self._line_up,
                self._write,
                self._map,
                self._learn,
                self._commit,
            ):
                part()

    def _of(self, key: str) -> Office:
        return self._workspace.office_for(self._cast[key], alone=False)

    def _open(self) -> None:
        told = self._told
        _set(told["opened"])
        runa = self._of("runa")
        draft = opening.Opening(
            title=told["title"], severity=told["severity"], began=_moment(told["began"]), intake="web"
        )
        self._pm = opening.open_post_mortem(runa, draft).stream
        for one in told["roles"]:
            role = Role(one["role"])
            roles.give_role(runa, self._pm, role, self._cast[one["person"]], vantage=one["vantage"])
        times = {key: _moment(at) for key, at in told["times"].items()}
        facts.state_times(
            runa,
            self._pm,
            TimesStated(
                began=times["began"],
                detected=times["detected"],
                declared=times["declared"],
                mitigated=times["mitigated"],
                resolved=times["resolved"],
            ),
        )
        for one in told["impact"]:
            facts.state_impact(runa, self._pm, Impact(**one))

    def _support(self) -> None:
        told = self._told["support"]
        _set("2026-10-14T09:40:00+02:00")
        supporting.offer(
            self._of("runa"), self._pm, what=told["what"], to_role=told["to_role"], to=self._cast["jonas"]
        )
        _set("2026-10-14T10:05:00+02:00")
        supporting.answer(self._of("jonas"), self._pm, Accepted())
        _set("2026-10-14T10:20:00+02:00")
        statement = StatedPublicly(text=told["statement"], consent=True, where="the open channel")
        for note in (statement, CompanionNamed(companion=told["companion"]), HandedOver(duty=told["duty"])):
            supporting.note(self._of("runa"), self._pm, note)

    def _gather(self) -> None:
        for one in self._told["evidence"]:
            _set(one["at"])
            item = Item(
                post_mortem=self._pm,
                name=one["name"],
                captured_from=one["from"],
                media_type=one["media_type"],
            )
            content = [one["text"].lstrip("\n").encode()]
            seal_evidence(self._of(one["by"]), vault_of(self._workspace), item, content.copy)

    def _tell_accounts(self) -> None:
        for one in self._told["accounts"]:
            _set(one["at"])
            office = self._of(one["by"])
            accounts.write(office, self._pm, one["text"], role=one["role"])
            own = accounts.own_account(office, self._pm)
            assert own is not None
            assert own.stream is not None
            accounts.choose_readers(office, own.stream, Shared())

    def _line_up(self) -> None:
        _set("2026-10-14T17:00:00+02:00")
        for one in self._told["timeline"]:
            draft = EntryAdded(
                number=0,
                occurred=_moment(one["at"]),
                kind=EntryKind(one["kind"]),
                text=one["text"],
                known=_moment(one["known"]) if "known" in one else None,
                actor_role=one.get("actor_role"),
                vantage=one["vantage"],
                sources=tuple(one.get("sources", ())),
            )
            timelines.add_entry(self._of(one["by"]), self._pm, draft)
        gap = self._told["gap"]
        missing = GapRecorded(
            number=0,
            cause=GapCause(gap["cause"]),
            what=gap["what"],
            since=_moment(gap["since"]),
            until=_moment(gap["until"]),
            policy=gap["policy"],
        )
        timelines.record_gap(self._of("li"), self._pm, missing)
        timelines.say_about_entry(self._of("jonas"), self._pm, EntryConfirmed(number=4))

    def _write(self) -> None:
        _set("2026-10-14T18:30:00+02:00")
        runa, story = self._of("runa"), self._told["story"]
        stories.revise(runa, self._pm, story["text"])
        draft = StoreysWritten(lede=story["lede"], first=story["first"], second=story["second"])
        stories.write_storeys(runa, self._pm, draft)
        for one in self._told["decisions"]:
            decision = {**one, "when": _moment(one["when"])}
            stories.add_decision_point(runa, self._pm, DecisionPointAdded(number=0, **decision))
        for one in self._told["notes"]:
            stories.note(runa, self._pm, _note(one["kind"], one["text"]))

    def _map(self) -> None:
        _set("2026-10-15T11:00:00+02:00")
        for one in self._told["conditions"]:
            draft = Added(
                number=0,
                statement=one["statement"],
                level=Level(one["level"]),
                effect=one.get("effect"),
                basis=Basis(one["basis"]),
                evidence=tuple(one.get("evidence", ())),
            )
            naming.add(self._of("priya"), self._pm, draft)
        for one in self._told["links"]:
            link = LinkDrawn(
                from_number=one["from"],
                kind=LinkKind(one["kind"]),
                basis=LinkBasis(one["basis"]),
                to_number=one["to"],
                evidence=tuple(one.get("evidence", ())),
            )
            naming.link(self._of("priya"), self._pm, link)

    def _learn(self) -> None:
        number = self._meet(SittingKind.LEARNING, "2026-10-14T19:00:00+02:00", "2026-10-15T14:00:00+02:00")
        bo, yulia = self._of("bo"), self._of("yulia")
        words = "Calls that repeat are counted by nobody, though everybody hears them."
        meeting.note(yulia, self._pm, PointRaised(number=number, text=words))
        meeting.note(bo, self._pm, Parked(number=number, text="Whether the console is worth mending at all"))
        dissent = "It was not the label alone: we should have asked."
        meeting.note(self._of("priya"), self._pm, Dissented(number=number, about="C-1", text=dissent))
        minutes = "The save was read again with the page as it was. Two accounts differ on who uses the field; both stay."
        meeting.note(self._of("li"), self._pm, MinutesWritten(number=number, text=minutes))
        _set("2026-10-15T15:05:00+02:00")
        meeting.attend(bo, self._pm, number, [("participant", 7), ("listener", 3)])
        meeting.close(
            bo,
            self._pm,
            number,
            [("Read-out", 3), ("The evening as it was", 34), ("What made it likely", 24)],
        )

    def _commit(self) -> None:
        number = self._meet(SittingKind.COMMITMENT, "2026-10-16T09:00:00+02:00", "2026-10-19T15:30:00+02:00")
        for one in self._told["followups"]:
            self._promise(one)
        _set("2026-10-19T16:12:00+02:00")
        bo = self._of("bo")
        meeting.attend(bo, self._pm, number, [("participant", 8)])
        meeting.close(bo, self._pm, number, [("Proposals", 18), ("Asked and answered", 22)])

    def _meet(self, kind: SittingKind, planned: str, held: str) -> int:
        _set(planned)
        runa, bo = self._of("runa"), self._of("bo")
        invited = [self._cast[key] for key in ("runa", "jonas", "priya", "yulia", "li", "bo", "tomas")]
        sitting: Sitting = meeting.schedule(runa, self._pm, kind, at=_moment(held), invited=invited)
        facilitator = everybody(runa).persons[self._cast["bo"]]
        meeting.appoint(runa, self._pm, sitting.number, facilitator)
        _set(held)
        meeting.open_sitting(bo, self._pm, sitting.number, read_out=True)
        return sitting.number

    def _promise(self, one: Told) -> None:
        runa = self._of("runa")
        proposal = committing.Proposal(
            text=one["text"],
            conditions=tuple(one["conditions"]),
            phase=Phase(one["phase"]),
            changes=Changes(one["changes"]),
            end_state=one["end_state"],
            verified_how=one["verified_how"],
            strength=Strength(one["strength"]),
        )
        stream = committing.propose(runa, self._pm, proposal).stream
        assert stream is not None
        if "ask" not in one:
            return
        of = self._cast.get(one["ask"], one["ask"])
        committing.ask(runa, stream, of, because=one["because"], text=one["reason"])
        if "accept" in one:
            committing.accept(self._of(one["accept"]), stream, committing.Yes(due=_day(one["due"])))
        if "decline" in one:
            committing.decline(self._of(one["decline"]), stream, one["why"])


def _note(kind: str, text: str) -> Any:
    match kind:
        case "surprise":
            return SurpriseNoted(number=0, text=text)
        case "went-well":
            return WentWellNoted(number=0, text=text)
        case "luck":
            return LuckNoted(number=0, text=text)
        case _:
            return DefenceNoted(number=0, kind=DefenceKind(kind), text=text)


def _moment(said: str | datetime) -> Moment:
    at = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    return Moment(at=at.astimezone(UTC), zone=f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:5])


def _day(said: str) -> Moment:
    return Moment(at=datetime.fromisoformat(said).replace(tzinfo=UTC), precision=Precision.DAY)


def _set(at: str | datetime) -> None:
    os.environ[DEMO_CLOCK] = at if isinstance(at, str) else at.isoformat()


@contextmanager
def _own_clock() -> Iterator[None]:
    """Let the example have a clock of its own; afterwards it is that of the machine again."""
    before = os.environ.get(DEMO_CLOCK)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(DEMO_CLOCK, None)
        else:
            os.environ[DEMO_CLOCK] = before
