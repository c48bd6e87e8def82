"""Who learns of what is published: names before it, a reader's answers, telling people, restricting for a time."""

from datetime import timedelta

import pytest

from secondstory.application.ceremony import visibility
from secondstory.application.ceremony.editions import gather, gather_published
from secondstory.application.ceremony.publishing import Wish, publish
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import stories
from secondstory.domain.ceremony.publication import Gate
from secondstory.domain.keeping.people import Joined
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from tests.offices import MemoryOffice
from tests.people import ADA, BO
from tests.wiring.whole import settled, told

OWNED = {Gate.ABOVE_CODE_OWNED: "the board meets on 4 March"}


def published() -> tuple[MemoryOffice, StreamId]:
    here, stream = ready()
    publish(here.office, stream, Wish(version="1", exceptions=OWNED))
    return here, stream


def ready() -> tuple[MemoryOffice, StreamId]:
    here = MemoryOffice()
    stream = told(here)
    settled(here, stream)
    here.clock.forward(days=1)
    return here, stream


def ahead(here: MemoryOffice, days: int = 9) -> Moment:
    return Moment(at=here.office.now() + timedelta(days=days))


def state(here: MemoryOffice, stream: StreamId):
    return gather(here.office, stream).pm.publication


def test_it_says_in_which_places_somebody_is_named_and_each_whole_name_once():
    here, stream = ready()
    joined = Joined(person=BO, name="Bo Lindqvist", address=None)
    here.office.journal.append([Draft(stream=StreamId("pe_bo"), event=joined)], by=here.me)
    stories.revise(here.office, stream, "At ten Bo Lindqvist saw it. Nobody else did.")
    (found,) = visibility.named_where(gather(here.office, stream))
    assert (found.name, found.place, found.step) == ("Bo Lindqvist", "The story", "story")
    assert (found.before, found.after) == ("At ten ", " saw it. Nobody else did.")


def test_it_takes_answers_from_a_reader_but_not_from_the_owner_of_a_team():
    here, stream = ready()
    assert visibility.review(here.of(BO, alone=False), stream, {"understandable": " What a hold is "}) == 1
    assert state(here, stream).reviews[0].answers[0].answer == "What a hold is"
    with pytest.raises(Refused, match="other than its owner"):
        visibility.review(here.of(ADA, alone=False), stream, {"understandable": "Nothing"})
    assert visibility.review(here.office, stream, {"understandable": "Nothing"}) == 1
    with pytest.raises(Refused, match="at least one"):
        visibility.review(here.office, stream, {"understandable": " ", "no-such-question": "x"})


def test_it_tells_people_only_of_what_is_out():
    here, stream = ready()
    with pytest.raises(Refused, match="not published"):
        visibility.announce(here.office, stream, "everybody")
    here, stream = published()
    visibility.announce(here.office, stream, " everybody ")
    assert state(here, stream).announced == ("everybody",)
    with pytest.raises(Refused, match="Whom do you tell"):
        visibility.announce(here.office, stream, " ")


def test_it_restricts_until_a_day_ahead_and_lifts_it_with_a_reason():
    here, stream = published()
    for until in (None, Moment(at=here.office.now())):
        with pytest.raises(Refused, match="Until which day"):
            visibility.restrict(here.office, stream, category="legal", reason="a claim", until=until)
    with pytest.raises(Refused, match="not restricted"):
        visibility.lift(here.office, stream, "why not")
    visibility.restrict(here.office, stream, category="legal", reason="a claim", until=ahead(here))
    assert state(here, stream).restricted.category == "legal"
    with pytest.raises(Refused):
        visibility.lift(here.office, stream, " ")
    visibility.lift(here.office, stream, "it is closed")
    assert state(here, stream).restricted is None


def test_it_opens_what_is_published_to_everybody_again_once_the_restriction_is_lifted():
    here, stream = published()
    assert here.of(BO).door.may_read(stream)
    visibility.restrict(here.office, stream, category="legal", reason="a claim", until=ahead(here))
    assert not here.of(BO).door.may_read(stream)
    visibility.lift(here.office, stream, "it is closed")
    assert here.of(BO).door.may_read(stream)


def test_it_keeps_an_edition_as_it_went_out():
    here, stream = published()
    stories.revise(here.office, stream, "Another ending.")
    visibility.announce(here.office, stream, "everybody")
    frozen = gather_published(here.office, stream)
    assert frozen.pm.story.latest.number == 1
    assert frozen.pm.publication.announced == ("everybody",)
    assert frozen.charter_version == gather(here.office, stream).charter_version
    unpublished, other = ready()
    with pytest.raises(Refused, match="Nothing is published"):
        gather_published(unpublished.office, other)
