"""Who does what in a post-mortem: taking a role, leaving it, saying from where one saw it, handing the review over."""

from secondstory.application.office import Office
from secondstory.application.understanding.telling import Told, tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import incidents
from secondstory.domain.understanding.incidents import Held, Role, RoleLeft, RoleTaken
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused


def give_role(
    office: Office, stream: StreamId, role: Role, person: PersonId, *, vantage: str | None = None
) -> Told:
    """Note that a person has a role. Raises Refused when they have it, or when somebody else owns the review."""
    seen_from = vantage.strip() if vantage and vantage.strip() else None
    taken = RoleTaken(role=role, person=person, vantage=seen_from)

    def decide(pm: PostMortem) -> list[Event]:
        if person in pm.incident.who(role):
            raise Refused("They have this role already; nothing was changed.", code="role-held")
        return incidents.take_role(pm.incident, taken)

    return tell(office, stream, decide)


def leave_role(office: Office, stream: StreamId, role: Role, person: PersonId) -> Told:
    """Note that a person left a role. Raises Refused for the owner, who hands over, and when they have no such role."""

    def decide(pm: PostMortem) -> list[Event]:
        if role is Role.OWNER:
            raise Refused("A post-mortem keeps an owner. Hand it over to somebody first.", code="one-owner")
        if person not in pm.incident.who(role):
            raise Refused("They do not have this role here; nothing was changed.", code="role-not-held")
        return [RoleLeft(role=role, person=person)]

    return tell(office, stream, decide)


def stand_at(office: Office, stream: StreamId, role: Role, person: PersonId, vantage: str) -> Told:
    """Say from where somebody saw it; nothing when it stands there. Raises Refused when they have no such role."""

    def decide(pm: PostMortem) -> list[Event]:
        held = role_of(pm, role, person)
        if held is None:
            raise Refused("They do not have this role here; nothing was changed.", code="role-not-held")
        if (held.vantage or "") == vantage.strip():
            return []
        again = RoleTaken(role=role, person=person, vantage=vantage.strip() or None)
        return [RoleLeft(role=role, person=person), again]

    return tell(office, stream, decide)


def hand_over(office: Office, stream: StreamId, to: PersonId) -> Told:
    """Hand the review over to somebody else; nothing when it is theirs. Raises Refused when nobody owns it."""
    return tell(
        office,
        stream,
        lambda pm: [] if pm.incident.who(Role.OWNER) == (to,) else incidents.hand_over(pm.incident, to),
    )


def role_of(pm: PostMortem, role: Role, person: PersonId) -> Held | None:
    """Return a role as somebody holds it, None when they do not."""
    return next((one for one in pm.incident.roles if (one.role, one.person) == (role, person)), None)
