"""Worlds that scenes are played in: a folder, an environment, a child process, and the states a power cut may leave."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from tests.proofs.disks import Cut, Disk
from tests.proofs.looking import acknowledged, look
from tests.proofs.scenes import DAYS
from tests.proofs.tracing import Traced, trace

SCENES = Path(__file__).with_name("scenes.py")
ROOT = SCENES.parents[2]
MOST_WAYS = 12
"""How many ways are tried at one moment before the next has its turn."""


@dataclass(frozen=True)
class World:
    """One folder in which a scene is played, and always the same: a workspace knows the path of its keys."""

    base: Path
    scene: str

    @property
    def here(self) -> Path:
        """The folder that the scene writes to."""
        return self.base / "world"

    @property
    def _home(self) -> Path:
        """Where whoever sits there keeps what they remember: on another disk."""
        return self.base / "nobody"

    @property
    def env(self) -> dict[str, str]:
        """The environment of a child."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SECONDSTORY_KEYS": str(self.here / "home" / "keys"),
            "SECONDSTORY_DEMO_CLOCK": DAYS[0],
            "HOME": str(self._home),
            "TZ": "UTC",
        }

    def words(self, phase: str, *seeds: str) -> list[str]:
        """Return the command line of a child."""
        return [sys.executable, str(SCENES), self.scene, phase, str(self.here), *seeds]

    def make_ready(self) -> None:
        """Play what comes before, and keep a copy of it."""
        self.here.mkdir(parents=True)
        ran = subprocess.run(self.words("before"), env=self.env, cwd=self.base, capture_output=True)
        assert ran.returncode == 0, ran.stderr.decode()
        shutil.copytree(self.here, self.before)

    @property
    def before(self) -> Path:
        """The copy of what stood before the scene."""
        return self.base / "before"

    def put_back(self) -> None:
        """Put back what stood before the scene."""
        self.forget()
        shutil.rmtree(self.here)
        shutil.copytree(self.before, self.here)

    def forget(self) -> None:
        """Let nobody remember what was verified in an earlier run.

        Each run is another life of the same log. Whoever verified one of them, and sees the next, is told rightly that
        the log had another tree before.
        """
        shutil.rmtree(self._home, ignore_errors=True)

    def traced(self, *seeds: str) -> Disk:
        """Play the scene under strace and return the disk it wrote to."""
        done = self.play(*seeds)
        assert done.code == 0, done.complaint
        return Disk(self.here, self.before, done.steps)

    def play(self, *seeds: str, fault: str | None = None) -> Traced:
        """Play the scene under strace, with an error injected where one is given."""
        return trace(self.words("act", *seeds), self.here, env=self.env, cwd=self.base, fault=fault)


@dataclass
class Looked:
    """What was found in the states of one scene."""

    scene: str
    states: set[bytes] = field(default_factory=set)
    looks: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def look_at_states(world: World, disk: Disk, count: int, dice: Random, *, stop_early: bool = False) -> Looked:
    """Look at `count` distinct states that a power cut may leave, spread over the whole scene."""
    found = Looked(world.scene)
    tried = 0
    for cut in _chosen(disk, dice):
        tried += 1
        if len(found.states) >= count or tried > 20 * count:
            break
        shutil.rmtree(world.here)
        world.here.mkdir()
        disk.lay_out(cut, world.here)
        said = disk.said(cut.step)
        state = _digest(world.here, said)
        if state in found.states:
            continue
        found.states.add(state)
        acks = acknowledged(said)
        found.acknowledged += len(acks)
        wrong = look(world.here, world.scene, acks)
        found.wrong += [f"{world.scene}, {_shown(disk, cut)}: {one}" for one in wrong]
        if wrong and stop_early:
            break
    return found


def _chosen(disk: Disk, dice: Random) -> Iterator[Cut]:
    """Yield ways in which the power goes.

    First those right after somebody was told something, where a promise is broken soonest; then a round over all
    moments, and another, each time another way.
    """
    moments = list(range(len(disk.steps) + 1))
    dice.shuffle(moments)
    ways = {step: disk.cuts(step, dice) for step in moments}
    for step in moments:
        if step and disk.steps[step - 1].kind == "said":
            yield from islice(ways[step], MOST_WAYS)
    while ways:
        for step in list(ways):
            cut = next(ways[step], None)
            if cut is None:
                del ways[step]
            else:
                yield cut


def _shown(disk: Disk, cut: Cut) -> str:
    torn = f", one torn at {cut.torn[1]}" if cut.torn else ""
    lost = [disk.changes[one] for one in sorted(cut.lost)][:4]
    names = ", ".join(one.place[1] if one.place else f"{one.kind} in {one.file}" for one in lost)
    return f"after step {cut.step} without {len(cut.lost)} changes{torn} ({names})"


def _digest(folder: Path, said: bytes) -> bytes:
    digest = hashlib.sha256(said)
    for path in sorted(folder.rglob("*")):
        digest.update(str(path.relative_to(folder)).encode())
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
