"""Habits that creep in one line at a time."""

import ast
import re

from tests.house.source import ROOT, Module, modules, text_of, tracked

DOORS = {"main", "web", "cli", "lsp", "wiring"}
MOST_BROAD_EXCEPTS = 5

# Written in pieces, so that this file does not find itself.
UNFINISHED = re.compile("#.*" + r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X)\b|raise NotImplemented" + "Error")
PATCHED = re.compile("|".join(["mock" + r"\.patch", "Magic" + "Mock", "monkeypatch" + r"\.setattr"]))
MACHINE = re.compile(r"(?<![\w.:/])/(?:wor" + "k|roo" + "t|hom" + "e|Use" + r"rs)/[A-Za-z.]")
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", r"deb\.debian" + r"\.org"])
)


def test_it_swallows_everything_only_in_the_outermost_loop_of_a_door():
    broad = [(module, one) for module in modules() for one in broad_excepts(module)]
    swallowed = [(module, one) for module, one in broad if not raises_again(one)]
    assert [f"{module.name}:{one.lineno}" for module, one in swallowed if module.room not in DOORS] == []


def test_it_catches_everything_in_five_places_at_most():
    assert sum(len(broad_excepts(module)) for module in modules()) <= MOST_BROAD_EXCEPTS


def test_it_would_notice_a_broad_except(tmp_path):
    for caught in ("", " Exception", " BaseException as e", " (ValueError, Exception)"):
        module = Module(tmp_path / "x.py", ast.parse(f"try:\n    f()\nexcept{caught}:\n    pass"))
        assert [one.lineno for one in broad_excepts(module)] == [3]
        assert not raises_again(broad_excepts(module)[0])


def test_it_ships_nothing_unfinished():
    # In arrays, bytes stand by chance.
    assert [one for one in found(UNFINISHED, "src") if ".bin:" not in one] == []


def test_it_tests_the_real_thing_rather_than_a_patched_one():
    assert found(PATCHED, "tests") == []


def test_it_names_no_path_of_the_machine_it_was_made_on():
    assert found(MACHINE) == []


def test_it_names_no_host_that_packages_came_from():
    assert found(REGISTRIES) == []
    assert [path.name for path in tracked() if path.name == "uv.lock"] == []


def test_it_keeps_every_public_name_of_the_source_documented():
    silent = [f"{module.name}:{line} {name}" for module in modules() for line, name in undocumented(module)]
    assert silent == []


def broad_excepts(module: Module) -> list[ast.ExceptHandler]:
    return [
        node for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler) and is_broad(node.type)
    ]


def raises_again(handler: ast.ExceptHandler) -> bool:
    """Return whether the handler cleans up and lets everything go on: its last word is a bare `raise`."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(is_broad(each) for each in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def found(pattern: re.Pattern[str], *tops: str) -> list[str]:
    places = [path for path in tracked() if not tops or path.relative_to(ROOT).parts[0] in tops]
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in places
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


def undocumented(module: Module) -> list[tuple[int, str]]:
    """Return public modules, classes and functions without a docstring; methods are covered by their class."""
    public = [
        node
        for node in module.tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    silent = [
        (node.lineno, node.name)
        for node in public
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    return silent if ast.get_docstring(module.tree) else [(1, "the module itself"), *silent]
