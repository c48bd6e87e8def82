"""`erase`: asked for with a basis, confirmed after a night, gone from the disk, and said so."""

import pytest

from secondstory.application.keeping.destroying import Means
from secondstory.application.keeping.erasing import carry_out, due
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell
from tests.cli.keeping import release_hold

NAME = "Wilhelmina"
WHY = ("--basis", "GDPR art. 17", "--reason", "she asked for it")


def opened(shell: Shell) -> Shell:
    """Open a post-mortem with a name in its title, and release the hold that came with it."""
    shell.ok("open", f"Seats released for {NAME}")
    release_hold(shell)
    return shell


def test_it_erases_after_a_night_and_verify_says_so(shell):
    opened(shell)
    asked = shell.json("erase", "PM-1", "--part", "title", *WHY)
    assert asked["number"] == "ER-1"
    shell.later(days=1)
    done = shell.json("erase", "--confirm", "ER-1", "--yes")
    assert done["state"] == "carried out"
    shown = shell.json("list")
    assert NAME not in str(shown)
    report = shell.json("verify")
    assert report["verdict"] == 0
    assert f"1 part was lawfully erased, by entry {done['entry']} (1)." in report["proved"]
    for path in shell.workspace.rglob("*"):
        assert not path.is_file() or NAME.encode() not in path.read_bytes(), path


def test_it_waits_for_the_night(shell):
    opened(shell)
    said = shell.ok("erase", "PM-1", "--part", "title", *WHY)
    assert "a later you confirms it, from Tuesday 00:00 UTC on" in said.out
    refused = shell("erase", "--confirm", "ER-1", "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "from Tuesday 00:00" in refused.err


def test_it_asks_before_it_destroys(shell):
    opened(shell).ok("erase", "PM-1", "--part", "title", *WHY)
    shell.later(days=1)
    refused = shell("erase", "--confirm", "ER-1")
    assert refused.code == 1
    assert "secondstory erase --confirm ER-1 --yes" in refused.err
    assert NAME in shell.ok("list").out


def test_it_is_refused_by_a_hold_with_the_way_out(shell):
    shell.ok("open", f"Seats released for {NAME}")
    refused = shell("erase", "PM-1", "--part", "title", *WHY)
    assert refused.code == 1
    assert "A hold (HO-1) covers this until it is released" in refused.err
    assert "secondstory hold release HO-1" in refused.err


def test_it_wants_a_basis_and_a_reason(shell):
    opened(shell)
    refused = shell("erase", "PM-1", "--part", "title", "--json")
    assert refused.code == 1
    assert refused.data["refused"][0].startswith("On which legal basis?")


def test_it_teaches_when_nothing_was_erased(shell):
    assert "Nothing was erased here" in shell.ok("erase").out
    assert shell.json("erase") == {"erasures": []}


def test_it_lists_and_takes_back(shell):
    opened(shell).ok("erase", "PM-1", "--words", NAME, *WHY)
    assert "ER-1" in shell.ok("erase").out
    assert "Taken back: ER-1" in shell.ok("erase", "--withdraw", "ER-1", "--reason", "it may stay").out
    shell.later(days=1)
    assert "was taken back" in shell("erase", "ER-1", "--yes").err


def test_it_finds_nothing_under_a_name_that_nothing_has(shell):
    opened(shell)
    assert "names no text here" in shell("erase", "PM-1", "--part", "T-4", *WHY).err
    assert "There is no stream" in shell("erase", "--stream", "ac_nothing", *WHY).err
    assert "There is no E-2" in shell("erase", "E-2", "--of", "PM-1", *WHY).err


def test_it_is_finished_by_the_next_command_when_a_crash_came_between(shell):
    opened(shell).ok("erase", "PM-1", "--part", "title", *WHY)
    shell.later(days=1)
    shell.env.setenv("SECONDSTORY_DEMO_CLOCK", shell.at.isoformat())
    workspace = open_workspace(str(shell.workspace))
    office = workspace.office
    what = due(office, workspace.means, office.door.stream_of("ER-1"))
    stopped = Means(
        storage=Stopped(workspace.storage), keys=workspace.keys, objects=lambda: workspace.objects
    )
    with pytest.raises(KeyboardInterrupt):
        carry_out(office, stopped, what)
    assert NAME.encode() in on_disk(shell)
    assert shell("verify").code == 0
    shell.ok("list")
    assert NAME.encode() not in on_disk(shell)
    assert shell("verify").code == 0


class Stopped:
    """A storage whose process is killed when it comes to destroying."""

    def __init__(self, storage):
        self._storage = storage

    def __getattr__(self, name):
        return getattr(self._storage, name)

    def forget(self, slots):
        raise KeyboardInterrupt(slots)


def on_disk(shell: Shell) -> bytes:
    """Return every byte of the record's files."""
    return b"".join(path.read_bytes() for path in shell.workspace.glob("record.db*"))


def test_it_carries_out_together_what_is_scheduled(shell):
    opened(shell)
    assert "Nothing is scheduled" in shell.ok("erase", "--due").out
    shell.ok("erase", "PM-1", "--part", "title", *WHY, "--on", "2026-01-01")
    assert "asked for" in shell.ok("erase", "--due").out
    shell.later(days=1)
    assert "ER-1 goes together with others" in shell.ok("erase", "--confirm", "ER-1", "--yes").out
    assert NAME in shell.ok("list").out
    asked = shell("erase", "--due")
    assert asked.code == 1
    assert "secondstory erase --due --yes" in asked.err
    done = shell.json("erase", "--due", "--yes")
    assert (done["carried_out"], done["held"]) == (["ER-1"], [])
    assert NAME not in shell.ok("list").out
    assert "Nothing is scheduled" in shell.ok("erase", "--due").out
    assert shell("verify").code == 0


def test_it_destroys_what_a_redacted_paragraph_said(shell):
    opened(shell)
    shell.ok("story", "PM-1", "--text", f"The queue stood still.\n\n{NAME} rang twice.")
    said = shell.ok(
        "story", "PM-1", "redact", "P-2", "--reason", "personal-data", "--why", "a guest is named"
    )
    assert "secondstory erase PM-1 --part P-2" in said.out
    shown = shell.ok("story", "PM-1", "show", "1").out
    assert "[redacted: personal data]" in shown
    assert NAME not in shown
    shell.ok("erase", "PM-1", "--part", "P-2", *WHY)
    shell.later(days=1)
    shell.ok("erase", "--confirm", "ER-1", "--yes")
    assert "[redacted: personal data]" in shell.ok("story", "PM-1", "show").out
    assert shell("verify", "--full").code == 0
