"""The walls. A wall that is hit asks for a split by meaning; there is no list of exceptions, and none may start."""

from collections import Counter
from pathlib import Path

from tests.house.source import ROOT, Function, modules, tracked

FUNCTION_LINES = 60
PARAMETERS = 8
FILE_LINES = 400
TEMPLATE_LINES = 300
FOLDER_ENTRIES = 15
FILE_BYTES = 2_000_000
SAYS_NOTHING = set("utils helpers common base manager service handler processor data info misc impl".split())

EVERYWHERE = ("src", "tests", "tools", "training", "benchmarks")


def test_it_keeps_every_function_within_60_lines():
    tall = [
        f"{module.name}:{one.lineno} {one.name} has {lines(one)} lines"
        for module in modules(*EVERYWHERE)
        for one in module.functions()
        if lines(one) > FUNCTION_LINES
    ]
    assert tall == []


def test_it_asks_no_function_for_more_than_8_parameters():
    greedy = [
        f"{module.name}:{one.lineno} {one.name} takes {parameters(one)}"
        for module in modules(*EVERYWHERE)
        for one in module.functions()
        if parameters(one) > PARAMETERS
    ]
    assert greedy == []


def test_it_keeps_every_module_within_400_lines():
    long = [
        f"{module.name} has {count} lines"
        for module in modules(*EVERYWHERE)
        if (count := filled_lines(module.path)) > FILE_LINES
    ]
    assert long == []


def test_it_keeps_every_template_within_300_lines():
    templates = (
        path for path in tracked() if "src" in path.parts and path.suffix in {".html", ".j2", ".jinja"}
    )
    assert [path.name for path in templates if filled_lines(path) > TEMPLATE_LINES] == []


def test_it_keeps_every_folder_within_15_entries():
    crowded = {str(folder): count for folder, count in entries().items() if count > FOLDER_ENTRIES}
    assert crowded == {}


def test_it_gives_every_module_and_folder_a_name_that_says_something():
    named = [one for path in source_paths() for one in path.relative_to(ROOT / "src").with_suffix("").parts]
    assert SAYS_NOTHING.isdisjoint(named), SAYS_NOTHING.intersection(named)


def test_it_tracks_no_file_above_two_megabytes():
    assert [path.name for path in tracked() if path.stat().st_size > FILE_BYTES] == []


def lines(one: Function) -> int:
    first = min([one.lineno, *(decorator.lineno for decorator in one.decorator_list)])
    return (one.end_lineno or first) - first + 1


def parameters(one: Function) -> int:
    takes = one.args
    named = [*takes.posonlyargs, *takes.args, *takes.kwonlyargs]
    bound = sum(1 for each in named[:1] if each.arg in {"self", "cls"})
    return len(named) - bound + bool(takes.vararg) + bool(takes.kwarg)


def filled_lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def source_paths() -> list[Path]:
    return [path for path in tracked() if (ROOT / "src") in path.parents]


def entries() -> Counter[Path]:
    """Count what stands in each folder of src: modules, data files and folders, each folder once."""
    seen = {
        step for path in source_paths() for step in (path, *path.parents) if (ROOT / "src") in step.parents
    }
    return Counter(
        step.parent.relative_to(ROOT) for step in seen if step.name not in {"__init__.py", "py.typed"}
    )
