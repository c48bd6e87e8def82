"""A real bundle of the example: a stranger's checker accepts it as it is, and sees whatever is done to it."""

import base64
import hashlib
import json
import random
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.joined import single_file
from secondstory.adapters.local_files.standalone.verify import main
from secondstory.cli.front import run
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.vkey import vkey
from tests.record.by_hand import EVE, mth, numbered, signer

OLD_AND_NEW = ("3.8", "3.9", "3.10", "3.12", "3.13", "3.14")
VOUCHED_FOR_BY_NOBODY = {"README.md", "verify.py", "log.vkey"}


class Made:
    """The example, with a bundle about its post-mortem, one of the whole log, and the key that a stranger was told."""

    def __init__(self, root: Path) -> None:
        self.played = root / "played"
        assert run(["example", "--out", str(self.played), "--fast"]) == 0
        workspace = ("--workspace", str(self.played / ".secondstory"))
        self.about, self.whole, self.zipped = root / "about", root / "whole", root / "whole.zip"
        assert run([*workspace, "bundle", "PM-1", "--out", str(self.about)]) == 0
        assert run([*workspace, "bundle", "--whole", "--out", str(self.whole)]) == 0
        assert run([*workspace, "bundle", "--whole", "--out", str(self.zipped)]) == 0
        self.key = (self.about / "data" / "log.vkey").read_text().strip()

    def verdict(self, bundle: Path) -> int:
        return main([str(bundle), "--key", self.key])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("bundles"))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A bundle about the post-mortem that a test may spoil."""
    return shutil.copytree(made.about, tmp_path / "bundle")


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize("which", ["about", "whole", "zipped"])
def test_it_accepts_a_bundle_that_nobody_touched(made, which, capsys):
    assert made.verdict(getattr(made, which)) == 0
    said = told(capsys)
    assert said.startswith("Verified.")
    assert "That nothing came after the last entry of each stream" in said


def test_it_checks_the_payload_of_a_whole_bundle_as_a_tiled_log(made):
    assert made.verdict(made.whole / "data") == 0


def test_it_is_a_bag_by_the_letter_of_rfc_8493(made):
    bag = made.about
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files = {path.relative_to(bag).as_posix(): path.read_bytes() for path in bag.rglob("*") if path.is_file()}
    for manifest, of in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = dict(reversed(line.split("  ", 1)) for line in files[manifest].decode().splitlines())
        covered = {name for name in files if name.startswith("data/") is of} - {"tagmanifest-sha256.txt"}
        assert listed == {name: hashlib.sha256(files[name]).hexdigest() for name in covered}
    payload = [raw for name, raw in files.items() if name.startswith("data/")]
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert info["Payload-Oxum"] == f"{sum(map(len, payload))}.{len(payload)}"
    assert info["External-Identifier"] == "PM-1"


def test_it_opens_evidence_and_says_what_was_erased(made):
    contents = json.loads((made.about / "data" / "contents.json").read_text())
    states = [state for one in contents["entries"] for state in one["parts"].values()]
    assert {state.partition(" ")[0] for state in states} == {"present", "erased"}
    assert [one["state"] for one in contents["evidence"]].count("present") >= 3
    for one in contents["evidence"]:
        manifest = json.loads(words_of(made.about, one["index"])[one["part"]]["text"])
        data = (made.about / "data" / one["file"]).read_bytes()
        assert manifest["plaintext"] == hashlib.sha256(data).hexdigest()


def test_it_keeps_private_words_closed_even_of_the_whole_log(made):
    contents = json.loads((made.whole / "data" / "contents.json").read_text())
    headers = [
        json.loads(words_of(made.whole, one["index"])["header"]["text"])
        for one in contents["entries"]
        if one["parts"]["header"] == "present"
    ]
    kinds = {header["stream"].partition("_")[0] for header in headers}
    assert kinds <= {"pm", "fu", "ev", "ho", "er", "in", "ch", "ac"}
    assert any(set(one["parts"].values()) == {"closed"} for one in contents["entries"])
    named = {header["actor"] for header in headers}
    assert all(actor.startswith("ps_") or actor == "installation" for actor in named)


def test_it_trusts_no_key_that_lies_inside(made, capsys):
    assert main([str(made.about)]) == 2
    assert "Give --key VKEY or --policy FILE" in told(capsys)
    assert main([str(made.about), "--fingerprint"]) == 2
    shown = told(capsys)
    assert made.key in shown
    assert hashlib.sha256(made.key.encode()).hexdigest()[-4:] in shown
    assert "Verified" not in shown


def test_it_refuses_a_bundle_that_another_key_signed(made, copy, capsys):
    sign, public = signer(EVE)
    origin, size, root = (copy / "data/checkpoint").read_text().split("\n")[:3]
    forged = Checkpoint(origin=origin, size=int(size), root=base64.b64decode(root))
    note = sign_checkpoint(forged, sign=sign, public=public)
    (copy / "data/checkpoint").write_bytes(note)
    (copy / "data/log.vkey").write_text(vkey(origin, public) + "\n")
    for proof in (copy / "data/proofs").iterdir():
        proof.write_bytes(proof.read_bytes().partition(b"\n\n")[0] + b"\n\n" + note)
    relisted(copy)
    assert main([str(copy), "--key", vkey(origin, public)]) == 0
    assert made.verdict(copy) == 1
    assert "has not signed this checkpoint with the key you gave" in told(capsys)


def every_class(bundle: Path) -> list[str]:
    """Return one file of every kind that a bundle holds."""
    found: dict[str, str] = {}
    for path in sorted(bundle.rglob("*")):
        name = path.relative_to(bundle).as_posix()
        if path.is_file():
            found[name if name.count("/") < 2 else f"{path.parent.name}{path.suffix}"] = name
    return sorted(found.values())


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def swap(path: Path) -> None:
    others = [one for one in path.parent.iterdir() if one.is_file() and one.read_bytes() != path.read_bytes()]
    path.write_bytes(max(others).read_bytes() if others else b"something else\n")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "flip": flip,
    "drop": Path.unlink,
    "swap": swap,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-2]),
    "add": lambda path: (path.parent / "more").write_bytes(b"more"),
    "capitals": lambda path: (path.parent / path.name.swapcase()).write_bytes(path.read_bytes()),
    "link": lambda path: (path.unlink(), path.symlink_to("/etc/hostname")),
}


@contextmanager
def spoilt(path: Path, kind: str) -> Iterator[None]:
    """Damage one file, and put back what was there."""
    before = path.read_bytes()
    around = set(path.parent.iterdir())
    DAMAGE[kind](path)
    yield
    for more in {*path.parent.iterdir()} - around:
        more.unlink()
    path.unlink(missing_ok=True)
    path.write_bytes(before)


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("which", ["about", "whole"])
def test_it_sees_damage_to_every_class_of_file(made, tmp_path, which, kind):
    bundle, unseen = shutil.copytree(getattr(made, which), tmp_path / "b"), []
    for name in every_class(bundle):
        if kind == "capitals" and name.rpartition("/")[2].swapcase() == name.rpartition("/")[2]:
            continue
        with spoilt(bundle / name, kind):
            unseen += [name] if made.verdict(bundle) not in {1, 2} else []
    assert unseen == []
    assert made.verdict(bundle) == 0


@pytest.mark.parametrize("kind", ["flip", "drop", "swap", "cut", "add"])
@pytest.mark.parametrize("which", ["about", "whole"])
def test_it_sees_damage_when_the_lists_were_made_again(made, tmp_path, which, kind):
    bundle, unseen = shutil.copytree(getattr(made, which), tmp_path / "b"), []
    for name in every_class(bundle):
        if not name.startswith("data/") or name.removeprefix("data/") in VOUCHED_FOR_BY_NOBODY:
            continue
        if name == "data/contents.json" and kind == "flip":
            continue  # what it says is looked at below, one thing after the other
        with spoilt(bundle / name, kind):
            relisted(bundle)
            unseen += [name] if made.verdict(bundle) not in {1, 2} else []
    assert unseen == []


def test_it_sees_any_word_that_was_changed(made, copy):
    unseen = []
    for path in random.Random(1).sample(sorted((copy / "data/words").iterdir()), 5):
        before, said = path.read_bytes(), json.loads(path.read_bytes())
        for part in said:
            changed = {**said, part: {**said[part], "text": said[part]["text"] + " "}}
            path.write_text(json.dumps(changed))
            relisted(copy)
            unseen += [(path.name, part)] if made.verdict(copy) != 1 else []
        path.write_bytes(before)
    assert unseen == []


def told_otherwise(copy: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = copy / "data/contents.json"
    contents = json.loads(path.read_text())
    change(contents)
    path.write_text(json.dumps(contents))
    relisted(copy)


def states_of(contents, wanted):
    return next(
        (one, part)
        for one in contents["entries"]
        for part, state in one["parts"].items()
        if state.startswith(wanted)
    )


def to_state(wanted: str, state: str) -> Callable[[dict[str, object]], object]:
    def change(contents):
        one, part = states_of(contents, wanted)
        one["parts"][part] = state

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (to_state("present", "MISSING"), 2),
        (to_state("present", "closed"), 1),
        (to_state("present", "erased by entry 3"), 1),
        (to_state("present", "fine"), 1),
        (to_state("erased", "present"), 1),
        (to_state("erased", "MISSING"), 2),
        (to_state("erased", "erased by entry 1"), 2),
        (to_state("erased", "erased by entry 999999"), 2),
        (lambda c: c["entries"][3]["parts"].pop("part-0"), 2),
        (lambda c: c["entries"][3]["parts"].update({"part-16": "closed"}), 1),
        (lambda c: c["entries"].pop(3), 1),
        (lambda c: c["evidence"].pop(), 1),
        (lambda c: c["evidence"][0].update(state="closed"), 1),
        (lambda c: c["evidence"][0].update(state="MISSING"), 2),
        (lambda c: c["evidence"][0].update(file="../../etc/hostname"), 1),
        (lambda c: c["evidence"][0].update(file=c["evidence"][1]["file"]), 1),
        (lambda c: c.update(whole=True), 2),
        (lambda c: c.update(entries={}), 1),
        (lambda c: c.update(entries=[{}]), 2),
        (lambda c: c.update(history=[5]), 2),
        (dict.clear, 2),
    ],
)
def test_it_believes_nothing_that_the_list_claims(made, copy, change, code):
    told_otherwise(copy, change)
    assert made.verdict(copy) in {code, 1}


def test_it_ends_with_plain_words_whatever_the_list_says(made, copy, capsys):
    path, chance = copy / "data/contents.json", random.Random(3)
    whole = json.loads(path.read_text())
    small = {**whole, "entries": whole["entries"][:4], "evidence": whole["evidence"][:1]}
    for name in {one.name for one in (copy / "data/entries").iterdir()} - {
        f"{e['index']}.json" for e in small["entries"]
    }:
        stem = name.partition(".")[0]
        for gone in (f"entries/{name}", f"proofs/{stem}.tlog-proof", f"words/{stem}.json"):
            (copy / "data" / gone).unlink(missing_ok=True)
    odd = [
        None,
        True,
        -1,
        10**400,
        1.5,
        "",
        "../../../etc/hostname",
        "x" * 9,
        [],
        [[]],
        {},
        {"index": 1},
        [None],
    ]
    for _ in range(60):
        spoilt = json.loads(json.dumps(small))
        at, key = spoilt, chance.choice(sorted(small))
        while chance.random() < 0.75 and isinstance(at[key], dict | list) and at[key]:
            at = at[key]
            key = chance.choice(sorted(at)) if isinstance(at, dict) else chance.randrange(len(at))
        at[key] = chance.choice(odd)
        path.write_text(json.dumps(spoilt))
        relisted(copy)
        assert made.verdict(copy) in {0, 1, 2}
    path.write_text("[" * 100_000)
    relisted(copy)
    assert made.verdict(copy) == 2
    assert "Traceback" not in told(capsys)


def test_it_sees_an_entry_that_was_taken_out_of_the_middle(made, copy, capsys):
    contents = json.loads((copy / "data/contents.json").read_text())
    index = contents["entries"][5]["index"]
    for name in (f"entries/{index}.json", f"proofs/{index}.tlog-proof", f"words/{index}.json"):
        (copy / "data" / name).unlink()
    told_otherwise(copy, lambda c: c["entries"].pop(5))
    assert made.verdict(copy) == 2
    assert f"Entry {index}, which stands before entry" in told(capsys)


def test_it_sees_a_history_that_forks(made, copy, capsys):
    (copy / "data/history").mkdir()
    (copy / "data/history/5").write_bytes((copy / "data/checkpoint").read_bytes())
    (copy / "data/history/5.proof").write_bytes(b"")
    told_otherwise(copy, lambda c: c.update(history=[5]))
    assert made.verdict(copy) == 1
    assert "the checkpoint of 5 entries" in told(capsys)


def test_it_says_who_has_not_signed(made, tmp_path, capsys):
    witness = vkey("example.org/witness", signer(EVE)[1], kind=4)
    policy = tmp_path / "policy"
    policy.write_text(f"log {made.key}\nwitness W {witness}\nquorum W\n")
    assert main([str(made.about), "--policy", str(policy)]) == 3
    assert "['W']" in told(capsys)
    policy.write_text(f"log {made.key}\nwitness W {witness}\nquorum none\n")
    assert main([str(made.about), "--policy", str(policy)]) == 0


def zip_of(path: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return path


def test_it_reads_a_hostile_zip_without_following_it(made, tmp_path, capsys):
    bag = [("b/bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")]
    link = zipfile.ZipInfo("b/data/link")
    link.external_attr = 0o120777 << 16
    traps = {
        "leads out of the bundle": [*bag, ("b/../../etc/x", b"x")],
        "leads out of the": [*bag, ("/etc/x", b"x")],
        "one name": [*bag, ("b/data/A", b"x"), ("b/data/a", b"y")],
        "no file": [*bag, (link, b"/etc/hostname")],
        "as a trap would": [*bag, ("b/data/bomb", bytes(300_000_000))],
    }
    for n, (words, members) in enumerate(traps.items()):
        assert made.verdict(zip_of(tmp_path / f"{n}.zip", members)) in {1, 2}
        assert words in told(capsys)


def test_it_never_ends_in_a_traceback_on_damaged_zips(made, tmp_path):
    raw, chance = made.zipped.read_bytes(), random.Random(7)
    for _ in range(40):
        spoilt = bytearray(raw)
        for _ in range(chance.choice((1, 8))):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        (tmp_path / "x.zip").write_bytes(spoilt[: chance.choice((len(raw), chance.randrange(len(raw))))])
        assert made.verdict(tmp_path / "x.zip") in {0, 1, 2}


def test_it_checks_a_tiled_log_and_sees_what_was_changed_in_it(made, tmp_path, capsys):
    tiles = shutil.copytree(made.played / "tiles", tmp_path / "tiles")
    assert made.verdict(tiles) == 0
    for name in every_class(tiles):
        if name == "log.vkey":
            continue
        before = (tiles / name).read_bytes()
        flip(tiles / name)
        assert made.verdict(tiles) in {1, 2}, name
        (tiles / name).unlink()
        assert made.verdict(tiles) == 2, name
        (tiles / name).write_bytes(before)


def test_it_checks_a_log_on_a_web_server(made, capsys):
    handler = partial(SimpleHTTPRequestHandler, directory=str(made.played / "tiles"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert main([address, "--key", made.key]) == 0
        assert main([f"{address}/nowhere", "--key", made.key]) == 2
        server.shutdown()
    assert "checkpoint is not here" in told(capsys)


def test_it_checks_one_receipt(made, capsys):
    proof = min((made.about / "data/proofs").iterdir())
    entry = made.about / "data/entries" / f"{proof.name.partition('.')[0]}.json"
    assert main([str(proof), str(entry), "--key", made.key]) == 0
    assert main([str(proof), str(made.about / "data/checkpoint"), "--key", made.key]) == 1
    assert main([str(entry), str(proof), "--key", made.key]) in {1, 2}


@pytest.mark.parametrize(
    "words", [["/nowhere"], ["--policy", "/nowhere", "x"], ["x", "--key", "no key"], ["http://127.0.0.1:1/x"]]
)
def test_it_ends_with_2_and_plain_words_when_nothing_can_be_read(words, capsys):
    assert main([*words, *(["--key", "a+b+c"] if len(words) == 1 else [])]) == 2
    assert "Traceback" not in told(capsys)


@pytest.mark.slow
def test_it_runs_on_every_bare_python_that_is_here(made, tmp_path):
    (tmp_path / "verify.py").write_bytes(single_file())
    found = [sys.executable, *filter(None, map(python_of, OLD_AND_NEW))]
    for python in found:
        command = [python, "-I", "-S", str(tmp_path / "verify.py"), str(made.zipped), "--key", made.key]
        said = subprocess.run(command, capture_output=True, text=True, env={})
        assert (said.returncode, said.stderr) == (0, ""), python
        assert said.stdout.startswith("Verified.")


def python_of(version: str) -> str | None:
    """Return a real interpreter of that version, rather than something that chooses one."""
    kept = sorted((Path.home() / ".pyenv/versions").glob(f"{version}.*/bin/python"))
    return str(kept[-1]) if kept else shutil.which(f"python{version}", path="/usr/bin:/usr/local/bin")


def test_it_is_the_file_that_lies_in_the_bundle(made):
    assert (made.about / "data/verify.py").read_bytes() == single_file()
    readme = (made.about / "data/README.md").read_text()
    assert hashlib.sha256(single_file()).hexdigest() in readme
    assert "@" not in readme.replace("@v1", "")
    command = [sys.executable, str(made.about / "data/verify.py"), str(made.about), "--key", made.key]
    assert subprocess.run(command, capture_output=True).returncode == 0


def words_of(bundle: Path, index: int) -> dict[str, dict[str, str]]:
    return json.loads((bundle / "data/words" / f"{index}.json").read_text())


def relisted(bundle: Path) -> None:
    """Make the lists of a bundle again, as somebody would who alters it with care."""
    files = [path for path in bundle.rglob("*") if path.is_file()]

    def write(name: str, wanted: list[Path]) -> None:
        lines = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bundle)}\n"
            for path in wanted
        ]
        (bundle / name).write_text("".join(sorted(lines)))

    write("manifest-sha256.txt", [path for path in files if bundle / "data" in path.parents])
    tags = [path for path in files if path.parent == bundle and path.name != "tagmanifest-sha256.txt"]
    write("tagmanifest-sha256.txt", tags)


def test_it_would_notice_if_two_roots_were_one():
    assert mth(numbered(3)) != mth(numbered(4))
