"""P1: an acknowledged act survives a power cut, at every moment and in every state that a disk may be left in."""

import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.proofs.disks import Cut, Disk
from tests.proofs.scenes import SCENES
from tests.proofs.tracing import Step, need_strace
from tests.proofs.worlds import Looked, look_at_states

SAMPLE = (
    "opens",
    "at_once",
    "evidence_while_open",
    "backup",
    "tiles",
    "notes",
    "publish",
    "bundles",
    "witnessed",
    "site",
)
"""What every test run looks at, a little; `./dev prove` looks at all."""
CAUGHT_IN = {
    "commit_without_sync": "opens",
    "rename_without_sync": "evidence",
    "no_sync_of_folders": "evidence_while_open",
    "acknowledge_before_commit": "one_by_one",
    "letters_under_a_journal_that_may_come_back": "site",
}
STATES_PER_SCENE, A_FEW = 130, 10
WORLD = Path("/world")


def looked_at(stage, scene: str, count: int, *seeds: str) -> Looked:
    world = stage(scene)
    return look_at_states(world, world.traced(*seeds), count, Random(20261122), stop_early=bool(seeds))


@pytest.mark.parametrize("scene", SAMPLE)
def test_it_loses_and_tears_nothing_in_a_sample_of_states(stage, scene):
    need_strace()
    found = looked_at(stage, scene, A_FEW)
    assert found.wrong == []
    assert len(found.states) == A_FEW
    assert found.acknowledged


@pytest.mark.parametrize(("seed", "scene"), CAUGHT_IN.items())
def test_it_would_catch_a_write_that_is_not_durable(stage, seed, scene):
    need_strace()
    assert looked_at(stage, scene, 60, seed).wrong != []


def test_it_sees_everything_that_a_process_writes(stage):
    """Played to its end without a power cut, the model holds byte for byte what the disk holds."""
    need_strace()
    for scene in ("at_once", "backup"):
        world = stage(scene)
        disk = world.traced()
        disk.lay_out(Cut(len(disk.steps), frozenset()), world.base / "model")
        words = ["diff", "-r", "-x", "*-shm", str(world.here), str(world.base / "model")]
        assert subprocess.run(words, capture_output=True).stdout == b""


@pytest.mark.proof
def test_it_loses_and_tears_nothing_in_thousands_of_states(stage, write_proof):
    need_strace()
    found = [looked_at(stage, scene, STATES_PER_SCENE) for scene in SCENES if not scene.startswith("_")]
    seeded = {seed: looked_at(stage, scene, 60, seed).wrong for seed, scene in CAUGHT_IN.items()}
    wrong = [one for scene in found for one in scene.wrong]
    figures = {
        "ways of writing to the disk": ", ".join(one.scene.replace("_", " ") for one in found),
        "distinct states after a power cut": sum(len(one.states) for one in found),
        "acknowledged acts looked for in them": sum(one.acknowledged for one in found),
        "lost, torn, forked or unusable": len(wrong),
        "seeded bugs caught": f"{sum(map(bool, seeded.values()))} of {len(seeded)} ({', '.join(seeded)})",
    }
    write_proof("crash-states", "An acknowledged act survives a power cut", figures)
    assert wrong == []
    assert all(seeded.values())


def states(tmp_path: Path, *steps: Step) -> set[str]:
    """Return every state that a few steps in an empty folder may leave, as text."""
    (tmp_path / "before").mkdir()
    disk = Disk(WORLD, tmp_path / "before", steps)
    found = set()
    for number, cut in enumerate(disk.cuts(len(steps), Random(1))):
        out = tmp_path / str(number)
        disk.lay_out(cut, out)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        found.add(" ".join(f"{path.relative_to(out)}={path.read_text()}" for path in files))
    return found


def step(kind: str, name: str = "", *, data: str = "", to: str = "", begun: int = 99) -> Step:
    path, target = (str(WORLD / one) if one else str(WORLD) for one in (name, to))
    return Step(kind=kind, path=path, to=target, data=data.encode(), begun=begun)


def test_its_disk_may_lose_what_was_not_synced(tmp_path):
    assert states(tmp_path, step("open", "a"), step("write", "a", data="hi")) == {"", "a=", "a=hi", "a=h"}


def test_its_disk_keeps_bytes_whose_file_was_synced_under_a_name_whose_folder_was(tmp_path):
    written = (step("open", "a"), step("write", "a", data="hi"))
    assert states(tmp_path, *written, step("sync", "a"), step("sync")) == {"a=hi"}


def test_its_disk_may_lose_the_name_of_a_synced_file(tmp_path):
    assert states(tmp_path, step("open", "a"), step("write", "a", data="hi"), step("sync", "a")) == {
        "",
        "a=hi",
    }


def test_its_disk_may_show_a_moved_file_under_either_name_and_empty(tmp_path):
    written = (step("open", "a"), step("sync"), step("write", "a", data="hi"))
    assert states(tmp_path, *written, step("rename", "a", to="b")) >= {"a=", "a=hi", "b=", "b=hi"}


def test_its_disk_counts_a_sync_for_what_was_written_before_it_began(tmp_path):
    written = (step("open", "a"), step("sync"), step("write", "a", data="hi", begun=2))
    assert states(tmp_path, *written, step("sync", "a", begun=2)) >= {"a=", "a=hi"}
