"""Disks without room: a small file system in memory, and a limit on the length of a file."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.proofs.faults import NEXT_STEP, Run
from tests.proofs.looking import Acks, acknowledged, look
from tests.proofs.worlds import World

PAGE = 4096
LARGE = "size=256m"


def need_mount() -> None:
    """Skip, loudly, where no file system can be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], capture_output=True
        )
        if tried.returncode:
            pytest.skip("no file system may be mounted here: a full disk was NOT tried (it needs root)")
        subprocess.run(["umount", folder], check=True)


def on_a_small_disk(world: World, room_bytes: int) -> Run:
    """Play a scene where only so many bytes are free; then read, make room, and look."""
    with _mounted(world):
        used = sum(-(-path.stat().st_size // PAGE) for path in world.before.rglob("*") if path.is_file())
        shutil.copytree(world.before, world.here, dirs_exist_ok=True)
        _resize(world, f"size={used * PAGE + room_bytes}")
        ran = subprocess.run(world.words("act"), env=world.env, cwd=world.base, capture_output=True)
        acks = acknowledged(ran.stdout)
        name = f"{world.scene} with {room_bytes} bytes free"
        wrong = [*_said(world, ran), *_read(world, [], acks)]
        _resize(world, LARGE)
        wrong += look(world.here, world.scene, acks)
    return Run(name, True, False, ran.returncode != 0, [f"{name}: {one}" for one in wrong])


def with_short_files(world: World, blocks: int) -> Run:
    """Play a scene in which no file may grow beyond so many blocks of 512 bytes; then read under the same limit, and look."""
    world.put_back()
    limited = ["sh", "-c", f'ulimit -f {blocks} && exec "$@"', "sh"]
    ran = subprocess.run([*limited, *world.words("act")], env=world.env, cwd=world.base, capture_output=True)
    acks = acknowledged(ran.stdout)
    name = f"{world.scene} with files of {blocks} blocks"
    wrong = [*_said(world, ran), *_read(world, limited, acks), *look(world.here, world.scene, acks)]
    return Run(name, True, False, ran.returncode != 0, [f"{name}: {one}" for one in wrong])


@contextmanager
def _mounted(world: World) -> Iterator[None]:
    world.forget()
    shutil.rmtree(world.here)
    world.here.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", LARGE, "tmpfs", str(world.here)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(world.here)], check=True)


def _resize(world: World, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{size}", str(world.here)], check=True)


def _said(world: World, ran: subprocess.CompletedProcess[bytes]) -> Iterator[str]:
    words = ran.stderr.decode()
    if ran.returncode and "Traceback" in words:
        yield f"a traceback: {words[-400:]}"
    elif ran.returncode and not NEXT_STEP.search(words):
        yield f"no next step: {words[-400:]}"


def _read(world: World, limited: list[str], acks: Acks) -> Iterator[str]:
    """Yield what cannot be read while there is no room."""
    if not Path(world.here / "ws" / "workspace.toml").exists():
        return
    words = [*limited, sys.executable, "-m", "secondstory", "--workspace", str(world.here / "ws")]
    for command in ("list", "verify"):
        read = subprocess.run([*words, command, "--json"], env=world.env, cwd=world.base, capture_output=True)
        if read.returncode:
            yield f"{command} ended with {read.returncode}: {(read.stdout + read.stderr).decode()[-600:]}"
        elif command == "list":
            shown = {one["title"] for one in json.loads(read.stdout)["post_mortems"]}
            yield from (
                f"not shown: {ack['title']}" for ack in acks if "title" in ack and ack["title"] not in shown
            )
