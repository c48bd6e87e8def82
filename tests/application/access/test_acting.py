"""A few people in one post-mortem, through the acts of the application, each in an office of their own."""

import pytest

from secondstory.application import looking
from secondstory.application.access.administering import (
    administrators,
    is_administrator,
    name_administrators,
)
from secondstory.application.ceremony import committing, supporting
from secondstory.application.ceremony.committing import Proposal
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import accounts
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import read, tell
from secondstory.domain.ceremony import publication
from secondstory.domain.ceremony.followups import Phase, Strength
from secondstory.domain.ceremony.support import Accepted, Outcome
from secondstory.domain.keeping import people
from secondstory.domain.keeping.installation import Created, PolicySet
from secondstory.domain.understanding.accounts import Shared, Withheld
from secondstory.domain.understanding.incidents import Retitled, Role, RoleLeft, RoleTaken
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCOUNT, POSTMORTEM
from tests.application.access.world import edition, guarded
from tests.offices import MemoryOffice
from tests.people import ADA, BO, CEM, DEE, FAY

TEAMS = StreamId("pe_teams")


@pytest.fixture
def at():
    """A place where Cem is in the team that keeps the disks, and everybody is known."""
    made = MemoryOffice()
    joined = [people.Joined(person=who, name=who[3:].title()) for who in (ADA, BO, CEM, DEE, FAY)]
    team = [people.TeamFormed(team="Disks"), people.TeamJoined(team="Disks", person=CEM)]
    made.desk.journal.append([Draft(stream=TEAMS, event=event) for event in (*joined, *team)], by=ADA)
    return made


@pytest.fixture
def stream(at):
    """A post-mortem that Ada opened."""
    return open_post_mortem(guarded(at, ADA), Opening(title="Seats released too early")).stream


def give(at, stream, role, person, by=ADA):
    tell(guarded(at, by), stream, lambda _pm: [RoleTaken(role=role, person=person)])


def words(act, *arguments, **named):
    with pytest.raises(Refused) as refused:
        act(*arguments, **named)
    return str(refused.value), refused.value.code


def test_it_opens_a_post_mortem_that_only_its_opener_sees(at, stream):
    assert looking.standing_of(guarded(at, ADA), stream).pm.incident.title == "Seats released too early"
    assert guarded(at, FAY).door.count(POSTMORTEM) == 0
    assert guarded(at, FAY).door.next_number(POSTMORTEM) == 2


def test_it_answers_alike_for_what_is_missing_and_what_is_not_for_them(at, stream):
    fay, missing = guarded(at, FAY), StreamId("pm_missing")
    assert words(looking.standing_of, fay, stream) == words(looking.standing_of, fay, missing)
    retitle = [Draft(stream=one, event=Retitled(title="Mine")) for one in (stream, missing)]
    said = [words(fay.journal.append, [draft], by=FAY, expects={draft.stream: 0}) for draft in retitle]
    assert said[0] == said[1] == ("There is no such post-mortem here.", "not-here")
    assert words(tell, fay, stream, lambda _pm: []) == words(tell, fay, missing, lambda _pm: [])
    assert fay.reader.events(stream) == fay.reader.events(missing) == []


def test_it_lets_nobody_record_in_the_name_of_somebody_else(at, stream):
    draft = Draft(stream=stream, event=Retitled(title="Hers"))
    assert words(guarded(at, FAY).journal.append, [draft], by=ADA)[1] == "not-yours"
    assert words(guarded(at, FAY).journal.append, [draft], by=None)[1] == "not-yours"


def test_it_says_who_may_when_it_is_not_for_a_reader(at, stream):
    tell(guarded(at, ADA), stream, lambda _pm: [edition()])
    said, code = words(tell, guarded(at, FAY), stream, lambda _pm: [Retitled(title="Mine")])
    assert code == "not-yours"
    assert "whoever owns the review" in said
    assert read(guarded(at, FAY), stream).incident.title == "Seats released too early"


def test_it_keeps_an_account_between_its_author_and_the_facilitator_until_it_is_shared(at, stream):
    for person, role in ((BO, Role.FACILITATOR), (DEE, Role.INVOLVED), (CEM, Role.PARTICIPANT)):
        give(at, stream, role, person)
    kept = accounts.write(guarded(at, DEE), stream, "I saw it fall.", role="on call")

    def readers():
        everybody = (ADA, BO, CEM, DEE, FAY)
        return [who for who in everybody if guarded(at, who).door.row(ACCOUNT, kept.account.stream)]

    assert readers() == [BO, DEE]
    accounts.choose_readers(guarded(at, DEE), kept.account.stream, Shared())
    assert readers() == [ADA, BO, CEM, DEE]
    refused = words(accounts.choose_readers, guarded(at, CEM), kept.account.stream, Withheld())
    assert refused[0] != ""
    accounts.choose_readers(guarded(at, DEE), kept.account.stream, Withheld())
    assert readers() == [BO, DEE]


def test_it_ends_a_relation_with_the_role_and_begins_it_with_one(at, stream):
    give(at, stream, Role.PARTICIPANT, DEE)
    assert read(guarded(at, DEE), stream).incident.is_open
    tell(guarded(at, DEE), stream, lambda _pm: [RoleLeft(role=Role.PARTICIPANT, person=DEE)])
    assert guarded(at, DEE).door.row(POSTMORTEM, stream) is None
    assert guarded(at, DEE).reader.events(stream) == []


def test_it_lets_the_supported_person_answer_without_any_role_in_the_room(at, stream):
    supporting.offer(guarded(at, ADA), stream, what="an ear", to_role="on call", to=DEE)
    assert supporting.supports_of(guarded(at, BO), stream) == ()
    supporting.answer(guarded(at, DEE), stream, Accepted())
    assert read(guarded(at, ADA), stream).support.outcome is Outcome.GIVEN
    assert guarded(at, DEE).door.row(POSTMORTEM, stream) is None


def test_it_lets_nobody_say_yes_to_support_for_somebody_else(at, stream):
    supporting.offer(guarded(at, ADA), stream, what="an ear", to_role="on call", to=DEE)
    assert words(supporting.answer, guarded(at, ADA), stream, Accepted())[1] == "not-yours"


def test_it_takes_a_yes_from_the_team_that_was_asked_and_from_nobody_they_did_not_ask(at, stream):
    proposal = Proposal(
        text="Add a second disk", phase=Phase.REPAIR, end_state="two disks", strength=Strength.STRONGER
    )
    made = committing.propose(guarded(at, ADA), stream, proposal).stream
    assert words(looking.followup, guarded(at, CEM), made)[1] == "refused"
    committing.ask(guarded(at, ADA), made, "disks", because="expertise", text="You keep them.")
    assert looking.followup(guarded(at, CEM), made).number == 1
    assert committing.origins_of(guarded(at, CEM), looking.followup(guarded(at, CEM), made)) == ()
    yes = committing.Yes(owner=people.Person(person=FAY, name="Fay"))
    assert words(committing.accept, guarded(at, ADA), made, yes)[1] == "not-yours"
    assert committing.accept(guarded(at, CEM), made, committing.Yes()).owner == CEM
    assert [one.number for one in looking.followups_of(guarded(at, ADA), stream)] == [1]


def test_it_asks_a_person_by_their_id(at, stream):
    proposal = Proposal(text="Add a second disk", phase=Phase.REPAIR, end_state="two disks")
    made = committing.propose(guarded(at, ADA), stream, proposal).stream
    committing.ask(guarded(at, ADA), made, FAY, because="expertise", text="You know them.")
    assert looking.followup(guarded(at, FAY), made).number == 1


def test_it_keeps_a_restricted_page_from_everybody_but_the_room(at, stream):
    tell(guarded(at, ADA), stream, lambda _pm: [edition()])
    assert guarded(at, FAY).door.count(POSTMORTEM) == 1
    shut = publication.Restricted(category="legal", reason="an open matter")
    tell(guarded(at, ADA), stream, lambda _pm: [shut])
    assert guarded(at, FAY).door.count(POSTMORTEM) == 0
    assert guarded(at, ADA).door.count(POSTMORTEM) == 1


def test_it_names_administrators_in_the_record_and_opens_no_post_mortem_to_them(at, stream):
    begun = Draft(stream=INSTALLATION_STREAM, event=Created(origin="demo/tests", format_version=1))
    at.desk.journal.append([begun], by=None)
    assert words(name_administrators, guarded(at, FAY), [FAY])[1] == "not-yours"
    name_administrators(at.office, [FAY], "the first one")
    fay = guarded(at, FAY)
    assert administrators(fay) == (FAY,)
    assert is_administrator(fay)
    assert not is_administrator(guarded(at, ADA))
    assert fay.door.count(POSTMORTEM) == 0
    policy = Draft(stream=INSTALLATION_STREAM, event=PolicySet(name="holidays", value="2026-12-24"))
    fay.journal.append([policy], by=FAY)
    assert words(name_administrators, fay, [])[1] == "refused"


def test_it_shows_nothing_to_whoever_left(at, stream):
    give(at, stream, Role.PARTICIPANT, DEE)
    left = Draft(stream=TEAMS, event=people.Left(person=DEE))
    at.desk.journal.append([left], by=ADA)
    dee = guarded(at, DEE)
    assert dee.door.viewers == ()
    assert dee.door.rows(POSTMORTEM) == []
    assert words(open_post_mortem, dee, Opening(title="Still here"))[1] == "not-here"
