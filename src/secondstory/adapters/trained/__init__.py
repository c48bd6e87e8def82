"""The arrays of the coach's sentence model, as `./dev train` wrote them. How they were made: training/coach/README.md."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from secondstory.adapters.trained.arithmetic import load_numpy
from secondstory.adapters.trained.reader import coach_reader
from secondstory.coach.model import Model

__all__ = ["arrays", "coach_model", "coach_reader"]

_NAME = "coach-"


def coach_model(people: Iterable[str] = (), things: Iterable[str] = ()) -> Model:
    """Return the model, read once for each organisation. people, things: names that only they know."""
    return _read(frozenset(people), frozenset(things))


@lru_cache(maxsize=4)
def _read(people: frozenset[str], things: frozenset[str]) -> Model:
    load_numpy()
    return Model(arrays(), people=people, things=things)


def arrays() -> bytes:
    """Return the file of the model, which lies here in parts."""
    parts = sorted(
        (one for one in files(__name__).iterdir() if one.name.startswith(_NAME)), key=lambda one: one.name
    )
    return b"".join(part.read_bytes() for part in parts)
