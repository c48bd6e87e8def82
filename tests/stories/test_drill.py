"""P15: a restore from the two backups and the printed key alone, on a machine that has nothing else, and how long it takes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from secondstory.application.keeping.sealing import Item, Vault, seal_evidence
from secondstory.domain.keeping.evidence import Capture
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell

MIB = 1 << 20
LIMIT_MINUTES_PER_GB = 10


def seal_many(shell: Shell, pieces: int, length_bytes: int) -> None:
    """Seal random bytes as evidence of PM-1, each piece under a key of its own."""
    workspace = open_workspace(str(shell.workspace))
    office = workspace.office
    vault = Vault(objects=workspace.objects, keys=workspace.keys, look=lambda _: ())
    post_mortem = office.door.stream_of("PM-1")
    for number in range(pieces):
        data = os.urandom(length_bytes)
        name = f"capture-{number}.bin"
        item = Item(post_mortem=post_mortem, name=name, captured_from="the booking host", how=Capture.FILE)
        seal_evidence(office, vault, item, lambda data=data: iter([data]))


class BareMachine:
    """Another home, another user folder, the two files and the recovery key; nothing of the first machine."""

    def __init__(self, root: Path, shell: Shell, made: dict[str, Any]) -> None:
        self.desk, self.home, self.tmp = (
            root / "elsewhere" / "desk",
            root / "elsewhere" / "home",
            root / "tmp",
        )
        for folder in (self.desk, self.home, self.tmp):
            folder.mkdir(parents=True)
        self.data = shutil.copy(made["data"], self.desk)
        self.keys = shutil.copy(made["keys"], self.desk)
        self.env = {
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "SECONDSTORY_RECOVERY_KEY": shell.recovery_key,
        }

    def run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "secondstory.main", *words]
        return subprocess.run(
            command, cwd=self.desk, env=self.env, capture_output=True, text=True, check=False
        )

    def left(self) -> list[Path]:
        """Return every file that was not carried there."""
        carried = {Path(self.data), Path(self.keys)}
        found = [*self.home.rglob("*"), *self.tmp.rglob("*"), *self.desk.rglob("*")]
        return [path for path in found if path not in carried]


def rehearsed(
    shell: Shell, tmp_path: Path, *, pieces: int, length_bytes: int
) -> tuple[BareMachine, dict[str, Any]]:
    shell.ok("open", "Seats released too early")
    seal_many(shell, pieces, length_bytes)
    made = shell.json("backup", "--to", "kept")
    checkpoint = shell.ok("log", "--checkpoint").out
    bare = BareMachine(tmp_path / "bare", shell, made)
    kept = tmp_path / "kept.txt"
    kept.write_text(checkpoint)
    # Nothing of the first machine can be reached any more.
    shutil.rmtree(shell.workspace)
    shutil.rmtree(shell.root.parent / "home")
    ran = bare.run(["restore", "--drill", bare.data, bare.keys, "--against", str(kept), "--json"])
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return bare, json.loads(ran.stdout)


def test_it_restores_from_two_files_and_the_printed_key_on_a_machine_that_has_nothing_else(shell, tmp_path):
    bare, said = rehearsed(shell, tmp_path, pieces=3, length_bytes=MIB + 17)
    assert said["opened"] == 3
    assert said["problems"] == []
    assert "compared with a checkpoint over" in said["compared"]
    assert bare.left() == []


@pytest.mark.parametrize("spoilt", ["data", "keys"])
def test_it_does_not_pass_a_drill_with_a_spoilt_backup(shell, tmp_path, spoilt):
    shell.ok("open", "Seats released too early")
    seal_many(shell, 1, 4096)
    bare = BareMachine(tmp_path / "bare", shell, shell.json("backup", "--to", "kept"))
    path = Path(bare.data if spoilt == "data" else bare.keys)
    path.chmod(0o600)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    ran = bare.run(["restore", "--drill", bare.data, bare.keys])
    assert ran.returncode == 1
    assert bare.left() == []


@pytest.mark.proof
def test_it_restores_a_gigabyte_within_ten_minutes(shell, tmp_path, write_proof):
    bare, said = rehearsed(shell, tmp_path, pieces=16, length_bytes=16 * MIB)
    assert bare.left() == []
    assert said["bytes"] >= 200_000_000
    assert said["opened"] == 16
    assert said["minutes_per_gb"] <= LIMIT_MINUTES_PER_GB
    write_proof(
        "restore-drill",
        "A restore works from data backup and key backup alone",
        {
            "restored, verified in full and opened": f"{said['bytes'] / 1e6:.0f} MB, {said['size']} entries",
            "pieces of evidence opened with the keys from the backup": said["opened"],
            "seconds": f"{said['seconds']:.1f}",
            "minutes per GB (limit 10)": f"{said['minutes_per_gb']:.2f}",
            "files left behind": len(bare.left()),
        },
    )
