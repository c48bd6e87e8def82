"""Uploads on their way: parts whole or not at all, private, and gone once they are let go."""

import errno
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secondstory.adapters.capture.uploads import PART_BYTES, About, Upload, Uploads
from secondstory.adapters.local_files.durable import DiskFull
from secondstory.kernel.refused import Refused

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CONTENT = bytes(range(200)) * 60_000


def about(**said: object) -> About:
    given = {
        "person": "pe_ada",
        "post_mortem": "pm_1",
        "name": "core.bin",
        "length_bytes": 10,
        "sha256": "0" * 64,
    }
    return About(**{**given, "begun_at": NOON.isoformat(), **said})


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def test_it_gives_back_what_was_taken_in_parts_of_four_megabytes(uploads: Uploads, tmp_path: Path):
    upload = uploads.take(about(), [CONTENT[:9], CONTENT[9:]])
    assert b"".join(uploads.read(upload)) == CONTENT
    assert upload.is_whole
    sizes = [path.stat().st_size for path in sorted((tmp_path / "uploads").rglob("*.part"))]
    assert sizes == [PART_BYTES, PART_BYTES, len(CONTENT) - 2 * PART_BYTES]


def test_it_counts_only_what_is_here_without_a_hole(uploads: Uploads, tmp_path: Path):
    upload = uploads.add(uploads.begin(about()), 0, b"abc")
    (tmp_path / "uploads" / upload.id / f"{7:020d}.part").write_bytes(b"xyz")
    found = uploads.find(upload.id)
    assert found is not None
    assert found.received_bytes == 3
    assert b"".join(uploads.read(found)) == b"abc"


def test_it_knows_no_upload_by_a_name_that_leads_elsewhere(uploads: Uploads, tmp_path: Path):
    (tmp_path / "about.json").write_text("{}")
    uploads.begin(about())
    assert uploads.find("..") is None
    assert uploads.find("") is None
    assert uploads.find("0" * 32) is None


def test_it_overwrites_and_takes_away_what_is_discarded(uploads: Uploads, tmp_path: Path):
    upload = uploads.take(about(), [b"a secret"])
    (tmp_path / "hard").hardlink_to(tmp_path / "uploads" / upload.id / f"{0:020d}.part")
    uploads.discard(upload)
    assert (tmp_path / "hard").read_bytes() == bytes(8)
    assert list((tmp_path / "uploads").iterdir()) == []
    uploads.discard(upload)


def test_it_lets_go_after_two_days(uploads: Uploads):
    old = uploads.begin(about())
    young = uploads.begin(about(begun_at=(NOON + timedelta(hours=3)).isoformat()))
    assert uploads.sweep(NOON + timedelta(hours=48, minutes=1)) == [old.id]
    assert [one.id for one in uploads.all()] == [young.id]


def test_it_begins_nothing_that_the_disk_could_not_take(uploads: Uploads, tmp_path: Path):
    with pytest.raises(Refused, match="no room"):
        uploads.begin(about(length_bytes=10**17))
    assert list((tmp_path / "uploads").iterdir()) == []


def test_it_leaves_nothing_of_what_could_not_be_taken(uploads: Uploads, tmp_path: Path):
    def full() -> Iterator[bytes]:
        yield bytes(PART_BYTES + 1)
        raise DiskFull("The disk is full. Nothing was kept of this write.", number=errno.ENOSPC)

    with pytest.raises(Refused, match="The disk is full"):
        uploads.take(about(), full())
    assert list((tmp_path / "uploads").iterdir()) == []


def test_it_lets_go_of_what_a_crash_left_half_begun(uploads: Uploads, tmp_path: Path):
    upload = uploads.take(about(), [b"abc"])
    folder = tmp_path / "uploads" / upload.id
    (folder / "about.json").unlink()
    uploads.sweep(datetime.now(UTC))
    assert folder.is_dir()
    uploads.sweep(datetime.now(UTC) + timedelta(hours=49))
    assert not folder.exists()


def test_it_is_held_by_one_sealing_at_a_time(uploads: Uploads):
    upload = uploads.begin(about())
    with uploads.claimed(upload), pytest.raises(Refused, match="right now"), uploads.claimed(upload):
        pass
    uploads.discard(upload)
    with pytest.raises(Refused, match="not here any more"), uploads.claimed(upload):
        pass


def test_it_keeps_what_is_said_later(uploads: Uploads):
    upload: Upload = uploads.describe(uploads.begin(about()), name="renamed.bin")
    found = uploads.find(upload.id)
    assert found is not None
    assert found.about.name == "renamed.bin"
