"""`openssl ts` on the timestamps that are kept: it agrees with ours about each, and says no once something was changed.

The authority is openssl as well; so it decides twice here whether what we ask and keep is what RFC 3161 means.
"""

import re
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secondstory.adapters.remote.timestamps import tokens
from secondstory.application.record.verifying.timestamps import BadToken
from tests.adapters.remote.timestamps.authority import made, openssl, serving

EXPIRED = Path(__file__).parent.parent / "adapters" / "remote" / "timestamps" / "expired"


@pytest.fixture(scope="module")
def north(tmp_path_factory):
    return made(tmp_path_factory.mktemp("tsa") / "north")


@pytest.fixture
def kept(shell, north):
    """A token and its checkpoint as `checkpoint timestamp` keeps them."""
    shell.at = datetime.now(UTC)
    shell.ok("open", "Seats released too early: “é”")
    with serving(north) as (url, _):
        done = shell.json("checkpoint", "timestamp", "--tsa", url)
    return Path(done["token"]), Path(done["checkpoint"])


def agreed(authority, token, note):
    """Return whether both believe a token; they must not differ."""
    theirs, said = authority.verify(token, note)
    try:
        tokens.check(token.read_bytes(), note.read_bytes(), roots=tokens.roots_in(authority.roots))
        ours = True
    except BadToken:
        ours = False
    assert ours == theirs, said
    return theirs


def test_it_believes_what_is_kept_and_reads_the_same_in_it(shell, kept, north):
    token, note = kept
    assert agreed(north, token, note)
    shown = openssl(f"ts -reply -in {token} -text", north.folder).decode()
    stamp = tokens.check(token.read_bytes(), note.read_bytes(), roots=None)
    said = re.search(r"Time stamp: (.*) GMT", shown)
    assert said
    assert datetime.strptime(said[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC) == stamp.at
    assert stamp.at.strftime("%Y-%m-%d %H:%M:%S UTC") in shell.ok("checkpoint").out


def test_it_reads_our_request_as_one(north):
    query = tokens.query_over(b"a checkpoint\n")
    (north.folder / "ours.tsq").write_bytes(query.der)
    shown = openssl("ts -query -in ours.tsq -text", north.folder).decode()
    assert "Hash Algorithm: sha256" in shown
    assert f"Nonce: 0x{query.nonce:X}" in shown.replace("0x0", "0x")
    assert "Certificate required: yes" in shown


@pytest.mark.parametrize("harm", ["other bytes", "other root", "token flipped", "cut", "stolen root name"])
def test_it_says_no_where_ours_does(kept, north, harm, tmp_path):
    token, note = kept
    raw, judge = token.read_bytes(), north
    if harm == "other bytes":
        note.write_bytes(note.read_bytes().replace(b"\n\n", b"\n \n"))
    elif harm == "other root":
        judge = made(tmp_path / "south")
    elif harm == "stolen root name":
        judge = made(tmp_path / "north")
    elif harm == "cut":
        token.write_bytes(raw[:-3])
    else:
        at = raw.index(b"\x18\x0f20") + 5  # the year of its time
        token.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
    assert not agreed(judge, token, note)


def test_it_agrees_on_every_way_in_which_a_certificate_can_be_wrong(kept, tmp_path):
    _, note = kept
    for name, how in {
        "past": {"dates": ("20200101000000Z", "20210101000000Z")},
        "future": {"dates": ("20980101000000Z", "20990101000000Z")},
        "nobody's": {"by": "middle"},
        "whole": {"by": "middle", "sends": "middle"},
        "also root": {"sends": "root"},
    }.items():
        there = made(tmp_path / name.replace("'", "-").replace(" ", "-"), **how)
        token = tmp_path / "t.tsr"
        token.write_bytes(there.reply(tokens.query_over(note.read_bytes()).der))
        assert agreed(there, token, note) == (name in {"whole", "also root"}), name


def test_it_needs_the_time_of_a_token_whose_certificate_has_run_out_and_ours_takes_it_by_itself():
    token, note, root = (EXPIRED / name for name in ("7.tsr", "7.checkpoint", "root.pem"))
    words = f"openssl ts -verify -in {token} -data {note} -CAfile {root}"
    today = subprocess.run(shlex.split(words), capture_output=True, text=True, check=False)
    assert today.returncode != 0
    # The very words of docs/verify-us.md.
    page = (Path(__file__).parent.parent.parent / "docs" / "verify-us.md").read_text()
    (script,) = re.findall(r"(?m)^openssl ts -verify.*\\\n  -attime .*$", page)
    for name, path in (("412.tsr", token), ("412.checkpoint", note), ("ROOTS.pem", root)):
        script = script.replace(name, shlex.quote(str(path)))
    then = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (then.returncode, "Verification: OK" in then.stdout) == (0, True), (script, then.stderr)
    tokens.check(token.read_bytes(), note.read_bytes(), roots=tokens.roots_in(root))
