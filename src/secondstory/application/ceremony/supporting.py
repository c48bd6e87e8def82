"""Support: offered, taken or declined in a stream of its own; the post-mortem learns how it ended and nothing else.

What is written in a support stream stays between the two people in it. Each act that ends the step is recorded in both
streams together, or in neither.
"""

from collections.abc import Callable, Mapping, Sequence

from secondstory.application.office import Office, act_on
from secondstory.application.understanding.telling import Told
from secondstory.domain.ceremony import support
from secondstory.domain.ceremony.support import (
    Accepted,
    CompanionNamed,
    Declined,
    FollowedUp,
    HandedOver,
    NotApplicable,
    Offered,
    Paused,
    Prepared,
    StatedPublicly,
    SteppedAway,
    Support,
    ToldSomebody,
    WhatCanWait,
)
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import LINE, SUPPORT

ONESELF = "whoever opened this"
LINE_MANAGER_ALONE = "line-manager-alone"

Note = CompanionNamed | Paused | HandedOver | Prepared | StatedPublicly | FollowedUp
DecideBoth = Callable[[Support, PostMortem], tuple[Sequence[Event], Sequence[Event]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSteps:
    """The three steps of somebody alone: a break was taken, somebody was told, something was put off."""

    stepped_away: bool = False
    told: str | None = None
    can_wait: str | None = None

    def events(self) -> list[SteppedAway | ToldSomebody | WhatCanWait]:
        """Return what was done, as it is noted; empty when nothing was."""
        found: list[SteppedAway | ToldSomebody | WhatCanWait] = []
        if self.stepped_away:
            found.append(SteppedAway())
        if self.told and self.told.strip():
            found.append(ToldSomebody(whom=self.told.strip()))
        if self.can_wait and self.can_wait.strip():
            found.append(WhatCanWait(text=self.can_wait.strip()))
        return found


def supports_of(office: Office, stream: StreamId) -> tuple[Support, ...]:
    """Return the offers of support of a post-mortem that may be read: given by, or to, whoever asks."""
    rows = office.door.rows(SUPPORT, {"postmortem": stream})
    found = (office.load(StreamId(str(row["stream"])), _support) for row in rows)
    return tuple(sorted((one for one in found if one.stream), key=lambda one: str(one.stream)))


def about(office: Office, number: int) -> StreamId | None:
    """Return the post-mortem PM-`number` when whoever asks gives or is offered support in it, else None.

    They may answer there, also when the post-mortem itself is not open to them.
    """
    for row in office.door.rows(SUPPORT):
        stream = StreamId(str(row["postmortem"]))
        if office.load(stream, _post_mortem).incident.number == number:
            return stream
    return None


def is_line_manager_alone(office: Office, one: Support) -> bool:
    """Return whether only line managers of the person supported have offered: then the step still waits."""
    rows = office.door.rows(LINE, {"report": one.to}) if one.to else []
    managers = {str(row["manager"]) for row in rows}
    return bool(one.supporters) and {str(each) for each in one.supporters} <= managers


def support_oneself(office: Office, stream: StreamId, steps: OwnSteps) -> Told:
    """Note what one did for oneself; the first time this gives the support step its end.

    Raises Refused when nothing was done yet.
    """
    noted = steps.events()
    if not noted:
        raise Refused(
            "One of the three is enough to begin: step away for a moment, tell somebody, see what can wait.",
            code="support-first",
        )
    own = next((one for one in supports_of(office, stream) if one.to == office.me), None)

    def decide(state: Support, pm: PostMortem) -> tuple[Sequence[Event], Sequence[Event]]:
        first: list[Event] = []
        if state.stream is None:
            offered = Offered(post_mortem=stream, to_role=ONESELF, what="a moment for oneself", to=office.me)
            first = support.offer(state, offered)
            state = _after(state, first, office)
        events = [*first, *(event for step in noted for event in support.note_step(state, step))]
        if state.outcome is None:
            events += support.answer(state, Accepted())
        return events, _settled(state, events, pm, office)

    return _both(office, stream, own, decide)


def offer(office: Office, stream: StreamId, *, what: str, to_role: str, to: PersonId | None = None) -> Told:
    """Offer support to somebody by role; after a no the same offer is made again. Raises Refused when it is empty."""
    again = _of_role(office, stream, to_role) if to_role.strip() else None
    draft = Offered(post_mortem=stream, to_role=to_role.strip(), what=what.strip(), to=to)
    return _both(office, stream, again, lambda state, _pm: (support.offer(state, draft), ()))


def answer(
    office: Office,
    stream: StreamId,
    reply: Accepted | Declined,
    *,
    to_role: str = "",
    which: StreamId | None = None,
) -> Told:
    """Accept or decline the offer; the post-mortem learns which. Raises Refused when nothing was offered.

    which: the stream of the offer, where that is known; else the one to `to_role`.
    """

    def decide(state: Support, pm: PostMortem) -> tuple[Sequence[Event], Sequence[Event]]:
        events = support.answer(state, reply)
        return events, _settled(state, events, pm, office)

    return _both(office, stream, _meant(office, stream, to_role, which), decide)


def say_not_applicable(office: Office, stream: StreamId, reason: str) -> Told:
    """Say that nobody was close to it. Raises Refused without a reason, or after support was given."""

    def decide(state: Support, pm: PostMortem) -> tuple[Sequence[Event], Sequence[Event]]:
        if pm.support.outcome is support.Outcome.GIVEN:
            raise Refused("Support was given already; there is nothing to wave through.")
        events = support.say_not_applicable(state, NotApplicable(reason=reason.strip()))
        return events, _settled(state, events, pm, office)

    waiting = [one for one in supports_of(office, stream) if one.outcome is None]
    return _both(office, stream, waiting[-1] if waiting else None, decide)


def note(
    office: Office, stream: StreamId, draft: Note, *, to_role: str = "", which: StreamId | None = None
) -> Told:
    """Note a public word, a companion, a pause, a hand-over, or that somebody asked again after 7 or 30 days.

    which: the stream of the offer, where that is known; else the one to `to_role`. Raises Refused when nothing was offered yet, and for a public word without consent.
    """

    def decide(state: Support, _pm: PostMortem) -> tuple[Sequence[Event], Sequence[Event]]:
        match draft:
            case StatedPublicly():
                return support.state_publicly(state, draft), ()
            case FollowedUp():
                return support.follow_up(state, draft), ()
            case _:
                return support.note_step(state, draft), ()

    meant = _meant(office, stream, to_role, which)
    if meant is None:
        raise Refused(
            "Nothing was offered here yet, and this belongs to an offer. Make it first: --offer TEXT --to ROLE."
        )
    return _both(office, stream, meant, decide)


def _meant(office: Office, stream: StreamId, to_role: str, which: StreamId | None = None) -> Support | None:
    """Return the offer that is meant: the one named, to the role named, else the one still open, else the last."""
    found = supports_of(office, stream)
    if which is not None:
        return next((one for one in found if one.stream == which), None)
    if to_role.strip():
        named = _of_role(office, stream, to_role)
        if named is None:
            raise Refused(
                f"Nothing was offered to {to_role.strip()} here. Make the offer: --offer TEXT --to ROLE."
            )
        return named
    waiting = [one for one in found if one.outcome is None]
    return next(iter([*reversed(waiting), *reversed(found)]), None)


def _of_role(office: Office, stream: StreamId, to_role: str) -> Support | None:
    wanted = to_role.strip().casefold()
    return next((one for one in supports_of(office, stream) if one.to_role.casefold() == wanted), None)


def _settled(state: Support, events: Sequence[Event], pm: PostMortem, office: Office) -> list[Event]:
    managers = office.door.rows(LINE, {"report": state.to}) if state.to else []
    try:
        return support.settle(
            _after(state, events, office),
            pm.support,
            line_managers=[PersonId(str(row["manager"])) for row in managers],
        )
    except Refused as refused:
        if refused.code != LINE_MANAGER_ALONE:
            raise
        # The answer stands between the two of them; the step waits for somebody who is not their line manager.
        return []


def _after(state: Support, events: Sequence[Event], office: Office) -> Support:
    """Return the state as it will be when `events` are recorded."""
    for event in events:
        entry: Recorded[support.SupportEvent] = Recorded(
            index=0,
            stream=state.stream or StreamId("su_new"),
            seq=0,
            by=office.me,
            at=office.now(),
            event=event,  # type: ignore[arg-type]  # decisions of support return events of support
        )
        state = support.evolve(state, entry)
    return state


def _both(office: Office, stream: StreamId, existing: Support | None, decide: DecideBoth) -> Told:
    """Decide over an offer, a new one when `existing` is None, and its post-mortem; record in both, or in neither."""
    own = existing.stream if existing and existing.stream else office.new_stream("su")
    decided: list[tuple[StreamId, Event]] = []

    def again(states: Mapping[StreamId, Support | PostMortem]) -> list[tuple[StreamId, Event]]:

        state, pm = states[own], states[stream]
        assert isinstance(state, Support)
        assert isinstance(pm, PostMortem)
        incidents.must_be_open(pm.incident)
        private, open_ones = decide(state, pm)
        decided[:] = [*((own, event) for event in private), *((stream, event) for event in open_ones)]
        return decided

    folds: dict[StreamId, Callable[[Sequence[Recorded[Event]]], Support | PostMortem]]
    folds = {own: _support, stream: _post_mortem}
    appended = act_on(office, folds, again)
    events = tuple(event for _, event in decided)
    return Told() if appended is None else Told(events=events, entry=appended.first)


def _support(entries: Sequence[Recorded[Event]]) -> Support:
    folded: Support = fold_stream("su", entries)
    return folded


def _post_mortem(entries: Sequence[Recorded[Event]]) -> PostMortem:
    folded: PostMortem = fold_stream("pm", entries)
    return folded
