"""One walk: its post-mortem, its texts, whoever answers, and the order of the steps."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from secondstory.application import looking
from secondstory.application.ceremony import soloing
from secondstory.application.understanding import accounts
from secondstory.application.understanding.telling import read
from secondstory.cli.ground.alone import committing, looking_back, remembering
from secondstory.cli.ground.alone.asking import Asker, Left, PassedOver
from secondstory.cli.ground.alone.steps import Walk
from secondstory.domain.ceremony.followups import Standing
from secondstory.domain.lifecycle import SoloPlace
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.cli.postmortem.seat import Seat

Step = Callable[[Walk], None]

STEPS: Mapping[SoloPlace, Step] = {
    SoloPlace.SUPPORT: remembering.support,
    SoloPlace.ACCOUNT: remembering.account,
    SoloPlace.EVIDENCE: looking_back.evidence,
    SoloPlace.DECISIONS: looking_back.decisions,
    SoloPlace.LEVELS: looking_back.levels,
    SoloPlace.FOLLOWUPS: committing.followups,
    SoloPlace.CLOSING: committing.closing,
    SoloPlace.NIGHT: committing.night,
    SoloPlace.ACCEPTING: committing.accepting,
}

NEEDED = frozenset({SoloPlace.SUPPORT, SoloPlace.FOLLOWUPS, SoloPlace.CLOSING})
"""The steps that nobody leaves out: a reason is recorded instead, or one comes back later."""


def go(seat: "Seat", asker: Asker, *, tonight: str | None = None) -> SoloPlace:
    """Walk from where the record says one stands to the end, or until somebody leaves; return where one stands then.

    tonight: why a yes does not wait for a night.
    """
    walk = Walk(seat, asker, tonight=tonight)
    passed: set[SoloPlace] = set()
    here = soloing.place(seat.office, seat.stream)
    if here is not SoloPlace.THROUGH:
        _welcome(walk, asker)
    while here is not SoloPlace.THROUGH:
        try:
            asker.begin(here.value)
            STEPS[here](walk)
            passed |= {here} - NEEDED
        except PassedOver:
            if here in NEEDED:
                asker.tell("This step is not left out; later keeps what you have and lets you come back.")
            else:
                passed.add(here)
        except Left:
            break
        if here in _ENDS:
            break
        here = soloing.place(seat.office, seat.stream, passed)
    return soloing.place(seat.office, seat.stream)


def _welcome(walk: Walk, asker: Asker) -> None:
    where = f"{walk.label}: {walk.pm.incident.title}."
    if soloing.is_begun(walk.pm):
        asker.tell(f"{where} You go on where you were.")
        return
    asker.tell(f"{where}\n{walk.protocol.opening}")
    asker.tell(
        "At any question: Enter for nothing, skip to leave out the step, later to come back another time."
    )


_LATER = frozenset({SoloPlace.NIGHT, SoloPlace.ACCEPTING})
"""After a walk has ended, on another day."""
_ENDS = frozenset({*_LATER, SoloPlace.CLOSING})
"""What comes after these waits at least until the next time."""


def summary(seat: "Seat") -> tuple[dict[str, object], str]:
    """Return what stands recorded, as data and in words."""
    pm = read(seat.office, seat.stream)
    own = soloing.live_followups(seat.office, seat.stream)
    owned = sum(one.standing is not Standing.PROPOSED for one in own)
    counts = {
        "entries": len(pm.timeline.entries),
        "gaps": len(pm.timeline.gaps),
        "decision_points": len(pm.story.decision_points),
        "conditions": len(pm.conditions.standing),
        "followups": len(own),
    }
    words = [
        "your account" if accounts.own_account(seat.office, seat.stream) else "",
        _counted(counts["entries"], "timeline entry", "timeline entries"),
        _counted(counts["gaps"], "gap", "gaps"),
        _counted(counts["decision_points"], "decision point", "decision points"),
        _counted(counts["conditions"], "condition", "conditions"),
        _counted(counts["followups"], "follow-up", "follow-ups"),
    ]
    told = ", ".join(one for one in words if one)
    text = f"Kept in {seat.label}: {told}." if told else f"{seat.label} is kept as it is."
    accepted = f" {owned} of them yours." if owned else ""
    return {**counts, "accepted": owned}, text + accepted


def next_command(seat: "Seat", place: SoloPlace) -> tuple[str, str]:
    """Return the sentence about what comes next, and the command that does it."""
    if place in STEPS and place not in _LATER:
        return "You go on here, where you left:", f"secondstory solo {seat.label}"
    step = looking.standing_of(seat.office, seat.stream).next
    return step.sentence, step.command


def must_be_alone(seat: "Seat") -> None:
    """Refuse the walk when others hold relations here, or when the post-mortem cannot be worked on."""
    if not seat.office.alone:
        raise Refused(
            "The walk alone is for somebody alone; others saw it too. Plan a sitting: secondstory sitting."
        )


def _counted(count: int, one: str, many: str) -> str:
    if not count:
        return ""
    return f"1 {one}" if count == 1 else f"{count} {many}"
