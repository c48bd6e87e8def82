"""Whatever somebody hands to a stranger as a bundle, verify.py answers in words and with one of its four exit codes."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.local_files.standalone.verify import main
from tests.record.fuzzing.near import DEEP, LONG_ONES, SHORTER, anything, bounded

shared = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TAGS = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"}


@pytest.fixture(scope="module")
def made(tmp_path_factory, root):
    """The files of a bundle by name, the files of a tiled log, and the log's key."""
    here = tmp_path_factory.mktemp("made")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDSTORY_")}
    environment = kept | {
        "SECONDSTORY_KEYS": str(here / "keys"),
        "PYTHONPATH": str(root / "src"),
        "HOME": str(here),
    }
    for words in (
        ("init", "--demo", "--name", "Ada"),
        ("open", "Seats released too early"),
        ("bundle", "PM-1", "--out", "bag"),
        ("log", "--tiles", "tiles"),
    ):
        command = [sys.executable, "-P", "-m", "secondstory", *words]
        subprocess.run(command, cwd=here, env=environment, check=True, capture_output=True)
    return files_of(here / "bag"), files_of(here / "tiles"), (here / "tiles" / "log.vkey").read_text().strip()


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


def sealed_again(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with lists that agree with them: who makes a bundle makes its lists too."""
    out = {name: body for name, body in files.items() if not name.endswith("manifest-sha256.txt")}
    data = {name: body for name, body in out.items() if name.startswith("data/")}
    out["manifest-sha256.txt"] = listed(data)
    return out | {
        "tagmanifest-sha256.txt": listed({name: body for name, body in out.items() if name not in data})
    }


def listed(files: dict[str, bytes]) -> bytes:
    return "".join(
        f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())
    ).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def laid_out(tmp_path_factory, files: dict[str, bytes]) -> Path:
    folder = tmp_path_factory.mktemp("bag")
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


def verdict(capsys, *words: object) -> int:
    """Return the exit code; an error that gets out of it would get out here."""
    with bounded():
        code = main([*map(str, words)])
    said = capsys.readouterr().out
    assert code in {0, 1, 2, 3}
    assert said.strip()
    assert said.isascii()
    return code


def test_it_verifies_what_all_these_are_made_from(made, capsys, tmp_path_factory):
    bag, tiles, key = made
    assert sealed_again(bag) == bag
    assert verdict(capsys, laid_out(tmp_path_factory, bag), "--key", key) == 0
    assert verdict(capsys, laid_out(tmp_path_factory, tiles), "--key", key) == 0


@given(st.data())
@shared
def test_it_answers_any_file_in_a_bundle(made, capsys, tmp_path_factory, data):
    bag, _, key = made
    name = data.draw(st.sampled_from(sorted(bag)))
    changed = bag | {name: data.draw(anything(bag[name], *bag.values()))}
    files = changed if name in TAGS else sealed_again(changed)
    folder = laid_out(tmp_path_factory, files)
    code = verdict(capsys, folder, "--key", key)
    if name.startswith("data/entries/") and changed != bag:
        assert code != 0
    shutil.rmtree(folder)


@given(st.data())
@shared
def test_it_answers_a_bundle_that_lost_files(made, capsys, tmp_path_factory, data):
    bag, _, key = made
    gone = data.draw(st.sets(st.sampled_from(sorted(set(bag) - TAGS)), min_size=1, max_size=4))
    left = {name: body for name, body in bag.items() if name not in gone}
    folder = laid_out(tmp_path_factory, sealed_again(left))
    code = verdict(capsys, folder, "--key", key)
    if any(name.startswith(("data/entries/", "data/proofs/", "data/words/")) for name in gone):
        assert code != 0
    shutil.rmtree(folder)


@given(st.data())
@shared
def test_it_answers_any_file_of_a_tiled_log(made, capsys, tmp_path_factory, data):
    _, tiles, key = made
    name = data.draw(st.sampled_from(sorted(set(tiles) - {"log.vkey"})))
    changed = data.draw(anything(tiles[name]))
    folder = laid_out(tmp_path_factory, tiles | {name: changed})
    assert (verdict(capsys, folder, "--key", key) == 0) == (changed == tiles[name])
    shutil.rmtree(folder)


@given(st.data())
@shared
def test_it_answers_any_zip(made, capsys, tmp_path_factory, data):
    bag, _, key = made
    path = tmp_path_factory.mktemp("zip") / "bag.zip"
    path.write_bytes(data.draw(anything(zipped(bag))))
    verdict(capsys, path, "--key", key)
    verdict(capsys, path, "--fingerprint")


@given(st.data())
@shared
def test_it_answers_any_receipt_and_any_policy(made, capsys, tmp_path_factory, data):
    bag, _, key = made
    folder = tmp_path_factory.mktemp("receipt")
    proof, entry, policy = folder / "proof", folder / "entry", folder / "policy"
    name = next(name for name in bag if name.startswith("data/proofs/"))
    good = bag[name]
    entry.write_bytes(bag[name.replace("proofs", "entries").replace("tlog-proof", "json")])
    proof.write_bytes(good)
    assert verdict(capsys, proof, entry, "--key", key) == 0
    proof.write_bytes(data.draw(anything(good)))
    verdict(capsys, proof, entry, "--key", key)
    proof.write_bytes(good)
    policy.write_bytes(data.draw(anything(f"log {key}\nquorum none\n".encode())))
    verdict(capsys, proof, entry, "--policy", policy)


@given(st.text(max_size=60).filter(lambda one: not one.startswith("-")))
@shared
def test_it_answers_any_key(made, capsys, tmp_path_factory, key):
    assert verdict(capsys, laid_out(tmp_path_factory, made[1]), f"--key={key}") != 0


@pytest.mark.parametrize(
    "name", ["data/contents.json", "data/words", "bagit.txt", "manifest-sha256.txt", "data/checkpoint"]
)
def test_it_answers_deep_and_long_files(made, capsys, tmp_path_factory, name):
    bag, _, key = made
    place = next(one for one in bag if one.startswith(name))
    for body in (*DEEP, *(build(SHORTER) for build in LONG_ONES.values())):
        changed = bag | {place: body}
        folder = laid_out(tmp_path_factory, changed if name in TAGS else sealed_again(changed))
        assert verdict(capsys, folder, "--key", key) != 0
        shutil.rmtree(folder)
