"""P2: a full disk or a broken one never corrupts and never makes a false promise; a failed sync stops the writer."""

from collections.abc import Iterator
from itertools import chain
from random import Random

import pytest

from tests.proofs.faults import FAULTS, Run, played
from tests.proofs.small_disks import PAGE, need_mount, on_a_small_disk, with_short_files
from tests.proofs.tracing import need_strace
from tests.proofs.worlds import World

SAMPLE = {
    "stubborn": (("fdatasync", "EIO", 8), ("pwrite64", "ENOSPC", 60)),
    "evidence": (("fsync", "EIO", 3), ("rename", "EIO", 1)),
}
SCENES = (
    "init opens evidence evidence_while_open backup restore erase move arrive upgrade tiles publish bundles witnessed site"
    " notes key_store stubborn"
).split()
ON_SMALL_DISKS = "init opens evidence backup erase tiles".split()
ROOMS = (1, 4, 9, 17, 30, 45, 80, 150)
BLOCKS = (1, 9, 70, 150, 400, 780, 900)
MOST_OF_A_KIND = 2
EVERY_SYNC = 4
"""Every fourth sync fails once: with every one, the proof takes more than half an hour."""


@pytest.mark.parametrize("scene", SAMPLE)
def test_it_promises_nothing_that_a_broken_disk_did_not_keep(stage, scene):
    need_strace()
    world = stage(scene)
    runs = [played(world, *fault, Random(1)) for fault in SAMPLE[scene]]
    assert [one for run in runs for one in run.wrong] == []
    assert all(run.hit for run in runs)


def test_it_would_catch_a_swallowed_error(stage):
    need_strace()
    assert swallowed(stage, "notes", 1)


def test_it_refuses_and_still_reads_on_a_full_disk(stage):
    need_mount()
    world = stage("opens")
    runs = [on_a_small_disk(world, pages * PAGE) for pages in (1, 17)]
    assert [one for run in runs for one in run.wrong] == []
    assert runs[0].refused


def test_it_refuses_and_still_reads_where_files_may_not_grow(stage):
    run = with_short_files(stage("opens"), 70)
    assert run.wrong == []
    assert run.refused


@pytest.mark.proof
def test_it_keeps_its_promises_on_hundreds_of_bad_disks(stage, write_proof):
    need_strace()
    need_mount()
    injected = list(chain.from_iterable(all_faults(stage(scene)) for scene in SCENES))
    full = list(chain.from_iterable(all_small(stage(scene)) for scene in ON_SMALL_DISKS))
    seeded = [swallowed(stage, scene, 20) for scene in ("notes", "evidence")]
    runs = [run for run in (*injected, *full) if run.hit]
    wrong = [one for run in runs for one in run.wrong]
    figures = {
        "runs with an error injected into one call": sum(run.hit for run in injected),
        "runs on a full disk, or with files that may not grow": len(full),
        "runs in which something was refused, with words that say what to do": sum(
            run.refused for run in runs
        ),
        "false acknowledgements, torn records, wrong words, reading that stopped": len(wrong),
        "of these runs: SQLite's own sync of a folder failed, which it does not tell": sum(
            run.ignored for run in runs
        ),
        "a swallowed error, caught": f"{sum(seeded)} of {len(seeded)}",
    }
    write_proof("bad-disks", "A full or broken disk makes no false promise", figures)
    assert not wrong, "\n".join(wrong)
    assert len(runs) >= 200
    assert all(seeded)


def swallowed(stage, scene: str, most: int) -> bool:
    """Return whether it shows when the product is deaf to a failed sync: at one of the first `most` of them."""
    world = stage(scene)
    faults = (("fsync", "EIO", when) for when in range(1, most + 1))
    return any(played(world, *fault, Random(1), "swallow_sync_errors").wrong for fault in faults)


def all_faults(world: World) -> Iterator[Run]:
    """Play a scene with an error at sync after sync, and at other calls spread over all of it."""
    counts = world.play().calls
    for call, error in FAULTS:
        count = counts[call]
        step = (
            EVERY_SYNC
            if call in {"fsync", "fdatasync"} and error == "EIO"
            else max(1, count // MOST_OF_A_KIND)
        )
        for when in range(1, count + 1, step):
            yield played(world, call, error, when, Random(when))


def all_small(world: World) -> Iterator[Run]:
    """Play a scene with more and more room."""
    yield from (on_a_small_disk(world, pages * PAGE) for pages in ROOMS)
    yield from (with_short_files(world, blocks) for blocks in BLOCKS)
