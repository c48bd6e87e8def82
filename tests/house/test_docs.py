"""The documents say what is so: commands, links, the README's promise, and the map."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT, SOURCE, tracked
from tools.make_docs import commands_in, help_of

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
COMMAND_LINE = re.compile(r"^(?:\$ )?(\./dev .*|secondstory .*)$", re.MULTILINE)
DECISION_PARTS = (
    "Context",
    "Decision",
    "Consequences",
    "Rejected alternatives",
    "How we will know it was wrong",
)

needs_the_command = pytest.mark.skipif(
    not (SOURCE / "main.py").exists(), reason="the command is not there yet"
)


def test_it_opens_the_readme_with_exactly_two_commands():
    first_block = re.search(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    assert first_block is not None
    commands = [line.split("#")[0].strip() for line in first_block[1].splitlines()]
    assert commands == ["./dev run", "./dev test"]


def test_it_resolves_every_link_between_documents():
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in documents()
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
        if not target.startswith(("http:", "https:", "mailto:", "#"))
        and not (page.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_it_keeps_the_map_within_250_lines():
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 250


def test_it_draws_every_room_on_the_map():
    drawn = (ROOT / "ARCHITECTURE.md").read_text()
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert {room for room in rooms if f"{room}/" not in drawn} == set()


def test_it_gives_every_decision_its_five_parts_and_a_number_of_its_own():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in decisions]
    incomplete = {
        page.name: missing
        for page in decisions
        if (missing := [part for part in DECISION_PARTS if f"\n## {part}" not in page.read_text()])
    }
    assert incomplete == {}
    assert len(set(numbers)) == len(numbers)


def test_it_explains_every_run_time_dependency():
    explained = (ROOT / "docs" / "decisions" / "0005-dependencies.md").read_text()
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert [one for one in wanted if f"`{re.split('[<>=]', one)[0]}`" not in explained] == []


@needs_the_command
def test_it_documents_every_command():
    listed = commands_in(help_of())
    chapters = set(re.findall(r"^## (\S+)$", (ROOT / "docs" / "commands.md").read_text(), re.MULTILINE))
    assert listed != []
    assert set(listed) == chapters


@needs_the_command
def test_it_uses_only_commands_that_exist_in_the_documents():
    known = {*commands_in(help_of()), "--help", "--version", "--workspace", "--json"}
    unknown = {
        f"{page.relative_to(ROOT)}: {line}"
        for page in documents()
        for line in commands_typed(page)
        if line.startswith("secondstory ") and line.split()[1] not in known
    }
    assert unknown == set()


def test_it_says_which_dev_commands_there_are():
    said = subprocess.run(
        [sys.executable, ROOT / "tools" / "dev.py", "--help"], capture_output=True, text=True
    ).stdout
    used = {
        line.split()[1] for page in documents() for line in commands_typed(page) if line.startswith("./dev ")
    }
    assert {command for command in used if f"\n  {command} " not in said} == set()


def documents() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".md" and path.relative_to(ROOT).parts[0] not in {"tests", "src"}
    ]


def commands_typed(page: Path) -> list[str]:
    """Return the commands in the fenced blocks of a page, without their comments."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [line.split("  #")[0].strip() for block in blocks for line in COMMAND_LINE.findall(block)]
