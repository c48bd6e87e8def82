"""`hold`: what stops deletion, and until when."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def pm(shell: Shell) -> Shell:
    """A shell with one post-mortem."""
    shell.ok("open", "Seats released too early")
    return shell


def test_it_lists_the_hold_that_comes_with_every_post_mortem(pm):
    (hold,) = pm.json("hold")["holds"]
    assert (hold["hold"], hold["of"], hold["stands"]) == ("HO-1", "PM-1", True)
    assert "HO-1" in pm.ok("hold", "list", "PM-1").out


def test_it_teaches_where_nothing_is_held(shell):
    assert "Nothing is held here" in shell.ok("hold").out


def test_it_places_a_hold_and_says_who_has_to_know(pm):
    said = pm.ok(
        "hold",
        "place",
        "PM-1",
        "--source",
        "call recordings",
        "--custodian",
        "Telephony",
        "--until",
        "6 March",
    )
    assert "Held: call recordings (HO-2, until Sat 6 March 2027)." in said.out
    assert 'Next: secondstory hold acknowledge HO-2 "Telephony"' in said.out
    known = pm.json("hold", "acknowledge", "HO-2", "Telephony")
    assert known["acknowledged"] == ["Telephony"]


def test_it_refuses_a_hold_of_nothing_and_one_that_is_over(pm):
    assert "What is held?" in pm("hold", "place", "PM-1").err
    over = pm("hold", "place", "PM-1", "--source", "calls", "--until", "2026-10-01")
    assert over.code == 1
    assert "is over" in over.err


def test_it_extends_a_hold_for_a_reason(pm):
    pm.ok("hold", "place", "PM-1", "--source", "calls", "--until", "in 2 weeks")
    said = pm.ok("hold", "extend", "HO-2", "--until", "31 March", "--because", "the insurer asks until then")
    assert "until Wed 31 March 2027" in said.out
    assert "at least that long" in pm("hold", "extend", "HO-2", "--until", "tomorrow", "--because", "x").err


def test_it_asks_before_a_release_and_keeps_the_reason(pm):
    asked = pm("hold", "release", "HO-1", "--reason", "everything needed is sealed")
    assert asked.code == 1
    assert "Nothing was released." in asked.err
    assert "says why" in pm("hold", "release", "HO-1", "--yes").err
    assert "Released: HO-1" in pm.ok("hold", "release", "HO-1", "--reason", "all sealed", "--yes").out
    (hold,) = pm.json("hold")["holds"]
    assert (hold["stands"], hold["released"]) == (False, "all sealed")
