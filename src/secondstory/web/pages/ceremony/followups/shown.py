"""A follow-up as a row shows it: what it changes, how strong it is, and where it stands in a word and a line."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from secondstory.application import looking
from secondstory.application.ceremony import seeing_through
from secondstory.domain.ceremony.followups import Changes, FollowUp, Phase, Standing
from secondstory.kernel.frozen import dataclass
from secondstory.web.site.words import moment, short_day
from secondstory.web.visiting.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A condition that a follow-up answers, as far as whoever looks may read it. url: empty without a map."""

    label: str
    level: str
    statement: str
    post_mortem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a row shows. state: a sign of pieces; who: the words beside it, empty for its own; line: below it."""

    one: FollowUp
    label: str
    url: str
    level: str
    strength: str
    changes: str
    state: str
    who: str
    line: str
    is_repair: bool
    answers: tuple[Answered, ...]


def rows(visit: Visit, followups: Sequence[FollowUp]) -> list[Shown]:
    """Return follow-ups as rows."""
    names = looking.names(visit.office)
    known = seeing_through.answered_by(visit.office, followups)
    return [_row(visit, one, names, _answers(one, known)) for one in followups]


def owner_of(one: FollowUp, names: Mapping[str, str]) -> str:
    """Return the name of whoever owns it, empty when nobody does."""
    return seeing_through.name_for(names, one.owner, one.owner_name)


def _answers(one: FollowUp, known: Mapping[tuple[str, int], Mapping[str, object]]) -> tuple[Answered, ...]:
    found = [
        known[str(origin.post_mortem), number]
        for origin in one.origins
        for number in origin.conditions
        if (str(origin.post_mortem), number) in known
    ]
    return tuple(
        Answered(
            label=f"C-{row['number']}",
            level=str(row["level"]),
            statement=str(row["statement"]),
            post_mortem=str(row["stream"]),
        )
        for row in found
    )


def _row(visit: Visit, one: FollowUp, names: Mapping[str, str], answers: tuple[Answered, ...]) -> Shown:
    state, who, line = _standing(visit, one, names)
    return Shown(
        one=one,
        label=f"FU-{one.number}",
        url=reverse("followup", kwargs={"number": one.number}),
        level=answers[0].level if answers else "",
        strength=one.grade.value if one.grade else "",
        changes=changes_of(visit, one),
        state=state,
        who=who,
        line=line,
        is_repair=one.phase is Phase.REPAIR,
        answers=answers,
    )


def changes_of(visit: Visit, one: FollowUp) -> str:
    """Return what it changes, and until when it covers."""
    if one.phase is Phase.REPAIR:
        return f"for {one.repair_to}" if one.repair_to else "for the people who were harmed"
    words = "changes a condition" if one.changes is Changes.CONDITION else "relieves a symptom"
    until = one.temporary_until
    return f"{words}, cover until {moment(until, visit.zone)}" if until else words


def _standing(visit: Visit, one: FollowUp, names: Mapping[str, str]) -> tuple[str, str, str]:
    owner = owner_of(one, names)
    match one.standing:
        case Standing.PROPOSED:
            return _unasked(one, names)
        case Standing.ASKED:
            return _asked(visit, one, names)
        case Standing.OWNED:
            return "accepted", owner, _under_way(visit, one)
        case Standing.DONE:
            return "done", "", f"{owner}, {short_day(one.done_at, visit.zone)}. Nobody else has looked yet."
        case Standing.VERIFIED:
            return "seen", "", f"{owner}, {short_day(one.verified_at, visit.zone)}.{_effect(one)}"
        case Standing.EFFECTIVE:
            return "held", "", f"{owner}. The condition changed, {short_day(one.effect_at, visit.zone)}."
        case Standing.SUPERSEDED:
            return "info", "Superseded", one.ended_because or "Another follow-up took its place."
        case Standing.DROPPED:
            return "declined", "Dropped", one.ended_because or ""


def _unasked(one: FollowUp, names: Mapping[str, str]) -> tuple[str, str, str]:
    if one.escalations:
        last = one.escalations[-1]
        return "escalated", "", f"To {names.get(last.to, last.to)}: {last.reason}"
    if one.declined:
        last_no = one.declined[-1]
        better = f" They suggest {last_no.better_address}." if last_no.better_address else ""
        return "declined", "", f"“{last_no.reason}”{better}"
    return "unowned", "", ""


def _asked(visit: Visit, one: FollowUp, names: Mapping[str, str]) -> tuple[str, str, str]:
    last = one.asked[-1]
    until = f" An answer by {moment(last.until, visit.zone)} would help." if last.until else ""
    line = f"Of {names.get(last.of, last.of)}. {last.because.value.capitalize()}.{until}"
    if one.escalations:
        to = one.escalations[-1].to
        return "escalated", "", f"To {names.get(to, to)}. {line}"
    return "asked", "", line


def _under_way(visit: Visit, one: FollowUp) -> str:
    why = f"{one.asked[-1].because.value.capitalize()}. " if one.asked else ""
    due = f"Due {moment(one.due, visit.zone)}." if one.due else "No date said yet."
    return f"{why}{due} Waits for {one.waiting_for}." if one.waiting_for else f"{why}{due}"


def _effect(one: FollowUp) -> str:
    if one.effect is None:
        return ""
    return (
        " The condition still stands."
        if one.effect.value == "not-changed"
        else " Nothing shows its effect yet."
    )
