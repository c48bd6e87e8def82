"""One offer of support as one of its two people sees it."""

from secondstory.application.ceremony.supporting import is_line_manager_alone
from secondstory.domain.ceremony.support import Outcome, Support, reminders_due
from secondstory.domain.texts import Reminder
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.safekeeping.private_notes import private_notes

ANSWERS = {
    None: "Waiting for an answer",
    Outcome.GIVEN: "Accepted",
    Outcome.DECLINED: "They would rather not, and that is fine",
    Outcome.NOT_APPLICABLE: "Nobody was close to it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One private note as it is shown."""

    number: int
    who: str
    at: object
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer. is_mine: it was made to the reader; may_answer: the answer is theirs to give or to pass on."""

    one: Support
    key: str
    title: str
    answer: str
    is_mine: bool
    may_answer: bool
    waits_for_another: bool
    reminders: tuple[Reminder, ...]
    notes: tuple[Line, ...]


def _due(one: Support, visit: Visit) -> tuple[int, ...]:
    """Return the one reminder to show: the latest that is due, unless somebody asked again after it."""
    asked = max(one.followed_up_days, default=0)
    return tuple(days for days in reminders_due(one, visit.office.now()) if days > asked)[-1:]


def offer_of(visit: Visit, one: Support, names: dict[str, str]) -> Offer:
    """Return an offer as this reader, one of its two people, sees it; reminders show to the supporter alone."""
    is_mine = one.to == visit.person
    supports = visit.person in one.supporters
    due = _due(one, visit) if supports and not is_mine else ()
    texts = visit.ground.workspace.texts.support()
    stream = one.stream or StreamId("")
    who = names.get(str(one.to), "") if one.to else ""
    given_by = ", ".join(names.get(str(each), "somebody") for each in one.supporters)
    return Offer(
        one=one,
        key=str(stream),
        title=f"Offered to you by {given_by}"
        if is_mine
        else f"For {one.to_role}" + (f", {who}" if who else ""),
        answer=ANSWERS[one.outcome],
        is_mine=is_mine,
        may_answer=is_mine or one.to is None,
        waits_for_another=one.outcome is not None and is_line_manager_alone(visit.office, one),
        reminders=tuple(each for each in texts.reminders if each.after_days in due),
        notes=tuple(
            Line(number=note.number, who=names.get(note.author, "somebody"), at=note.at, text=note.text)
            for note in private_notes(visit.ground.workspace, visit.office, stream)
        ),
    )
