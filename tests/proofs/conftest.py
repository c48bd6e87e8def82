"""Where proofs play: in memory where the machine has a place for that, since a model decides what was synced."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.worlds import World

_MEMORY = Path("/dev/shm")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Path]:
    """A folder to play in, gone afterwards."""
    if not (_MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="proofs-", dir=_MEMORY))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stage(bench: Path, monkeypatch: pytest.MonkeyPatch):
    """A function (scene) that makes a world ready for a scene, whose environment this process then shares."""

    def make(scene: str) -> World:
        base = Path(tempfile.mkdtemp(prefix=f"{scene}-", dir=bench))
        world = World(base, scene)
        world.make_ready()
        for name, value in world.env.items():
            monkeypatch.setenv(name, value)
        return world

    return make
