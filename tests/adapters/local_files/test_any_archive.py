"""Whatever file is given for an archive, it is unpacked whole or refused in words, and nothing stands beside its folder."""

import io
import json
import tarfile
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.local_files.archive import LIST, DamagedArchive, check, pack, unpack
from tests.record.fuzzing.near import DEEP, LONG, anything, bounded

HELD = {"record.db": b"the record" * 60, "workspace.toml": b"format = 1\n", "texts/own/a.md": b"x"}
shared = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([1e400, -1e400, 0.5]),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=3), deeper, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(
    ["record.db", "web.db", "../record.db", "/etc/record.db", "texts/../a", "texts/a\\b", "texts/.", "", "."]
)
kinds = st.sampled_from(
    [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The bytes of an archive."""
    path = tmp_path_factory.mktemp("a") / "data.tar"
    pack(path, HELD.items(), {"origin": "demo/1"})
    return path.read_bytes()


def tar_of(*members):
    """Return a tar of (name, body, kind)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, body, kind in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            member.size = len(body) if kind == tarfile.REGTYPE else 0
            tar.addfile(member, io.BytesIO(body))
    return out.getvalue()


def list_of(**changed):
    members = {name: [len(body), sha256(body).hexdigest()] for name, body in HELD.items()}
    return json.dumps({"v": 1, "members": members} | changed).encode()


def whole(listed):
    return tar_of(
        *((name, body, tarfile.REGTYPE) for name, body in HELD.items()), (LIST, listed, tarfile.REGTYPE)
    )


def answer(folder, raw):
    """Give the bytes to both readers; return whether they were an archive. Nothing may appear outside of `into`."""
    path, into = folder / "data.tar", folder / "into"
    path.write_bytes(raw)
    into.mkdir()
    try:
        listed = unpack(path, into)
    except DamagedArchive as refused:
        assert "Nothing of it was used" in str(refused)
        with pytest.raises(DamagedArchive):
            check(path)
        unpacked = False
    else:
        assert check(path) == listed
        unpacked = True
    assert {one.name for one in folder.iterdir()} == {"data.tar", "into"}
    assert all(one.is_dir() or (one.is_file() and not one.is_symlink()) for one in into.rglob("*"))
    return unpacked


@given(st.data())
@shared
def test_it_answers_any_file(good, tmp_path_factory, data):
    answer(tmp_path_factory.mktemp("f"), data.draw(anything(good, good[:1024], good[-1024:])))


@given(st.integers(0, 511), st.binary(min_size=1, max_size=12))
@shared
def test_it_answers_any_header_of_a_member(good, tmp_path_factory, at, piece):
    # The checksum is put right again, so that what it says is looked at and not only that it was changed.
    header = bytearray(good[:512])
    header[at : at + len(piece)] = piece[: 512 - at]
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    answer(tmp_path_factory.mktemp("f"), bytes(header[:512]) + good[512:])


@given(st.lists(st.tuples(names, st.binary(max_size=5), kinds), max_size=4))
@shared
def test_it_answers_any_members(tmp_path_factory, members):
    assert not answer(tmp_path_factory.mktemp("f"), tar_of(*members, (LIST, list_of(), tarfile.REGTYPE)))


@given(st.dictionaries(st.sampled_from(["v", "members", "origin"]), values, max_size=2) | values)
@shared
def test_it_answers_any_list(tmp_path_factory, changed):
    listed = (
        list_of(**changed)
        if isinstance(changed, dict) and changed.keys() <= {"v", "members", "origin"}
        else None
    )
    answer(tmp_path_factory.mktemp("f"), whole(listed or json.dumps(changed).encode()))


@given(st.data())
@shared
def test_it_answers_any_bytes_for_a_list(tmp_path_factory, data):
    answer(tmp_path_factory.mktemp("f"), whole(data.draw(anything(list_of()))))


def test_it_takes_the_good_one_that_all_these_are_made_from(good, tmp_path_factory):
    assert answer(tmp_path_factory.mktemp("f"), good)
    assert answer(tmp_path_factory.mktemp("f"), whole(list_of()))


@pytest.mark.parametrize("size", [1e400, -1, "", None, [], 10**400, "٣", True])
def test_it_answers_odd_sizes_in_a_list(tmp_path, size):
    assert not answer(tmp_path, whole(list_of(members={"record.db": [size, "0" * 64]})))


@pytest.mark.parametrize("listed", DEEP, ids=range(len(DEEP)))
def test_it_answers_a_deep_list(tmp_path, listed):
    assert not answer(tmp_path, whole(listed))


@pytest.mark.parametrize(
    "kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_SPARSE]
)
@pytest.mark.parametrize(
    "body",
    [b"", b"9", b"99 size=9e9\n", b"17 path=record.db\n", b"15 size=-1\n\n\n\n\n", b"\xff" * 30, b"0 \n"],
)
def test_it_answers_odd_extensions_of_the_format(good, tmp_path, kind, body):
    head = tarfile.TarInfo("x")
    head.type, head.size = kind, len(body)
    raw = head.tobuf(tarfile.GNU_FORMAT) + body + bytes(-len(body) % 512)
    answer(tmp_path, raw + good)


def test_it_answers_ten_megabytes_soon(good, tmp_path_factory):
    with bounded():
        for raw in (
            bytes(LONG),
            b"\xff" * LONG,
            good[:512] * (LONG // 512),
            good[:1024] + b"A" * LONG,
            whole(b" " * LONG),
        ):
            assert not answer(tmp_path_factory.mktemp("f"), raw)
