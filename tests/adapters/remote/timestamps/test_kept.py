"""Tokens beside a record: plain files that only grow in number, whatever a crash left behind."""

import hashlib

import pytest

from secondstory.adapters.local_files.durable import TEMPORARY_PREFIX
from secondstory.adapters.remote.timestamps.kept import MAX_FILE_BYTES, KeptTokens
from secondstory.kernel.refused import Refused

NOTE, TOKEN = b"the checkpoint\n", b"\x30\x03token"
NAMES = {"8.checkpoint", f"8-{hashlib.sha256(TOKEN).hexdigest()[:16]}.tsr"}


@pytest.fixture
def kept(tmp_path):
    return KeptTokens(tmp_path / "ws" / "timestamps")


def test_it_holds_nothing_and_makes_no_folder_before_the_first(kept, tmp_path):
    assert kept.files() == {}
    assert list(tmp_path.iterdir()) == []


def test_it_keeps_a_token_beside_what_it_stamps(kept):
    assert kept.keep(8, NOTE, TOKEN) == hashlib.sha256(TOKEN).hexdigest()
    assert kept.files().keys() == NAMES
    assert set(kept.files().values()) == {NOTE, TOKEN}


def test_it_keeps_another_token_over_the_same_beside_the_first(kept):
    kept.keep(8, NOTE, TOKEN)
    kept.keep(8, NOTE, b"another")
    assert len(kept.files()) == 3


def test_it_goes_on_after_a_crash_between_the_two_files(kept, tmp_path):
    kept.keep(8, NOTE, TOKEN)
    (token,) = (tmp_path / "ws" / "timestamps").glob("*.tsr")
    token.unlink()
    (token.parent / f"{TEMPORARY_PREFIX}half").write_bytes(b"half")
    assert kept.files().keys() == {"8.checkpoint"}
    kept.keep(8, NOTE, TOKEN)
    assert kept.files().keys() == NAMES


def test_it_replaces_no_checkpoint_by_another(kept):
    kept.keep(8, NOTE, TOKEN)
    with pytest.raises(Refused, match="holds another checkpoint"):
        kept.keep(8, b"another\n", b"token")
    assert kept.files()["8.checkpoint"] == NOTE
    assert len(kept.files()) == 2


def test_it_reads_what_is_its_own_and_not_without_end(kept, tmp_path):
    kept.keep(8, NOTE, TOKEN)
    folder = tmp_path / "ws" / "timestamps"
    for name in ("08.checkpoint", "8.tsr", "8-0123.tsr", "notes.txt", "8-0123456789ABCDEF.tsr"):
        (folder / name).write_bytes(b"x")
    (folder / "9.checkpoint").symlink_to("/etc/hostname")
    (folder / "10.checkpoint").mkdir()
    (folder / "8-0123456789abcdef.tsr").write_bytes(bytes(MAX_FILE_BYTES + 1))
    files = kept.files()
    assert files.keys() == {*NAMES, "8-0123456789abcdef.tsr"}
    assert len(files["8-0123456789abcdef.tsr"]) == MAX_FILE_BYTES
