"""Rules of retention over a record in memory: what is due is asked for once, and nothing that a hold keeps."""

import pytest

from secondstory.application.access.guarding import GuardedJournal
from secondstory.application.keeping import directory, holding
from secondstory.application.keeping.erasing import carry_out, due, erasure_of, withdraw_erasure
from secondstory.application.keeping.letting_go import retaining
from secondstory.application.keeping.letting_go.batching import erase_due
from secondstory.application.keeping.letting_go.recalling import recall
from secondstory.application.keeping.letting_go.retaining import Asked
from secondstory.application.keeping.letting_go.waiting import agree_to_all, waiting
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.understanding import accounts
from secondstory.domain.keeping.erasure import Scope
from secondstory.domain.keeping.installation import PolicySet
from secondstory.domain.keeping.people import Joined, Left
from secondstory.domain.keeping.retention import (
    STAYS_DECLINED_DAYS,
    RetentionHeld,
    RetentionRemoved,
    RetentionSet,
    Standing,
)
from secondstory.domain.understanding.incidents import Merged, Withdrawn
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import ERASURE, EVIDENCE, PERSON
from tests.application.access.world import guarded
from tests.application.keeping.letting_go.years import approve, ask, begun, er, published, ruled
from tests.application.keeping.test_erasing import Scene
from tests.people import ADA, BO, CEM


def standing(here: Scene, kind: str = "account") -> list[Standing]:
    (share,) = [one for one in retaining.shares(here.here.office, here.means) if one.kind.name == kind]
    return [one for one, count in share.standing.items() for _ in range(count)]


def test_it_asks_for_nothing_until_somebody_set_a_rule():
    here = begun()
    published(here, 9000)
    assert ask(here) == Asked()
    assert retaining.words_for(here.here.office, "account") is None


@pytest.mark.parametrize(
    ("kind", "scope"), [("account", Scope.STREAM), ("support", Scope.STREAM), ("evidence", Scope.ITEM)]
)
def test_it_asks_in_its_own_name_when_the_days_are_over(kind, scope):
    here = begun()
    ruled(here, kind)
    published(here, 29)
    assert ask(here) == Asked()
    here.here.clock.forward(days=1)
    assert [one.standing for one in retaining.due(here.here.office, here.means)] == [Standing.DUE]
    assert ask(here) == Asked(numbers=(1,))
    state = er(here)
    entry = retaining.retention_of(here.here.office).rules[kind].entry
    assert state.request is not None
    assert (state.request.scope, state.requested_by, state.request.basis) == (scope, None, "policy 4")
    assert f"(entry {entry}) asks for this" in state.request.reason
    assert state.rule is not None
    assert (state.rule.kind, state.rule.rule) == (kind, entry)
    assert retaining.due(here.here.office, here.means) == ()


def test_it_asks_once_however_often_it_looks():
    here = begun()
    ruled(here)
    published(here, 31)
    assert ask(here) == Asked(numbers=(1,))
    size = here.here.desk.storage.size()
    assert ask(here) == Asked()
    approve(here)
    assert ask(here) == Asked()
    assert erase_due(here.here.office, here.means, by=None).done == (1,)
    here.here.clock.forward(days=900)
    assert ask(here) == Asked()
    assert size < here.here.desk.storage.size()
    assert standing(here) == []


@pytest.mark.parametrize("kind", ["support", "evidence"])
def test_it_does_not_ask_for_what_is_gone(kind):
    here = begun()
    ruled(here, kind)
    published(here, 31)
    ask(here)
    approve(here)
    assert erase_due(here.here.office, here.means, by=None).done == (1,)
    here.here.clock.forward(days=900)
    assert (ask(here), standing(here, kind)) == (Asked(), [])


def test_it_counts_nothing_of_what_two_people_hold_between_them():
    here = begun()
    ruled(here, "support")
    published(here, 31)
    (share,) = [one for one in retaining.shares(here.here.office, here.means) if one.kind.name == "support"]
    assert (share.covered, dict(share.standing), dict(share.soon)) == (None, {}, {})
    assert ask(here) == Asked(numbers=(1,))


def test_it_lets_one_person_agree_to_all_of_a_kind_and_to_none_of_it_twice():
    here = begun()
    for name in ("a", "b"):
        item = Item(post_mortem=here.pm, name=name, captured_from="ops-3")
        seal_evidence(here.here.office, here.here.vault, item, lambda: [b"console"])
    for kind in ("account", "evidence"):
        ruled(here, kind)
    published(here, 31)
    assert ask(here).numbers == (1, 2, 3, 4)
    office = here.here.office
    assert {one.thing for one in waiting(office)} == {
        f"{one} of PM-1" for one in ("A-1", "E-1", "E-2", "E-3")
    }
    agreed = agree_to_all(office, here.means, "evidence")
    assert agreed == (2, 3, 4)
    with pytest.raises(Refused, match="Nothing of this kind waits for you"):
        agree_to_all(office, here.means, "evidence")
    assert erase_due(office, here.means, by=None).done == ()
    here.here.clock.forward(days=1)
    assert agree_to_all(office, here.means, "evidence") == agreed
    assert erase_due(office, here.means, by=None).done == (2, 3, 4)
    assert er(here, 1).approvals_needed == 2


def test_it_asks_once_when_two_processes_look_at_the_same_moment():
    here = begun()
    ruled(here)
    published(here, 31)
    others: list[Asked] = []

    class LateDoor(Door):
        def next_number(self, table, where=None):
            if not others:
                others.append(Asked())
                others[0] = ask(here)
            return super().next_number(table, where)

    class LateJournal(type(here.here.desk.journal)):
        def __init__(self, behind):
            self.behind = behind

        def append(self, drafts, **how):
            if not others:
                others.append(Asked())
                others[0] = ask(here)
            return self.behind.append(drafts, **how)

    office = here.here.office
    late = replace(office, door=LateDoor(here.here.desk.storage.rows, here.here.me))
    assert (retaining.ask_due(late, here.means), others) == (Asked(), [Asked(numbers=(1,))])
    withdraw_erasure(office, office.door.stream_of("ER-1"), "not now")
    here.here.clock.forward(days=STAYS_DECLINED_DAYS)
    others.clear()
    late = replace(office, journal=LateJournal(here.here.desk.journal))
    assert (retaining.ask_due(late, here.means), others) == (Asked(), [Asked(numbers=(2,))])


def test_it_never_takes_a_name_of_somebody_who_shares_a_stream():
    here = begun()
    teams = StreamId("pe_teams")
    here.record(Joined(person=BO, name="Bo"), Joined(person=CEM, name="Cem"), Left(person=CEM), stream=teams)
    ruled(here, "people")
    here.here.clock.forward(days=900)
    assert ask(here) == Asked()


def test_it_waits_for_the_end_of_the_post_mortem_whatever_the_days_count_from():
    here = begun()
    ruled(here, "evidence", 1, "sealing")
    ruled(here, "account", 1, "last-act")
    here.here.clock.forward(days=400)
    assert (ask(here), standing(here, "evidence")) == (Asked(), [Standing.NOT_COUNTING])
    published(here)
    assert ask(here).numbers == (1, 2)


def test_it_counts_a_withdrawn_post_mortem_from_its_withdrawal_and_a_merged_one_from_the_other():
    here = begun()
    ruled(here)
    other = here.here.opened("The other one")
    accounts.write(here.here.office, other.stream, "I saw it too.", role="on call")
    here.record(Withdrawn(reason="opened in error"), stream=other.stream)
    here.record(Merged(into=other.stream))
    here.here.clock.forward(days=20)
    assert ask(here) == Asked()
    here.here.clock.forward(days=10)
    assert (ask(here).numbers, ask(here).held) == ((1,), 1), "the other one has its hold"


def test_it_leaves_what_a_hold_keeps_and_records_that_once_for_each_set_of_holds():
    here = begun(held=True)
    ruled(here)
    published(here, 31)
    assert ask(here) == Asked(held=1)
    assert ask(here) == Asked(held=1)
    events = [one.event for one in here.here.desk.reader.events(INSTALLATION_STREAM)]
    assert [one for one in events if isinstance(one, RetentionHeld)] == [
        RetentionHeld(kind="account", holds=(1,))
    ]
    holding.release(here.here.office, here.hold, "it is over")
    assert ask(here) == Asked(numbers=(1,))


def test_it_lets_a_hold_that_came_later_stop_the_batch():
    here = begun()
    ruled(here)
    published(here, 31)
    ask(here)
    approve(here)
    holding.place(here.here.office, here.pm, holding.Wish(sources=("accounts",)))
    assert erase_due(here.here.office, here.means, by=None).held == (1,)
    assert here.here.desk.keys.key(f"stream:{er(here).request.target}") is not None


def test_it_lets_what_was_declined_rest_and_asks_again_later():
    here = begun()
    ruled(here)
    published(here, 31)
    ask(here)
    withdraw_erasure(here.here.office, here.here.office.door.stream_of("ER-1"), "the insurer asks for it")
    assert (ask(here), standing(here)) == (Asked(), [Standing.DECLINED])
    here.here.clock.forward(days=STAYS_DECLINED_DAYS)
    assert ask(here) == Asked(numbers=(2,))


def test_it_erases_after_two_approvals_and_the_record_verifies_as_erased():
    here = begun()
    ruled(here)
    published(here, 31)
    ask(here)
    stream = er(here).request.target
    assert erase_due(here.here.office, here.means, by=None).done == ()
    approve(here)
    assert erase_due(here.here.office, here.means, by=None).done == (1,)
    done = er(here).carried_out
    assert done is not None
    assert (done.approvers, done.later_self) == ((ADA,), True)
    assert here.here.desk.keys.key(f"stream:{stream}") is None
    verdict, proved = here.verdict()
    assert verdict == 0
    assert any("lawfully erased" in one for one in proved)


def test_it_takes_two_people_who_look_after_the_house_and_no_one_of_them_twice():
    here = begun()
    joined = [Joined(person=who, name=str(who)) for who in (ADA, BO, CEM)]
    for one in joined:
        here.record(one, stream=StreamId(one.person))
    here.record(PolicySet(name="administrators", value=f"{BO} {CEM}"), stream=INSTALLATION_STREAM)
    ruled(here)
    published(here, 31)
    ask(here)
    bo, cem = guarded(here.here, BO), guarded(here.here, CEM)
    assert [row["number"] for row in bo.door.rows(ERASURE)] == [1]
    stream = bo.door.stream_of("ER-1")
    assert carry_out(bo, here.means, due(bo, here.means, stream)) is None
    assert erase_due(here.here.office, here.means, by=None).done == ()
    here.here.clock.forward(days=9)
    with pytest.raises(Refused, match="two people"):
        due(bo, here.means, stream)
    assert carry_out(cem, here.means, due(cem, here.means, stream)) is None
    assert erase_due(here.here.office, here.means, by=None).done == (1,)
    assert erasure_of(bo, stream).carried_out.approvers == (BO, CEM)
    assert isinstance(bo.journal, GuardedJournal)


def test_it_lets_only_those_who_look_after_the_house_set_a_rule():
    here = begun()
    draft = RetentionSet(kind="account", days=30, since="", basis="policy", reason="so long")
    for who in (ADA, BO):
        here.record(Joined(person=who, name=str(who)), stream=StreamId(who))
    here.record(PolicySet(name="administrators", value=str(BO)), stream=INSTALLATION_STREAM)
    with pytest.raises(Refused) as refused:
        retaining.set_rule(guarded(here.here, ADA), draft)
    assert refused.value.code == "not-yours"
    assert retaining.set_rule(guarded(here.here, BO), draft) is not None
    assert retaining.words_for(guarded(here.here, ADA), "account").startswith("Kept for 30 days")


def test_it_erases_name_and_address_of_somebody_who_left_and_nothing_else():
    here = begun()
    office = here.here.office
    wil = directory.join(office, "Wilhelmina Roe", "wil@example.org").person
    directory.rename(office, wil, name="Wil Roe")
    stays = directory.join(office, "Ines", "ines@example.org").person
    directory.leave(office, wil)
    ruled(here, "people")
    here.here.clock.forward(days=30)
    assert ask(here) == Asked(numbers=(1,))
    assert er(here).request.scope is Scope.PART
    assert len(er(here).request.entries) == 3
    approve(here)
    assert erase_due(office, here.means, by=None).done == (1,)
    names = {row["person"]: str(row["name"]) for row in office.door.rows(PERSON)}
    assert names[stays] == "Ines"
    assert names[wil].startswith("[erased")
    assert here.verdict()[0] == 0
    assert (ask(here), standing(here, "people")) == (Asked(), [])


def test_it_tells_how_much_comes_due_soon():
    here = begun()
    ruled(here, days=60)
    published(here, 10)
    (share, *others) = retaining.shares(here.here.office, here.means)
    assert (share.covered, share.soon) == (1, {30: 0, 90: 1})
    here.here.clock.forward(days=20)
    assert retaining.shares(here.here.office, here.means)[0].soon == {30: 1, 90: 1}
    assert [one.rule for one in others] == [None, None, None]


def test_it_asks_no_more_after_the_rule_was_removed():
    here = begun()
    ruled(here)
    published(here, 31)
    retaining.remove_rule(here.here.office, RetentionRemoved(kind="account", reason="all stays"))
    assert ask(here) == Asked()
    assert len(retaining.retention_of(here.here.office).history) == 2


@pytest.mark.parametrize("change", ["longer", "removed"])
def test_it_takes_back_what_a_rule_asked_for_that_no_longer_stands(change):
    here = begun()
    ruled(here)
    published(here, 31)
    ask(here)
    approve(here)
    if change == "longer":
        ruled(here, days=60)
    else:
        retaining.remove_rule(here.here.office, RetentionRemoved(kind="account", reason="all stays"))
    assert erase_due(here.here.office, here.means, by=None).done == ()
    assert er(here).withdrawn == "The rule that asked for this no longer stands."
    assert ask(here) == Asked()
    here.here.clock.forward(days=30)
    assert ask(here) == (Asked(numbers=(2,)) if change == "longer" else Asked())


def test_it_erases_nothing_when_the_rule_changes_in_the_very_moment_of_the_batch():
    here = begun()
    ruled(here)
    published(here, 31)
    ask(here)
    approve(here)
    changed: list[bool] = []

    class LateJournal(type(here.here.desk.journal)):
        def __init__(self, behind):
            self.behind = behind

        def append(self, drafts, **how):
            if not changed:
                changed.append(True)
                ruled(here, days=600)
            return self.behind.append(drafts, **how)

    office = replace(here.here.office, journal=LateJournal(here.here.desk.journal))
    assert erase_due(office, here.means, by=None).done == ()
    assert er(here).carried_out is None


def test_it_takes_back_nothing_that_a_person_asked_for():
    here = begun()
    published(here, 31)
    here.ask("E-1")
    assert recall(here.here.office, here.means.storage, here.means.keys) == ()
    assert er(here).is_open


def test_it_asks_for_many_in_one_turn_in_several_appends():
    here = begun()
    rows = here.here.desk.storage.rows
    (row,) = rows.select(EVIDENCE)
    rows.add(EVIDENCE, [{**row, "stream": f"ev_{n}", "number": n + 2} for n in range(retaining.MOST_AT_ONCE)])
    ruled(here, "evidence")
    published(here, 31)
    assert ask(here).numbers == tuple(range(1, retaining.MOST_AT_ONCE + 2))


def test_it_leaves_a_request_that_a_person_made_for_the_same_thing_alone():
    here = begun()
    ruled(here, "evidence")
    published(here, 31)
    here.ask("E-1")
    assert (ask(here), standing(here, "evidence")) == (Asked(), [Standing.ASKED])
