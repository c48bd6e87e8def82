"""`witness` and what `verify` says of it, through the real command and a real witness on 127.0.0.1."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from secondstory.record.note import parse_note, render
from secondstory.record.policy import parse_policy
from secondstory.record.proof import verify_proof
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey, vkey
from secondstory.wiring.witnessing.serving import make_ready
from tests.record.by_hand import signer

STRANGER = vkey("stranger.example", signer(b"s" * 32)[1], kind=ED25519_COSIGNATURE)


@contextmanager
def witness(shell, name="north", *, listen="127.0.0.1:0"):
    """Run a witness of the shell's log in a thread; yield it."""
    log = shell.json("witness")["log"]
    said = []
    serving = make_ready(
        shell.root.parent / name,
        logs=[log],
        listen=listen,
        name=f"{name}.example",
        say=said.append,
        now=lambda: shell.at.timestamp(),  # noqa: PLW0108  (the shell's clock moves)
    )
    thread = threading.Thread(target=serving.serve)
    thread.start()
    try:
        yield serving
    finally:
        serving.stop()
        thread.join()


@pytest.fixture
def told(shell):
    """A shell whose record holds a post-mortem."""
    shell.ok("open", "Seats released too early")
    return shell


def test_it_has_no_witness_at_first_and_says_what_to_do(told):
    said = told.ok("witness")
    assert "No witness is known here" in said.out
    assert "Next: secondstory witness add" in said.out
    refused = told("witness", "request")
    assert (refused.code, "No witness is known" in refused.err) == (1, True)


def test_it_is_confirmed_by_a_witness_and_says_so(told):
    with witness(told) as north:
        added = told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        assert "north has to have signed." in added.out
        assert "None of the" in told.ok("witness").out
        size = told.json("witness", "request")["size"]
        assert f"All {size} entries are witnessed." in told.ok("witness").out
        verified = told.ok("verify")
        assert f"All {size} entries are confirmed by witnesses: north (2026-11-02 09:00 UTC)." in verified.out
        told.ok("open", "Another")
        assert "are not yet" in told.ok("witness").out
        told.ok("witness", "request")
    history = told.json("witness")
    assert history["witnessed"] == history["size"] > size


def test_it_records_the_policy_and_writes_it_beside_the_record(told):
    with witness(told) as north, witness(told, "south") as south:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        path = told.workspace / "policy"
        path.write_bytes(path.read_bytes() + b"# runs in the other office\n")
        assert told("verify").code == 1
        assert "somebody wrote into it" in told.ok("witness").out
        told.ok("witness", "add", south.vkey, south.address, "--name", "south", "--quorum", "1")
    policy = parse_policy(path.read_bytes())
    assert (policy.groups[0].threshold, policy.groups[0].members) == (1, ("north", "south"))
    assert b"# runs in the other office" in path.read_bytes()
    assert told("verify").code == 0
    assert "installation.policy_set.v1" in told.ok("log").out


def test_it_takes_a_policy_with_groups_of_its_own(told):
    log = told.json("witness")["log"]
    Path("ours.txt").write_text(
        f"log {log}\nwitness far {STRANGER}\ngroup everybody any far\nquorum everybody\n"
    )
    told.ok("witness", "policy", "ours.txt")
    assert "no address" in told.ok("witness").out
    refused = told(
        "witness", "add", vkey("x", signer(b"x" * 32)[1], kind=ED25519_COSIGNATURE), "https://x.example"
    )
    assert "groups of its own" in refused.err
    Path("theirs.txt").write_text(f"log {vkey('other', signer(b'o' * 32)[1])}\nquorum none\n")
    assert "names other logs" in told("witness", "policy", "theirs.txt").err
    Path("broken.txt").write_text("quorum none\nquorum none\n")
    assert "Line 2" in told("witness", "policy", "broken.txt").err
    assert told("witness", "policy", "absent.txt").code == 1


@pytest.mark.parametrize(
    ("key", "url", "why"),
    [
        ("nonsense", "https://w.example", "verifier key reads"),
        (vkey("l.example", signer(b"l" * 32)[1]), "https://w.example", "not the key of a witness"),
        (STRANGER, "http://w.example", "over https alone"),
        (STRANGER, "w.example", "no address of a witness"),
    ],
)
def test_it_adds_no_witness_that_could_not_be_asked(told, key, url, why):
    refused = told("witness", "add", key, url)
    assert (refused.code, why in refused.err) == (1, True)
    assert not (told.workspace / "policy").exists()
    assert told("verify").code == 0


def test_it_says_who_is_missing_with_exit_code_3_and_waits_for_nobody(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
        told.ok("witness", "add", STRANGER, "http://127.0.0.1:9", "--name", "far", "--quorum", "2")
        asked = told("witness", "request")
    assert asked.code == 3
    assert "Not signed: far." in asked.out
    # Young entries are no failure ...
    assert "Not yet witnessed" in told.ok("verify").out
    # ... and older ones are one, with names.
    told.later(hours=25)
    said = told("verify")
    assert said.code == 3
    assert said.out.startswith("Verified, and not witnessed as the policy asks.")
    assert "Not signed: far." in said.out
    assert told("verify", "--grace", "30").code == 0
    told.ok("open", "Appends go on")


def test_it_is_not_witnessed_by_entries_that_nobody_signed(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
    told.later(hours=1)
    told.ok("open", "Another")
    assert told("verify").code == 0
    told.later(hours=25)
    said = told("verify", "--json")
    assert said.code == 3
    (problem,) = said.data["problems"]
    assert "north" in problem["what"]
    # A date in the future buys no more time than the grace.
    told.later(days=-60)
    assert told("verify").code == 3


def test_it_trusts_a_policy_from_outside_and_that_alone(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
    shutil.copy(told.workspace / "policy", "ours.txt")
    said = told.ok("verify", "--policy", "ours.txt")
    assert "confirmed by witnesses: north" in said.out
    # What lies in the workspace counts no longer: a policy with a witness that nobody else knows.
    text = Path("ours.txt").read_text()
    Path("other.txt").write_text(text.replace(vkey_in(text, "witness"), STRANGER))
    told.later(hours=25)
    assert told("verify", "--policy", "other.txt").code == 3
    Path("foreign.txt").write_text(f"log {vkey('other.example', signer(b'o' * 32)[1])}\nquorum none\n")
    foreign = told("verify", "--policy", "foreign.txt")
    assert (foreign.code, "other.example" in foreign.out) == (1, True)
    Path("nolog.txt").write_text("quorum none\n")
    assert told("verify", "--policy", "nolog.txt").code == 2
    assert told("verify", "--policy", "absent.txt").code == 2


def vkey_in(policy, kind):
    return next(line.split()[-2] for line in policy.splitlines() if line.startswith(kind))


def test_it_finds_a_record_that_was_rewritten_with_the_stolen_key_by_what_a_witness_signed(told):
    from tests.cli.test_verify import _rewrite

    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
        cosigned = kept_notes(told)[-1]
        _rewrite(told)
        asked = told("witness", "request")
        assert asked.code in {1, 3}
        assert north.name == "north.example"
    said = told("verify")
    assert said.code == 1
    assert "do not hash to what was signed then" in said.out
    (fork,) = Path(".secondstory/forks").glob("fork-of-*.txt")
    (own,) = Path(".secondstory/forks").glob("last-signed-of-*.txt")
    assert fork.read_bytes() == cosigned
    assert parse_note(own.read_bytes()).text != parse_note(cosigned).text
    # Without the history beside the record, the witness refuses the second one.
    (told.workspace / "checkpoints.db").unlink()
    with witness(told, listen=north.address.removeprefix("http://")) as again:
        asked = told("witness", "request")
        assert asked.code == 1
        assert "two histories" in asked.out
        evidence = told.root.parent / "north" / "evidence"
        assert len(list(evidence.iterdir())) == 1
        assert again.vkey == north.vkey


def test_it_proves_an_entry_under_the_checkpoint_that_witnesses_signed_and_says_which(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
    size = parse_note(kept_notes(told)[-1]).text.split("\n")[1]
    told.ok("open", "Another")
    made = told.json("prove", "2")
    assert (made["size"], made["cosigned_by"]) == (int(size), ["north.example"])
    assert "signed by this log and north.example; " in told.ok("prove", "2").out
    proof, entry = Path("entry-2.tlog-proof"), Path("entry-2.entry.json")
    covered = verify_proof(proof.read_bytes(), entry.read_bytes(), [parse_vkey(made["vkey"])])
    assert covered.size == int(size)
    newest = told.json("prove", size)
    assert newest["size"] > int(size)
    assert newest["cosigned_by"] == []
    assert "signed by this log alone" in told.ok("prove", size).out


def kept_notes(shell):
    with closing(sqlite3.connect(shell.workspace / "checkpoints.db")) as db:
        return [bytes(note) for (note,) in db.execute("SELECT note FROM checkpoint ORDER BY size")]


def test_it_knows_an_older_copy_by_its_witness(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
        whole = told.root / "old"
        shutil.copytree(told.workspace, whole / ".secondstory")
        keys = told.root.parent / "home"
        shutil.copytree(keys, told.root / "home")
        told.ok("open", "Another")
        told.ok("witness", "request")
        # The whole machine is put back, keys and all: nothing here knows better.
        shutil.rmtree(told.workspace)
        shutil.rmtree(keys)
        shutil.move(whole / ".secondstory", told.workspace)
        shutil.move(told.root / "home", keys)
        assert told("verify").code == 0
        asked = told("witness", "request")
    # That this much was confirmed once does not make it well.
    assert asked.code == 1
    assert "knows more" in asked.out
    assert "this copy is older than what it saw" in asked.out


@pytest.mark.parametrize("damage", ["flip", "size", "foreign", "garbage"])
def test_it_finds_what_was_done_to_the_history(told, damage):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
        told.ok("open", "Another")
        told.ok("witness", "request")
    path = told.workspace / "checkpoints.db"
    if damage == "garbage":
        path.write_bytes(b"no database" * 500)
        assert told("verify").code == 2
        return
    with closing(sqlite3.connect(path)) as db, db:
        (size, note) = db.execute("SELECT size, note FROM checkpoint ORDER BY size").fetchone()
        parsed = parse_note(bytes(note))
        if damage == "flip":
            raw = bytearray(note)
            raw[-12] ^= 1
            db.execute("UPDATE checkpoint SET note = ? WHERE size = ?", (bytes(raw), size))
        elif damage == "size":
            db.execute("UPDATE checkpoint SET size = size - 1 WHERE size = ?", (size,))
        else:
            only = render(type(parsed)(text=parsed.text, signatures=parsed.signatures[1:]))
            db.execute("UPDATE checkpoint SET note = ? WHERE size = ?", (only, size))
    said = told("verify")
    assert said.code in {1, 2}
    assert "entries that was kept here" in said.out
    assert "Traceback" not in said.err


def test_it_finds_a_policy_that_was_taken_away(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
    path = told.workspace / "policy"
    stood = path.read_bytes()
    path.unlink()
    assert told("verify").code == 2
    path.write_bytes(b"quorum none\n")
    said = told("verify")
    assert (said.code, "not the one that was recorded last" in said.out) == (1, True)
    path.write_bytes(b"nothing of the sort\n")
    assert told("verify").code == 2
    path.write_bytes(stood)
    assert told("verify").code == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("serve", "w"), "Name the log"),
        (("serve", "w", "--log", "nonsense"), "verifier key reads"),
        (("serve", "w", "--log", STRANGER), "the key of a witness"),
        (
            ("serve", "w", "--log", vkey("l", signer(b"l" * 32)[1]), "--listen", "here"),
            "no address to listen on",
        ),
        (
            ("serve", "w", "--log", vkey("l", signer(b"l" * 32)[1]), "--listen", "192.0.2.1:1"),
            "cannot be listened on",
        ),
        (("serve", "w", "--log", vkey("l", signer(b"l" * 32)[1]), "--name", "a b"), "name without spaces"),
    ],
)
def test_it_says_what_a_witness_still_needs(bare_shell, words, why):
    refused = bare_shell("witness", *words)
    assert (refused.code, why in refused.err) == (1, True)


# A test run in the background ignores Ctrl-C, and so would what it starts.
LISTENING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " from secondstory.main import main; main()"
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_as_a_process_and_leaves_when_asked(told, how):
    log = told.json("witness")["log"]
    command = [
        sys.executable,
        "-c",
        LISTENING,
        "witness",
        "serve",
        "w",
        "--log",
        log,
        "--listen",
        "127.0.0.1:0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(2)]
            address, key = lines[0].split()[-1], lines[1].split()[-1]
            told.ok("witness", "add", key, address)
            assert told("witness", "request").code == 0
            process.send_signal(how)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, err) == (0, "")
    assert "Stopped." in out


def test_it_takes_policy_and_history_along_in_a_backup(told):
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        told.ok("witness", "request")
    stood, notes = (told.workspace / "policy").read_bytes(), kept_notes(told)
    told.ok("backup", "--to", "backups")
    (data,) = Path("backups/data").glob("*.tar")
    shutil.rmtree(told.workspace)
    told("restore", str(data))
    assert (told.workspace / "policy").read_bytes() == stood
    assert kept_notes(told) == notes
    assert "confirmed by witnesses: north" in told("verify").out


def test_it_says_in_the_status_how_far_it_is_witnessed(told):
    assert "witness" not in told.ok("status").out
    with witness(told) as north:
        told.ok("witness", "add", north.vkey, north.address, "--name", "north")
        assert "witnessed yet" in told.ok("status").out
        told.ok("witness", "request")
    assert "entries are witnessed." in told.ok("status").out
    assert "witnessed" in told.json("status")
