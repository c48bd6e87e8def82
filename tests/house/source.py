"""How the house tests see the code: files of the clone, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "secondstory"
CORE = ("kernel", "record", "vault", "domain", "coach", "learning", "readmodel", "application")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: where it stands and what it says."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room this module stands in; its own name when it stands above the rooms."""
        return self.path.relative_to(SOURCE).parts[0].removesuffix(".py")

    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """Return every Python file below the given folders of the clone; below src/secondstory by default."""
    places = [ROOT / top for top in tops] or [SOURCE]
    files = sorted(path for place in places for path in place.rglob("*.py"))
    return tuple(Module(path, ast.parse(path.read_text(encoding="utf-8"))) for path in files)


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files git keeps or would keep; every file outside ignored folders where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(path for name in names if name and (path := ROOT / name).is_file())
    places = ("src", "tests", "tools", "training", "benchmarks", "docs", "requirements")
    found = [path for place in places for path in (ROOT / place).rglob("*") if path.is_file()]
    return tuple(path for path in found if "__pycache__" not in path.parts)


def text_of(path: Path) -> str:
    """Return the text of a file; empty for what is not text."""
    raw = path.read_bytes()
    return "" if b"\0" in raw[:4096] else raw.decode("utf-8", errors="replace")
