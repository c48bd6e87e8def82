"""The one that rhymes: found by its words, shown with its reasons, and only to whoever may read it."""

import pytest

from secondstory.application.finding.rhyming import rhyming_with, rhyming_with_words
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import naming, stories
from secondstory.domain.keeping import people
from secondstory.domain.understanding.conditions import Added, Level
from tests.begun import BegunOffice
from tests.people import ADA, FAY

TOLD = (
    (
        "Logs not shipped",
        "The collector was refused: the role of the CloudWatch writer pointed at an old account.",
    ),
    ("Seats released too early", "Hours were read as minutes in the hold field."),
    (
        "No logs since noon",
        "CloudWatch had no logs. The collector could not write, and Beacon stayed silent.",
    ),
    ("Ferry late", "The crane at the quay had no operator, and Beacon showed an old roster."),
)


@pytest.fixture(scope="module")
def here():
    place = BegunOffice()
    streams = []
    for title, story in TOLD:
        stream = place.opened(title).stream
        streams.append(stream)
        stories.revise(place.office, stream, story)
    add(place, streams[0], "Nobody owns the role of the writer", Level.ORGANISATION)
    add(place, streams[2], "The role of the writer has no owner; nobody owns it", Level.ORGANISATION)
    add(place, streams[3], "Nobody owns the roster", Level.SOFTWARE)
    place.streams = streams
    return place


def add(place, stream, statement, level):
    naming.add(place.office, stream, Added(number=1, statement=statement, level=level))


def rhymes(here, at, *, by=ADA):
    return rhyming_with(here.of(by).door, here.desk.storage.words, here.streams[at])


def test_it_finds_the_earlier_one_first_and_never_itself(here):
    found = rhymes(here, 2)
    assert found[0].row["number"] == 1
    assert 3 not in [one.row["number"] for one in found]


def test_it_says_why_in_the_words_of_the_one_that_asks(here):
    first = rhymes(here, 2)[0]
    assert {"CloudWatch", "collector"} <= set(first.words)
    (shared,) = first.conditions
    assert (shared.theirs, shared.level) == ("Nobody owns the role of the writer", "organisation")
    assert first.levels == ("organisation",)


def test_it_names_services_that_both_name(here):
    stream = here.office.new_stream("pe")
    named = people.ServiceNamed(service="Beacon", team=None)
    here.desk.journal.append([Draft(stream=stream, event=named)], by=ADA)
    late = next(one for one in rhymes(here, 3) if one.row["number"] == 3)
    assert late.services == ("Beacon",)
    assert all(one.services == () for one in rhymes(here, 0))


def test_it_rhymes_with_the_first_words_at_declaration(here):
    words = here.desk.storage.words
    found = rhyming_with_words(here.of(ADA).door, words, "no logs in cloudwatch")
    assert {one.row["number"] for one in found[:2]} == {1, 3}
    assert rhyming_with_words(here.of(ADA).door, words, "") == []
    assert rhyming_with_words(here.of(ADA).door, words, "zebra !!!") == []


def test_it_shows_nothing_to_somebody_who_may_read_nothing(here):
    assert rhymes(here, 2, by=FAY) == []
    assert rhyming_with_words(here.of(FAY).door, here.desk.storage.words, "logs in cloudwatch") == []
