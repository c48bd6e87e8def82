from datetime import timedelta

import pytest

from secondstory.application.correspondence.feed import feed_of
from secondstory.domain.ceremony.publication import Amended, EditionKind, Published, Restricted
from secondstory.domain.understanding.incidents import Withdrawn
from secondstory.domain.understanding.narrative import StoreysWritten
from tests.application.correspondence.kelda import LINKS, Kelda
from tests.people import ADA, FAY

EDITION = Published(
    edition=EditionKind.INTERNAL, number=1, revision=1, checkpoint_size=1, checkpoint_root="AAAA"
)


@pytest.fixture
def here():
    return Kelda()


def feed(here, person=FAY, **given):
    return feed_of(
        here.team_office(person),
        origin="kelda.example/log",
        organisation="Kelda Ferries",
        links=LINKS,
        **given,
    )


def published(here, title):
    pm = here.opened(title).stream
    here.record(pm, StoreysWritten(second=f"How it came to {title}"), EDITION)
    return pm


def test_it_lists_what_is_published_and_nothing_else(here):
    pm = published(here, "Seats released too early")
    here.opened("Still being looked at")
    [entry] = feed(here).entries
    assert entry.title == "PM-1: Seats released too early"
    assert entry.summary == "How it came to Seats released too early"
    assert entry.url == "https://stories.kelda.example/post-mortems/1"
    assert entry.id == f"tag:kelda.example,2026-11-02:log/{pm}"
    assert len(feed(here, ADA).entries) == 1


def test_it_keeps_the_id_and_moves_the_time_when_something_is_amended(here):
    pm = published(here, "Seats")
    before = feed(here).entries[0]
    here.forward(days=3)
    here.record(pm, Amended(number=1, text="It held.", reason="sixty days later"))
    [after] = feed(here).entries
    assert (after.id, after.published_at) == (before.id, before.published_at)
    assert after.updated_at - before.updated_at == timedelta(days=3)
    assert feed(here).updated_at == after.updated_at


def test_it_puts_the_latest_change_first(here):
    first = published(here, "First")
    here.forward(days=1)
    published(here, "Second")
    assert [one.title for one in feed(here).entries] == ["PM-2: Second", "PM-1: First"]
    here.forward(days=1)
    here.record(first, Amended(number=1, text="More.", reason="known now"))
    assert [one.title for one in feed(here).entries] == ["PM-1: First", "PM-2: Second"]
    assert len(feed(here, most=1).entries) == 1


@pytest.mark.parametrize("event", [Restricted(category="legal", reason="open"), Withdrawn(reason="in error")])
def test_it_tells_nothing_of_what_was_restricted_or_withdrawn(here, event):
    pm = published(here, "Seats")
    here.record(pm, event)
    assert feed(here, ADA).entries == ()


def test_it_is_a_feed_before_anything_is_published(here):
    empty = feed(here)
    assert empty.entries == ()
    assert (empty.id, empty.updated_at) == ("tag:kelda.example,2026:log/feed", here.clock.now())
