"""Leaks put in on purpose: the matrix notices each of them, so that it would notice one that slips in."""

from collections.abc import Sequence

import pytest

from secondstory.application.access.policy import Rule, rule_of
from secondstory.application.record.reading import Reader
from secondstory.readmodel.door import Door
from secondstory.readmodel.projecting import RowProjector
from secondstory.readmodel.relations import EVERYBODY, Relation
from secondstory.readmodel.tables import ACCESS, TEAM_MEMBER
from tests.application.access.asking import wrong_cells
from tests.application.access.world import PEOPLE, Making, World
from tests.desks import Desk
from tests.offices import MemoryOffice


class EverybodyReads(RowProjector):
    """Grants everybody the streams of one kind."""

    def __init__(self, prefix):
        self.prefix = prefix

    def project(self, stream, entries, rows):
        super().project(stream, entries, rows)
        if stream.startswith(self.prefix):
            rows.add(ACCESS, [{"stream": stream, "viewer": EVERYBODY, "relation": Relation.READER.value}])


class Unjoined(Door):
    """Lists rows without asking who may see them."""

    def rows(self, table, where=None, *, order="", limit=-1, offset=0):
        return self._rows.select(table, where, order=order, limit=limit, offset=offset)


class Uncounted(Door):
    """Counts what it does not show."""

    def count(self, table, where=None):
        return len(self._rows.select(table, where))


class Unfiltered(Door):
    """Searches for everybody at once."""

    def matching(self, words, *, limit=20, offset=0):
        return self._rows.matching(words, [*PEOPLE.values(), EVERYBODY], limit=limit, offset=offset)


class CountsAllWords(Door):
    """Says how many places have a word, whoever may see them."""

    def count_matching(self, words):
        return self._rows.count_matching(words, [*PEOPLE.values(), EVERYBODY])


class NobodyLeaves(Door):
    """Knows whoever left as if they were here."""

    @property
    def viewers(self) -> tuple[str, ...]:
        teams = self._rows.select(TEAM_MEMBER, {"person": self._viewer})
        return (self._viewer, EVERYBODY, *(f"team:{row['team']}".casefold() for row in teams))


class InEveryTeam(Door):
    """Takes everybody for a member of every team."""

    @property
    def viewers(self) -> tuple[str, ...]:
        teams = self._rows.select(TEAM_MEMBER)
        found: Sequence[str] = super().viewers
        return (*found, *(f"team:{row['team']}".casefold() for row in teams if found))


def unguarded(log, keys, _door):
    return Reader(log, keys)


def lax(rule):
    """Return the policy with one more relation that may do everything."""
    return lambda action: Rule(may=rule_of(action).may | {rule}, oneself=rule_of(action).oneself)


def projecting(prefix):
    return World(at=MemoryOffice(desk=Desk(projector=EverybodyReads(prefix))))


LEAKS = {
    "accounts are everybody's": lambda: projecting("ac_"),
    "support is everybody's": lambda: projecting("su_"),
    "evidence is everybody's": lambda: projecting("ev_"),
    "follow-ups are everybody's": lambda: projecting("fu_"),
    "erasures are everybody's": lambda: projecting("er_"),
    "lists ask nobody": lambda: World(make=Making(door=Unjoined)),
    "counts ask nobody": lambda: World(make=Making(door=Uncounted)),
    "search asks nobody": lambda: World(make=Making(door=Unfiltered)),
    "search counts for all": lambda: World(make=Making(door=CountsAllWords)),
    "who left still reads": lambda: World(make=Making(door=NobodyLeaves)),
    "everybody is in the team": lambda: World(make=Making(door=InEveryTeam)),
    "streams are read round the door": lambda: World(make=Making(reader=unguarded)),
    "the policy allows what it does not name": lambda: World(make=Making(rules=lax(Relation.ANYBODY))),
    "readers may do everything": lambda: World(make=Making(rules=lax(Relation.READER))),
    "administrators may do everything": lambda: World(make=Making(rules=lax(Relation.ADMINISTRATOR))),
    "the facilitator stays after the sitting": lambda: World(
        make=Making(rules=lax(Relation.FACILITATOR_AFTER))
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_it_notices_when(leak):
    assert next(wrong_cells(LEAKS[leak]()), None) is not None
