"""A shell for the real command: a demo workspace of its own, with a clock that a test sets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from secondstory.cli.front import run

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+00:00")


@dataclass
class Said:
    """What one command said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it said in JSON."""
        return json.loads(self.out)


@dataclass
class Shell:
    """A place to type commands in: `shell("open", "Seats released too early")`."""

    root: Path
    env: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]
    at: datetime = MONDAY
    recovery_key: str = ""

    def __call__(self, *words: str) -> Said:
        """Run one command and return what it said."""
        self.env.setenv("SECONDSTORY_DEMO_CLOCK", self.at.isoformat())
        self.capture.readouterr()
        code = run(words)
        heard = self.capture.readouterr()
        return Said(code, heard.out, heard.err)

    def ok(self, *words: str) -> Said:
        """Run one command that has to end well."""
        said = self(*words)
        assert said.code == 0, f"{words}: {said.err}{said.out}"
        return said

    def json(self, *words: str) -> Any:
        """Run one command that has to end well with --json; return what it said."""
        return self.ok(*words, "--json").data

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)

    @property
    def workspace(self) -> Path:
        """The folder of the workspace."""
        return self.root / ".secondstory"


@pytest.fixture
def bare_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """A shell in an empty folder, with no workspace yet."""
    for name in ("SECONDSTORY_WORKSPACE", "SECONDSTORY_KEYS", "SECONDSTORY_RECOVERY_KEY", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("TZ", "UTC")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    yield Shell(root=here, env=monkeypatch, capture=capsys)


@pytest.fixture
def shell(bare_shell: Shell) -> Shell:
    """A shell with a fresh demo workspace."""
    made = bare_shell.json("init", "--demo", "--name", "Ada")
    bare_shell.recovery_key = made["recovery_key"]
    return bare_shell
