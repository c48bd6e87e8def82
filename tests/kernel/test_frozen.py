"""Frozen classes behave as the standard library's do, case by case."""

import dataclasses
from typing import Any, ClassVar

import pytest

from secondstory.kernel.frozen import FrozenInstanceError, dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A class with every kind of field."""

    kind: ClassVar[str] = "shared"
    name: str
    count: int = 3
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def loud(self) -> str:
        """The name, louder."""
        return self.name.upper()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same, made by the standard library."""

    kind: ClassVar[str] = "shared"
    name: str
    count: int = 3
    marks: dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def loud(self) -> str:
        """The name, louder."""
        return self.name.upper()


BOTH = pytest.mark.parametrize("made", [Ours, Theirs])


@BOTH
def test_it_takes_keywords_and_defaults(made: Any) -> None:
    one = made(name="ada")
    assert (one.name, one.count, one.marks, one.kind, one.loud) == ("ada", 3, {}, "shared", "ADA")


@BOTH
@pytest.mark.parametrize("words", [{}, {"name": "a", "other": 1}, {"count": 1}])
def test_it_refuses_what_is_lacking_or_unknown(made: Any, words: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        made(**words)


@BOTH
def test_it_refuses_positions(made: Any) -> None:
    with pytest.raises(TypeError):
        made("ada")


@BOTH
def test_it_makes_each_default_anew(made: Any) -> None:
    assert made(name="a").marks is not made(name="b").marks


@BOTH
def test_it_compares_by_value_and_by_class(made: Any) -> None:
    assert made(name="a") == made(name="a") != made(name="b")
    assert made(name="a") != "a"
    assert Ours(name="a") != Theirs(name="a")  # type: ignore[comparison-overlap]


@BOTH
def test_it_cannot_be_changed(made: Any) -> None:
    one = made(name="a")
    with pytest.raises((FrozenInstanceError, dataclasses.FrozenInstanceError)):
        one.name = "b"
    with pytest.raises((FrozenInstanceError, dataclasses.FrozenInstanceError)):
        del one.name
    assert not hasattr(one, "__dict__")


@BOTH
def test_it_shows_itself_alike(made: Any) -> None:
    assert repr(made(name="a")).replace(made.__name__, "X") == "X(name='a', count=3, marks={})"


@BOTH
def test_it_is_read_by_the_standard_library(made: Any) -> None:
    assert [one.name for one in dataclasses.fields(made)] == ["name", "count", "marks"]
    assert dataclasses.replace(made(name="a"), count=4).count == 4


def test_it_replaces_some_fields_and_refuses_others() -> None:
    assert replace(Ours(name="a"), count=4) == Ours(name="a", count=4)
    with pytest.raises(TypeError):
        replace(Ours(name="a"), other=4)  # type: ignore[call-arg]


def test_it_hashes_equal_values_alike() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Point:
        x: int
        y: int = 0

    assert len({Point(x=1), Point(x=1), Point(x=2)}) == 2


def test_it_inherits_fields_in_order() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        x: int

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Derived(Base):
        y: int = 1

    assert repr(Derived(x=2)).endswith("Derived(x=2, y=1)")


def test_it_runs_the_check_after_making() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Even:
        x: int

        def __post_init__(self) -> None:
            if self.x % 2:
                raise ValueError("odd")

    assert Even(x=2).x == 2
    with pytest.raises(ValueError, match="odd"):
        Even(x=3)


def test_it_takes_positions_where_the_class_allows_them() -> None:
    @dataclass(frozen=True, slots=True)
    class Pair:
        x: int
        y: int = 1

    assert (Pair(2), Pair(2, y=3).y, Pair(2, 3).y) == (Pair(x=2), 3, 3)
    with pytest.raises(TypeError):
        Pair(1, 2, 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Pair(1, x=2)  # type: ignore[misc]
