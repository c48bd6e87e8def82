"""One file that holds a workspace: whole, or not used at all."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.local_files.archive import DamagedArchive, check, pack, unpack
from secondstory.kernel.refused import Refused

DIGEST = "ab" + "cd" + "0" * 60
OBJECT = f"objects/ab/cd/{DIGEST}"


def members(**more):
    named = {
        "record.db": b"the record",
        "workspace.toml": b"format = 1\n",
        OBJECT: b"sealed",
        "texts/own/a.md": b"x",
    }
    return list((named | more).items())


def packed(folder: Path, held=None) -> Path:
    path = folder / "data.tar"
    pack(path, held or members(), {"origin": "demo/1"})
    return path


def test_it_gives_back_what_was_packed(tmp_path):
    path = packed(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    listed = unpack(path, out)
    assert listed.about == {"origin": "demo/1"}
    for name, data in members():
        assert (out / name).read_bytes() == data
    assert sorted(listed.members) == sorted(name for name, _ in members())


def test_it_lets_nobody_else_read_it(tmp_path):
    assert packed(tmp_path).stat().st_mode & 0o077 == 0


def test_it_packs_files_in_pieces(tmp_path):
    big = tmp_path / "big"
    big.write_bytes(b"0123456789abcdef" * 200_000)
    path = packed(tmp_path, [("record.db", big)])
    out = tmp_path / "out"
    out.mkdir()
    unpack(path, out)
    assert (out / "record.db").read_bytes() == big.read_bytes()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_it_notices_any_changed_byte(tmp_path, data):
    whole = (
        (tmp_path / "data.tar").read_bytes()
        if (tmp_path / "data.tar").exists()
        else packed(tmp_path).read_bytes()
    )
    # The last blocks are padding that says nothing; every other byte counts, or makes no difference to what is held.
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    other = tmp_path / "changed.tar"
    other.write_bytes(changed)
    try:
        listed = check(other)
    except Refused:
        return
    assert listed.members == check(tmp_path / "data.tar").members


def test_it_notices_a_cut_anywhere(tmp_path):
    whole = packed(tmp_path).read_bytes()
    other = tmp_path / "cut.tar"
    for length in range(0, len(whole) - 10240, 997):
        other.write_bytes(whole[:length])
        with pytest.raises(DamagedArchive):
            check(other)


@pytest.mark.parametrize(
    "name", ["../x", "/x", "x", "texts/../x", "texts/a/../../x", "objects/ab/cd/" + "0" * 64, "texts//x"]
)
def test_it_takes_no_name_that_no_workspace_has(tmp_path, name):
    path = _with(packed(tmp_path), tarfile.TarInfo(name))
    with pytest.raises(DamagedArchive, match="which no workspace has"):
        check(path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_it_takes_nothing_but_files(tmp_path, kind):
    strange = tarfile.TarInfo("texts/x")
    strange.type, strange.linkname = kind, "record.db"
    with pytest.raises(DamagedArchive, match="which no workspace has"):
        check(_with(packed(tmp_path), strange))


def test_it_takes_no_name_twice_and_nothing_that_is_not_listed(tmp_path):
    with pytest.raises(DamagedArchive, match="twice"):
        check(_with(packed(tmp_path), tarfile.TarInfo("record.db")))
    with pytest.raises(DamagedArchive, match="not what the list says"):
        check(_with(packed(tmp_path), tarfile.TarInfo("texts/more")))


def test_it_says_that_there_is_no_such_file(tmp_path):
    with pytest.raises(Refused, match="There is no file"):
        check(tmp_path / "absent.tar")


def test_it_leaves_nothing_when_packing_is_stopped(tmp_path):
    def stopped():
        yield "record.db", b"x"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack(tmp_path / "data.tar", stopped(), {})
    assert list(tmp_path.iterdir()) == []


def _with(path: Path, member: tarfile.TarInfo) -> Path:
    """Add a member in front of everything, as somebody would who wants it read first."""
    out = path.with_name("with.tar")
    with tarfile.open(out, "w") as new, tarfile.open(path) as old:
        new.addfile(member, BytesIO(b""))
        for one in old:
            new.addfile(one, old.extractfile(one))
    return out
