"""The import contracts hold, catch what they are for, and leave nothing unplaced."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import CORE, ROOT, SOURCE

LINT = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(is_debug_mode=False, no_cache=True))"

# (the module that is given a wrong import, the import, the contract that must say no)
BREACHES = [
    ("kernel/planted.py", "import secondstory.domain", "Rooms know only the rooms below them"),
    ("vault/planted.py", "import secondstory.record", "Rooms know only the rooms below them"),
    ("newroom/__init__.py", "", "Rooms know only the rooms below them"),
    ("kernel/planted.py", "import os", "The core has no disk"),
    ("domain/understanding/planted.py", "from time import monotonic", "The core has no disk"),
    (
        "domain/ceremony/support.py",
        "import secondstory.domain.understanding.incidents",
        "Topics do not know one another",
    ),
    (
        "domain/stored.py",
        "import secondstory.domain.understanding.incidents",
        "Topics do not know one another",
    ),
    (
        "coach/rules/planted_a.py",
        "import secondstory.coach.rules.planted_b",
        "Coach rules do not know one another",
    ),
    (
        "adapters/planted_a/x.py",
        "import secondstory.adapters.planted_b.x",
        "Adapters do not know one another",
    ),
    ("cli/planted.py", "import secondstory.adapters.planted_b.x", "Only wiring meets adapters"),
    ("cli/planted.py", "import secondstory.readmodel.planted", "The doors reach rows only"),
    ("lsp/planted.py", "import secondstory.readmodel.planted", "The doors reach rows only"),
    ("cli/planted.py", "import pygls", "The protocol of editors only in lsp"),
    ("kernel/planted.py", "import secondstory.kernel.planted_back", "No import circles"),
]
BESIDE = {
    "coach/rules/planted_b.py": "",
    "adapters/planted_b/x.py": "",
    "readmodel/planted.py": "",
    "kernel/planted_back/__init__.py": "import secondstory.kernel.planted",
}


def test_it_keeps_the_import_contracts(tmp_path):
    checked = lint(copy_of_source(tmp_path))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("where", "planted", "contract"), BREACHES)
def test_it_would_notice_a_breach(where, planted, contract, tmp_path):
    source = copy_of_source(tmp_path)
    for name, text in BESIDE.items():
        plant(source / name, text)
    plant(source / where, planted)
    checked = lint(source)
    broken = {line.strip() for line in checked.stdout.splitlines() if " BROKEN" in line}
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert any(line.startswith(contract) for line in broken), checked.stdout


def test_it_holds_every_room_of_the_core_to_the_core_contract():
    contract = contracts()["core"]
    rooms = {room for room in CORE if (SOURCE / room / "__init__.py").exists()}
    assert {f"secondstory.{room}" for room in rooms} == set(contract["source_modules"])


def test_it_gives_every_module_of_the_domain_a_place():
    placed = {name.strip(" ()") for layer in contracts()["topics"]["layers"] for name in layer.split("|")}
    domain = SOURCE / "domain"
    standing = {".".join(path.relative_to(domain).with_suffix("").parts[:2]) for path in domain.rglob("*.py")}
    named = {name for name in standing if not name.endswith("__init__")}
    unplaced = {name for name in named if placed.isdisjoint({name, name.partition(".")[0]})}
    assert unplaced == set()


def test_it_excepts_nothing_from_a_contract_without_a_decision_record():
    excepted = {name: one["ignore_imports"] for name, one in contracts().items() if "ignore_imports" in one}
    assert excepted == {
        "adapters": ["secondstory.adapters.** -> secondstory.adapters.local_files.durable"],  # decision 0007
        "remote": [
            "secondstory.adapters.remote.** -> secondstory.adapters.remote.connected"
        ],  # decision 0020
        "rows": [  # what the contract is about: the door itself
            "secondstory.cli.** -> secondstory.readmodel.door",
            "secondstory.cli -> secondstory.readmodel.door",
            "secondstory.web.** -> secondstory.readmodel.door",  # decision 0012
        ],
    }


def contracts() -> dict[str, dict]:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {one["id"]: one for one in configured}


def copy_of_source(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "files")
    source = Path(shutil.copytree(SOURCE, tmp_path / "src" / "secondstory", ignore=ignored))
    for room in ("cli", "wiring", "coach/rules"):  # a contract names them, so they stand, if need be empty
        plant(source / room / "__init__.py", "")
    return source


def plant(path: Path, text: str) -> None:
    """Add a line to a module, which is made with the packages above it when it is not there."""
    for folder in missing_packages(path.parent):
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    with path.open("a") as module:
        module.write(f"\n{text}\n")


def missing_packages(folder: Path) -> Iterator[Path]:
    if not (folder / "__init__.py").exists() and folder.name != "secondstory":
        yield from missing_packages(folder.parent)
        yield folder


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    root = source.parent.parent
    environment = {"PYTHONPATH": str(source.parent), "PATH": "", "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-P", "-c", LINT], cwd=root, env=environment, capture_output=True, text=True
    )
