"""The published page: whole in one file, well built, the same every time, and honest about what is missing."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from secondstory.adapters.page import publish_html
from secondstory.adapters.pictures import draw
from secondstory.application.edition import Account, Condition, Edition, FollowUp, LevelLook, Source
from tests.adapters.page.edition_example import EXAMPLE
from tests.adapters.page.reading import named, read

PAGE = publish_html(EXAMPLE, draw(EXAMPLE))
BARE = Edition(number=1, title="")


@pytest.mark.parametrize("edition", [EXAMPLE, BARE, replace(EXAMPLE, narrative="", conditions=(), levels=())])
def test_it_has_one_title_and_skips_no_heading(edition: Edition) -> None:
    levels = [
        int(each.name[1])
        for each in named(publish_html(edition, draw(edition)), "h1", "h2", "h3", "h4", "h5", "h6")
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("edition", [EXAMPLE, BARE])
def test_it_closes_what_it_opens_and_uses_each_id_once(edition: Edition) -> None:
    page = read(publish_html(edition, draw(edition)))
    assert page.unclosed == []
    assert page.open == []
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))


def test_it_asks_nobody_for_anything() -> None:
    for each in read(PAGE).elements:
        assert each.name not in {
            "script",
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "audio",
            "video",
        }
        assert not {"src", "srcset", "action", "background", "poster", "ping"} & set(each.attributes)
        assert not any(name.startswith("on") for name in each.attributes)
    style = "".join("".join(each.words) for each in named(PAGE, "style"))
    assert "@import" not in style
    assert all(url.startswith('"data:font/woff2;base64,') for url in re.findall(r"url\(([^)]{0,40})", style))


def test_it_forbids_by_policy_what_it_does_not_need() -> None:
    (policy,) = [e.attributes["content"] for e in named(PAGE, "meta") if e.attributes.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "script" not in policy


def test_it_carries_no_style_attribute() -> None:
    assert not [each for each in read(PAGE).elements if "style" in each.attributes]


def test_it_titles_every_picture_or_hides_it_from_those_who_listen() -> None:
    page = read(PAGE)
    titled = {
        id_ for each in page.elements if each.name in {"title", "desc"} and (id_ := each.attributes.get("id"))
    }
    for each in page.elements:
        if each.name == "svg" and each.attributes.get("aria-hidden") != "true":
            assert each.attributes["role"] == "img"
            assert set((each.attributes["aria-labelledby"] or "").split()) <= titled


def test_it_leads_every_mark_somewhere_or_says_that_it_cannot() -> None:
    page = read(PAGE)
    ids = {each.attributes.get("id") for each in page.elements}
    links = [each.attributes["href"] for each in page.elements if each.name == "a"]
    inside = [href[1:] for href in links if href and href.startswith("#")]
    assert len(inside) > 20
    assert set(inside) <= ids
    away = [each for each in page.elements if "ev-away" in (each.attributes.get("class") or "")]
    assert ["".join(each.words) for each in away] == ["E-15"]


def test_it_is_the_same_every_time_and_small_enough_to_send() -> None:
    assert publish_html(EXAMPLE, draw(EXAMPLE)) == PAGE
    assert len(PAGE.encode()) < 450_000


def test_it_shows_every_part_of_the_edition() -> None:
    words = " ".join(" ".join(each.words) for each in read(PAGE).elements)
    for part in (
        EXAMPLE.first_story,
        EXAMPLE.second_story,
        "residents west".capitalize(),
        EXAMPLE.thanks[0],
        EXAMPLE.withheld[0],
        EXAMPLE.luck[0],
        EXAMPLE.surprises[0],
        EXAMPLE.gaps[0],
        EXAMPLE.amendments[0].text,
        EXAMPLE.vkey,
        "checkpoint.txt",
        "version 3",
        *(each.text for each in EXAMPLE.timeline),
        *(each.text for each in EXAMPLE.accounts),
        *(each.sensible for each in EXAMPLE.decision_points),
        *(each.statement for each in EXAMPLE.conditions),
        *(each.text for each in EXAMPLE.defences),
        *(each.text for each in EXAMPLE.followups),
        *(each.digest for each in EXAMPLE.sources),
    ):
        assert part in words
    assert EXAMPLE.checkpoint
    assert EXAMPLE.checkpoint.note.strip() in words


def test_it_leaves_out_what_is_empty_and_teaches_where_nothing_is_written() -> None:
    headings = ["".join(each.words) for each in named(publish_html(BARE), "h2")]
    assert headings == ["What made it possible, level by level", "What will be different"]
    words = publish_html(BARE)
    assert "No contributing condition is written here." in words
    assert "No follow-up is written down." in words


def test_it_opens_tables_and_sentences_when_there_are_no_pictures() -> None:
    folded = named(publish_html(EXAMPLE), "details")
    assert [("open" in each.attributes) for each in folded] == [True]
    assert [("open" in each.attributes) for each in named(PAGE, "details")] == [False, False]


def test_it_says_of_each_level_whether_anybody_looked() -> None:
    page = publish_html(replace(BARE, levels=(
        LevelLook(level="culture", looked="nothing-found", note="asked both shifts"),
        LevelLook(level="process", looked="not-explored", note="nobody from planning was there"),
    )))  # fmt: skip
    assert "Looked at, nothing found: asked both shifts" in page
    assert "Not looked at: nobody from planning was there" in page
    assert page.count("Nobody has said whether this level was looked at.") == 3
    assert "Outside world" not in page


def test_it_shows_missing_evidence_in_the_open() -> None:
    page = publish_html(replace(BARE, sources=(Source(id="E-01", what="Handover notes", state="missing"),)))
    assert '<span class="ev-own">E-1</span> Handover notes: missing.' in page


def test_it_names_no_owner_where_nobody_said_yes() -> None:
    page = publish_html(replace(BARE, followups=(FollowUp(number=1, text="A sticker"),)))
    assert "Nobody has said yes yet" in page


def test_it_takes_the_language_of_the_edition_and_no_nonsense_for_one() -> None:
    assert '<html lang="nb-NO">' in publish_html(replace(BARE, language="nb-NO"))
    assert '<html lang="en">' in publish_html(replace(BARE, language='"><script>'))


def test_it_gives_no_anchor_to_an_id_that_cannot_be_one() -> None:
    odd = Condition(id='x" onclick="y', level="software", statement="odd")
    assert "onclick" not in "".join(
        str(each.attributes) for each in read(publish_html(replace(BARE, conditions=(odd,)))).elements
    )


def test_it_gives_no_anchor_to_a_mark_that_cannot_be_one() -> None:
    page = read(publish_html(replace(BARE, accounts=(Account(id="A 03", role="Caretaker", text="Cold."),))))
    assert not [each for each in page.elements if each.attributes.get("id") == "A 03"]


def test_it_never_says_the_words_the_house_avoids() -> None:
    words = re.sub(r"<style>.*?</style>", "", PAGE, flags=re.DOTALL).lower()
    for avoided in ("root cause", "human error", "assigned", "failed to", "offender", "oops", "success!"):
        assert avoided not in words
