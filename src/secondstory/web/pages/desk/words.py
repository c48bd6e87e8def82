"""How a need reads on the desk: as a line of the table, and as the lamp."""

from collections.abc import Mapping
from datetime import datetime

from secondstory.application.desk.mine import Relation
from secondstory.application.desk.needs import Need, Press
from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.library.volumes import address
from secondstory.web.pages.postmortem.lamp import Lamp, lamp_of
from secondstory.web.site.words import clock, day
from secondstory.web.visiting.visit import Visit

ROLES: Mapping[Relation, str] = {
    Relation.OWNER: "Owner",
    Relation.FACILITATOR: "Facilitator",
    Relation.FACILITATOR_AFTER: "Facilitator",
    Relation.SCRIBE: "Scribe",
    Relation.INVOLVED: "Closest to it",
    Relation.COMMANDER: "Led the response",
    Relation.PARTICIPANT: "Participant",
    Relation.OPENER: "You opened it",
}
STAGES: Mapping[str, str] = {
    "opened": "Support comes first",
    "supported": "Say what happened when",
    "gathering": "Gather what people saw, then meet",
    "learning-held": "Write it down, and take up the changes",
    "committed": "Look once more, then publish",
}
SITTINGS: Mapping[SittingKind, str] = {
    SittingKind.LEARNING: "Learning sitting",
    SittingKind.COMMITMENT: "Commitment sitting",
    SittingKind.COMBINED: "Combined sitting",
    SittingKind.ASYNCHRONOUS: "Asynchronous sitting",
    SittingKind.SOLO: "Going through it alone",
}
KINDS = {"near-miss": ", near-miss", "surprise": ", it went well"}
TEXT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what waits. about: the post-mortem as a sentence, empty when it is not open to the reader."""

    title: str
    about: str
    label: str
    what: str
    you_are: str
    when: str
    url: str
    lamp: Lamp


def line_of(visit: Visit, need: Need) -> Line:
    """Return how a need reads."""
    lamp = _SAID[need.press](visit, need)
    row = need.row
    return Line(
        title=str(row["title"]) if row else _without_row(need),
        about=shortened(str(row["title"])) if row else "",
        label=_label(need),
        what=lamp.title,
        you_are=_you_are(need),
        when=_when(visit, need),
        url=lamp.url or address("overview", number=need.number),
        lamp=lamp,
    )


def sitting_title(sitting: Sitting) -> str:
    """Return what a sitting is called."""
    return SITTINGS[sitting.kind]


def _without_row(need: Need) -> str:
    return shortened(need.followup.text) if need.followup else "Between you two"


def _label(need: Need) -> str:
    kind = KINDS.get(str(need.row["kind"]), "") if need.row else ""
    labels = [f"FU-{need.followup.number}"] if need.followup else []
    labels += [f"PM-{need.number}{kind}"] if need.number else []
    return ", ".join(labels)


def _you_are(need: Need) -> str:
    special = {
        Press.SUPPORT_OFFERED: "Support is for you",
        Press.LOOK_IN: "You offered support",
        Press.ANSWER: "Asked",
        Press.DO: "You said yes to it",
        Press.EFFECT: "You said yes to it",
    }
    return special.get(need.press) or (ROLES[need.roles[0]] if need.roles else "")


def _when(visit: Visit, need: Need) -> str:
    if need.at is None:
        return ""
    if need.press is Press.ANSWER:
        return f"by {near_day(visit, need.at)}"
    if need.press is Press.DO:
        return f"due {near_day(visit, need.at)}"
    if need.press is Press.ACCOUNT:
        return f"before {near(visit, need.at)}"
    return near(visit, need.at)


def near(visit: Visit, when: datetime) -> str:
    """Return a day and an hour, without the year while it is this one."""
    return f"{near_day(visit, when)}, {clock(when, visit.zone)}"


def near_day(visit: Visit, when: datetime) -> str:
    """Return a day, without the year while it is this one."""
    return day(when, visit.zone).removesuffix(f" {visit.office.now().astimezone(visit.zone).year}")


def _support_offered(_visit: Visit, need: Need) -> Lamp:
    return Lamp(
        step="support",
        title="Somebody offers to be there for you",
        sentence="A yes is welcome, and so is a no. What you two say stays between you.",
        act="Read and answer",
        url=address("support", number=need.number),
    )


def _look_in(_visit: Visit, need: Need) -> Lamp:
    return Lamp(
        step="support",
        title="Look in on somebody",
        sentence=f"You offered support {need.days} days ago. Ask how they are; only you see this.",
        act="Say that you asked",
        url=address("support", number=need.number),
    )


def _sitting(visit: Visit, need: Need) -> Lamp:
    assert need.sitting is not None
    name = sitting_title(need.sitting)
    if need.sitting.is_open:
        room = address("room", number=need.number, sitting=need.sitting.number)
        return Lamp(
            step="sittings",
            title=f"{name} is open now",
            sentence="People sit together at this moment. You can come in quietly.",
            act="Go in",
            url=room or address("sittings", number=need.number),
        )
    when = near(visit, need.at) if need.at else "Soon"
    return Lamp(
        step="sittings",
        title=name,
        sentence=f"{when}. Read what is there before you come.",
        act="To the sitting",
        url=address("sitting", number=need.number, sitting=need.sitting.number),
    )


def _answer(_visit: Visit, need: Need) -> Lamp:
    assert need.followup is not None
    number = need.followup.number
    return Lamp(
        step="followups",
        title="Say yes or no to a follow-up",
        sentence=f"FU-{number}: {shortened(need.followup.text)} A no with a reason is as welcome as a yes.",
        act="Read and answer",
        url=address("followup-answer", number=number) or address("followup", number=number),
    )


def _do(_visit: Visit, need: Need) -> Lamp:
    assert need.followup is not None
    number = need.followup.number
    return Lamp(
        step="followups",
        title="See through what you said yes to",
        sentence=f"FU-{number}: {shortened(need.followup.text)}",
        act="To the follow-up",
        url=address("followup", number=number),
    )


def _effect(_visit: Visit, need: Need) -> Lamp:
    assert need.followup is not None
    number = need.followup.number
    return Lamp(
        step="followups",
        title="Did it hold? Look again at one change",
        sentence=f"FU-{number}: {shortened(need.followup.text)} Yes, no and cannot tell are all answers.",
        act="Look again",
        url=address("followup", number=number),
    )


def _account(_visit: Visit, need: Need) -> Lamp:
    return Lamp(
        step="evidence",
        title="Give your account, before you look at the logs",
        sentence="What you remember now is worth as much as any log. It takes about eight minutes.",
        act="Write it down",
        url=address("account-write", number=need.number),
    )


def _next(visit: Visit, need: Need) -> Lamp:
    assert need.standing is not None
    return lamp_of(visit, need.standing)


def _stage(_visit: Visit, need: Need) -> Lamp:
    stage = str(need.row["stage"]) if need.row else ""
    return Lamp(
        step="",
        title=STAGES.get(stage, "Go on where you left"),
        sentence="",
        act="Open it",
        url=address("overview", number=need.number),
    )


_SAID = {
    Press.SUPPORT_OFFERED: _support_offered,
    Press.SUPPORT_FIRST: _next,
    Press.SITTING_NOW: _sitting,
    Press.ANSWER: _answer,
    Press.ACCOUNT: _account,
    Press.LOOK_IN: _look_in,
    Press.NEXT: _next,
    Press.DO: _do,
    Press.EFFECT: _effect,
    Press.SITTING: _sitting,
    Press.STAGE: _stage,
}


def shortened(text: str) -> str:
    """Return the beginning of a text as a sentence."""
    line = " ".join(text.split())
    if len(line) > TEXT:
        return f"{line[:TEXT].rsplit(' ', 1)[0]} …"
    return line if line.endswith((".", "?", "!", "…", "。")) else f"{line}."
