import pytest

from secondstory.domain.ceremony.publication import (
    Amended,
    Announced,
    Cited,
    ClosedGate,
    EditionKind,
    Gate,
    GateFacts,
    GatePassedByException,
    Publication,
    Published,
    ReaderAnswer,
    ReaderReviewed,
    Restricted,
    amend,
    evolve,
    note_reading,
    open_gates,
    pass_gate,
    publish,
    restrict,
    still_closed,
)
from tests.domain.given import BO, folded, later, refused

PUBLISHED = Published(
    edition=EditionKind.INTERNAL, number=1, revision=3, checkpoint_size=40, checkpoint_root="r00t"
)
NAMES = ClosedGate(
    gate=Gate.ROSTER_NAMES, what="The text names people: Ada.", next_step="Speak of roles instead."
)


def facts(**changed):
    ready = {
        "support_settled": True,
        "learning_held": True,
        "slept_on_it": True,
        "conditions": 2,
        "levels": frozenset({"software", "process"}),
        "users_harmed": True,
        "has_intermediate_followup": True,
    }
    return GateFacts(**(ready | changed))


def publication(*happened):
    return folded(evolve, Publication(), *happened)


def closed(**changed):
    return [one.gate for one in open_gates(facts(**changed))]


def test_it_has_no_closed_gate_when_everything_is_there():
    assert closed() == []


@pytest.mark.parametrize(
    ("changed", "gate"),
    [
        ({"support_settled": False}, Gate.SUPPORT_STEP),
        ({"learning_held": False}, Gate.LEARNING_HELD),
        ({"slept_on_it": False}, Gate.NIGHT_BETWEEN),
        ({"error_conditions": ("C-2",)}, Gate.HUMAN_ERROR_CONDITION),
        ({"conditions": 1}, Gate.TWO_CONDITIONS_TWO_LEVELS),
        ({"conditions": 5, "levels": frozenset({"software"})}, Gate.TWO_CONDITIONS_TWO_LEVELS),
        ({"has_intermediate_followup": False}, Gate.INTERMEDIATE_FOLLOWUP),
        ({"loose_above_code": ("C-3",)}, Gate.ABOVE_CODE_OWNED),
        ({"names_found": ("Ada",)}, Gate.ROSTER_NAMES),
    ],
)
def test_it_closes_exactly_one_gate_for_each_thing_that_is_missing(changed, gate):
    assert closed(**changed) == [gate]


def test_it_asks_for_a_stronger_followup_only_when_people_were_harmed():
    assert closed(has_intermediate_followup=False, users_harmed=False) == []


def test_it_does_not_ask_to_sleep_on_what_nobody_has_learnt_yet():
    assert closed(learning_held=False, slept_on_it=False) == [Gate.LEARNING_HELD]


def test_it_says_from_when_the_night_is_over():
    (gate,) = open_gates(facts(slept_on_it=False, night_from=later(days=1)))
    assert gate.next_step == "Publish from Wednesday 16:00 +02:00."


def test_it_refuses_to_publish_with_every_closed_gate_and_how_to_pass_it():
    both = open_gates(facts(conditions=1, names_found=("Ada",)))
    with refused("The text names people: Ada. Speak of roles instead", code="gates"):
        publish(Publication(), PUBLISHED, closed=both)
    with refused("1 condition on 2 levels so far; it takes two, on two levels"):
        publish(Publication(), PUBLISHED, closed=both)
    with refused('Or give a reason: secondstory publish PM-1 --exception roster-names="...".'):
        publish(Publication(), PUBLISHED, closed=both)
    assert publish(Publication(), PUBLISHED, closed=()) == [PUBLISHED]


def test_it_passes_each_gate_by_an_exception_with_a_reason():
    passed = GatePassedByException(gate=Gate.ROSTER_NAMES, reason="Ada asked to be named.")
    assert pass_gate(Publication(), passed, closed=[NAMES]) == [passed]
    state = publication((passed, BO))
    assert publish(state, PUBLISHED, closed=[NAMES]) == [PUBLISHED]
    assert still_closed(state, [NAMES]) == ()
    assert (state.exceptions[0].by, state.exceptions[0].reason) == (BO, "Ada asked to be named.")


def test_it_excepts_nothing_without_a_reason_twice_or_needlessly():
    passed = GatePassedByException(gate=Gate.ROSTER_NAMES, reason="Ada asked to be named.")
    with refused("An exception needs a reason"):
        pass_gate(Publication(), GatePassedByException(gate=Gate.ROSTER_NAMES, reason=" "), closed=[NAMES])
    with refused("the first reason stands"):
        pass_gate(publication(passed), passed, closed=[NAMES])
    with refused("nothing to except"):
        pass_gate(Publication(), passed, closed=[])


def test_it_is_amended_only_after_publication_with_words_and_a_reason():
    amended = Amended(number=1, text="It began at 13:40.", reason="A log was found.")
    with refused("not published yet"):
        amend(Publication(), amended)
    assert amend(publication(PUBLISHED), amended) == [amended]
    with refused("what is added and why"):
        amend(publication(PUBLISHED), Amended(number=1, text="x", reason=""))
    assert publication(PUBLISHED, amended).next_amendment == 2


def test_it_is_restricted_under_a_category_and_never_deleted():
    restricted = Restricted(category="legal", reason="A claim is open.")
    assert restrict(restricted) == [restricted]
    with refused("under which category"):
        restrict(Restricted(category="", reason="x"))
    state = publication(PUBLISHED, restricted)
    assert state.is_published
    assert state.restricted == restricted


def test_it_is_announced_and_cited_once_it_is_there_and_read_before():
    read = ReaderReviewed(answers=(ReaderAnswer(question="clear", answer="yes"),))
    assert note_reading(Publication(), read) == [read]
    with refused("What did the reader answer?"):
        note_reading(Publication(), ReaderReviewed(answers=()))
    for later_on in (Announced(where="#reviews"), Cited(ref="design/12")):
        with refused("not published yet"):
            note_reading(Publication(), later_on)
        assert note_reading(publication(PUBLISHED), later_on) == [later_on]


def test_it_numbers_editions():
    assert Publication().next_edition == 1
    assert publication(PUBLISHED).next_edition == 2
