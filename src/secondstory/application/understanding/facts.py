"""Plain facts about an incident: its times, whom it touched, what set it off, what a hurt party needs."""

from secondstory.application.office import Office
from secondstory.application.understanding.references import cited
from secondstory.application.understanding.telling import Told, tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import incidents
from secondstory.domain.understanding.incidents import (
    Impact,
    NeedNamed,
    Retitled,
    SeverityChanged,
    TimesStated,
    TriggerStated,
)
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused


def state_times(office: Office, stream: StreamId, times: TimesStated) -> Told:
    """State some of the five times. Raises Refused when none is given, or when they would run backwards."""
    if times == TimesStated():
        raise Refused('Which time? For example: --detected "14:10". The others may stay open.')
    return tell(office, stream, lambda pm: incidents.state_times(pm.incident, times))


def state_impact(office: Office, stream: StreamId, impact: Impact) -> Told:
    """State whom it touched, and by how much. Raises Refused for a number without unit, source or method."""

    def decide(pm: PostMortem) -> list[Event]:
        if not impact.party.strip():
            raise Refused('Who was touched? For example: "travellers", "the team on call".')
        return incidents.state_impact(
            pm.incident, replace(impact, evidence=cited(office, pm, impact.evidence))
        )

    return tell(office, stream, decide)


def name_need(office: Office, stream: StreamId, need: NeedNamed) -> Told:
    """Name what a hurt party needs. Raises Refused when it does not say who, or what."""
    if not need.party.strip() or not need.need.strip():
        raise Refused("Say who was hurt, and what they need; whose it is to give may come later.")
    return tell(office, stream, lambda pm: incidents.note_fact(pm.incident, need))


def state_trigger(office: Office, stream: StreamId, text: str) -> Told:
    """State what set it off. Raises Refused when it says nothing; records nothing when it says the same."""
    if not text.strip():
        raise Refused("What set it off at that moment? What made it possible stands in the conditions.")
    stated = TriggerStated(text=text.strip())
    return tell(
        office,
        stream,
        lambda pm: [] if pm.incident.trigger == stated.text else incidents.note_fact(pm.incident, stated),
    )


def retitle(office: Office, stream: StreamId, title: str) -> Told:
    """Put the title into other words. Raises Refused when it is empty."""
    if not title.strip():
        raise Refused("A post-mortem keeps a title: say in a few words what happened.")
    stated = Retitled(title=title.strip())
    return tell(
        office,
        stream,
        lambda pm: [] if pm.incident.title == stated.title else incidents.note_fact(pm.incident, stated),
    )


def state_severity(office: Office, stream: StreamId, severity: str, *, reason: str | None = None) -> Told:
    """State how severe it is, in the words of the house. Raises Refused when it says nothing; nothing when it is so."""
    if not severity.strip():
        raise Refused("Which severity? A plain word or the number that your house uses.")
    stated = SeverityChanged(severity=severity.strip(), reason=(reason or "").strip() or None)
    return tell(
        office,
        stream,
        lambda pm: (
            [] if pm.incident.severity == stated.severity else incidents.note_fact(pm.incident, stated)
        ),
    )
