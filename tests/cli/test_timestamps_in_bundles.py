"""Timestamps in a bundle: a stranger checks them with openssl, and verify.py that they belong to this log."""

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from tests.adapters.local_files.standalone.test_any_bundle import files_of, sealed_again
from tests.adapters.remote.timestamps.authority import made, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def north(tmp_path_factory):
    return made(tmp_path_factory.mktemp("tsa") / "north")


@pytest.fixture
def bundled(shell, north):
    """Two bundles of a record that was stamped twice, and the log's key."""
    shell.at = datetime.now(UTC)
    with serving(north) as (url, _):
        shell.ok("open", "Seats released too early")
        sizes = [shell.json("checkpoint", "timestamp", "--tsa", url)["size"]]
        shell.ok("open", "Another")
        sizes.append(shell.json("checkpoint", "timestamp", "--tsa", url)["size"])
    shell.ok("open", "A third")
    shell.ok("bundle", "PM-1", "--out", "about")
    shell.ok("bundle", "--whole", "--out", "whole")
    return sizes, shell.json("log", "--checkpoint")["vkey"]


def stamps(bundle):
    return sorted(int(one.stem) for one in Path(bundle, "data", "timestamps").glob("*.tsr"))


def spoiled(bundle, name, change):
    """Return a copy of a bundle with one file of it changed, and lists that agree with it: Eve makes those too."""
    files = files_of(Path(bundle))
    raw = change(files.pop(name))
    files |= {} if raw is None else {name: raw}
    out = Path("spoiled")
    shutil.rmtree(out, ignore_errors=True)
    for path, body in sealed_again(files).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(body)
    return str(out)


def test_it_takes_along_what_covers_the_entries_and_openssl_believes_it(bundled, north):
    sizes, _ = bundled
    assert (stamps("about"), stamps("whole")) == (sizes, sizes)
    for size in sizes:
        place = Path("about", "data", "timestamps")
        believed, said = north.verify(place / f"{size}.tsr", place / f"{size}.checkpoint")
        assert believed, said


def test_it_leaves_out_stamps_that_cover_nothing_more(shell, bundled, north):
    shell.ok("bundle", "PM-3", "--out", "third")
    # Nobody stamped PM-3 yet; the newest stamp goes along all the same.
    assert stamps("third") == [bundled[0][-1]]
    contents = json.loads(Path("third", "data", "contents.json").read_text())
    assert contents["timestamps"] == [bundled[0][-1]]


def test_it_tells_a_stranger_that_a_timestamp_is_there_and_how_to_check_it(bundled, capsys):
    sizes, key = bundled
    for bundle in ("about", "whole"):
        capsys.readouterr()
        assert main([bundle, "--key", key]) == 0
        said = capsys.readouterr().out
        assert f"2 stamped checkpoints lead to this one, the last over {sizes[-1]} entries." in said
        name = f"data/timestamps/{sizes[-1]}"
        assert f"openssl ts -verify -in {name}.tsr -data {name}.checkpoint -CAfile ROOTS.pem" in said
    readme = Path("about", "data", "README.md").read_text()
    assert "openssl ts -verify -in timestamps/N.tsr" in readme


@pytest.mark.parametrize("bundle", ["about", "whole"])
def test_it_sees_what_was_done_to_a_timestamp(bundled, bundle, capsys):
    sizes, key = bundled
    place = f"data/timestamps/{sizes[0]}"
    note = (Path(bundle) / f"{place}.checkpoint").read_bytes()
    other = (Path(bundle) / f"data/timestamps/{sizes[1]}.checkpoint").read_bytes()
    cases = [
        (f"{place}.checkpoint", lambda _: other, 1),
        (f"{place}.checkpoint", lambda raw: raw + b"\n", 1),
        (f"{place}.tsr", lambda raw: raw.replace(hashlib.sha256(note).digest(), bytes(32)), 1),
        (f"{place}.proof", lambda _: b"", 1),
        (f"{place}.checkpoint", lambda _: b"", 1),
        (f"{place}.checkpoint", lambda _: b"\xff", 2),
        (f"{place}.tsr", lambda _: None, 2),
        (f"{place}.proof", lambda _: None, 2),
        (
            "data/contents.json",
            lambda raw: json.dumps(json.loads(raw) | {"timestamps": sizes[1:]}).encode(),
            1,
        ),
        ("data/contents.json", lambda raw: json.dumps(json.loads(raw) | {"timestamps": [True]}).encode(), 1),
        ("data/contents.json", lambda raw: json.dumps(json.loads(raw) | {"timestamps": 7}).encode(), 2),
    ]
    for name, change, code in cases:
        capsys.readouterr()
        assert main([spoiled(bundle, name, change), "--key", key]) == code, (name, capsys.readouterr().out)


def test_it_leaves_a_spoiled_token_out_and_verify_says_so(shell, bundled):
    sizes, key = bundled
    (token,) = (shell.workspace / "timestamps").glob(f"{sizes[0]}-*.tsr")
    token.write_bytes(b"spoiled")
    shell.ok("bundle", "PM-1", "--out", "again")
    assert stamps("again") == sizes[1:]
    assert main(["again", "--key", key]) == 0
    assert shell("verify", "--full").code == 1
