from datetime import timedelta

import pytest

from secondstory.domain.ceremony.followups import (
    Accepted,
    Asked,
    Because,
    Blocked,
    Changes,
    Declined,
    Dropped,
    DueMoved,
    DueSet,
    Effect,
    EffectChecked,
    Escalated,
    FollowUp,
    HandedOver,
    LetGo,
    NightSkipped,
    Origin,
    OriginAdded,
    Phase,
    Proposed,
    Reopened,
    ReportedDone,
    Reworded,
    Standing,
    Strength,
    StrengthConfirmed,
    Superseded,
    Tracked,
    Unblocked,
    Verified,
    accept,
    advice,
    ask,
    check_effect,
    decline,
    end,
    escalate,
    evolve,
    note_progress,
    note_wording,
    pass_on,
    propose,
    read_because,
    reopen,
    report_done,
    vague_opener,
    verify,
    weak_alone,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, CEM, DEE, OTHER_PM, PM, TUESDAY, folded, later, moment, refused

FU = StreamId("fu_cap")


def proposed(**changed):
    words = {
        "number": 12,
        "text": "Delete the path that drops a table without a copy",
        "origins": (Origin(post_mortem=PM, conditions=(1,)),),
        "phase": Phase.PREVENT,
        "changes": Changes.CONDITION,
        "end_state": "The command is gone from the tool.",
        "verified_how": "Run it; it is unknown.",
        "strength": Strength.STRONGER,
        "side_effects": "A clean-up takes two steps.",
    }
    return Proposed(**(words | changed))


ASKED = Asked(of="storage team", because=Because.EXPERTISE, text="You built the tool.")
ACCEPTED = Accepted(owner=CEM, words="We take it with the next release.")
DONE = ReportedDone(evidence=("E-9",))
OWNED = (proposed(), ASKED, (ACCEPTED, CEM))


def followup(*happened):
    return folded(evolve, FollowUp(), *happened, stream=FU)


def test_it_is_proposed_with_where_it_comes_from():
    assert propose(FollowUp(), proposed()) == [proposed()]
    with refused("Which post-mortem does it answer?"):
        propose(FollowUp(), proposed(origins=()))
    with refused("Say what would be different"):
        propose(FollowUp(), proposed(text=" "))


def test_it_may_be_saved_while_it_is_still_vague():
    vague = proposed(text="Investigate the tool", end_state=None)
    assert propose(FollowUp(), vague) == [vague]


def test_it_is_asked_for_only_when_its_end_can_be_seen():
    assert ask(followup(proposed()), ASKED) == [ASKED]
    with refused("Name the end state: how will somebody else see that this is finished?"):
        ask(followup(proposed(end_state=None)), ASKED)


def test_it_is_asked_for_with_the_condition_it_answers_unless_it_repairs():
    nowhere = (Origin(post_mortem=PM),)
    with refused("Name the condition it answers"):
        ask(followup(proposed(origins=nowhere)), ASKED)
    assert ask(followup(proposed(origins=nowhere, phase=Phase.REPAIR)), ASKED) == [ASKED]


@pytest.mark.parametrize("word", ["capacity", "time", "they have time", ""])
def test_it_does_not_take_capacity_as_a_reason(word):
    with refused('"They have time" is not a reason: who knows this, who is closest, who may decide?'):
        read_because(word)


@pytest.mark.parametrize(
    "text", ["They have time.", "have capacity", "They've got some spare time this week"]
)
def test_it_does_not_take_capacity_as_the_words_of_a_reason(text):
    with refused('"They have time" is not a reason'):
        ask(followup(proposed()), Asked(of="storage team", because=Because.EXPERTISE, text=text))


def test_it_takes_the_three_reasons():
    assert [read_because(word) for word in ("Expertise", "proximity", "authority ")] == list(Because)


def test_it_is_offered_before_it_is_taken():
    with refused("Ask a team first; ownership is offered, then taken.", code="ask-first"):
        accept(followup(proposed()), ACCEPTED, at=TUESDAY, alone=False)
    assert accept(followup(proposed(), ASKED), ACCEPTED, at=TUESDAY, alone=False) == [ACCEPTED]


def test_it_has_one_owner_with_a_name():
    with refused("Who owns it?"):
        accept(followup(proposed(), ASKED), Accepted(), at=TUESDAY, alone=False)
    with refused("is owned"):
        accept(followup(*OWNED), ACCEPTED, at=TUESDAY, alone=False)
    with refused("is owned"):
        ask(followup(*OWNED), ASKED)


def test_it_waits_a_night_for_the_yes_of_somebody_alone():
    mine = followup(proposed())
    with refused("Sleep on it: you can say yes from Wednesday 00:00 +02:00.", code="night-between"):
        accept(mine, ACCEPTED, at=later(hours=3), alone=True)
    assert accept(mine, ACCEPTED, at=later(hours=16), alone=True) == [ACCEPTED]


def test_it_records_why_a_yes_could_not_wait():
    mine = followup(proposed())
    skipped = NightSkipped(reason="The disk fills tonight.")
    yes = accept(mine, ACCEPTED, at=later(hours=1), alone=True, skip_night="The disk fills tonight.")
    assert yes == [skipped, ACCEPTED]
    assert (
        folded(evolve, FollowUp(), proposed(), skipped, ACCEPTED).night_skipped == "The disk fills tonight."
    )
    after = accept(mine, ACCEPTED, at=later(hours=16), alone=True, skip_night="The disk fills tonight.")
    assert after == [ACCEPTED]


def test_it_asks_for_the_end_state_of_somebody_alone_too():
    with refused("Name the end state"):
        accept(followup(proposed(end_state=None)), ACCEPTED, at=later(days=1), alone=True)


def test_it_goes_back_to_proposed_with_a_no_that_has_a_reason():
    no = Declined(reason="The disks are not ours.", better_address="platform team")
    assert decline(followup(proposed(), ASKED), no) == [no]
    assert followup(proposed(), ASKED, no).standing is Standing.PROPOSED
    with refused("A no with a reason"):
        decline(followup(proposed(), ASKED), Declined(reason=""))
    with refused("Nobody is being asked"):
        decline(followup(proposed()), no)


def test_it_changes_hands_only_in_words():
    handed = HandedOver(reason="Cem moves on.", owner=DEE)
    assert pass_on(followup(*OWNED), handed) == [handed]
    assert followup(*OWNED, handed).owner == DEE
    with refused("Nobody owns it"):
        pass_on(followup(proposed()), handed)
    with refused("Hand it over to whom?"):
        pass_on(followup(*OWNED), HandedOver(reason="Cem moves on."))
    with refused("why it changes hands"):
        pass_on(followup(*OWNED), LetGo(reason=""))


def test_it_is_unowned_and_asked_again_when_it_is_let_go():
    let_go = followup(*OWNED, LetGo(reason="Cem left."))
    assert (let_go.standing, let_go.is_owned) == (Standing.PROPOSED, False)
    assert ask(let_go, ASKED) == [ASKED]


def test_it_escalates_to_somebody_and_says_why():
    up = Escalated(to="head of engineering", reason="Nobody has said yes.")
    assert escalate(followup(proposed()), up) == [up]
    with refused("Escalate to whom"):
        escalate(followup(proposed()), Escalated(to="", reason="x"))


def test_it_has_a_date_from_its_owner_and_moves_it_with_a_reason():
    due = DueSet(due=moment(later(days=20)))
    assert note_progress(followup(*OWNED), due) == [due]
    with refused("Nobody owns it yet"):
        note_progress(followup(proposed()), due)
    with refused("Move it and say why"):
        note_progress(followup(*OWNED, due), due)
    with refused("moves with a reason"):
        note_progress(followup(*OWNED, due), DueMoved(due=moment(later(days=30)), reason=" "))
    moved = DueMoved(due=moment(later(days=30)), reason="The vendor is late.")
    assert followup(*OWNED, due, moved).due == moved.due


def test_it_says_what_it_waits_for():
    waiting = Blocked(waiting_for="the vendor")
    assert note_progress(followup(*OWNED), waiting) == [waiting]
    with refused("Waiting for whom"):
        note_progress(followup(*OWNED), Blocked(waiting_for=""))
    with refused("not waiting"):
        note_progress(followup(*OWNED), Unblocked())
    assert followup(*OWNED, waiting, Unblocked()).waiting_for is None


def test_it_is_done_when_something_shows_it():
    assert report_done(followup(*OWNED), DONE) == [DONE]
    with refused("What shows it? The end state was: The command is gone from the tool."):
        report_done(followup(*OWNED), ReportedDone())
    with refused("only what is owned"):
        report_done(followup(proposed()), DONE)


def test_it_is_verified_by_somebody_else():
    done = followup(*OWNED, (DONE, CEM))
    with refused("You own it; ask somebody else to verify.", code="own-work"):
        verify(done, Verified(), by=CEM, at=later(days=9), alone=False)
    assert verify(done, Verified(how="I ran it."), by=BO, at=TUESDAY, alone=False) == [
        Verified(how="I ran it.")
    ]
    with refused("once it is reported done"):
        verify(followup(*OWNED), Verified(), by=BO, at=TUESDAY, alone=False)


def test_it_is_verified_alone_by_a_later_self_after_a_night():
    done = followup(proposed(), (Accepted(owner=ADA), ADA), (DONE, ADA))
    with refused("a later you can verify it from Wednesday 00:00", code="night-between"):
        verify(done, Verified(), by=ADA, at=later(hours=1), alone=True)
    assert verify(done, Verified(), by=ADA, at=later(days=1), alone=True) == [Verified(later_self=True)]


def test_it_is_effective_only_when_the_condition_changed():
    verified = followup(*OWNED, (DONE, CEM), (Verified(), BO))
    changed = EffectChecked(effect=Effect.CHANGED, evidence=("E-11",))
    assert check_effect(verified, changed) == [changed]
    assert followup(*OWNED, DONE, Verified(), changed).standing is Standing.EFFECTIVE
    not_changed = EffectChecked(effect=Effect.NOT_CHANGED, words="Two more since.")
    assert followup(*OWNED, DONE, Verified(), not_changed).standing is Standing.VERIFIED
    with refused("verify it first"):
        check_effect(followup(*OWNED, DONE), changed)
    with refused("What shows it?"):
        check_effect(verified, EffectChecked(effect=Effect.CHANGED))
    cannot_tell = EffectChecked(effect=Effect.CANNOT_TELL)
    assert check_effect(verified, cannot_tell) == [cannot_tell]


def test_it_opens_again_when_it_turns_out_unfinished():
    again = Reopened(reason="It came back with the old image.")
    done = followup(*OWNED, DONE, Verified())
    assert reopen(done, again) == [again]
    assert followup(*OWNED, DONE, Verified(), again).standing is Standing.OWNED
    with refused("is open"):
        reopen(followup(*OWNED), again)
    with refused("what turned out"):
        reopen(done, Reopened(reason=""))


def test_it_never_ends_in_silence():
    dropped = Dropped(reason="The service closes in May.", authority="head of product")
    assert end(followup(proposed()), dropped) == [dropped]
    with refused("Nothing is dropped in silence"):
        end(followup(proposed()), Dropped(reason="", authority="x"))
    with refused("Who may decide"):
        end(followup(proposed()), Dropped(reason="It closes.", authority=""))
    with refused("its own place"):
        end(followup(proposed()), Superseded(by=FU))
    with refused("was dropped"):
        ask(followup(proposed(), dropped), ASKED)
    with refused("took the place"):
        reopen(followup(proposed(), Superseded(by=StreamId("fu_other"))), Reopened(reason="x"))


def test_it_is_reworded_with_a_reason_and_keeps_the_rest():
    reworded = Reworded(reason="They asked what exactly.", end_state="The flag is gone.")
    assert note_wording(followup(proposed()), reworded) == [reworded]
    assert followup(proposed(), reworded).text == proposed().text
    assert followup(proposed(), reworded).end_state == "The flag is gone."
    with refused("why the words change"):
        note_wording(followup(proposed()), Reworded(reason="", text="x"))
    with refused("Nothing would change"):
        note_wording(followup(proposed()), Reworded(reason="x"))


def test_it_may_answer_several_post_mortems():
    other = OriginAdded(origin=Origin(post_mortem=OTHER_PM, conditions=(3, 4)))
    both = followup(proposed(), other)
    assert (both.answers(PM), both.answers(OTHER_PM)) == ((1,), (3, 4))
    with refused("answers this condition already"):
        note_wording(both, other)


def test_it_counts_the_strength_a_person_confirmed_before_the_suggested_one():
    suggested = followup(proposed(strength=None, strength_suggested=Strength.WEAKER))
    assert suggested.grade is Strength.WEAKER
    confirmed = StrengthConfirmed(strength=Strength.INTERMEDIATE)
    assert followup(proposed(strength_suggested=Strength.WEAKER), confirmed).grade is Strength.INTERMEDIATE


def test_it_is_known_in_the_tracker_too():
    assert followup(proposed(), Tracked(ref="DISK-4")).refs == ("DISK-4",)


@pytest.mark.parametrize(
    ("text", "opener"),
    [
        ("Investigate the disk", "investigate"),
        ("- improve the docs", "improve"),
        ("Make sure it never fills", "make sure"),
        ("be more careful with deletes", "be more careful"),
        ("Monitor the queue", "monitor"),
        ("Consider a cap by writing a decision record", None),
        ("Delete the path", None),
        ("Monitoring is moved to the platform", None),
    ],
)
def test_it_notices_openers_that_name_no_end(text, opener):
    assert vague_opener(text) == opener


def test_it_advises_without_stopping_anybody():
    vague = followup(proposed(text="Improve the alert", end_state=None, verified_how=None, side_effects=None))
    asked = " ".join(advice(vague))
    for question in ("What will exist", "check it without asking", "What new failure", "Who will act on it"):
        assert question in asked
    assert advice(followup(proposed())) == ()


def test_it_advises_to_pair_what_relies_on_memory():
    weak = followup(
        proposed(number=1, strength=Strength.WEAKER, origins=(Origin(post_mortem=PM, conditions=(2,)),))
    )
    strong = followup(proposed(number=2))
    assert weak_alone([weak], PM) == (
        "This follow-up relies on people remembering. What could work when nobody remembers?",
    )
    assert weak_alone([weak, weak], PM)[0].startswith("All 2 follow-ups rely")
    assert weak_alone([weak, strong], PM)[0].startswith("FU-1 relies")
    paired = followup(proposed(number=1, strength=Strength.WEAKER))
    assert weak_alone([paired, strong], PM) == ()
    temporary = moment(TUESDAY + timedelta(days=14))
    dated = followup(proposed(strength=Strength.WEAKER, origins=(), temporary_until=temporary))
    assert weak_alone([dated, strong], PM) == ()
    assert weak_alone([], PM) == ()


def test_it_says_so_when_there_is_no_such_followup():
    with refused("There is no such follow-up"):
        ask(FollowUp(), ASKED)
