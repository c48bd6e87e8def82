"""The checkers of others, where they are installed; without one its tests are skipped and say how to get it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import bare_shell, shell
from tests.independent.written import Log, log_of
from tools import independent

__all__ = ["bare_shell", "go", "long_folder", "long_log", "node", "python", "shell"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def needed(part: str) -> None:
    """Skip the test that asks, unless `part` is in place and made from the sources that are here."""
    if not independent.is_current(part):
        pytest.skip(f"the {part} checkers are not here: {independent.COMMAND}")


def said(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a checker to its end and return what it said."""
    return subprocess.run([*map(str, command)], text=True, capture_output=True, timeout=120, **options)


@pytest.fixture(scope="session")
def go() -> Run:
    """The small verifier over golang.org/x/mod/sumdb."""
    needed("go")
    return lambda *words: said(independent.VERIFIER, *words)


@pytest.fixture(scope="session")
def python() -> Run:
    """`python("aics_tlog", ...)`: a module of the Python checkers as a program."""
    needed("python")
    environment = os.environ | {"PYTHONPATH": str(independent.PYTHON_FOLDER), "PYTHONWARNINGS": "default"}
    return lambda *words, **options: said(sys.executable, "-m", *words, env=environment, **options)


@pytest.fixture(scope="session")
def node() -> Path:
    """The folder with the modules of the Node checkers."""
    needed("node")
    return independent.NODE_FOLDER / "node_modules"


@pytest.fixture(scope="session")
def long_log() -> Log:
    """A log of 70,000 entries: three levels of tiles, the right edge of each of them partial."""
    return log_of(70_000)


@pytest.fixture(scope="session")
def long_folder(long_log: Log, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as static files."""
    return long_log.publish(tmp_path_factory.mktemp("long") / "log")
