"""`checkpoint timestamp`: a real authority stamps the newest checkpoint, and `verify` says what that shows and what not."""

import hashlib
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secondstory.adapters.local_files.standalone.verify import main
from secondstory.application.keeping.noting import note
from secondstory.domain.keeping.installation import CheckpointTimestamped
from secondstory.kernel.frozen import replace
from secondstory.wiring.places import Place, read_settings, write_settings
from secondstory.wiring.safekeeping.packing import TIMESTAMPS
from secondstory.wiring.witnessing.timestamping import (
    FIRST_WAIT,
    FOLDER,
    LONGEST_WAIT,
    WhenDue,
    timestamp,
    wanted_by,
)
from secondstory.wiring.workspace import open_workspace
from tests.adapters.remote.timestamps.authority import made, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def north(tmp_path_factory):
    return made(tmp_path_factory.mktemp("tsa") / "north")


@pytest.fixture
def told(shell):
    """A workspace whose clock is the real one's, with something in it."""
    shell.at = datetime.now(UTC)
    shell.ok("open", "Seats released too early")
    return shell


def stamped(shell, authority, *more):
    with serving(authority) as (url, _):
        return shell.json("checkpoint", "timestamp", "--tsa", url, *more)


def roots(authority):
    return ("--tsa-roots", str(authority.roots))


def set_up(shell, **settings):
    here = Place(shell.workspace)
    write_settings(here, replace(read_settings(here), **settings))


def sizes(shell):
    return [one["size"] for one in shell.json("checkpoint")["timestamps"]]


def test_it_keeps_a_token_that_openssl_believes_too(told, north):
    done = stamped(told, north, *roots(north))
    assert (done["by"], done["confirmed"]) == ("CN=Clock of the north", True)
    believed, said = north.verify(Path(done["token"]), Path(done["checkpoint"]))
    assert believed, said
    assert sizes(told) == [done["size"]]
    assert abs(datetime.fromisoformat(done["at"]) - told.at) < timedelta(minutes=10)
    assert "Stamped over" in told.ok("checkpoint").out


def test_it_says_what_a_timestamp_shows_and_what_not(told, north):
    size = stamped(told, north)["size"]
    said = told.ok("verify", "--full", *roots(north)).out
    proved, _, open_ = said.partition("Not proved:")
    assert f"The first {size} entries existed by" in proved
    assert "stamped by CN=Clock of the north" in proved
    assert "How long an entry was there before it was stamped" in open_
    # An authority knows nothing of another history: what witnesses would catch stays open.
    assert "That nobody with the signing key rewrote everything" in open_


def test_it_says_that_nothing_was_checked_without_a_root(told, north):
    stamped(told, north)
    said = told.ok("verify", "--full").out
    assert "existed by" not in said
    assert "not checked, since no root was given" in said


def test_it_checks_by_the_roots_in_the_settings_and_says_whose_they_are(told, north):
    shutil.copy(north.roots, told.workspace / "tsa.pem")
    with serving(north) as (url, _):
        set_up(told, timestamp_url=url, timestamp_roots="tsa.pem")
        assert "Confirmed by the roots" in told.ok("checkpoint", "timestamp").out
    said = told.ok("verify", "--full").out
    assert "existed by" in said
    assert "its roots lie beside the record" in said
    assert "its roots lie beside the record" not in told.ok("verify", "--full", *roots(north)).out


def test_it_looks_at_them_again_when_it_goes_on_from_before(told, north):
    stamped(told, north)
    told.ok("verify")
    again = told.ok("verify", *roots(north)).out
    assert "From entry" in again
    assert "existed by" in again
    (token,) = (told.workspace / FOLDER).glob("*.tsr")
    token.write_bytes(token.read_bytes() + b"x")
    assert told("verify", *roots(north)).code == 1


def test_it_does_not_stamp_its_own_entries(told, north):
    stamped(told, north)
    assert stamped(told, north)["entry"] is not None  # another port is another authority
    with serving(north) as (url, asked):
        told.ok("checkpoint", "timestamp", "--tsa", url)
        told.ok("checkpoint", "publish", "--to", "public")
        assert "Nothing new was recorded" in told.ok("checkpoint", "timestamp", "--tsa", url).out
        assert len(asked) == 1
        assert told.json("checkpoint", "publish", "--to", "public")["entry"] is None
        told.ok("open", "Another")
        assert told.json("checkpoint", "timestamp", "--tsa", url)["entry"] is not None


@pytest.mark.parametrize(
    ("harm", "code", "words"),
    [
        ("token", 1, "Its token is not the one that was recorded"),
        ("note", 1, "Its checkpoint is not the one that was recorded"),
        ("no token", 2, "MISSING. The record says that its token was kept"),
        ("no note", 2, "MISSING. The record says that its checkpoint was kept"),
        ("no folder", 2, "MISSING"),
    ],
)
def test_it_finds_what_was_done_to_what_is_kept(told, north, harm, code, words):
    done = stamped(told, north)
    token, note = Path(done["token"]), Path(done["checkpoint"])
    if harm == "no folder":
        shutil.rmtree(token.parent)
    elif harm.startswith("no "):
        (token if harm == "no token" else note).unlink()
    elif harm == "token":
        token.write_bytes(token.read_bytes()[:-1] + b"\x00")
    else:
        note.write_bytes(note.read_bytes().replace(b"=\n\n", b"=\n\n\xe2\x80\x94 x AAAAAAAA\n"))
    for given in ((), roots(north)):
        said = told("verify", "--full", *given)
        assert (said.code, words in said.out) == (code, True), said.out


def test_it_says_when_no_root_confirms_a_token(told, north, tmp_path):
    stamped(told, north)
    south = made(tmp_path / "south")
    said = told("verify", "--full", *roots(south))
    assert said.code == 3
    assert "do not confirm it at the time it says" in said.out
    assert "existed by" not in said.out


def test_it_keeps_nothing_that_no_root_confirms(told, north, tmp_path):
    south = made(tmp_path / "south")
    before = told.json("checkpoint")["checkpoint"]
    with serving(north) as (url, _):
        said = told("checkpoint", "timestamp", "--tsa", url, *roots(south))
    assert (said.code, "Nothing was kept" in said.err) == (1, True)
    assert not (told.workspace / FOLDER).exists()
    assert told.json("checkpoint")["checkpoint"] == before


REFUSED = (
    ({"change": lambda _: b""}, "cannot be read"),
    ({"change": lambda raw: raw[:-7]}, "cannot be read"),
    ({"change": lambda _: b"\x30\x80" * 400}, "cannot be read"),
    ({"change": lambda raw: raw.replace(b"\x02\x01\x00", b"\x02\x01\x02", 1)}, "refused it"),
    ({"change": lambda raw: raw * 100}, "more than 65536 bytes"),
    ({"status": 500}, "status 500"),
    ({"status": 302}, "redirect"),
    ({"kind": "text/html"}, "something else than a timestamp"),
)


def test_it_says_why_an_authority_stamped_nothing(told, north):
    before = told.json("checkpoint")["checkpoint"]
    for how, words in REFUSED:
        with serving(north, **how) as (url, _):
            said = told("checkpoint", "timestamp", "--tsa", url)
        assert (said.code, words in said.err, "Nothing was kept" in said.err) == (1, True, True), said.err
    assert not (told.workspace / FOLDER).exists()
    assert told.json("checkpoint")["checkpoint"] == before


def test_it_says_which_authority_it_would_need(told):
    said = told("checkpoint", "timestamp")
    assert (said.code, "--tsa URL" in said.err) == (1, True)
    assert told("checkpoint", "timestamp", "--tsa", "ftp://x").code == 1
    assert told("checkpoint", "timestamp", "--tsa", "http://127.0.0.1:9", "--tsa-roots", "none.pem").code == 1
    unread = told("verify", "--tsa-roots", "none.pem")
    assert (unread.code, "cannot be read" in unread.err) == (2, True)


def test_it_says_when_the_clocks_stand_apart(shell, north):
    # The demo clock shows another day than the authority's.
    shell.ok("open", "Seats released too early")
    with serving(north) as (url, _):
        assert "Its clock is" in shell.ok("checkpoint", "timestamp", "--tsa", url).out
    shell.ok("open", "Another")
    said = shell.ok("verify", "--full", *roots(north)).out
    assert "The clock of this machine was behind, or the entry was dated back." in said


def test_it_sees_an_entry_dated_later_than_its_stamp(told, north):
    told.later(days=2)
    told.ok("open", "From tomorrow")
    stamped(told, north)
    assert "The clock of this machine was ahead" in told.ok("verify", "--full", *roots(north)).out


@pytest.fixture
def not_installed(monkeypatch):
    """Let an import of the extra say what it says where it is not installed."""
    return lambda: monkeypatch.setitem(sys.modules, "rfc3161_client", None)


def test_it_says_what_to_install_where_the_extra_is_not(told, north, not_installed):
    not_installed()
    with serving(north) as (url, asked):
        said = told("checkpoint", "timestamp", "--tsa", url)
    assert (said.code, "pip install 'secondstory[timestamps]'" in said.err, asked) == (1, True, [])
    assert told("verify", "--full").code == 0


def test_it_sees_a_changed_token_where_the_extra_is_not_installed(told, north, not_installed):
    done = stamped(told, north)
    not_installed()
    said = told.ok("verify", "--full", *roots(north)).out
    assert "not checked, since what reads them is not installed" in said
    Path(done["token"]).write_bytes(b"another")
    assert told("verify", "--full").code == 1


def test_it_is_told_by_the_doctor(told, north):
    root = told("doctor", "--json").data["protection"][3]
    assert "timestamp" not in root
    size = stamped(told, north)["size"]
    root = told("doctor", "--json").data["protection"][3]
    assert (
        f"no timestamp of {told.at.day} {told.at:%B %Y} any more; the first {size} entries have one" in root
    )


def test_it_goes_along_in_a_backup_and_a_move(told, north):
    assert TIMESTAMPS == FOLDER
    stamped(told, north)
    files = {one.name: one.read_bytes() for one in (told.workspace / FOLDER).iterdir()}
    (told.workspace / FOLDER / "note.txt").write_text("written by hand\n")
    told.ok("backup", "--to", "backups")
    (data,) = Path("backups/data").glob("*.tar")
    shutil.rmtree(told.workspace)
    told("restore", str(data))
    assert {name: (told.workspace / FOLDER / name).read_bytes() for name in files} == files
    assert "existed by" in told("verify", "--full", *roots(north)).out


def test_it_comes_back_with_the_entries_that_name_it(told, north):
    older = told.json("backup", "--to", "older")["data"]
    stamped(told, north)
    newer = told.json("backup", "--to", "newer")["data"]
    shutil.rmtree(told.workspace)
    assert told("restore", older).code == 1
    told.ok("restore", "--replay", newer)
    assert "existed by" in told.ok("verify", "--full", *roots(north)).out


def test_it_holds_across_a_change_of_keys_and_a_successor(told, north):
    first = stamped(told, north)["size"]
    told.ok("keys", "rotate", "--why", "a new machine", "--yes")
    told.ok("open", "Under the new key")
    stamped(told, north)
    assert "2 timestamps hold" in told.ok("verify", "--full", *roots(north)).out
    told.ok("bundle", "--whole", "--out", "whole")
    assert main(["whole", "--key", told.json("log", "--checkpoint")["vkey"]]) == 0
    size = told.json("log", "--checkpoint")["checkpoint"].split("\n")[1]
    told.ok("keys", "compromised", "--since", size, "--why", "the laptop was stolen", "--yes")
    told.ok("open", "Under the successor")
    stamped(told, north)
    said = told.ok("verify", "--full", *roots(north)).out
    assert "3 timestamps hold" in said
    assert f"the oldest says that the first {first} entries existed" in said
    told.ok("bundle", "--whole", "--out", "successor")
    assert main(["successor", "--key", told.json("log", "--checkpoint")["vkey"]]) == 0


def test_it_finds_a_record_rewritten_after_it_was_stamped(told, north):
    """Eve holds the key and begins again from an older copy; what was stamped before is kept by somebody."""
    places = (told.workspace, told.root.parent / "home")
    for place in places:
        shutil.copytree(place, told.root / "older" / place.name)
    told.ok("open", "What happened")
    done = stamped(told, north)
    size = done["size"]
    shutil.move(told.workspace / FOLDER, told.root / "kept")
    for place in places:
        shutil.rmtree(place)
        shutil.move(told.root / "older" / place.name, place)
    told.ok("open", "What she would rather had")
    told.ok("open", "And more of it")
    assert told("verify", "--full").code == 0
    shutil.move(told.root / "kept", told.workspace / FOLDER)
    said = told("verify", "--full", *roots(north))
    assert said.code == 1
    assert (
        f"the checkpoint over {size} entries that was stamped: The first {size} entries here do not"
        in said.out
    )
    # She may write the timestamp into her own history as well: it is still not one of hers.
    (token,) = (told.workspace / FOLDER).glob("*.tsr")
    stood = Path(done["checkpoint"])
    forged = CheckpointTimestamped(
        size=size,
        root=stood.read_text().split("\n")[2],
        authority=done["authority"],
        stamped_at=datetime.fromisoformat(done["at"]),
        note=hashlib.sha256(stood.read_bytes()).hexdigest(),
        token=hashlib.sha256(token.read_bytes()).hexdigest(),
    )
    note(open_workspace(None).office, forged)
    said = told("verify", "--full", *roots(north))
    assert (said.code, "existed by" in said.out) == (1, False)


def pass_by(shell, **by):
    """Let time pass for whoever holds a workspace open."""
    shell.later(**by)
    shell.env.setenv("SECONDSTORY_DEMO_CLOCK", shell.at.isoformat())


def a_day(shell, north, **settings):
    """Return a serving process's turn and its workspace, with the authority at `url` in the settings."""
    set_up(shell, **settings)
    workspace = open_workspace(None)
    return WhenDue(workspace), workspace


def test_it_asks_once_a_day_and_only_when_something_was_recorded(told, north):
    with serving(north) as (url, asked):
        turn, _ = a_day(told, north, timestamp_url=url)
        for _ in range(3):
            assert turn() == []
        assert len(asked) == 1
        pass_by(told, days=2)
        assert turn() == []
        assert len(asked) == 1
        told.ok("open", "Another")
        assert turn() == []
        assert len(asked) == 2
        told.ok("open", "A third")
        pass_by(told, hours=23)
        assert turn() == []
        assert len(asked) == 2
        pass_by(told, hours=1)
        assert turn() == []
    assert len(asked) == 3


def test_it_waits_longer_after_each_failure_and_says_so_until_it_is_over(told, north):
    with serving(north, status=503) as (url, asked):
        turn, workspace = a_day(told, north, timestamp_url=url)
        waited = timedelta()
        (first,) = turn()
        assert "status 503" in first
        for n in range(7):
            wait = min(FIRST_WAIT * 2**n, LONGEST_WAIT)
            pass_by(told, seconds=wait.total_seconds() - 15)
            assert turn() == [first]
            assert len(asked) == n + 1
            pass_by(told, seconds=20)
            assert turn() == [first]
            assert len(asked) == n + 2
            waited += wait
        assert waited > timedelta(hours=10)
    with serving(north) as (url, asked):
        # Another address has not kept anybody waiting yet.
        workspace.take(replace(workspace.settings, timestamp_url=url))
        assert turn() == []
        assert len(asked) == 1


def test_it_asks_again_when_the_clock_was_put_back(told, north):
    with serving(north, status=503) as (url, asked):
        turn, _ = a_day(told, north, timestamp_url=url)
        assert turn() != []
        pass_by(told, days=-400)
        assert turn() != []
    assert len(asked) == 2


def test_it_asks_nobody_where_no_authority_is_named(told, north):
    turn, workspace = a_day(told, north)
    assert turn() == []
    assert workspace.storage.head().size
    assert not (told.workspace / FOLDER).exists()


def test_it_keeps_its_settings_when_they_are_written_again(told):
    set_up(told, timestamp_url="https://tsa.example/tsr?k=1", timestamp_roots="tsa.pem", timestamp_hours=6)
    settings = read_settings(Place(told.workspace))
    assert (settings.timestamp_url, settings.timestamp_roots, settings.timestamp_hours) == (
        "https://tsa.example/tsr?k=1",
        "tsa.pem",
        6,
    )
    assert wanted_by(open_workspace(None)).roots == told.workspace / "tsa.pem"


def test_it_records_no_key_that_stands_in_an_address(told, north):
    workspace = open_workspace(None)
    query = {}

    def asking(url, der):
        query["url"] = url
        return north.reply(der)

    done = timestamp(workspace, wanted_by(workspace, "https://tsa.example/tsr?key=secret"), asking=asking)
    assert query["url"].endswith("?key=secret")
    assert done.event.authority == "https://tsa.example/tsr"
