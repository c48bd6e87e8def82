"""Roles taken and left in any order: what somebody is follows from those that stand, and from nothing before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.ceremony.publication import Restricted
from secondstory.domain.understanding.incidents import IncidentKind, Opened, Role, RoleLeft, RoleTaken
from secondstory.kernel.event import Recorded
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.readmodel.door import Door
from secondstory.readmodel.projecting import RowProjector
from secondstory.readmodel.tables import EVIDENCE
from tests.application.access.world import edition, sealed
from tests.desks import START, Desk

PM, EV = StreamId("pm_one"), StreamId("ev_one")
OPENER, OTHERS = PersonId("pe_opener"), [PersonId(f"pe_{n}") for n in range(3)]
SILENT = {Role.LISTENER, Role.GUEST}

roles = st.tuples(st.booleans(), st.sampled_from(Role), st.sampled_from(OTHERS)).map(
    lambda made: (RoleTaken if made[0] else RoleLeft)(role=made[1], person=made[2])
)
steps = st.lists(st.one_of(roles, st.just(edition()), st.just(Restricted(category="legal", reason="open"))))


def recorded(stream, events):
    return [
        Recorded(index=n, stream=stream, seq=n, by=OPENER, at=START, event=event)
        for n, event in enumerate(events, start=1)
    ]


def standing(events):
    """Return who holds what, told another way than the projector does: each role by its last word."""
    last = {}
    for event in events:
        if isinstance(event, RoleTaken | RoleLeft):
            last[event.role, event.person] = isinstance(event, RoleTaken)
    return {(role, person) for (role, person), is_held in last.items() if is_held and role not in SILENT}


def is_public(events):
    return edition() in events and not any(isinstance(event, Restricted) for event in events)


@settings(max_examples=50, deadline=None)
@given(happened=steps)
def test_it_lets_read_exactly_those_whose_roles_stand(happened):
    desk = Desk()
    rows = desk.storage.rows
    opened = Opened(number=1, kind=IncidentKind.INCIDENT, title="Seats released too early")
    RowProjector().project(EV, recorded(EV, [sealed(PM)]), rows)
    RowProjector().project(PM, recorded(PM, [opened, *happened]), rows)
    held = standing(happened)
    assert Door(rows, OPENER).may_read(PM)
    for person in OTHERS:
        door = Door(rows, person)
        roles = {role.value for role, holder in held if holder == person}
        said = {relation.value for relation in door.relations(PM)} - {"reader"}
        assert said == roles
        assert door.may_read(PM) is (bool(roles) or is_public(happened))
        assert (door.count(EVIDENCE, {"postmortem": PM}) == 1) is door.may_read(PM)
