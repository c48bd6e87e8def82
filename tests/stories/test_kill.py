"""Kill the process anywhere and run again: nothing acknowledged is lost, and nothing needs repair by hand."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, bare_shell, shell

__all__ = ["bare_shell", "shell"]

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).with_name("driver.py")
SOURCE = DRIVER.parents[2] / "src"


@dataclass
class Victim:
    """A workspace in which commands are killed, and what was acknowledged there."""

    shell: Shell
    dice: random.Random
    acknowledged: list[dict[str, object]] = field(default_factory=list)
    kills: int = 0
    clock: str = "2026-11-02T09:00:00+00:00"

    def start(self, what: str, tag: str, count: int) -> subprocess.Popen[bytes]:
        """Start a process that runs real commands."""
        env = {**os.environ, "PYTHONPATH": str(SOURCE), "SECONDSTORY_DEMO_CLOCK": self.clock}
        words = [sys.executable, str(DRIVER), what, tag, str(count)]
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=self.shell.root
        )

    def kill_one(self, what: str, within_s: float) -> None:
        """Start one, let it acknowledge something, kill it at a moment nobody chose, and look at what is left."""
        process = self.start(what, f"r{self.kills}", 500)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(self.dice.uniform(0, within_s))
        process.send_signal(signal.SIGKILL)
        rest, wrong = process.communicate()
        assert process.returncode == -signal.SIGKILL, wrong.decode()
        whole = [line for line in (first + rest).split(b"\n") if line]
        self.acknowledged += [json.loads(line) for line in whole]
        self.kills += 1

    def titles(self) -> set[str]:
        """Return the titles that were acknowledged."""
        return {str(one["words"][1]) for one in self.acknowledged if one["command"] == "open"}  # type: ignore[index]

    def must_be_whole(self) -> None:
        """Look at what the kill left: verified before and after the next command, nothing acknowledged lost."""
        assert all(one["code"] == 0 for one in self.acknowledged)
        report = self.shell("verify", "--json").data
        # Between commit and signature the head is not signed yet; nothing was acknowledged then.
        assert report["verdict"] == 0, report["problems"]
        found = self.shell.json("list")
        shown = json.dumps(found)
        lost = [
            title for title in self.titles() if f'"{title}"' not in shown and not title.startswith("erased")
        ]
        assert lost == []


def kill_often(victim: Victim, what: str, kills: int, within_s: float, *, look_every: int = 1) -> None:
    """Kill so many times. Looking costs the whole record, so a long proof looks now and then, and at the end."""
    for kill in range(1, kills + 1):
        victim.kill_one(what, within_s)
        if kill % look_every == 0 or kill == kills:
            victim.must_be_whole()


def test_it_loses_nothing_when_opening_is_killed(shell):
    victim = Victim(shell, random.Random(7))
    kill_often(victim, "opens", 24, 0.15)
    shell.ok("open", "The next one")
    assert shell.json("verify")["verdict"] == 0


def test_it_leaves_no_half_of_a_backup_when_it_is_killed(shell):
    from secondstory.adapters.local_files.archive import check

    victim = Victim(shell, random.Random(8))
    kill_often(victim, "backups", 8, 0.3)
    for path in (shell.root / "kept").rglob("secondstory-data-*.tar"):
        assert check(path).about["origin"]
    made = [one for one in victim.acknowledged if one["command"] == "backup"]
    assert all(Path(str(one["data"])).exists() or (shell.root / str(one["data"])).exists() for one in made)


def test_it_finishes_an_erasure_that_was_killed(shell):
    victim = Victim(shell, random.Random(9))
    for n in range(8):
        victim.clock = f"2026-11-{2 + n:02}T09:00:00+00:00"
        victim.kill_one("erasures", 0.3)
        shell.at = shell.at.replace(month=12)
        victim.must_be_whole()
        shell.ok("list")  # the next command of any kind finishes what was recorded
        must_be_gone(victim)
    assert any(one["command"] == "erase" and "entry" in one for one in victim.acknowledged)


def must_be_gone(victim: Victim) -> None:
    """Hold every erasure that the record says was carried out against the bytes on the disk."""
    numbers = {
        one["number"]: title
        for one in victim.acknowledged
        if one["command"] == "open"
        for title in [one["words"][1]]
    }  # type: ignore[index]
    asked = {
        one["number"]: one["words"][1]
        for one in victim.acknowledged
        if one["command"] == "erase" and "scope" in one
    }  # type: ignore[index]
    states = {one["number"]: one["state"] for one in victim.shell.json("erase")["erasures"]}
    gone = [str(numbers[asked[er]]) for er, state in states.items() if state == "carried out" and er in asked]
    held = b"".join(path.read_bytes() for path in victim.shell.workspace.glob("record.db*"))
    assert [title for title in gone if title.encode() in held] == []


def test_it_makes_a_workspace_or_none(bare_shell):
    dice = random.Random(10)
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "SECONDSTORY_DEMO_CLOCK": "2026-11-02T09:00:00+00:00"}
    words = [sys.executable, "-m", "secondstory", "init", "--demo"]
    for _ in range(6):
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env, cwd=bare_shell.root
        )
        time.sleep(dice.uniform(0.1, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    if not (bare_shell.workspace / "workspace.toml").exists():
        bare_shell.ok("init", "--demo")
    bare_shell.ok("init", "--new-recovery-key")
    bare_shell.ok("open", "Seats released too early")
    assert bare_shell.json("verify")["verdict"] == 0


def test_it_lets_several_processes_open_at_once(shell):
    victim = Victim(shell, random.Random(11))
    processes = [victim.start("opens", f"p{n}", 10) for n in range(4)]
    answers = []
    for process in processes:
        out, wrong = process.communicate(timeout=120)
        assert process.returncode == 0, wrong.decode()
        answers += [json.loads(line) for line in out.splitlines()]
    assert len(answers) == 40
    assert all(one["code"] == 0 for one in answers)
    assert len({one["number"] for one in answers}) == 40
    assert len({one["title"] for one in shell.json("list")["post_mortems"]}) == 40
    assert shell.json("verify")["verdict"] == 0


@pytest.mark.proof
def test_it_loses_nothing_in_five_hundred_kills(shell, write_proof):
    victim = Victim(shell, random.Random())
    kill_often(victim, "opens", 400, 0.2, look_every=25)
    kill_often(victim, "backups", 100, 0.4, look_every=10)
    figures = {"kills": victim.kills, "acknowledged acts": len(victim.acknowledged), "acts lost": 0}
    write_proof("kills", "Nothing acknowledged is lost when processes are killed", figures)
