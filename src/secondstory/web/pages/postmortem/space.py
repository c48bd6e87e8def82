"""The frame of every page in the space of one post-mortem: its head, and the rail with its eight steps."""

from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from secondstory.application.access.policy import ROOM
from secondstory.application.looking import Standing
from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.postmortem import rail
from secondstory.web.pages.postmortem.lamp import Lamp, address_of, lamp_of
from secondstory.web.pages.postmortem.rail import Look
from secondstory.web.site.words import plural, short_day
from secondstory.web.visiting.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the rail. state: none, begun, done or lamp; line: one line of fact."""

    key: str
    name: str
    url: str
    line: str
    state: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What the frame shows. proof: the signed checkpoint it stands under, and where that can be read and checked.

    may_write: the reader is in the room and work goes on here; others read, and pages leave out their forms.
    """

    number: int
    label: str
    title: str
    line: str
    facts: tuple[str, ...]
    is_private: bool
    steps: tuple[Step, ...]
    lamp: Lamp
    proof: str
    proof_url: str
    may_write: bool


STEPS: tuple[tuple[str, str, Look], ...] = (
    ("overview", "Overview", rail.overview),
    ("support", "Support", rail.support),
    ("evidence", "Evidence and accounts", rail.evidence),
    ("timeline", "Timeline", rail.timeline),
    ("story", "Story", rail.story),
    ("map", "Map", rail.map_),
    ("sittings", "Sittings", rail.sittings),
    ("followups", "Follow-ups", rail.followups),
    ("publish", "Publish", rail.publish),
)
"""The rail in its order: key (also the name of the address), name, and how it stands: see rail.py. A step whose
address nobody has registered is left out."""

KINDS = {"incident": "Incident", "near-miss": "Near-miss", "surprise": "Surprise that went well"}


def in_space(visit: Visit, standing: Standing, current: str, template: str, **context: Any) -> HttpResponse:
    """Answer with a page in the space of a post-mortem. current: the key of its step."""
    space = space_of(visit, standing, current)
    return visit.render(template, standing=standing, pm=standing.pm, space=space, **context)


def space_of(visit: Visit, standing: Standing, current: str) -> Space:
    """Return the frame of a post-mortem, for this reader."""
    incident = standing.pm.incident
    lamp = lamp_of(visit, standing)
    steps = (_step(visit, standing, one, current=current, lit=lamp.step) for one in STEPS)
    return Space(
        number=incident.number,
        label=standing.pm.label,
        title=incident.title,
        line=_line(visit, standing),
        facts=_facts(standing),
        is_private=not standing.pm.publication.is_published,
        steps=tuple(step for step in steps if step is not None),
        lamp=lamp,
        proof=_proof(visit),
        proof_url=address_of("record", incident.number),
        may_write=incident.is_open and is_in_room(visit, standing.pm),
    )


def _proof(visit: Visit) -> str:
    """Return under which signed checkpoint it stands; whether that is right is for the reader to check."""
    signed = visit.ground.workspace.keys.last_signed()
    return f"On the record, checkpoint {signed.size:,}" if signed else "On the record"


def is_in_room(visit: Visit, pm: PostMortem) -> bool:
    """Return whether the reader is one of those who work on a post-mortem, and not somebody who reads it alone."""
    return pm.stream is not None and bool(visit.office.door.relations(pm.stream) & ROOM)


def _step(
    visit: Visit, standing: Standing, one: tuple[str, str, Look], *, current: str, lit: str
) -> Step | None:
    key, name, look = one
    try:
        url = reverse(key, kwargs={"number": standing.pm.incident.number})
    except NoReverseMatch:
        return None
    state, line = look(visit, standing)
    return Step(
        key=key,
        name=name,
        url=url,
        line=line,
        state="lamp" if key == lit else state,
        current=key == current,
    )


def _line(visit: Visit, standing: Standing) -> str:
    """Return what it is and when it began, or when it was opened while nobody said."""
    incident = standing.pm.incident
    began = incident.times.began
    when = f"began {short_day(began.at, visit.zone)}" if began else ""
    opened = f"opened {short_day(incident.opened_at, visit.zone)}"
    return f"{KINDS[incident.kind.value]}, {when or opened}"


def _facts(standing: Standing) -> tuple[str, ...]:
    incident = standing.pm.incident
    found = [f"Severity: {incident.severity}"] if incident.severity else []
    if incident.impacts:
        hurt = list(dict.fromkeys(one.party for one in incident.impacts if one.harmed))
        whom = hurt[0] if len(hurt) == 1 else "people"
        found.append(f"Harm to {whom}: {'yes' if hurt else 'none stated'}")
    if standing.followups:
        found.append(plural(len(standing.followups), "follow-up"))
    return tuple(found)
