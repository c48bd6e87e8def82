"""`support`: the first step, alone or for somebody else, with every word between two people."""

import pytest

from secondstory.cli.postmortem import support
from secondstory.kernel.refused import Refused
from tests.cli.postmortem.at_a_terminal import at_terminal

OFFER = ("support", "PM-1", "--offer", "an hour together", "--to", "the engineer on call")


def opened(shell):
    shell.ok("open", "Seats released too early")
    return shell


def test_it_settles_the_step_for_somebody_alone(shell):
    said = opened(shell).json(
        "support", "PM-1", "--stepped-away", "--told", "a friend", "--can-wait", "the letter"
    )
    assert said["support"] == "given"
    assert said["next"] == "secondstory solo PM-1"
    assert "can wait: the letter" in shell.ok("support", "PM-1", "--list").out


def test_it_asks_three_questions_of_somebody_at_a_terminal(shell):
    shown = at_terminal(opened(shell), support, "support", "PM-1", answers=("yes", "", "the letter"))
    assert "who was closest to this, and who is with them?" in shown
    assert "Noted, and it stays with you." in shown
    assert shell.json("support", "PM-1", "--list")["support"] == "given"


def test_it_is_not_done_with_when_somebody_did_none_of_the_three(shell):
    with pytest.raises(Refused, match="One of the three"):
        at_terminal(opened(shell), support, "support", "PM-1", answers=("not yet", "", ""))
    assert shell.json("support", "PM-1", "--list")["support"] is None


def test_it_says_how_to_answer_when_nobody_is_at_a_terminal(shell):
    refused = opened(shell)("support", "PM-1")
    assert refused.code == 1
    assert "--stepped-away --told WHOM" in refused.err


def test_it_offers_and_keeps_the_answer(shell):
    opened(shell).ok(*OFFER)
    assert shell.json("support", "PM-1", "--list")["offers"][0]["outcome"] is None
    assert "The door stays open" in shell.ok("support", "PM-1", "--decline").out
    shell.ok(*OFFER)
    assert shell.json("support", "PM-1", "--accept", "--to", "the engineer on call")["support"] == "given"


def test_it_asks_for_consent_before_a_public_word(shell):
    opened(shell).ok(*OFFER)
    word = ("support", "PM-1", "--statement", "We stand behind them.")
    assert "Consent comes first" in shell(*word).err
    shell.ok(*word, "--consent")


def test_it_notes_what_belongs_to_an_offer(shell):
    opened(shell).ok(*OFFER)
    said = shell.ok("support", "PM-1", "--companion", "a colleague", "--pause", "Friday", "--follow-up", "7")
    assert "asked again after 7 days" in said.out
    shown = shell.ok("support", "PM-1", "--list").out
    assert "companion: a colleague" in shown
    assert "waits for an answer" in shown


def test_it_takes_a_reason_why_nobody_was_close(shell):
    assert opened(shell)("support", "PM-1", "--not-applicable", " ").code == 1
    assert shell.json("support", "PM-1", "--not-applicable", "a drill")["support"] == "not-applicable"


def test_it_says_what_stays_recorded_when_a_later_part_of_one_command_is_refused(shell):
    opened(shell).ok(*OFFER, "--companion", "a colleague", "--follow-up", "30", "--accept")
    refused = shell("support", "PM-1", "--companion", "a friend", "--follow-up", "30")
    assert refused.code == 1
    assert "What this command named before that is recorded: a friend comes along." in refused.err
