"""What a command may load. Seconds are not asserted, machines differ; tools/startup.py measures them."""

import json
import os
import subprocess
import sys

import pytest

from secondstory.cli.table import COMMANDS
from tests.house.source import ROOT

HEAVY = (
    "argparse",
    "cryptography",
    "sqlite3",
    "yaml",
    "markdown_it",
    "detect_secrets",
    "dataclasses",
    "json",
)
"""Roots of modules that the help of the whole program has no use for."""

COSTLY = ("yaml", "markdown_it", "mdit_py_plugins", "detect_secrets", "secondstory.adapters.page")
"""Loaded only where they are needed: by what reads documents, writes pages or looks for secrets."""

EVERYDAY = (
    [],
    ["status"],
    ["list"],
    ["show", "PM-1"],
    ["search", "seats"],
    ["open", "Another one"],
    ["timeline", "PM-1", "add", "9:00", "The first call"],
    ["condition", "PM-1", "list"],
    ["followup"],
    ["solo", "PM-1", "--answers", os.devnull],
    ["log"],
    ["verify"],
    ["backup"],
)

SAY = """
import json, sys
from secondstory.cli.front import run
code = run(json.loads(sys.argv[1]))
print("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A function that runs a command in a process of its own and returns what it had loaded at its end."""
    here = tmp_path_factory.mktemp("startup")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDSTORY_")}
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "HOME": str(here), "SECONDSTORY_KEYS": str(here / "keys")}

    def run(*words: str) -> set[str]:
        command = [sys.executable, "-c", SAY, json.dumps(words)]
        said = subprocess.run(command, cwd=here, env=env, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        code, names = json.loads(said.stdout.rstrip().splitlines()[-1])
        assert code == 0, (words, said.stdout, said.stderr)
        # `json` is this test's own tool: whatever the command loads of it goes unseen here.
        return set(names) - {"json", "json.decoder", "json.encoder", "json.scanner"}

    run("init", "--demo")
    run("open", "Seats released too early")
    return run


def below(names: set[str], roots: tuple[str, ...]) -> list[str]:
    return sorted(name for name in names if any(f"{name}.".startswith(f"{root}.") for root in roots))


def test_it_answers_help_without_loading_what_commands_need(loaded):
    names = loaded("--help")
    assert below(names, HEAVY) == []
    assert below(names, ("secondstory",)) == [
        "secondstory",
        "secondstory.cli",
        "secondstory.cli.front",
        "secondstory.cli.table",
    ]


@pytest.mark.parametrize("words", EVERYDAY, ids=lambda words: " ".join(words[:3]) or "alone")
def test_it_loads_no_costly_library_for_everyday_commands(loaded, words):
    assert below(loaded(*words), COSTLY) == []


def test_it_would_notice_a_costly_library(loaded):
    assert "markdown_it" in below(loaded("export", "PM-1"), COSTLY)


def test_it_answers_the_help_of_every_command_without_a_record():
    names = loaded_help([one.name for one in COMMANDS])
    assert below(names, ("sqlite3", "cryptography", *COSTLY)) == []


def loaded_help(commands: list[str]) -> set[str]:
    asked = (
        "import sys, json\n"
        "from secondstory.cli.front import run\n"
        "codes = [run([name, '--help']) for name in json.loads(sys.argv[1])]\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))\n"
        "sys.exit(max(codes))"
    )
    command = [sys.executable, "-c", asked, json.dumps(commands)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(command, env=env, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return set(json.loads(said.stdout.rstrip().splitlines()[-1]))
