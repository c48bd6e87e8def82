"""A night for a picture: with few words, every entry keeps its place."""

from datetime import UTC, datetime, timedelta

from secondstory.application.ceremony.editions.night import Night, with_few_words
from secondstory.application.edition import TimelineEntry

START = datetime(2026, 11, 1, 20, tzinfo=UTC)


def night(count: int, *, decisive: int = -1) -> Night:
    entries = tuple(
        TimelineEntry(
            id=f"T-{at}",
            occurred_at=START + timedelta(minutes=at),
            text=f"entry {at}",
            lane=("Desk", "System", "Response")[at % 3],
            decisive=at == decisive,
        )
        for at in range(count)
    )
    return Night(entries=entries, gaps=(), bands=())


def test_it_leaves_a_short_night_as_it_is():
    assert with_few_words(night(36), most=36) == night(36)


def test_it_thins_the_words_and_keeps_every_entry_in_its_place():
    thinned = with_few_words(night(80), most=36)
    assert [(one.id, one.occurred_at) for one in thinned.entries] == [
        (one.id, one.occurred_at) for one in night(80).entries
    ]
    spoken = [one for one in thinned.entries if one.text]
    assert 30 <= len(spoken) <= 40
    assert {one.lane for one in spoken} == {"Desk", "System", "Response"}


def test_it_keeps_the_words_of_a_decision():
    quiet = next(one.id for one in with_few_words(night(80), most=6).entries if not one.text)
    number = int(quiet.removeprefix("T-"))
    kept = with_few_words(night(80, decisive=number), most=6)
    assert next(one.text for one in kept.entries if one.id == quiet) == f"entry {number}"
