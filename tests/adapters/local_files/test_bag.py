"""A bag appears whole or not at all, and takes the place of nothing that it was not told to replace."""

import stat
import zipfile

import pytest

from secondstory.adapters.local_files.bag import write_bag
from secondstory.kernel.refused import Refused

PAYLOAD = [("README.md", b"hello\n"), ("evidence/E-1.bin", iter([b"a" * 10, b"b"])), ("words/3.json", b"{}")]


def looked_at(path):
    assert path.exists()


def write(target, payload=None, *, read_back=looked_at, replace=False):
    members = [("README.md", b"hello\n"), ("words/3.json", b"{}")] if payload is None else payload
    return write_bag(
        target, members, lambda size: {"Bagging-Date": "2026-11-02"}, read_back=read_back, replace=replace
    )


def below(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_folder_with_its_lists(tmp_path):
    written = write(tmp_path / "b", PAYLOAD)
    assert (written.files, written.length_bytes) == (3, 19)
    assert below(tmp_path / "b") == {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "data/README.md",
        "data/evidence/E-1.bin",
        "data/words/3.json",
    }
    assert "Payload-Oxum: 19.3\n" in (tmp_path / "b/bag-info.txt").read_text()
    assert stat.S_IMODE((tmp_path / "b/data/words/3.json").stat().st_mode) == 0o600


def test_it_writes_a_zip_with_one_folder_in_it(tmp_path):
    write(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert {name.split("/")[0] for name in packed.namelist()} == {"b"}
        assert packed.read("b/data/README.md") == b"hello\n"
        assert packed.testzip() is None
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["b", "b.zip"])
def test_it_leaves_nothing_of_a_bag_that_was_not_finished(tmp_path, name):
    def dying():
        yield "README.md", b"x"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / name, dying())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["b", "b.zip"])
def test_it_gives_no_name_to_a_bag_that_does_not_read_back(tmp_path, name):
    def unhappy(path):
        assert path.name == name
        assert not (tmp_path / name).exists()
        raise Refused("It does not verify.")

    with pytest.raises(Refused, match="does not verify"):
        write(tmp_path / name, read_back=unhappy)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["b", "b.zip"])
def test_it_replaces_only_when_told_to(tmp_path, name):
    write(tmp_path / name)
    with pytest.raises(Refused, match="there already"):
        write(tmp_path / name, [("other", b"x")])
    write(tmp_path / name, [("other", b"x")], replace=True)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    if name == "b":
        assert "data/other" in below(tmp_path / name)
        assert "data/README.md" not in below(tmp_path / name)


def test_it_replaces_nothing_that_is_no_bag(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/letter.txt").write_text("dear")
    (tmp_path / "b.zip").write_text("not a zip")
    for name in ("b", "b.zip"):
        with pytest.raises(Refused, match="is not a bundle"):
            write(tmp_path / name, replace=True)
    assert (tmp_path / "b/letter.txt").read_text() == "dear"


def test_it_refuses_two_files_of_one_name(tmp_path):
    with pytest.raises(OSError, match=r"data/a"):
        write(tmp_path / "b", [("a", b"x"), ("a", b"y")])
    assert list(tmp_path.iterdir()) == []
