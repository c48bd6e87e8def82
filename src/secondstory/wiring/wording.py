"""The coach for whoever writes in a workspace: its model, and the names of this organisation's teams and services."""

from functools import lru_cache

from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.application.ceremony.seeing_through import teams
from secondstory.application.finding.searching import services
from secondstory.application.office import Office
from secondstory.coach import Notebook, Setup

_Names = tuple[frozenset[str], frozenset[str]]


def setup_for(office: Office) -> Setup:
    """Return how this organisation has the coach: its teams are people, its services are things."""
    return _setup(_names(office))


def notebook_for(office: Office) -> Notebook:
    """Return the coach that knows the teams and services in the directory.

    It remembers sentences, so that while somebody types only changed ones are looked at again; it knows neither where they
    stood nor who wrote them, and forgets all when the process ends.
    """
    return _notebook(_names(office))


def _names(office: Office) -> _Names:
    return frozenset(teams(office)), frozenset(services(office.door))


@lru_cache(maxsize=8)
def _setup(names: _Names) -> Setup:
    people, things = names
    return Setup(people=people, things=things, model=coach_model(people, things), reader=coach_reader())


@lru_cache(maxsize=8)
def _notebook(names: _Names) -> Notebook:
    return Notebook(_setup(names))
