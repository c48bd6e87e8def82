"""`evidence`: what is sealed stays as it was, with everybody who touched it."""

import hashlib
import io
import json
import os
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

LOG = "22:40 hold window set to 48\n22:41 311 units left\n"
SECRET = "q8Zr4Kx0" * 5


@pytest.fixture
def pm(shell: Shell) -> Shell:
    """A shell with one post-mortem and one log file."""
    shell.ok("open", "Seats released too early")
    (shell.root / "hold.log").write_text(LOG)
    return shell


def piped(content: bytes) -> None:
    sys.stdin = io.TextIOWrapper(io.BytesIO(content))


@pytest.fixture(autouse=True)
def _same_stdin():
    before = sys.stdin
    yield
    sys.stdin = before


def test_it_seals_a_file_and_gives_it_back(pm):
    said = pm.ok("evidence", "add", "PM-1", "hold.log")
    assert "Sealed: E-1, hold.log, 49 bytes" in said.out
    assert "Next: secondstory evidence show PM-1/E-1" in said.out
    assert pm.ok("evidence", "open", "E-1", "--purpose", "the time").out == LOG
    assert LOG.encode()[:20] not in b"".join(
        path.read_bytes() for path in pm.workspace.rglob("*") if path.is_file()
    )


def test_it_teaches_where_nothing_is_sealed_yet(pm):
    assert "Nothing is sealed yet" in pm.ok("evidence").out
    assert pm.json("evidence", "list", "PM-1") == {"evidence": []}


def test_it_seals_standard_input_and_leaves_no_file_of_it_behind(pm):
    before = set(pm.workspace.iterdir())
    piped(b"from a pipe\n")
    data = pm.json("evidence", "add", "PM-1", "-", "--name", "api.log", "--captured-from", "api-0")
    assert data["sealed"][0]["sha256"] == hashlib.sha256(b"from a pipe\n").hexdigest()
    assert set(pm.workspace.iterdir()) - before <= {pm.workspace / "objects"}
    assert pm.json("evidence", "show", "E-1")["captured_from"] == "api-0"


def test_it_refuses_secrets_with_the_ways_on_and_seals_the_other_files(pm):
    (pm.root / "bad.env").write_text(f"Authorization: Bearer {SECRET}\n")
    said = pm("evidence", "add", "PM-1", "bad.env", "hold.log")
    assert said.code == 1
    assert "line 1, column 23: authorization-header" in said.err
    assert SECRET not in said.err + said.out
    assert "--redact" in said.err
    assert [one["name"] for one in pm.json("evidence")["evidence"]] == ["hold.log"]


def test_it_seals_a_copy_without_the_secret_and_says_so_in_the_custody(pm):
    (pm.root / "bad.env").write_text(f"Authorization: Bearer {SECRET}\nkept\n")
    said = pm.ok("evidence", "add", "PM-1", "bad.env", "--redact")
    assert "1 likely secret blotted out" in said.out
    assert pm.ok("evidence", "open", "E-1").out == "Authorization: Bearer ••••\nkept\n"
    assert "blotted out 1 likely secret" in pm.ok("evidence", "show", "E-1").out
    assert SECRET in (pm.root / "bad.env").read_text()


def test_it_seals_a_secret_for_a_reason_that_is_kept(pm):
    (pm.root / "bad.env").write_text(f"Authorization: Bearer {SECRET}\n")
    pm.ok("evidence", "add", "PM-1", "bad.env", "--seal-anyway", "revoked at 23:10")
    shown = pm.json("evidence", "show", "E-1")
    assert shown["secrets"] == "sealed-anyway"
    assert "revoked at 23:10" in shown["custody"][1]["what"]


def test_it_seals_only_what_was_declared(pm):
    right = hashlib.sha256(LOG.encode()).hexdigest()
    cut = pm("evidence", "add", "PM-1", "hold.log", "--length", "60", "--sha256", right)
    assert cut.code == 1
    assert "49 of 60 bytes. Nothing was sealed; send it again." in cut.err
    assert "Say both" in pm("evidence", "add", "PM-1", "hold.log", "--length", "49").err
    pm.ok("evidence", "add", "PM-1", "hold.log", "--length", "49", "--sha256", right.upper())


def test_it_captures_a_command_with_its_output_exit_code_and_times(pm):
    code = "import sys; print('hi'); print('oh', file=sys.stderr); sys.exit(3)"
    data = pm.ok(
        "--json", "evidence", "run", "PM-1", "--clock", "host ±2 s", "--", sys.executable, "-c", code
    ).data
    assert data["exit_code"] == 3
    shown = pm.json("evidence", "show", "E-1")
    assert (shown["how"], shown["exit_code"], shown["clock"], shown["clock_uncertainty_s"]) == (
        "command",
        3,
        "host",
        2,
    )
    assert shown["started"]
    assert shown["ended"]
    assert sorted(pm.ok("evidence", "open", "E-1").out.split()) == ["hi", "oh"]


def test_it_passes_options_of_the_command_to_the_command(pm):
    pm.ok("evidence", "run", "PM-1", "--timeout", "30", "--", "echo", "--json", "-n", "--", "x")
    assert pm.ok("evidence", "open", "E-1").out == "--json -n -- x\n"


def test_it_runs_nothing_whose_command_line_holds_a_secret(pm):
    target = pm.root / "ran"
    words = ("evidence", "run", "PM-1", "--", "sh", "-c", f"touch {target} # Authorization: Bearer {SECRET}")
    said = pm(*words)
    assert said.code == 1
    assert "The command line itself holds a likely secret" in said.err
    assert not target.exists()


def test_it_runs_a_command_with_its_secret_and_records_it_blotted_out(pm):
    pm.ok("evidence", "run", "PM-1", "--redact", "--", "echo", f"Authorization: Bearer {SECRET}")
    shown = pm.json("evidence", "show", "E-1")
    assert SECRET not in json.dumps(shown)
    assert "••••" in shown["command"]
    assert "cannot be run again" in pm("evidence", "reproduce", "E-1", "--yes").err


def test_it_seals_what_came_before_the_time_was_over(pm):
    data = pm.ok(
        "--json", "evidence", "run", "PM-1", "--timeout", "0.5", "--", "sh", "-c", "echo begin; sleep 9"
    ).data
    assert data["timed_out"]
    assert pm.ok("evidence", "open", "E-1").out == "begin\n"
    assert "stopped after 0.5 s" in pm.json("evidence", "show", "E-1")["captured_from"]


def test_it_says_whether_the_same_command_gives_the_same_again(pm):
    pm.ok("evidence", "run", "PM-1", "--", "cat", "hold.log")
    assert "say --yes" in pm("evidence", "reproduce", "E-1").err
    assert pm.json("evidence", "reproduce", "E-1", "--yes")["same"] is True
    (pm.root / "hold.log").write_text("other\n")
    said = pm("evidence", "reproduce", "E-1", "--yes")
    assert said.code == 1
    assert "49 bytes then, 6 now" in said.err
    data = pm.json("evidence", "reproduce", "E-1", "--yes", "--because", "the log was rotated")
    assert data["same"] is False
    assert "the log was rotated" in data["difference"]


def test_it_exports_a_copy_with_its_custody_for_its_owner_alone(pm):
    pm.ok("evidence", "add", "PM-1", "hold.log")
    assert "What is the copy for" in pm("evidence", "export", "E-1", "--to", "out").err
    assert not (pm.root / "out").exists()
    data = pm.json("evidence", "export", "E-1", "--to", "out", "--purpose", "insurer")
    copy = Path(data["written"])
    assert copy.read_text() == LOG
    assert copy.stat().st_mode & 0o077 == 0
    custody = json.loads(Path(data["custody"]).read_text())
    assert custody["custody"][-1]["what"] == "took a copy out: insurer"
    again = pm("evidence", "export", "E-1", "--to", "out", "--purpose", "insurer")
    assert "is there already" in again.err


def test_it_writes_no_copy_of_what_was_altered(pm):
    pm.ok("evidence", "add", "PM-1", "hold.log")
    (stored,) = [path for path in (pm.workspace / "objects").rglob("*") if path.is_file()]
    stored.chmod(0o640)
    raw = bytearray(stored.read_bytes())
    raw[-1] ^= 1
    stored.write_bytes(raw)
    said = pm("evidence", "open", "E-1", "--out", "copy.log")
    assert said.code == 1
    assert "is not what was sealed" in said.err
    assert not (pm.root / "copy.log").exists()


def test_it_corrects_hands_on_and_shows_all_of_it(pm):
    pm.ok("evidence", "add", "PM-1", "hold.log")
    assert "stays safe" in pm.ok("evidence", "correct", "PM-1/E-1", "it came from ops-4").out
    pm.ok("evidence", "hand", "E-1", "the insurer", "--because", "they asked for it")
    shown = pm.ok("evidence", "show", "E-1").out
    assert "Ada corrected line 1: it came from ops-4" in shown
    assert "Ada handed it to the insurer: they asked for it" in shown


def test_it_records_a_gap_and_shows_what_runs_out(pm):
    said = pm.ok("evidence", "gap", "PM-1", "access log, 22:00 to 22:24", "--cause", "never-captured")
    assert "no question about anybody" in said.out
    pm.ok("hold", "place", "PM-1", "--source", "calls", "--custodian", "Telephony", "--until", "in 3 weeks")
    rows = pm.json("evidence", "expires")["holds"]
    assert [row["hold"] for row in rows] == ["HO-2", "HO-1"]
    assert rows[0]["not_heard_from"] == ["Telephony"]


def test_it_names_files_that_are_none(pm):
    said = pm("evidence", "add", "PM-1", "nothing.log", ".")
    assert "There is no file nothing.log." in said.err
    assert "is not a file" in said.err


def test_it_removes_after_a_day_what_a_crash_left_and_nothing_else(pm):
    from secondstory.application.keeping.sealing import Item, stow
    from secondstory.wiring.evidence import vault_of
    from secondstory.wiring.tidying import remove_orphans
    from secondstory.wiring.workspace import open_workspace

    pm.ok("evidence", "add", "PM-1", "hold.log")
    workspace = open_workspace(None)
    item = Item(post_mortem=workspace.office.door.stream_of("PM-1"), name="x", captured_from="y")
    left = stow(workspace.office, vault_of(workspace), item, lambda: [b"never recorded"])
    assert remove_orphans(workspace) == []
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (pm.workspace / "objects").rglob("*"):
        os.utime(path, (two_days_ago, two_days_ago))
    assert remove_orphans(workspace) == [left.manifest.ciphertext_digest]
    assert pm.ok("evidence", "open", "E-1").out == LOG
    assert pm("verify").code == 0


def test_it_redacts_lines_and_shows_so_wherever_the_item_stands(pm):
    pm.ok("evidence", "add", "PM-1", "hold.log")
    done = pm.ok(
        "evidence",
        "redact",
        "E-1",
        "--lines",
        "2",
        "--reason",
        "third-party",
        "--why",
        "agreed with the partner",
    )
    assert "Redacted: line 2 of PM-1/E-1. Readers are given E-2 now" in done.out
    assert "HO-1 holds it" in done.out
    opened = pm.ok("evidence", "open", "E-1")
    assert opened.out == "22:40 hold window set to 48\n[redacted: something of a third party]\n"
    assert "PM-1/E-1 was redacted; this is PM-1/E-2" in opened.err
    assert "read as E-2" in pm.ok("evidence").out
    shown = pm.ok("evidence", "show", "E-1").out
    assert "agreed with the partner" in shown
    assert "kept under hold HO-1" in shown
    assert pm.json("evidence", "show", "E-2")["redaction"]["copy_of"] == "E-1"
    assert pm.ok("evidence", "open", "E-1", "--original", "--purpose", "to call them").out == LOG
    assert "opened the original: to call them" in pm.ok("evidence", "show", "E-1").out
    assert "1 item of evidence read as a redacted copy since entry" in pm.ok("verify").out


def test_it_redacts_nothing_without_a_kind_of_reason(pm):
    pm.ok("evidence", "add", "PM-1", "hold.log")
    assert "Which kind of reason?" in pm("evidence", "redact", "E-1", "--lines", "2", "--why", "x").err
    wrong = pm("evidence", "redact", "E-1", "--lines", "two", "--reason", "secret", "--why", "x")
    assert "10-12, or 4,10-12" in wrong.err
    assert [one["name"] for one in pm.json("evidence")["evidence"]] == ["hold.log"]
