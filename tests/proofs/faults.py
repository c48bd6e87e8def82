"""Disks that say no: an error injected into the n-th call of a kind, while a scene is played.

What is looked at afterwards, once the fault is gone: the state as it stands, and the states a power cut may leave right
after each acknowledgement, in a model in which bytes that a sync failed on never reach the disk. So a false
acknowledgement shows, although the bytes are still there to be read.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from tests.proofs.disks import Cut, Disk
from tests.proofs.looking import Acks, acknowledged, look
from tests.proofs.tracing import Traced
from tests.proofs.worlds import World

FAULTS = (
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("fsync", "ENOSPC"),
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("rename", "EIO"),
    ("ftruncate", "EIO"),
    ("unlink", "EIO"),
    ("mkdir", "EIO"),
)
AT_COMMANDS = frozenset(
    "init opens evidence backup restore erase move arrive upgrade tiles publish bundles".split()
)
"""The scenes that type commands: what they answer is for people."""
NEXT_STEP = re.compile(
    r"again|make room|looked at|restore|verify|put that right|newest|write it|stays recorded", re.IGNORECASE
)
_SQLITE_FOLDER = re.compile(r"fdatasync\(\d+<[^>]*/(?:ws|keys|locked|data|stick|ready|\.[a-z]+-[^/>]*)>\)")


@dataclass(frozen=True, slots=True)
class Run:
    """One scene played with one fault. ignored: SQLite's own sync of a folder failed, which SQLite does not tell."""

    name: str
    hit: bool
    ignored: bool
    refused: bool
    wrong: list[str]


def played(world: World, call: str, error: str, when: int, dice: Random, *seeds: str) -> Run:
    """Play a scene with the error at the `when`-th such call, and look at what is left."""
    world.put_back()
    done = world.play(*seeds, fault=f"{call}:error={error}:when={when}")
    said = b"".join(step.data for step in done.steps if step.kind == "said")
    acks = acknowledged(said)
    ignored = any(_SQLITE_FOLDER.search(line) for line in done.injected)
    name = f"{world.scene}, {call} {when} says {error}"
    wrong = [*_answer(world, done, acks)]
    wrong += look(world.here, world.scene, acks)
    if not ignored:
        wrong += _after_a_power_cut(world, Disk(world.here, world.before, done.steps), dice)
    return Run(name, bool(done.injected), ignored, done.code != 0, [f"{name}: {one}" for one in wrong])


def _after_a_power_cut(world: World, disk: Disk, dice: Random) -> Iterator[str]:
    moments = [number + 1 for number, step in enumerate(disk.steps) if step.kind == "said"]
    for step in dict.fromkeys([*moments, len(disk.steps)]):
        for cut in islice(disk.cuts(step, dice), 3):
            yield from _left(world, disk, cut)


def _left(world: World, disk: Disk, cut: Cut) -> Iterator[str]:
    shutil.rmtree(world.here)
    world.here.mkdir()
    disk.lay_out(cut, world.here)
    for one in look(world.here, world.scene, acknowledged(disk.said(cut.step))):
        yield f"after a power cut at step {cut.step}: {one}"


def _answer(world: World, done: Traced, acks: Acks) -> Iterator[str]:
    """Yield what is wrong with the way in which it was said."""
    if world.scene in AT_COMMANDS and done.code:
        if "Traceback" in done.complaint and "in said" not in done.complaint:
            yield f"a traceback: {done.complaint[-300:]}"
        elif not NEXT_STEP.search(done.complaint) and "in said" not in done.complaint:
            yield f"no next step: {done.complaint[-300:]}"
    if world.scene == "stubborn":
        yield from _stopped(done, acks)


def _stopped(done: Traced, acks: Acks) -> Iterator[str]:
    """Yield what is wrong with a process that goes on asking: it reads, and writes nothing after a failed sync.

    One that could not even open the workspace reads nothing, and says why.
    """
    if 0 < len([ack for ack in acks if "seen" in ack]) < 5 and not any(
        "write(1<" in one for one in done.injected
    ):
        yield f"reading stopped: {done.complaint[-300:]}"
    refusals = [number for number, ack in enumerate(acks) if "refused" in ack]
    failed = any("sync(" in line and not _SQLITE_FOLDER.search(line) for line in done.injected)
    if refusals and failed and any("title" in ack for ack in acks[refusals[0] :]):
        yield f"a write was taken after a sync had failed: {acks[refusals[0]]['refused']}"
