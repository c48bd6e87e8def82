"""Rewordings keep the facts: the words that judge are gone, what was done and left undone stays."""

import pytest

from secondstory.coach import RULES, coach

REWORDED = [
    ("hindsight", "Nadia should have checked the row count.", "Nadia did not check the row count."),
    ("hindsight", "The operator should have noticed the lamp.", "The operator did not notice the lamp."),
    ("hindsight", "The vendor's technician should not have opened it.", "The vendor's technician opened it."),
    ("hindsight", "The reviewer only needed to open the file.", "The reviewer did not open the file."),
    ("human-error", "A fat-fingered command stopped it.", "A mistyped command stopped it."),
    ("character", "The admin recklessly rebooted both nodes.", "The admin rebooted both nodes."),
    ("character", "This was a rookie mistake.", "This was a mistake."),
    ("character", "The change was carelessly prepared.", "The change was prepared."),
    ("failed-to", "Nadia failed to check the row count.", "Nadia did not check the row count."),
    ("failed-to", "We neglected to properly test it.", "We did not properly test it."),
    ("root-cause", "The root cause of it was a timer.", "A contributing condition of it was a timer."),
    ("root-cause", "In short, the root cause is a timer.", "In short, a contributing condition is a timer."),
    ("root-cause", "We must find the root cause.", "We must find the contributing conditions."),
    ("root-cause", "Root causes are below.", "Contributing conditions are below."),
    ("root-cause", "Its root causes are below.", "Its contributing conditions are below."),
    ("strong-language", "It was insanely slow.", "It was slow."),
    (
        "never-again",
        "To prevent this from happening again, see below.",
        "To make this less likely, see below.",
    ),
    ("never-again", "Ensure that it never happens again.", "Make it less likely."),
    ("never-again", "Preventing recurrence is the aim.", "Making recurrence less likely is the aim."),
    ("never-again", "It will not happen again.", "It will be less likely to happen again."),
]
WITHOUT = [
    "Someone should have noticed.",
    "Everyone in the room should have spoken up.",
    "Nobody should have touched that switch.",
    "You should have tested this before merging.",
    "The shift lead must have seen the red light.",
    "This was a careless error.",
    "Sloppy work let this through.",
    "We must be more careful.",
    "Mistakes were made.",
    "The cause was human error.",
    "The root cause is still unknown.",
    "The reviewer has failed to check the diff.",
    "It was an insanely old build.",
    "The procedure was not followed.",
    "The monitoring was inadequate.",
    "This must never happen again.",
]


@pytest.mark.parametrize(("code", "text", "reworded"), REWORDED)
def test_it_offers_words_that_fit_in_place_and_keep_the_facts(code, text, reworded):
    (one,) = (each for each in coach(text, RULES) if each.rule == code)
    assert text[: one.start] + one.rewording + text[one.end :] == reworded


@pytest.mark.parametrize("text", WITHOUT)
def test_it_offers_none_where_only_a_person_can_find_them(text):
    found = [one for one in coach(text, RULES) if one.rule != "person-as-cause"]
    assert found
    assert [one.rewording for one in found] == [""] * len(found)
