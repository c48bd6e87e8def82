"""Who does what in a post-mortem."""

import pytest

from secondstory.application.understanding import roles
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice
from tests.people import ADA, BO


def opened():
    place = MemoryOffice()
    return place.office, place.opened().stream


def test_it_gives_a_role_with_its_vantage_point_once():
    office, pm = opened()
    roles.give_role(office, pm, Role.PARTICIPANT, BO, vantage=" the night desk ")
    held = roles.role_of(read(office, pm), Role.PARTICIPANT, BO)
    assert held is not None
    assert held.vantage == "the night desk"
    with pytest.raises(Refused, match="have this role already"):
        roles.give_role(office, pm, Role.PARTICIPANT, BO)


def test_it_keeps_one_owner():
    office, pm = opened()
    with pytest.raises(Refused, match="one owner"):
        roles.give_role(office, pm, Role.OWNER, BO)
    with pytest.raises(Refused, match="Hand it over"):
        roles.leave_role(office, pm, Role.OWNER, ADA)
    roles.hand_over(office, pm, BO)
    assert read(office, pm).incident.who(Role.OWNER) == (BO,)
    assert roles.hand_over(office, pm, BO).entry is None


def test_it_lets_somebody_leave_a_role_they_have():
    office, pm = opened()
    roles.give_role(office, pm, Role.SCRIBE, BO)
    roles.leave_role(office, pm, Role.SCRIBE, BO)
    assert read(office, pm).incident.who(Role.SCRIBE) == ()
    with pytest.raises(Refused, match="do not have this role"):
        roles.leave_role(office, pm, Role.SCRIBE, BO)


def test_it_says_from_where_somebody_saw_it_and_nothing_twice():
    office, pm = opened()
    roles.give_role(office, pm, Role.INVOLVED, BO)
    assert roles.stand_at(office, pm, Role.INVOLVED, BO, "the bridge").entry is not None
    assert roles.stand_at(office, pm, Role.INVOLVED, BO, "the bridge").entry is None
    held = roles.role_of(read(office, pm), Role.INVOLVED, BO)
    assert held is not None
    assert held.vantage == "the bridge"
    with pytest.raises(Refused, match="do not have this role"):
        roles.stand_at(office, pm, Role.SCRIBE, BO, "the bridge")
