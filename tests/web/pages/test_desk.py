"""The desk: one lamp, where somebody is needed, what runs out, and nothing of what is not theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from secondstory.application.access.administering import name_administrators
from secondstory.application.ceremony import committing, meeting, supporting
from secondstory.application.ceremony.committing import Proposal
from secondstory.application.keeping import directory, holding
from secondstory.application.understanding import accounts, naming, roles
from secondstory.application.understanding.facts import state_times
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.ceremony.support import Accepted
from secondstory.domain.understanding.conditions import Added, Level
from secondstory.domain.understanding.incidents import Role, TimesStated
from secondstory.kernel.moments import Moment
from secondstory.web.pages.desk.views import greeting
from tests.web.conftest import Town, text_of

TITLE = "Seats released too early"


def stream(town: Town, label: str = "PM-1"):
    return town.office("ada").door.stream_of(label)


def test_it_teaches_where_nothing_is_there_yet(town: Town):
    words = text_of(town.ada.get("/"))
    assert "Your first post-mortem" in words
    assert "Support comes first" in words
    assert "Something that rhymes" not in words
    assert words.count("Nothing waits for you") == 1


def test_it_asks_a_stranger_to_sign_in(town: Town):
    assert town.stranger.get("/").status_code == 302
    assert town.stranger.get("/desk/rhyme").status_code == 302


@pytest.mark.parametrize(
    ("hour", "said"),
    [(3, "Hello, Ines"), (5, "Good morning, Ines"), (12, "Good afternoon, Ines"), (18, "Good evening, Ines")],
)
def test_it_greets_by_the_hour(hour: int, said: str):
    assert greeting(datetime(2026, 11, 2, hour, tzinfo=UTC), "Ines Okafor") == said


def test_it_lights_support_first_for_whoever_opened_it(town: Town):
    town.opens()
    page = town.ada.get("/")
    words = text_of(page)
    assert "Before anything else" in words
    assert TITLE in words
    assert page.content.decode().count('class="lamp"') == 1


def test_it_opens_one_in_one_line(town: Town):
    page = town.ada.get("/").content.decode()
    assert 'action="/open"' in page
    assert 'name="title"' in page


def test_it_shows_nothing_of_it_to_others(town: Town):
    town.opens()
    for address in ("/", "/desk/rhyme"):
        answer = town.fay.get(address)
        assert answer.status_code == 200
        assert TITLE not in answer.content.decode()
        assert "PM-1" not in answer.content.decode()


def test_it_shows_an_offer_of_support_to_the_one_it_is_for_alone(town: Town):
    town.opens()
    bo = town.people["bo"]
    supporting.offer(town.office("ada"), stream(town), what="an hour", to_role="duty engineer", to=bo)
    assert "Somebody offers to be there for you" in text_of(town.bo.get("/"))
    assert TITLE not in text_of(town.bo.get("/"))
    assert "/pm/1/support" in town.bo.get("/").content.decode()
    assert "Somebody offers" not in text_of(town.cem.get("/"))


def test_it_reminds_the_supporter_after_seven_and_thirty_days_and_nobody_else(town: Town):
    town.opens()
    office = town.office("ada")
    supporting.offer(office, stream(town), what="an hour", to_role="duty engineer", to=town.people["bo"])
    supporting.answer(town.office("bo"), stream(town), Accepted(), to_role="duty engineer")
    assert "Look in on somebody" not in text_of(town.ada.get("/"))
    town.later(days=8)
    assert "Look in on somebody" in text_of(town.ada.get("/"))
    town.later(days=23)
    for name in ("bo", "cem", "fay"):
        assert "Look in on somebody" not in text_of(getattr(town, name).get("/"))
    assert "Look in on somebody" in text_of(town.ada.get("/"))


def test_it_asks_for_a_yes_or_a_no_by_name(town: Town):
    town.opens()
    asked(town, town.people["cem"])
    words = text_of(town.cem.get("/"))
    assert "Say yes or no to a follow-up" in words
    assert "Make the field carry its unit" in words
    assert TITLE not in words
    assert "Say yes or no" not in text_of(town.fay.get("/"))


def asked(town: Town, of: str) -> None:
    office = town.office("ada")
    state_times(office, stream(town), TimesStated(began=Moment(at=town.at - timedelta(hours=3))))
    naming.add(
        office, stream(town), Added(number=1, statement="No unit beside the field", level=Level.SOFTWARE)
    )
    proposal = Proposal(
        text="Make the field carry its unit",
        end_state="It says minutes",
        verified_how="Look",
        conditions=(1,),
    )
    one = committing.propose(office, stream(town), proposal)
    assert one.stream is not None
    committing.ask(office, one.stream, of, because="expertise", text="You keep the console")


def test_it_shows_what_a_team_was_asked_to_its_members(town: Town):
    town.opens()
    name_administrators(town.ground.workspace.office, [town.people["ada"]])
    directory.form_team(town.office("ada"), "Console")
    directory.join_team(town.office("ada"), "Console", town.people["dee"])
    asked(town, "Console")
    assert "Asked of your team" in text_of(town.dee.get("/"))
    assert "carry its unit" in text_of(town.dee.get("/"))
    assert "carry its unit" not in text_of(town.fay.get("/"))


def test_it_asks_for_an_account_until_it_is_written(town: Town):
    town.opens()
    office = town.office("ada")
    supporting.say_not_applicable(office, stream(town), "nobody was close")
    roles.give_role(office, stream(town), Role.PARTICIPANT, town.people["bo"], vantage="console")
    assert "Give your account" in text_of(town.bo.get("/"))
    accounts.write(town.office("bo"), stream(town), "I saw 48.", role="console")
    assert "Give your account" not in text_of(town.bo.get("/"))


def test_it_shows_this_weeks_sitting_and_when_it_opens(town: Town):
    town.opens()
    office = town.office("ada")
    supporting.say_not_applicable(office, stream(town), "nobody was close")
    at = Moment(at=town.at.astimezone(UTC) + timedelta(days=3))
    meeting.schedule(office, stream(town), SittingKind.LEARNING, at=at, invited=[town.people["eve"]])
    words = text_of(town.eve.get("/"))
    assert "Learning sitting, PM-1" in words
    assert "Thu 5 November" in words
    assert "Learning sitting" not in text_of(town.fay.get("/"))
    town.later(days=20)
    assert "Learning sitting, PM-1" not in text_of(town.eve.get("/"))


def test_it_says_when_a_hold_ends_soon(town: Town):
    town.opens()
    until = Moment(at=town.at.astimezone(UTC) + timedelta(days=4))
    wish = holding.Wish(
        sources=("call recordings",), custodians=(), reason="the calls tell when", until=until
    )
    holding.place(town.office("ada"), stream(town), wish)
    page = town.ada.get("/").content.decode()
    assert "The hold on call recordings ends on Fri 6 November" in text_of(town.ada.get("/"))
    assert "/pm/1/evidence/holds/" in page
    assert "call recordings" not in town.fay.get("/").content.decode()


def test_it_says_when_nobody_has_acknowledged_a_hold(town: Town):
    town.opens()
    assert "Running out" not in text_of(town.ada.get("/"))
    wish = holding.Wish(
        sources=("call recordings",), custodians=("phone team",), reason="the calls tell when"
    )
    placed = holding.place(town.office("ada"), stream(town), wish)
    words = text_of(town.ada.get("/"))
    assert "Nobody has said yet that deletion stopped: call recordings" in words
    assert "Ask phone team" in words
    holding.acknowledge(town.office("ada"), stream(town, f"HO-{placed.number}"), "phone team")
    assert "Running out" not in text_of(town.ada.get("/"))


def test_it_leaves_out_what_was_withdrawn(town: Town):
    from secondstory.application.understanding.withdrawing import withdraw

    town.opens()
    withdraw(town.office("ada"), stream(town), "opened twice")
    words = text_of(town.ada.get("/"))
    assert TITLE not in words


def test_it_reads_few_streams_however_many_are_open(town: Town):
    from secondstory.application.desk.mine import LOOKED_INTO, open_ones

    for number in range(LOOKED_INTO + 3):
        town.opens("ada", f"Drill {number}")
    found = open_ones(town.office("ada"))
    assert [one.standing is not None for one in found] == [True] * LOOKED_INTO + [False] * 3
    assert "Drill 0" in text_of(town.ada.get("/"))
