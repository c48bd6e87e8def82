"""A durable write leaves the old bytes or the new ones, and says in words what went wrong."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from secondstory.adapters.local_files.durable import (
    DiskFull,
    DiskUncertain,
    NotWritten,
    draft,
    make_folder_durably,
    make_place_durably,
    replace_unsettled,
    settle_place,
    sync,
    told_as_weather,
    write_durably,
)

SCRIPT = """
import sys
from pathlib import Path
from secondstory.adapters.local_files.durable import write_durably
write_durably(Path(sys.argv[1]), b"x" * 5000)
"""


def test_it_writes_and_replaces_a_file(tmp_path):
    write_durably(tmp_path / "note", b"first")
    write_durably(tmp_path / "note", b"second")
    assert (tmp_path / "note").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_it_gives_the_file_its_mode_whatever_the_umask(tmp_path):
    write_durably(tmp_path / "open", b"")
    write_durably(tmp_path / "secret", b"", mode=0o600)
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_it_leaves_the_old_bytes_when_the_new_ones_end_in_an_error(tmp_path):
    def torn():
        yield b"new"
        raise OSError(errno.EIO, "the source is unreadable")

    write_durably(tmp_path / "note", b"old")
    with pytest.raises(OSError, match="the source is unreadable") as error:
        replace_unsettled(tmp_path / "note", torn())
    assert not isinstance(error.value, NotWritten)
    assert (tmp_path / "note").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_it_says_so_when_the_folder_is_not_there(tmp_path):
    with pytest.raises(NotWritten, match="could not be written.*is untouched.*run it again"):
        write_durably(tmp_path / "absent" / "note", b"")


def test_it_speaks_of_a_full_disk_in_three_parts(tmp_path):
    with pytest.raises(DiskFull) as error, told_as_weather(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    what, safe, do = str(error.value).split(". ")
    assert "has no room left" in what
    assert "what was there before is untouched" in safe
    assert do == "Make room and run it again."
    assert error.value.errno == errno.ENOSPC


def test_it_calls_a_refused_fsync_uncertain_and_not_a_failed_write(tmp_path):
    reading, writing = os.pipe()
    try:
        with pytest.raises(DiskUncertain, match="did not confirm"):  # a pipe cannot be synced: EINVAL
            sync(writing, tmp_path)
    finally:
        os.close(reading)
        os.close(writing)


def test_it_asks_for_each_fsync_once_and_in_the_order_that_survives_a_power_cut(tmp_path):
    trace = traced_write(tmp_path / "note")
    calls = re.findall(r"(write|fsync|rename|fdatasync)\(", trace)
    assert calls == ["write", "fsync", "rename", "fsync"]


def test_it_stops_at_the_first_fsync_error_and_leaves_no_file(tmp_path):
    trace = traced_write(tmp_path / "note", "-e", "inject=fsync:error=EIO:when=1")
    assert trace.count("fsync(") == 1
    assert "rename(" not in trace
    assert list(tmp_path.iterdir()) == []


def test_it_makes_missing_folders_and_settles_every_name_on_the_way(tmp_path):
    make_folder_durably(tmp_path / "aa" / "bb", below=tmp_path)
    make_folder_durably(tmp_path / "aa" / "bb", below=tmp_path)
    assert (tmp_path / "aa" / "bb").is_dir()


def test_it_removes_a_draft_that_was_not_renamed(tmp_path):
    with draft(tmp_path, target=tmp_path) as new:
        new.write(b"half")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def traced_write(path, *options):
    """Return the write calls of a process that writes `path` durably, as strace saw them; skip without strace."""
    log = path.parent.parent / f"{path.parent.name}.trace"
    command = [
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=write,fsync,fdatasync,rename,renameat",
        "-o",
        str(log),
        *options,
    ]
    try:
        ran = subprocess.run(
            [*command, sys.executable, "-B", "-c", SCRIPT, str(path)],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    if "ptrace" in ran.stderr or not log.exists():
        pytest.skip("strace may not trace here")
    return "\n".join(line for line in log.read_text().splitlines() if str(path.parent) in line)


def test_it_makes_a_place_with_all_that_is_missing_above_it(tmp_path):
    make_place_durably(tmp_path / "a" / "b" / "c", mode=0o700)
    assert (tmp_path / "a" / "b" / "c").stat().st_mode & 0o777 == 0o700
    make_place_durably(tmp_path / "a" / "b" / "c")


def test_it_says_when_a_place_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritten, match="could not be written"):
        make_place_durably(tmp_path / "file" / "below")


def test_it_settles_a_place_again_once_somebody_took_it_away(tmp_path):
    for _ in range(2):
        settle_place(tmp_path / "a" / "b", mode=0o700)
        assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
        (tmp_path / "a" / "b").rmdir()
