"""The library and the search: lists, counts, snippets and what rhymes, each only for who may read it."""

import pytest

from secondstory.application.ceremony import committing
from secondstory.application.ceremony.committing import Proposal
from secondstory.application.understanding import facts, naming, stories
from secondstory.domain.understanding.conditions import Added, Level
from tests.web.conftest import Town, text_of

STORY = "The exporter lost its certificate during the night, and the screen showed a number without its unit."


def stream(town: Town, label: str = "PM-1"):
    return town.office("ada").door.stream_of(label)


@pytest.fixture
def told(town: Town) -> Town:
    """Two post-mortems of Ada's that speak of the same things, and a follow-up."""
    for title in ("Kafka metrics stopped", "Metrics went quiet"):
        town.opens("ada", title)
    office = town.office("ada")
    for label in ("PM-1", "PM-2"):
        stories.revise(office, stream(town, label), STORY)
        naming.add(
            office,
            stream(town, label),
            Added(number=1, statement="Nobody owned the certificate", level=Level.PROCESS),
        )
    committing.propose(
        office, stream(town), Proposal(text="Renew the certificate by itself", conditions=(1,))
    )
    return town


def test_it_lists_titles_with_levels_and_what_is_private(told: Town):
    words = text_of(told.ada.get("/post-mortems"))
    assert "2 post-mortems" in words
    assert words.index("Metrics went quiet") < words.index("Kafka metrics stopped")
    assert "Process" in words
    assert "Private until published" in words


FILTERED = {
    "level=process": True,
    "level=culture": False,
    "kind=incident": True,
    "kind=near-miss": False,
    "year=2026": True,
    "year=2019": False,
    "year=abc": True,
    "level=nonsense": True,
    "stage=published": False,
    "page=9": True,
    "page=%00": True,
    "severity=sev-9": False,
    "q=exporter": True,
    "q=zebra": False,
    "order=title": True,
}


def test_it_filters_and_is_not_troubled_by_odd_filters(told: Town):
    shown = {
        query: b">Kafka metrics stopped</a>" in told.ada.get(f"/post-mortems?{query}").content
        for query in FILTERED
    }
    assert shown == FILTERED


def test_it_keeps_what_was_chosen_in_the_form(told: Town):
    page = told.ada.get("/post-mortems?level=process&order=title").content.decode()
    assert '<option value="process" selected>' in page
    assert '<option value="title" selected>' in page


def test_it_turns_pages(town: Town):
    for number in range(27):
        town.opens("ada", f"Drill {number}")
    first = town.ada.get("/post-mortems?order=title").content.decode()
    assert first.count('class="volume') - first.count('class="volumes') == 25
    assert "1 to 25 of 27" in first
    assert "/post-mortems?order=title&amp;page=2" in first
    second = town.ada.get("/post-mortems?order=title&page=2").content.decode()
    assert "26 to 27 of 27" in second


def test_it_finds_words_in_bodies_and_marks_them(told: Town):
    page = told.ada.get("/search?q=certificate").content.decode()
    assert "<mark>certificate</mark>" in page
    assert "Post-mortems, 2" in page
    assert "Follow-ups, 1" in page
    assert "Conditions, 2" in page


def test_it_finds_follow_ups_and_conditions(told: Town):
    followups = told.ada.get("/search?q=renew&in=follow-up")
    assert "FU-1" in text_of(followups)
    assert "<mark>Renew</mark>" in followups.content.decode()
    conditions = text_of(told.ada.get("/search?q=nobody&in=conditions"))
    assert "Nobody owned the certificate" in conditions
    assert "PM-2" in conditions
    assert "No follow-up has these words" in text_of(told.ada.get("/search?q=zebra&in=follow-up"))


def test_it_escapes_what_was_written_and_what_was_typed(town: Town):
    town.opens("ada", "<b>Loud</b> title")
    for address in ("/post-mortems", "/search?q=loud", "/search?q=<b>x</b>", "/post-mortems?q=<b>x</b>"):
        page = town.ada.get(address).content.decode()
        assert "<b>Loud" not in page
        assert "<b>x" not in page


def test_it_says_what_comes_near_when_nothing_has_the_words(told: Town):
    words = text_of(told.ada.get("/search?q=certificate+zebra"))
    assert "No post-mortem has these words" in words
    assert "Two come near" in words
    assert "Kafka metrics stopped" in words


def test_it_invites_to_search_before_anything_was_typed(town: Town):
    for address in ("/search", "/search?q=%22%20-%20("):
        assert "Search the words of every post-mortem" in text_of(town.ada.get(address))


def test_it_says_what_the_library_would_hold(town: Town):
    assert "Nothing stands here yet" in text_of(town.fay.get("/post-mortems"))


def test_it_shows_counts_and_finds_nothing_for_somebody_who_may_read_nothing(told: Town):
    shown = [
        "/",
        "/post-mortems",
        "/post-mortems?q=certificate",
        "/post-mortems?level=process",
        "/search?q=certificate",
        "/search?q=certificate&in=follow-up",
        "/search?q=certificate&in=conditions",
        "/search?q=certif*",
        "/search?q=certificate+zebra",
        "/desk/rhyme",
    ]
    for address in shown:
        answer = told.fay.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        for word in ("Kafka", "Metrics went", "exporter", "PM-1", "PM-2", "FU-1", "<mark>", ", 1<", ", 2<"):
            assert word not in page, (address, word)
        assert "2026" not in text_of(answer).replace("Mon 2 November 2026", "") or address == "/"
    assert told.fay.get("/pm/1/similar").status_code == 404


def test_it_offers_no_severity_of_what_may_not_be_read(told: Town):
    facts.state_severity(told.office("ada"), stream(told), "bright orange")
    assert "bright orange" in told.ada.get("/post-mortems").content.decode()
    assert "bright orange" not in told.fay.get("/post-mortems").content.decode()


def test_it_shows_what_rhymes_and_why(told: Town):
    words = text_of(told.ada.get("/pm/1/similar"))
    assert "Metrics went quiet" in words
    assert "Words both use" in words
    assert "Nobody owned the certificate" in words
    assert "Levels above the code in both" in words
    assert "Kafka metrics stopped" in text_of(told.ada.get("/desk/rhyme"))


def test_it_keeps_what_people_say_of_two_being_alike(told: Town):
    here = "/pm/1/similar"
    answer = told.ada.post(here, {"do": "alike", "other": "2"})
    assert answer.status_code == 303
    page = told.ada.get(here)
    assert "Alike: PM-2" in text_of(page)
    assert page.content.decode().count('value="alike" aria-pressed="true"') == 1
    told.ada.post(here, {"do": "unlike", "other": "2"})
    again = told.ada.get(here).content.decode()
    assert again.count('value="unlike" aria-pressed="true"') == 1
    assert 'value="alike" aria-pressed="true"' not in again


@pytest.mark.parametrize(
    "form", [{"do": "alike", "other": "x"}, {"do": "alike", "other": "1"}, {"do": "praise"}]
)
def test_it_refuses_what_says_nothing_of_another_one(told: Town, form: dict[str, str]):
    assert told.ada.post("/pm/1/similar", form).status_code == 422


def test_it_takes_no_word_from_those_who_may_not_read_it(told: Town):
    form = {"do": "alike", "other": "2"}
    assert told.fay.post("/pm/1/similar", form).status_code == 404
    assert told.stranger.post("/pm/1/similar", form).status_code == 302
    assert 'aria-pressed="true"' not in told.ada.get("/pm/1/similar").content.decode()


def test_it_says_so_when_nothing_rhymes(town: Town):
    town.opens()
    assert "Nothing rhymes with this one yet" in text_of(town.ada.get("/pm/1/similar"))


def test_it_leaves_out_what_was_withdrawn_and_shows_why_one_was_waived(told: Town):
    from secondstory.application.understanding import withdrawing

    withdrawing.withdraw(told.office("ada"), stream(told), "opened twice")
    for address in ("/post-mortems", "/search?q=certificate", "/pm/2/similar"):
        assert "Kafka metrics stopped" not in text_of(told.ada.get(address))


def test_it_asks_a_stranger_to_sign_in(town: Town):
    for address in ("/post-mortems", "/search?q=x", "/pm/1/similar"):
        assert town.stranger.get(address).status_code == 302
