"""Measures this code against the marks in docs/scorecard.md and prints one line for each; --write puts them there."""

import ast
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PAGE = ROOT / "docs" / "scorecard.md"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> int:
    """Print the table; always 0, because walls are for the tests and this is for looking at."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    measured = dict(measures(trees))
    for measure, figure in measured.items():
        print(f"| {measure} | {figure} |")
    if "--write" in sys.argv[1:]:
        lines = PAGE.read_text("utf-8").splitlines()
        PAGE.write_text("".join(f"{with_figure(line, measured)}\n" for line in lines), "utf-8")
    return 0


def with_figure(line: str, measured: dict[str, str]) -> str:
    """Return a line of the page, with its last cell replaced when it is the row of a measure."""
    cells = line.split(" | ")
    figure = measured.get(cells[0].removeprefix("| "))
    return line if figure is None or len(cells) != 3 else " | ".join([*cells[:2], f"{figure} |"])


def measures(trees: dict[Path, ast.Module]) -> Iterator[tuple[str, str]]:
    """Yield each measure and its figure, in the order of docs/scorecard.md."""
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, Function)]
    lengths = sorted((one.end_lineno or one.lineno) - one.lineno + 1 for one in functions)
    files = sorted(filled(path) for path in trees if path.name != "__init__.py")
    tests = sum(filled(path) for path in (ROOT / "tests").rglob("*.py"))
    yield "function p90 / p99 / max lines", spread(lengths, 0.90, 0.99, 1)
    yield "file median / p90 / max lines", spread(files, 0.5, 0.9, 1)
    yield "folder max entries", str(max(folder_sizes(trees).values()))
    yield "annotated functions", share(functions, is_annotated)
    yield "public docstrings", share(list(public(trees)), ast.get_docstring)
    yield "broad excepts", str(sum(is_broad(node) for tree in trees.values() for node in ast.walk(tree)))
    yield "lines of source", f"{sum(files):,}"
    yield "test lines for each line of source", f"{tests / max(sum(files), 1):.2f}"
    yield "comment share", f"{comment_share(trees):.1%}"
    yield "functions", f"{len(functions):,}, mean {statistics.fmean(lengths):.1f} lines"


def filled(path: Path) -> int:
    """Return how many lines of the file are not blank."""
    return sum(1 for line in path.read_text("utf-8").splitlines() if line.strip())


def spread(sizes: Sequence[int], *shares: float) -> str:
    """Return the quantiles of sorted sizes, such as `22 / 32 / 56`."""
    return " / ".join(str(sizes[min(len(sizes) - 1, int(share * len(sizes)))]) for share in shares)


def share(things: Sequence[ast.AST], holds: object) -> str:
    """Return for how many of the things the claim holds, such as `99.2 % of 512`."""
    if not things or not callable(holds):
        return "none"
    kept = sum(1 for one in things if holds(one))
    return f"{kept / len(things):.1%} of {len(things)}"


def is_annotated(one: ast.AST) -> bool:
    """Return whether every parameter and the result of the function have a type."""
    if not isinstance(one, Function):
        return False
    takes = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
    named = [each for each in takes if each.arg not in {"self", "cls"}]
    return one.returns is not None and all(each.annotation for each in named)


def public(trees: dict[Path, ast.Module]) -> Iterator[ast.AST]:
    """Yield every module, and every public class and function on top of one."""
    for tree in trees.values():
        yield tree
        for node in tree.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                yield node


def is_broad(node: ast.AST) -> bool:
    """Return whether the node catches everything."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def folder_sizes(trees: dict[Path, ast.Module]) -> dict[Path, int]:
    """Return how many modules and folders each folder of the source holds."""
    inside = {step for path in trees for step in (path, *path.parents) if SOURCE in step.parents}
    counted = [step.parent for step in inside if step.name != "__init__.py"]
    return {folder: counted.count(folder) for folder in set(counted)}


def comment_share(trees: dict[Path, ast.Module]) -> float:
    """Return the share of filled lines that are comments."""
    lines = [line.strip() for path in trees for line in path.read_text("utf-8").splitlines() if line.strip()]
    return sum(1 for line in lines if line.startswith("#")) / max(len(lines), 1)


if __name__ == "__main__":
    sys.exit(main())
