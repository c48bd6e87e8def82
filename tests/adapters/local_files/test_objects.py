"""What only the store on disk promises: layout, leftovers, and behaviour when the disk says no."""

import errno
import os
import subprocess
import time
from pathlib import Path

import pytest

from secondstory.adapters.local_files.durable import DiskFull, DiskUncertain, NotWritten
from secondstory.adapters.local_files.objects import LocalObjects
from secondstory.vault.stream import seal

KIB = 1 << 10


@pytest.fixture
def root(tmp_path):
    return tmp_path / "objects"


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def small_disk(tmp_path):
    """A real file system with one megabyte of room."""
    place = tmp_path / "small"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place]).returncode
    ):
        pytest.skip("only root may mount a small disk here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_it_lays_objects_out_by_the_first_digits_of_their_digest(root):
    digest, _ = LocalObjects(root).put([b"bytes"])
    assert files_below(root) == [root / digest[:2] / digest[2:4] / digest]


def test_it_finds_its_objects_again(root):
    digest, _ = LocalObjects(root).put([b"bytes"])
    assert b"".join(LocalObjects(root).open(digest)) == b"bytes"


def test_it_makes_objects_that_nobody_may_write(root):
    digest, _ = LocalObjects(root).put([b"bytes"])
    assert (root / digest[:2] / digest[2:4] / digest).stat().st_mode & 0o777 == 0o440


def test_it_removes_what_a_crash_left_a_day_ago_and_spares_what_is_being_written(root):
    store = LocalObjects(root)
    digest, _ = store.put([b"whole"])
    old, new = root / "incoming" / ".writing-old", root / "incoming" / ".writing-new"
    old.write_bytes(b"half of someth")
    new.write_bytes(b"half of someth")
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    LocalObjects(root)
    assert not old.exists()
    assert new.exists()
    assert list(store.digests()) == [digest]


def test_it_does_not_list_strangers_as_objects(root):
    store = LocalObjects(root)
    digest, _ = store.put([b"bytes"])
    folder = root / digest[:2] / digest[2:4]
    (folder / "README").write_text("put here by hand")
    (folder / ("f" * 64)).write_text("not where its name says")
    assert list(store.digests()) == [digest]


def test_it_says_that_the_disk_is_full_and_keeps_no_part(small_disk):
    store = LocalObjects(small_disk / "objects")
    kept, _ = store.put([b"k" * 100 * KIB])
    before = files_below(small_disk)
    with pytest.raises(DiskFull, match="no room left.*untouched.*Make room") as error:
        store.put(seal((bytes(64 * KIB) for _ in range(40)), key=bytes(32), prefix=bytes(7)))
    assert error.value.errno == errno.ENOSPC
    assert files_below(small_disk) == before
    assert list(store.digests()) == [kept]
    assert b"".join(store.open(kept)) == b"k" * 100 * KIB


def test_it_takes_objects_again_once_there_is_room(small_disk):
    store = LocalObjects(small_disk / "objects")
    large, _ = store.put([b"l" * 900 * KIB])
    with pytest.raises(DiskFull):
        store.put([b"m" * 900 * KIB])
    assert store.erase(large)
    again, _ = store.put([b"m" * 900 * KIB])
    assert store.exists(again)


def test_it_never_keeps_a_part_wherever_the_disk_fills_up(small_disk):
    for filler_kib in range(0, 1000, 50):
        store = LocalObjects(small_disk / f"objects-{filler_kib}")
        filler = small_disk / "filler"
        filler.write_bytes(bytes(filler_kib * KIB))
        try:
            digest, length = store.put([bytes([filler_kib % 251]) * 500 * KIB])
        except DiskFull:
            assert files_below(store_root := small_disk / f"objects-{filler_kib}") == [], store_root
        else:
            assert length == 500 * KIB
            assert sum(len(piece) for piece in store.open(digest)) == length
            store.erase(digest)


def test_it_says_that_a_disk_is_read_only(small_disk):
    store = LocalObjects(small_disk / "objects")
    kept, _ = store.put([b"kept"])
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(NotWritten, match="Read-only file system"):
        store.put([b"more"])
    with pytest.raises(NotWritten, match="Read-only file system"):
        store.erase(kept)
    assert b"".join(store.open(kept)) == b"kept"


def test_it_takes_no_more_writes_once_an_fsync_went_wrong_and_still_reads(root):
    store = LocalObjects(root)
    kept, _ = store.put([b"kept"])

    def breaks_the_disk():
        yield b"bytes"
        raise DiskUncertain("The disk did not confirm.", number=errno.EIO)  # as a settle inside would

    with pytest.raises(DiskUncertain):
        store.put(breaks_the_disk())
    with pytest.raises(DiskUncertain, match="stays stopped"):
        store.put([b"more"])
    assert b"".join(store.open(kept)) == b"kept"
    assert files_below(root) == [root / kept[:2] / kept[2:4] / kept]


@pytest.mark.parametrize("which", [1, 2, 3, 4])
def test_it_acknowledges_nothing_when_any_of_its_fsyncs_reports_an_error(tmp_path, which):
    script = (
        "import sys; from pathlib import Path; from secondstory.adapters.local_files.objects import LocalObjects\n"
        "print('stored', LocalObjects(Path(sys.argv[1])).put([b'bytes'])[0])"
    )
    command = [
        "strace",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"inject=fsync:error=EIO:when={which}",
        "-e",
        "trace=fsync",
    ]
    import sys

    try:
        ran = subprocess.run(
            [*command, sys.executable, "-B", "-c", script, str(tmp_path / "objects")],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    if "ptrace" in ran.stderr:
        pytest.skip("strace may not trace here")
    assert "stored" not in ran.stdout
    assert "DiskUncertain" in ran.stderr
    assert list((tmp_path / "objects" / "incoming").iterdir()) == []
