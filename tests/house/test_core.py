"""What an import contract cannot see: built-in doors to the world, and the clock that hides in `datetime`."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import CORE, Module, modules

BUILT_IN_DOORS = {"open", "print", "input", "breakpoint", "exec", "eval", "__import__"}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}
CLOCK_OWNERS = {"datetime", "date"}


def test_it_opens_prints_and_reads_no_clock_in_the_core():
    reached = [
        f"{module.name}:{line} {what}"
        for module in modules()
        if module.room in CORE
        for line, what in doors(module)
    ]
    assert reached == []


@pytest.mark.parametrize(
    "planted",
    [
        "text = open('x').read()",
        "print('hello')",
        "at = datetime.now(UTC)",
        "at = datetime.datetime.now()",
        "day = date.today()",
        "at = datetime.utcnow()",
        "at = datetime.fromtimestamp(3)",
        "found = __import__('os')",
        "read = open",
    ],
)
def test_it_would_notice_a_planted_door(planted, tmp_path):
    module = Module(tmp_path / "planted.py", ast.parse(planted))
    assert list(doors(module)) != []


def test_it_lets_times_that_came_as_arguments_be_computed_with(tmp_path):
    module = Module(tmp_path / "fine.py", ast.parse("late = at.now\nparsed = datetime.strptime(text, form)"))
    assert list(doors(module)) == []


def doors(module: Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything in the module that reaches out."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id in BUILT_IN_DOORS:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS and owner(node) in CLOCK_OWNERS:
            yield node.lineno, f"{owner(node)}.{node.attr}"


def owner(node: ast.Attribute) -> str:
    """Return the last name before the dot: `datetime` for both `datetime.now` and `datetime.datetime.now`."""
    match node.value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
