"""Marks of evidence on the page: one form everywhere, each leading to its own place, in whatever text it stands."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from secondstory.adapters.page import publish_html
from secondstory.adapters.page.marks import Marks, inline_marks, marks_as_words
from secondstory.adapters.page.words import grouped
from secondstory.adapters.pictures import draw
from secondstory.application.edition import (
    Account,
    Amendment,
    Condition,
    DecisionPoint,
    Defence,
    Edition,
    FollowUp,
    Impact,
    Source,
    TimelineEntry,
)
from tests.adapters.page.edition_night import at
from tests.adapters.page.reading import Element, named, read

SOURCES = (Source(id="E-1", what="queue.log", captured_at=at(13, "13:14"), captured_from="notices-live"),)
BARE = Edition(number=1, title="", sources=SOURCES)
POINT = DecisionPoint(id="D-3", title="Which window", done="typed it [E-01]")
ENTRY = TimelineEntry(id="T-12", occurred_at=at(13, "10:00"), text="stopped by hand [E-01]")
CONDITION = Condition(
    id="C-3",
    level="software",
    statement="It takes any date, which made all look overdue, as seen in E-1",
    label="It takes any date",
    marks=("E-1", "T-12", "D-3"),
)


def links(edition: Edition) -> list[Element]:
    return [
        each for each in named(publish_html(edition), "a") if "ev" in (each.attributes.get("class") or "")
    ]


def words(edition: Edition) -> str:
    return " ".join(" ".join("".join(each.words) for each in read(publish_html(edition)).elements).split())


@pytest.mark.parametrize(
    "more",
    [
        {"narrative": "It stopped. [E-01]"},
        {"lede": "It stopped. [E-01]"},
        {"luck": ("It stopped. [E-1]",)},
        {"surprises": ("It stopped. [E-1]",)},
        {"defences": (Defence(stood="held", text="It stopped. [E-1]"),)},
        {"decision_points": (POINT,)},
        {"timeline": (ENTRY,)},
        {"followups": (FollowUp(number=1, text="Stop it [E-1]"),)},
        {"followups": (FollowUp(number=1, text="Stop it", end_state="it stops [E-001]"),)},
        {"amendments": (Amendment(at=at(13, "10:00"), text="It stopped. [E-1]"),)},
        {"conditions": (Condition(id="C-1", level="software", statement="It stops [E-1]"),)},
    ],
)
def test_it_links_a_mark_in_every_text_and_whatever_its_zeros(more: dict) -> None:
    found = links(replace(BARE, **more))
    assert [(each.attributes["href"], "".join(each.words)) for each in found] == [("#E-1", "E-1")]
    assert "[E-" not in words(replace(BARE, **more))


def test_it_leads_to_moments_decisions_and_conditions_as_well() -> None:
    edition = replace(BARE, timeline=(ENTRY,), decision_points=(POINT,), conditions=(CONDITION,))
    page = read(publish_html(replace(edition, luck=("so [C-03]",))))
    ids = {each.attributes.get("id") for each in page.elements}
    hrefs = {each.attributes["href"] for each in page.elements if each.attributes.get("class") == "ev"}
    assert {"T-12", "D-3", "C-3", "E-1"} <= ids
    assert {"#C-3", "#E-1"} <= hrefs
    assert [each.attributes["href"] for each in links(edition)] == ["#E-1", "#E-1", "#E-1", "#T-12", "#D-3"]


def test_it_parts_a_mark_from_the_word_before_and_sets_only_its_neighbour_closer() -> None:
    marks = Marks(frozenset({"E-1", "A-2"}))
    made = inline_marks("one [E-1, A-2] two [E-1]", marks)
    assert [each.attributes["class"] for each in named(made, "a")] == ["ev", "ev ev-next", "ev"]


def test_it_links_the_names_in_a_sentence_and_escapes_the_rest() -> None:
    made = marks_as_words("C-5 made <b> more likely. Seen in E-9.", Marks(frozenset({"C-5"})))
    assert made == '<a class="ref" href="#C-5">C-5</a> made &lt;b&gt; more likely. Seen in E-9.'


def test_it_draws_no_mark_into_a_picture() -> None:
    drawn = draw(replace(BARE, timeline=(ENTRY,)))
    assert "stopped" in drawn.timeline_wide
    assert "[E-" not in drawn.timeline_wide + drawn.timeline_upright


def test_it_says_who_was_affected_and_in_what_way() -> None:
    told = Impact(party="readers", kind="told of a loan", number="23362", unit="notices", marks=("E-1",))
    page = publish_html(replace(BARE, impact=(told,)))
    assert 'Readers told of a loan: <b>23,362 notices.</b> <a class="ev" href="#E-1">E-1</a>' in page
    assert "Readers told of a loan." in words(replace(BARE, impact=(replace(told, number="", unit=""),)))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("61959", "61,959"),
        ("486", "486"),
        ("1912.50", "1,912.50"),
        ("0.12345", "0.12345"),
        ("a few", "a few"),
    ],
)
def test_it_parts_thousands_and_nothing_else(number: str, said: str) -> None:
    assert grouped(number) == said


def test_it_says_once_where_a_condition_is_seen() -> None:
    said = words(replace(BARE, conditions=(CONDITION,)))
    assert "which made all look overdue" in said
    assert "as seen in" not in said


def test_it_says_whether_a_condition_is_still_there_only_where_somebody_did() -> None:
    nobody = "Whether these conditions are still there has not been said yet."
    assert words(replace(BARE, conditions=(CONDITION, CONDITION))).count(nobody) == 1
    looked = words(replace(BARE, conditions=(CONDITION, replace(CONDITION, id="C-4", persistence="changed"))))
    assert nobody not in looked
    assert looked.count("Changed since") == 1


def test_it_names_what_a_follow_up_changes_and_leads_there() -> None:
    followup = FollowUp(number=1, text="Refuse it", changes="condition", conditions=("C-3",), state="owned")
    edition = replace(BARE, conditions=(CONDITION,), followups=(followup,))
    page = publish_html(edition)
    assert 'FU-1. Changes <a class="ref" href="#C-3">C-3</a>, It takes any date</div>' in page
    assert "Owned" in words(edition)
    none = replace(followup, conditions=())
    assert "FU-1. Changes a condition" in words(replace(edition, followups=(none,)))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Captured on 13 January 2027 at 13:14 from notices-live."),
        ({"sealed_at": at(13, "13:14")}, "Captured on 13 January 2027 at 13:14 from notices-live."),
        ({"sealed_at": at(13, "15:00")}, "13:14 from notices-live, sealed at 15:00."),
        ({"sealed_at": at(14, "09:00")}, "from notices-live, sealed on 14 January 2027 at 09:00."),
        ({"blotted_out": 1}, "from notices-live. A copy with 1 likely secret blotted out."),
        ({"custody": "opened once, taken out 2 times"}, "notices-live. Opened once, taken out 2 times."),
        ({"captured_at": None, "captured_from": "", "custody": ""}, "queue.log"),
    ],
)
def test_it_says_where_a_source_is_from_in_sentences(more: dict, said: str) -> None:
    page = words(replace(BARE, sources=(replace(SOURCES[0], **more),)))
    assert said in page
    assert ". sealed" not in page
    assert ", sealed" not in page or "sealed" in said


def test_it_leaves_seconds_out_on_a_phone_unless_two_share_the_minute() -> None:
    moments = [at(13, "10:00") + timedelta(seconds=each) for each in (5, 19, 130)]
    stops = tuple(
        TimelineEntry(id=f"T-{number}", occurred_at=moment, text="so", precision="second")
        for number, moment in enumerate(moments)
    )
    clocks = [
        each
        for each in named(draw(replace(BARE, timeline=stops)).timeline_upright, "text")
        if each.attributes.get("class") == "clock"
    ]
    assert ["".join(each.words) for each in clocks] == ["10:00:05", "10:00:19", "10:02"]
    # Eight bold letters of 12 px that end at x need some 56 px.
    assert all(float(each.attributes["x"] or 0) > 56 for each in clocks)


def test_it_says_when_a_thing_could_be_known_and_the_day_only_when_it_is_another() -> None:
    same, later = (replace(ENTRY, known_at=moment) for moment in (at(13, "10:08"), at(14, "09:00")))
    assert "known at 10:08" in words(replace(BARE, timeline=(same,)))
    assert "known Thu 14 January, 09:00" in words(replace(BARE, timeline=(later,)))


def test_it_gives_one_account_the_width_of_a_text_and_not_half_of_a_pair() -> None:
    one = Account(id="A-01", role="Caretaker", text="It was cold. [E-01]")
    assert 'class="accounts accounts-one"' in publish_html(replace(BARE, accounts=(one,)))
    both = (one, replace(one, id="A-2"))
    assert "accounts-one" not in re.sub(
        r"<style>.*</style>", "", publish_html(replace(BARE, accounts=both)), flags=re.DOTALL
    )
