from dataclasses import replace

import pytest

from secondstory.domain.understanding.conditions import (
    FIVE_LEVELS,
    AcceptedAsIs,
    Added,
    Basis,
    Conditions,
    Dropped,
    Escalated,
    EvidenceCited,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkKind,
    LinkRemoved,
    Persistence,
    PersistenceStated,
    Reworded,
    accept_as_is,
    add_condition,
    cite_evidence,
    draw_link,
    drop,
    escalate,
    evolve,
    explore_level,
    gaps,
    name_holder,
    remove_link,
    reword,
    state_persistence,
)
from tests.domain.given import BO, TUESDAY, folded, later, moment, refused

FIELD = Added(
    number=1, statement="The field shows a number without its unit", level=Level.SOFTWARE, evidence=("E-1",)
)
STEP = Added(number=2, statement="All routes change in one step", level=Level.PROCESS)
OWNER = Added(number=3, statement="Nobody owned the settings console", level=Level.ORGANISATION)
ALLOWED = LinkDrawn(
    from_number=1, to_number=2, kind=LinkKind.ALLOWED, basis=LinkBasis.EVIDENCE, evidence=("E-1",)
)
SOON = moment(later(days=20))


def conditions(*happened):
    return folded(evolve, Conditions(), FIELD, STEP, OWNER, *happened)


def test_it_takes_a_condition_on_any_level_without_asking_who_speaks_for_it():
    assert add_condition(Conditions(), OWNER) == [OWNER]
    kept = conditions().find(3)
    assert kept is not None
    assert (kept.statement, kept.level, kept.holder, kept.basis) == (
        OWNER.statement,
        Level.ORGANISATION,
        None,
        Basis.INFERENCE,
    )
    assert conditions().next_number == 4


def test_it_saves_a_statement_that_ends_at_a_person():
    error = Added(number=1, statement="Human error", level=Level.PRACTICES)
    assert add_condition(Conditions(), error) == [error]


def test_it_asks_what_the_condition_is():
    with refused("what it made likelier"):
        add_condition(Conditions(), Added(number=1, statement=" ", level=Level.SOFTWARE))


def test_it_rewords_and_moves_a_condition_and_keeps_the_first_words():
    reworded = Reworded(
        cites=2, reason="more exact", statement="Forty-one lines change in one night", level=Level.PRACTICES
    )
    assert reword(conditions(), reworded) == [reworded]
    kept = conditions(reworded).find(2)
    assert kept is not None
    assert (kept.statement, kept.level, kept.first) == (reworded.statement, Level.PRACTICES, STEP)
    assert kept.rewordings == (reworded,)


@pytest.mark.parametrize(
    ("reworded", "sentence"),
    [
        (Reworded(cites=9, reason="r", statement="x"), "There is no condition C-9"),
        (Reworded(cites=1, reason="", statement="x"), "why it reads differently"),
        (Reworded(cites=1, reason="r"), "What of C-1 changes"),
        (Reworded(cites=1, reason="r", statement=" "), "C-1 cannot become empty"),
    ],
)
def test_it_refuses_a_rewording_that_changes_nothing(reworded, sentence):
    with refused(sentence):
        reword(conditions(), reworded)


def test_it_gathers_evidence():
    cited = EvidenceCited(number=1, evidence=("E-1", "A-2"), basis=Basis.FACT)
    assert cite_evidence(conditions(), cited) == [cited]
    kept = conditions(cited).find(1)
    assert kept is not None
    assert (kept.evidence, kept.basis) == (("E-1", "A-2"), Basis.FACT)
    assert cite_evidence(conditions(cited), cited) == []
    with refused("Where can somebody see C-1?"):
        cite_evidence(conditions(), EvidenceCited(number=1, evidence=(" ",)))


def test_it_draws_links_to_conditions_and_to_the_effect():
    to_effect = LinkDrawn(from_number=2, kind=LinkKind.AMPLIFIED, basis=LinkBasis.HYPOTHESIS)
    assert draw_link(conditions(), ALLOWED) == [ALLOWED]
    assert draw_link(conditions(), to_effect) == [to_effect]
    assert conditions(ALLOWED, to_effect).links == (ALLOWED, to_effect)


def test_it_wants_a_link_by_evidence_to_name_it():
    bare = LinkDrawn(from_number=1, to_number=2, kind=LinkKind.HID, basis=LinkBasis.EVIDENCE)
    with refused("A link by evidence names it", code="link-without-evidence"):
        draw_link(conditions(), bare)


def test_it_allows_circles_and_no_link_to_itself():
    back = LinkDrawn(from_number=2, to_number=1, kind=LinkKind.AMPLIFIED, basis=LinkBasis.HYPOTHESIS)
    assert draw_link(conditions(ALLOWED), back) == [back]
    with refused("C-2 cannot act on itself"):
        draw_link(
            conditions(), LinkDrawn(from_number=2, to_number=2, kind=LinkKind.HID, basis=LinkBasis.HYPOTHESIS)
        )


def test_it_draws_between_conditions_that_stand():
    for wrong in (
        LinkDrawn(from_number=8, kind=LinkKind.HID, basis=LinkBasis.HYPOTHESIS),
        LinkDrawn(from_number=1, to_number=8, kind=LinkKind.HID, basis=LinkBasis.HYPOTHESIS),
    ):
        with refused("There is no condition C-8"):
            draw_link(conditions(), wrong)
    with refused("C-2 was dropped (It was last year)."):
        draw_link(conditions(Dropped(number=2, reason="It was last year.")), ALLOWED)


def test_it_replaces_a_hypothesis_by_evidence():
    guess = LinkDrawn(from_number=1, to_number=2, kind=LinkKind.ALLOWED, basis=LinkBasis.HYPOTHESIS)
    assert draw_link(conditions(guess), ALLOWED) == [ALLOWED]
    assert conditions(guess, ALLOWED).links == (ALLOWED,)
    assert draw_link(conditions(ALLOWED), ALLOWED) == []


def test_it_removes_a_link_for_a_reason():
    removed = LinkRemoved(
        from_number=1, to_number=2, kind=LinkKind.ALLOWED, reason="the order was the other way"
    )
    assert remove_link(conditions(ALLOWED), removed) == [removed]
    assert conditions(ALLOWED, removed).links == ()
    with refused("No such link leads from C-1 to C-2"):
        remove_link(conditions(), removed)
    with refused("That is worth a sentence"):
        remove_link(conditions(ALLOWED), replace(removed, reason=" "))


def test_it_shows_no_link_of_a_dropped_condition():
    dropped = conditions(ALLOWED, Dropped(number=2, reason="It was last year."))
    assert dropped.standing_links == ()
    assert dropped.links == (ALLOWED,)


def test_it_knows_which_levels_were_looked_at():
    asked = LevelExplored(
        level=Level.CULTURE, status=LevelStatus.NOTHING_FOUND, asked="who had a doubt", of_whom="the room"
    )
    later_on = LevelExplored(
        level=Level.PRACTICES, status=LevelStatus.NOT_EXPLORED, reason="nobody from tooling came"
    )
    known = conditions(asked, later_on)
    assert known.levels_used == (Level.SOFTWARE, Level.PROCESS, Level.ORGANISATION)
    assert known.status_of(Level.CULTURE) is LevelStatus.NOTHING_FOUND
    assert known.unexplored_levels == (Level.PRACTICES,)
    assert Conditions().unexplored_levels == FIVE_LEVELS
    assert known.status_of(Level.OUTSIDE) is LevelStatus.NOT_EXPLORED


def test_it_counts_no_level_by_a_dropped_condition():
    dropped = conditions(Dropped(number=2, reason="It was last year."))
    assert Level.PROCESS not in dropped.levels_used
    assert Level.PROCESS in dropped.unexplored_levels


@pytest.mark.parametrize(
    ("explored", "sentence"),
    [
        (
            LevelExplored(level=Level.CULTURE, status=LevelStatus.NOTHING_FOUND, of_whom="the room"),
            "what was asked?",
        ),
        (
            LevelExplored(level=Level.CULTURE, status=LevelStatus.NOTHING_FOUND, asked="doubts"),
            "Who was asked",
        ),
        (
            LevelExplored(level=Level.CULTURE, status=LevelStatus.NOT_EXPLORED),
            "Why was the level culture not looked at?",
        ),
        (
            LevelExplored(level=Level.PROCESS, status=LevelStatus.NOT_EXPLORED, reason="no time"),
            "somebody looked there",
        ),
    ],
)
def test_it_asks_how_a_level_came_out_as_it_did(explored, sentence):
    with refused(sentence, code="level-unfounded"):
        explore_level(conditions(), explored)


def test_it_takes_a_level_that_was_looked_at():
    explored = LevelExplored(level=Level.CULTURE, status=LevelStatus.FOUND)
    assert explore_level(conditions(), explored) == [explored]
    assert explore_level(conditions(explored), explored) == []


def test_it_lists_who_still_has_to_be_found_to_speak_above_the_code():
    named = HolderNamed(number=2, holder="head of operations")
    assert name_holder(conditions(), named) == [named]
    assert name_holder(conditions(named), named) == []
    assert [one.number for one in gaps(conditions(named)) if one.code == "no-holder"] == [3]
    with refused("Who can speak for the level organisation?"):
        name_holder(conditions(), HolderNamed(number=3, holder=""))


def test_it_lists_what_the_map_still_lacks():
    found = {(one.code, one.number) for one in gaps(conditions(ALLOWED))}
    assert found == {
        ("no-holder", 2),
        ("no-holder", 3),
        ("no-evidence", 2),
        ("no-evidence", 3),
        ("no-link", 2),
        ("no-link", 3),
        ("level-not-explored", None),
    }
    unseen = [one.sentence for one in gaps(conditions()) if one.code == "level-not-explored"]
    assert [any(f"the level {level} yet" in one for one in unseen) for level in ("practices", "culture")] == [
        True,
        True,
    ]
    assert len(unseen) == 2


def test_it_keeps_when_somebody_looked_whether_it_is_still_there():
    stated = PersistenceStated(number=1, persistence=Persistence.CHANGED, on=moment(TUESDAY))
    assert state_persistence(conditions(), stated) == [stated]
    assert state_persistence(conditions(stated), stated) == []
    kept = conditions(stated).find(1)
    assert kept is not None
    assert (kept.persistence, kept.persistence_on) == (Persistence.CHANGED, moment(TUESDAY))


def test_it_counts_a_finding_above_the_code_as_answered_when_somebody_took_it_up():
    accepted = AcceptedAsIs(number=2, authority="head of operations", until=SOON, reason="one more season")
    escalated = Escalated(number=3, to="the board", until=SOON)
    assert accept_as_is(conditions(), accepted) == [accepted]
    assert escalate(conditions(), escalated) == [escalated]
    assert [one.number for one in conditions().unanswered(())] == [2, 3]
    assert [one.number for one in conditions().unanswered({3})] == [2]
    assert [one.number for one in conditions(accepted).unanswered(())] == [3]
    assert conditions(accepted, escalated).unanswered(()) == ()
    assert [one.number for one in conditions(Dropped(number=2, reason="r")).above_the_code] == [3]


@pytest.mark.parametrize(
    ("decide", "draft", "sentence"),
    [
        (accept_as_is, AcceptedAsIs(number=2, authority="", until=SOON, reason="r"), "Who has the authority"),
        (
            accept_as_is,
            AcceptedAsIs(number=2, authority="head", until=SOON, reason=""),
            "Why is it better to live with it",
        ),
        (escalate, Escalated(number=3, to=" ", until=SOON), "Before whom is C-3 put?"),
        (escalate, Escalated(number=9, to="board", until=SOON), "There is no condition C-9"),
        (drop, Dropped(number=2, reason=""), "What did you learn"),
        (drop, Dropped(number=9, reason="r"), "There is no condition C-9"),
    ],
)
def test_it_refuses_an_end_without_somebody_who_chose_it(decide, draft, sentence):
    with refused(sentence):
        decide(conditions(), draft)


def test_it_keeps_a_dropped_condition_readable():
    assert drop(conditions(), Dropped(number=1, reason="r")) == [Dropped(number=1, reason="r")]
    state = conditions((Dropped(number=1, reason="It was last year."), BO))
    assert [one.number for one in state.standing] == [2, 3]
    kept = state.find(1)
    assert kept is not None
    assert (kept.statement, kept.dropped) == (FIELD.statement, "It was last year.")
    assert state.next_number == 4


def test_it_leaves_everything_as_it_was_when_an_event_is_about_something_unknown():
    assert (
        conditions(HolderNamed(number=9, holder="x"), Reworded(cites=9, reason="r", statement="x"))
        == conditions()
    )
