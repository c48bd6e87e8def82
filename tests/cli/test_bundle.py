"""`bundle`: what one person may read of a post-mortem, in exactly one state each, for somebody who trusts nobody."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.kernel.ids import PersonId
from secondstory.readmodel.tables import EVIDENCE
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.cosignature import cosigned_message, encode_cosignature
from secondstory.record.note import Signature, parse_note, render_signature
from secondstory.record.vkey import ED25519_COSIGNATURE, key_id, vkey
from secondstory.wiring.witnessing.asking import kept_of
from secondstory.wiring.witnessing.bundling import Wanted, bundle
from secondstory.wiring.workspace import open_workspace
from tests.cli.keeping import release_hold, seal
from tests.record.by_hand import EVE, signer


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released too early")
    seal(shell, "queue/../log.txt", b"the queue was full\n")
    return shell


def contents(path):
    return json.loads((Path(path) / "data/contents.json").read_text())


def states(path):
    return {
        (one["index"], part): state
        for one in contents(path)["entries"]
        for part, state in one["parts"].items()
    }


def words(path):
    return "".join(one.read_text() for one in sorted((Path(path) / "data/words").iterdir()))


def key(shell):
    return shell.json("checkpoint")["vkey"]


def test_it_writes_a_bundle_that_checks(opened):
    made = opened.json("bundle", "PM-1")
    assert made["out"] == "PM-1-bundle"
    assert main(["PM-1-bundle", "--key", made["vkey"]]) == 0
    assert "Seats released too early" in words("PM-1-bundle")
    assert [path.name for path in Path("PM-1-bundle/data/evidence").iterdir()] == [
        "PM-1-E-1-queue-..-log.txt"
    ]


def test_it_records_that_a_copy_of_evidence_left_and_holds_that_line(opened):
    opened.ok("bundle", "PM-1", "--purpose", "for the auditors")
    assert "for the auditors" in words("PM-1-bundle")
    kinds = [one["kind"] for one in opened.json("log", "--last", "2")["entries"]]
    assert "evidence.exported.v1" in kinds


def test_it_leaves_evidence_closed_when_asked_to(opened):
    before = len(opened.json("log", "--last", "1000")["entries"])
    opened.ok("bundle", "PM-1", "--without-evidence")
    assert not Path("PM-1-bundle/data/evidence").exists()
    assert {one["state"] for one in contents("PM-1-bundle")["evidence"]} == {"closed"}
    assert main(["PM-1-bundle", "--key", key(opened)]) == 0
    assert len(opened.json("log", "--last", "1000")["entries"]) == before


def test_it_overwrites_only_when_told_to(opened):
    opened.ok("bundle", "PM-1", "--out", "b.zip")
    refused = opened("bundle", "PM-1", "--out", "b.zip")
    assert (refused.code, "--force" in refused.err) == (1, True)
    opened.ok("bundle", "PM-1", "--out", "b.zip", "--force")


@pytest.mark.parametrize("wrong", [[], ["PM-1", "--whole"], ["HO-1"], ["PM-9"], ["PM-1", "--purpose", " "]])
def test_it_says_what_a_bundle_is_of(opened, wrong):
    refused = opened("bundle", *wrong)
    assert refused.code == 1
    assert not list(Path().glob("*bundle*"))


def test_it_shows_what_was_erased_and_by_which_entry(opened):
    release_hold(opened)
    why = ("--basis", "GDPR art. 17", "--reason", "asked for")
    opened.ok("erase", "PM-1", "--part", "title", *why)
    opened.later(days=1)
    by = opened.json("erase", "--confirm", "ER-1", "--yes")["entry"]
    opened.ok("bundle", "PM-1")
    assert [one for one in states("PM-1-bundle").values() if one.startswith("erased")] == [
        f"erased by entry {by}"
    ]
    assert "Seats released" not in words("PM-1-bundle")
    assert main(["PM-1-bundle", "--key", key(opened)]) == 0


@pytest.mark.parametrize("scope", ["item", "stream"])
def test_it_shows_that_an_item_was_erased(opened, scope, capsys):
    release_hold(opened)
    why = ("--basis", "GDPR art. 17", "--reason", "asked for")
    stream = open_workspace(str(opened.workspace)).office.door.rows(EVIDENCE)[0]["stream"]
    named = ("E-1", "--of", "PM-1") if scope == "item" else ("--stream", str(stream))
    opened.ok("erase", *named, *why)
    opened.later(days=1)
    opened.ok("erase", "--confirm", "ER-1", "--yes")
    # A stream that was erased whole no longer says which post-mortem it belonged to: the whole log still shows it.
    made = opened.json("bundle", *(("PM-1",) if scope == "item" else ("--whole",)), "--out", "b")
    assert main(["b", "--key", made["vkey"]]) == 0
    assert not Path("b/data/evidence").exists()
    gone = [*[one["state"] for one in contents("b")["evidence"]], *states("b").values()]
    assert any(state.startswith("erased by entry") for state in gone)


def test_it_says_missing_without_an_accusation_and_still_makes_the_bundle(opened, capsys):
    workspace = open_workspace(str(opened.workspace))
    stored = next(iter(workspace.storage.entries(8, 9)))
    workspace.storage.forget([(stored.index, max(stored.envelopes))])
    for path in workspace.place.objects.rglob("*/*/*"):
        if path.is_file():
            path.unlink()
    made = opened.json("bundle", "--whole", "--out", "w")
    assert any("MISSING" in one for one in made["missing"])
    assert main(["w", "--key", made["vkey"]]) == 2
    assert "accuses nobody" in capsys.readouterr().out


def test_it_makes_no_bundle_of_words_that_are_not_those_recorded(opened):
    with closing(sqlite3.connect(opened.workspace / "record.db")) as raw, raw:
        found = raw.execute("SELECT idx, slot, envelope FROM payload").fetchall()
        for index, slot, envelope in found:
            spoilt = envelope.replace(b"Seats", b"Seals")
            raw.execute("UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?", (spoilt, index, slot))
    refused = opened("bundle", "PM-1")
    assert refused.code == 2
    assert "does not match the record" in refused.err
    assert not Path("PM-1-bundle").exists()


def test_it_opens_no_more_than_its_person_may_read(opened):
    workspace = open_workspace(str(opened.workspace))
    stranger = workspace.office_for(PersonId("pe_nobody"), alone=False)
    bundle(workspace, stranger, Wanted(ref=None), Path("w"))
    assert main(["w", "--key", key(opened)]) == 0
    assert "Seats released too early" not in words("w")
    assert contents("w")["evidence"] == []


def test_it_shows_what_the_policy_asked_when_there_is_one(opened):
    (opened.workspace / "policy").write_text("quorum none\n")
    opened.ok("bundle", "PM-1")
    assert Path("PM-1-bundle/data/policy").read_text() == "quorum none\n"
    assert main(["PM-1-bundle", "--key", key(opened)]) == 0


def witness(shell):
    """Let Eve's key cosign the newest checkpoint, as a witness would; return a policy that asks for it."""
    workspace = open_workspace(str(shell.workspace))
    signed = workspace.journal.recover()
    text = parse_note(signed.note).text
    sign, public = signer(EVE)
    name = "example.org/witness"
    blob = encode_cosignature(1_790_000_000, sign(cosigned_message(1_790_000_000, text)))
    line = Signature(name=name, key_id=key_id(name, ED25519_COSIGNATURE, public), signature=blob)
    kept_of(workspace.place).keep(signed.note + render_signature(line).encode(), at=workspace.clock.now())
    Path("policy").write_text(
        f"log {workspace.settings.vkey}\nwitness W {vkey(name, public, kind=ED25519_COSIGNATURE)}\nquorum W\n"
    )
    return signed.size


def test_it_holds_what_a_witness_signed(opened, capsys):
    opened.ok("bundle", "PM-1")
    covered = witness(opened)
    opened.ok("bundle", "PM-1", "--force")
    assert main(["PM-1-bundle", "--policy", "policy"]) == 0
    assert f"Enough witnesses signed a checkpoint of {covered} entries" in capsys.readouterr().out
    assert Path("PM-1-bundle/data/checkpoint").read_text().count("\u2014 ") == 2
    opened.ok("account", "PM-1", "--role", "operator", "--text", "I was there")
    opened.ok("bundle", "PM-1", "--force")
    assert (Path("PM-1-bundle/data/history") / str(covered)).exists()
    assert main(["PM-1-bundle", "--policy", "policy"]) == 0
    opened.ok("timeline", "PM-1", "add", "9:00", "The first call")
    opened.ok("bundle", "PM-1", "--force")
    assert main(["PM-1-bundle", "--policy", "policy"]) == 3
    assert "Witnesses that have not signed the newest" in capsys.readouterr().out
    assert main(["PM-1-bundle", "--key", key(opened)]) == 0


def test_it_publishes_a_cosignature_without_another_entry(opened):
    opened.ok("checkpoint", "publish", "--to", "public")
    covered = witness(opened)
    assert f"\n{covered}\n" in opened.ok("checkpoint", "export", "-", "--cosigned").out
    before = len(opened.json("log", "--last", "1000")["entries"])
    opened.ok("checkpoint", "publish", "--to", "public")
    assert Path("public/checkpoint").read_text().count("\u2014 ") == 2
    assert len(opened.json("log", "--last", "1000")["entries"]) == before
    assert main(["public", "--policy", "policy"]) == 0


def test_it_refuses_a_bundle_whose_history_contradicts_the_record(opened):
    workspace = open_workspace(str(opened.workspace))
    fork = Checkpoint(origin=workspace.settings.origin, size=3, root=bytes(32))
    note = sign_checkpoint(fork, sign=workspace.keys.sign, public=workspace.keys.public_key())
    kept_of(workspace.place).keep(note, at=workspace.clock.now())
    refused = opened("bundle", "PM-1")
    assert refused.code == 1
    assert "does not verify. Nothing was kept of it" in refused.err
    assert "the checkpoint of 3 entries" in refused.err
    assert not Path("PM-1-bundle").exists()


def test_it_gives_strangers_the_redacted_copy_and_not_the_original(opened):
    seal(opened, "call.log", b"22:40 hold set\n22:41 a guest rang\n")
    wish = ("--lines", "2", "--reason", "personal-data", "--why", "a guest is named")
    number = opened.json("evidence")["evidence"][-1]["evidence"]
    copy = opened.json("evidence", "redact", number, *wish)["copy"]
    opened.ok("bundle", "PM-1", "--force", "--out", "r")
    files = {path.name: path.read_bytes() for path in Path("r/data/evidence").iterdir()}
    assert not any(b"a guest rang" in data for data in files.values())
    assert [data for name, data in files.items() if copy in name] == [
        b"22:40 hold set\n[redacted: personal data]\n"
    ]
    assert "closed" in {one["state"] for one in contents("r")["evidence"]}
