"""The folder of a witness: made whole, opened only as itself, and never begun anew under the same key."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from secondstory.adapters.remote.witness.memory import open_memory
from secondstory.adapters.remote.witness.troubles import WitnessFailed
from secondstory.record.witnessing import UNPROCESSABLE
from tests.adapters.remote.witness.stage import FORK, LOGS, NOW, body


@pytest.fixture
def folder(tmp_path):
    open_memory(tmp_path / "w", name="w.example")
    return tmp_path / "w"


def test_it_is_for_its_owner_alone(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "witness.key").stat().st_mode) == 0o600
    (folder / "witness.key").chmod(0o644)
    with pytest.raises(WitnessFailed, match="chmod 600"):
        open_memory(folder, name=None)


def test_it_stays_the_same_witness(folder):
    assert open_memory(folder, name=None).vkey == open_memory(folder, name="w.example").vkey
    with pytest.raises(WitnessFailed, match=r"called w\.example"):
        open_memory(folder, name="another")


def test_it_takes_a_name_of_its_own_when_nobody_gives_one(tmp_path):
    names = {open_memory(tmp_path / str(n), name=None).name for n in range(3)}
    assert len(names) == 3


def test_it_does_not_begin_anew_under_an_old_key(folder):
    (folder / "witness.db").unlink()
    with pytest.raises(WitnessFailed, match="not there"):
        open_memory(folder, name=None)
    (folder / "witness.db").write_bytes(b"nothing that could be read" * 100)
    with pytest.raises(WitnessFailed, match="signs nothing without its memory"):
        open_memory(folder, name=None)


def test_it_does_not_take_another_key_for_its_own(folder, tmp_path):
    open_memory(tmp_path / "other", name="w.example")
    (tmp_path / "other" / "witness.key").rename(folder / "witness.key")
    with pytest.raises(WitnessFailed, match="not the key"):
        open_memory(folder, name=None)
    (folder / "witness.key").write_text("no key")
    with pytest.raises(WitnessFailed, match="cannot be read"):
        open_memory(folder, name=None)


def test_it_makes_again_what_a_crash_left_half_made(folder):
    (folder / "witness.key").unlink()
    again = open_memory(folder, name="w.example")
    assert open_memory(folder, name=None).vkey == again.vkey


def test_it_makes_no_new_key_where_something_was_signed(folder):
    memory = open_memory(folder, name=None)
    memory.judge(body(0, 8), LOGS, lambda: NOW)
    (folder / "witness.key").unlink()
    with pytest.raises(WitnessFailed, match="without its key"):
        open_memory(folder, name=None)


def test_it_signs_nothing_while_it_cannot_keep_evidence(folder):
    memory = open_memory(folder, name=None)
    memory.judge(body(0, 8), LOGS, lambda: NOW)
    (folder / "evidence").write_text("a file where a folder should be")
    with pytest.raises(WitnessFailed, match="evidence"):
        memory.judge(body(8, 8, FORK), LOGS, lambda: NOW)


def test_it_keeps_one_unproven_checkpoint_once_whatever_comes_with_it(folder):
    memory = open_memory(folder, name=None)
    memory.judge(body(0, 8), LOGS, lambda: NOW)
    asked = body(8, 20, FORK)
    extra = "\u2014 x.example AAAAAAAA\n".encode()
    for given in (asked + extra, asked + extra + extra, asked):
        assert memory.judge(given, LOGS, lambda: NOW).status == UNPROCESSABLE
    (kept,) = Path(folder / "evidence").iterdir()
    assert kept.name.startswith("unproven-20-")
    assert b"x.example" not in (kept / "submitted.txt").read_bytes()


CHILD = """
import resource, signal, sys
from pathlib import Path
from secondstory.adapters.remote.witness.memory import open_memory
from secondstory.adapters.remote.witness.troubles import WitnessFailed
from tests.adapters.remote.witness.stage import LOGS, NOW, body
memory = open_memory(Path(sys.argv[1]), name=None)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for limit in (6000, resource.RLIM_INFINITY):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        print(memory.judge(body(5, 6), LOGS, lambda: NOW).status, flush=True)
    except WitnessFailed as why:
        print(why, flush=True)
"""


def test_it_signs_nothing_when_there_is_no_room_and_nothing_more_until_it_is_started_again(folder):
    memory = open_memory(folder, name=None)
    memory.judge(body(0, 5), LOGS, lambda: NOW)
    said = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)], capture_output=True, text=True, check=True
    ).stdout
    first, second = said.splitlines()
    assert "The disk of this witness" in first
    assert second == first
    assert memory.held()[0].size == 5
    assert memory.judge(body(5, 6, FORK), LOGS, lambda: NOW).status == 200
