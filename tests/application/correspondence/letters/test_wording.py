import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from secondstory.application.correspondence.letters import about_postmortems, about_support
from secondstory.application.correspondence.letters.wording import Envelope, letter, said, said_moment
from secondstory.application.ports.post import Addressee
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.moments import Moment, Precision
from tests.application.correspondence.kelda import LINKS

BERLIN = timezone(timedelta(hours=1))
ENVELOPE = Envelope(to=Addressee(address="bo@kelda.example", name="Bo"), key="k", zone=BERLIN)


def test_it_greets_by_name_and_says_where_it_comes_from():
    written = letter(ENVELOPE, "Hello", "One.", None, " ", "Two.", purpose="test")
    assert written.text == (
        "Hello Bo,\n\nOne.\n\nTwo.\n\n-- \nSecond Story, where you work together on post-mortems\n"
    )
    assert (written.key, written.purpose) == ("k/test", "test")


def test_it_greets_somebody_whose_name_is_not_known():
    nameless = Envelope(to=Addressee(address="bo@kelda.example"), key="k", zone=UTC)
    assert letter(nameless, "s", "One.", purpose="test").text.startswith("Hello,\n\nOne.")


def test_it_keeps_a_subject_on_one_line():
    written = letter(ENVELOPE, "PM-7: seats\r\nBcc: eve@x.example\x00", "One.", purpose="test")
    assert written.subject == "PM-7: seats Bcc: eve@x.example\N{REPLACEMENT CHARACTER}"


def test_it_shortens_a_subject_without_end():
    assert letter(ENVELOPE, "a " * 300, "One.", purpose="test").subject == f"{'a ' * 69}a…"


def test_it_takes_out_what_would_turn_the_words_round():
    assert "\u202e" not in letter(ENVELOPE, "s", "right \u202e left", purpose="test").text


def test_it_says_times_in_the_zone_of_the_house():
    at = datetime(2026, 10, 20, 8, 5, tzinfo=UTC)
    assert said(at) == "Tue 20 October 2026, 08:05 UTC"
    assert said_moment(Moment(at=at), BERLIN) == "Tue 20 October 2026, 09:05 +01:00"
    assert said_moment(Moment(at=at, precision=Precision.DAY), BERLIN) == "Tue 20 October 2026"


@pytest.mark.parametrize("role", Role)
def test_it_has_words_for_every_role(role):
    facts = about_postmortems.PostMortemFacts(number=7, title="Seats", actor="Ada", links=LINKS)
    written = about_postmortems.role_given(ENVELOPE, facts, role, None)
    assert re.search(r"named you as [a-z ]+ in PM-7, Seats\.", written.text)


def test_it_invites_without_a_word_about_any_incident():
    written = about_postmortems.welcome(
        ENVELOPE, organisation="Kelda Ferries", inviter="Ada Okafor", link=LINKS.joining("t0ken"), days=7
    )
    assert written.subject == "Ada Okafor invites you to Second Story"
    assert "https://stories.kelda.example/come-in/t0ken" in written.text
    assert "works for 7 days" in written.text


def test_it_gives_all_letters_about_support_one_subject():
    letters = [
        about_support.offered(ENVELOPE, "https://x.example/"),
        about_support.answered(ENVELOPE, "https://x.example/"),
        about_support.companion(ENVELOPE, "https://x.example/"),
        about_support.look_in(ENVELOPE, "https://x.example/", days=7, said_no=False),
    ]
    assert len({one.subject for one in letters}) == 1
    assert all(one.is_personal for one in letters)
    assert len({one.key for one in letters}) == 4
