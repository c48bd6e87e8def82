"""The library: words, phrases, filters, pages, near misses, and nobody's private words in anybody's answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.application.ceremony import committing
from secondstory.application.ceremony.committing import Proposal
from secondstory.application.finding.searching import PAGE, asked, mentions, phrases_in, pieces, search
from secondstory.application.ports.words import Wanted
from secondstory.application.understanding import naming, stories, withdrawing
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.domain.understanding.incidents import IncidentKind
from tests.offices import MemoryOffice
from tests.people import ADA, FAY

TOLD = (
    ("Kafka metrics stopped", "The exporter lost its certificate during the night.", Level.SOFTWARE),
    ("Logs not shipped", "A certificate of the collector expired. Nobody owned it.", Level.PROCESS),
    ("Seats released too early", "Hours were read as minutes, at the kafka desk.", Level.PROCESS),
)


@pytest.fixture(scope="module")
def here():
    place = MemoryOffice()
    for title, story, level in TOLD:
        stream = place.opened(title).stream
        stories.revise(place.office, stream, story)
        naming.add(place.office, stream, Added(number=1, statement=f"What held {title}", level=level))
    return place


def found(here, text, filters=None, *, by=ADA, page=1):
    return search(here.of(by).door, here.desk.storage.words, asked(text, filters), page=page)


def titles(hits):
    return sorted(str(hit.row["title"]) for hit in hits)


def test_it_finds_words_in_bodies_whatever_their_ending_and_marks_them(here):
    shelf = found(here, "certificates")
    assert titles(shelf.hits) == ["Kafka metrics stopped", "Logs not shipped"]
    assert shelf.count == 2
    marked = [piece.text for hit in shelf.hits for piece in pieces(hit.snippet) if piece.is_hit]
    assert marked == ["certificate", "certificate"]
    assert {hit.place for hit in shelf.hits} == {"story"}


def test_it_shows_words_of_the_one_that_was_found_and_of_no_other(here):
    shown = {str(hit.row["title"]): hit.snippet for hit in found(here, "certificate").hits}
    assert "exporter" in shown["Kafka metrics stopped"]
    assert "collector" in shown["Logs not shipped"]


def test_it_finds_what_begins_like_a_word_with_a_star(here):
    assert titles(found(here, "relea*").hits) == ["Seats released too early"]
    assert found(here, "relea").count == 0


def test_it_finds_words_that_stand_in_different_parts(here):
    assert titles(found(here, "kafka exporter").hits) == ["Kafka metrics stopped"]


def test_it_puts_the_title_before_a_mention(here):
    assert [hit.row["title"] for hit in found(here, "kafka").hits] == [
        "Kafka metrics stopped",
        "Seats released too early",
    ]


def test_it_takes_a_phrase_as_words_in_this_order(here):
    assert found(here, '"metrics stopped"').count == 1
    assert found(here, '"stopped metrics"').count == 0


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        (Wanted(level="process"), ["Logs not shipped", "Seats released too early"]),
        (Wanted(level="culture"), []),
        (Wanted(kind="incident", year=2026), sorted(title for title, _, _ in TOLD)),
        (Wanted(kind="near-miss"), []),
        (Wanted(year=2019), []),
        (Wanted(stage="gathering"), []),
        (Wanted(service="collector"), ["Logs not shipped"]),
    ],
)
def test_it_filters(here, filters, there):
    assert titles(found(here, "", filters).hits) == there


def test_it_filters_what_was_found_by_words(here):
    assert titles(found(here, "certificate", Wanted(level="process")).hits) == ["Logs not shipped"]


def test_it_lists_the_newest_first_without_words_and_by_title_when_asked(here):
    assert [hit.row["number"] for hit in found(here, "").hits] == [3, 2, 1]
    by_title = found(here, "", Wanted(order="title"))
    assert [hit.row["title"] for hit in by_title.hits] == sorted(title for title, _, _ in TOLD)


def test_it_shows_what_comes_near_when_nothing_has_all_the_words(here):
    shelf = found(here, '"minutes expired" zebra', Wanted(level="culture"))
    assert (shelf.count, list(shelf.hits)) == (0, [])
    assert titles(shelf.near) == ["Logs not shipped", "Seats released too early"]
    assert found(here, "zebra").near == []


def test_it_shows_and_counts_nothing_to_somebody_who_may_read_nothing(here):
    for text in ("", "certificate", "zebra certificate"):
        shelf = found(here, text, by=FAY)
        assert (shelf.count, list(shelf.hits), list(shelf.near)) == (0, [], [])
    words = here.desk.storage.words
    assert words.values("year", viewers=here.of(FAY).door.viewers) == []
    assert words.values("year", viewers=here.of(ADA).door.viewers) == ["2026"]
    assert words.values("severity", viewers=here.of(ADA).door.viewers) == []
    assert words.candidates(["certificate"], viewers=here.of(FAY).door.viewers, limit=9) == []
    assert len(words.candidates(["certificate"], viewers=here.of(ADA).door.viewers, limit=9)) == 2


def told(here, place, text, *, by=ADA, page=1, limit=PAGE):
    return mentions(here.of(by).door, here.desk.storage.words, place, text, page=page, limit=limit)


def test_it_finds_conditions_and_nothing_that_stands_elsewhere(here):
    shelf = told(here, "conditions", "held kafka")
    assert [(hit.row["title"], hit.place) for hit in shelf.hits] == [("Kafka metrics stopped", "conditions")]
    assert [one.text for one in pieces(shelf.hits[0].snippet) if one.is_hit] == ["held", "Kafka"]
    assert told(here, "conditions", "certificate").count == 0
    assert told(here, "conditions", " - ").count == 0


def test_it_finds_follow_ups_by_all_their_words():
    place = MemoryOffice()
    stream = place.opened().stream
    for text in ("Renew the certificate by itself", "Show the unit"):
        committing.propose(
            place.office, stream, Proposal(text=text, end_state="Seen on the certificate page")
        )
    both = told(place, "follow-up", "certificate")
    assert (both.count, {hit.row["number"] for hit in both.hits}) == (2, {1, 2})
    assert [hit.row["number"] for hit in told(place, "follow-up", "certificate unit").hits] == [2]
    assert (told(place, "follow-up", "certificate", limit=0).count, told(place, "follow-up", "x").count) == (
        2,
        0,
    )
    assert [hit.row["number"] for hit in told(place, "follow-up", "unit", page=9).hits] == [2]
    assert told(place, "follow-up", "certificate", by=FAY).count == 0


def test_it_mentions_nothing_to_somebody_who_may_read_nothing(here):
    shelf = told(here, "conditions", "held", by=FAY)
    assert (shelf.count, list(shelf.hits)) == (0, [])
    assert told(here, "conditions", "held").count == 3


def test_it_leaves_out_what_was_opened_in_error():
    place = MemoryOffice()
    stream = place.opened("Opened twice").stream
    assert found(place, "twice").count == 1
    withdrawing.withdraw(place.office, stream, "PM-2 is the one")
    assert (found(place, "twice").count, found(place, "").count, found(place, "twice").near) == (0, 0, [])


def test_it_counts_all_and_shows_a_page_at_a_time():
    place = MemoryOffice()
    for number in range(PAGE + 2):
        open_post_mortem(place.office, Opening(title=f"Drill {number}", kind=IncidentKind.NEAR_MISS))
    first, second, beyond = (found(place, "drill", page=page) for page in (1, 2, 99))
    assert (first.count, first.pages, len(first.hits), len(second.hits)) == (PAGE + 2, 2, PAGE, 2)
    assert not set(titles(first.hits)) & set(titles(second.hits))
    assert (beyond.page, titles(beyond.hits)) == (2, titles(second.hits))
    assert (found(place, "", page=-3).page, found(place, "", page=99).page) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("kafka  lag", ("kafka", "lag")),
        ('"connection refused" kafka', ("connection refused", "kafka")),
        ('kafka "half open', ("kafka", "half", "open")),
        ("kafka kafka", ("kafka",)),
        (' - * " ( ) : ', ()),
        ("title:kafka AND NOT (x", ("title:kafka", "AND", "NOT", "(x")),
    ],
)
def test_it_reads_what_people_type(typed, phrases):
    assert phrases_in(typed) == phrases


@given(st.text(max_size=60) | st.text(alphabet='"*()-:^+{}[]\x00\x02 abAND', max_size=60))
def test_it_is_never_troubled_by_what_people_type(here, typed):
    shelf = found(here, typed)
    assert shelf.count >= len(shelf.hits)


def test_it_gives_a_snippet_in_pieces_so_that_a_page_can_escape_it():
    assert [(one.text, one.is_hit) for one in pieces("a \x02<b>\x03 c")] == [
        ("a ", False),
        ("<b>", True),
        (" c", False),
    ]


def test_it_parts_short_texts_that_stood_on_lines_of_their_own():
    assert pieces("its label stays\nThe note\nof the unit.\nA save")[0].text == (
        "its label stays · The note\nof the unit.\nA save"
    )
