import pytest

from secondstory.domain.keeping.evidence import (
    Capture,
    Corrected,
    Erased,
    Evidence,
    Exported,
    Flagging,
    Handed,
    Read,
    RedactionApproved,
    RedactionProposed,
    Reproduced,
    Sealed,
    SecretsFlagged,
    approve_redaction,
    correct,
    erase,
    evolve,
    flag_secrets,
    hand,
    propose_redaction,
    reproduce,
    seal,
    touch,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, CEM, DEE, PM, TUESDAY, folded, later, refused

EV = StreamId("ev_deploy_log")


def sealed(**changed):
    item = {
        "post_mortem": PM,
        "number": 4,
        "digest": "a" * 64,
        "length_bytes": 100_000,
        "media_type": "text/plain",
        "ciphertext_digest": "b" * 64,
        "name": "deploy.log",
        "captured_from": "build-3",
        "how": Capture.COMMAND,
        "command": "journalctl -u deploy",
    }
    return Sealed(**(item | changed))


def evidence(*happened):
    return folded(evolve, Evidence(), *happened, stream=EV)


HERE = evidence((sealed(), BO))


def test_it_is_sealed_once_with_where_it_came_from_and_how():
    assert seal(Evidence(), sealed()) == [sealed()]
    with refused("This item is sealed"):
        seal(HERE, sealed())
    with refused("Where does it come from?"):
        seal(Evidence(), sealed(captured_from=" "))
    with refused("Which command made it?"):
        seal(Evidence(), sealed(command=None))
    with refused("64 hexadecimal digits"):
        seal(Evidence(), sealed(digest="abc"))
    with refused("never below zero"):
        seal(Evidence(), sealed(length_bytes=-1))


def test_it_says_everything_that_is_missing_at_once():
    with refused("Where does it come from? A host, a service, a person's screen. Which command made it?"):
        seal(Evidence(), sealed(captured_from="", command=""))


def test_it_records_every_reading_once_per_person_and_day():
    assert touch(HERE, Read(), by=CEM, at=TUESDAY) == [Read()]
    once = evidence((sealed(), BO), (Read(), CEM))
    assert touch(once, Read(purpose="again"), by=CEM, at=later(hours=2)) == []
    assert touch(once, Read(), by=DEE, at=later(hours=2)) == [Read()]
    assert touch(once, Read(), by=CEM, at=later(hours=9)) == [Read()]


def test_it_takes_a_day_in_the_zone_of_the_reader():
    late = evidence((sealed(), BO), (Read(), CEM, later(hours=7)))
    assert touch(late, Read(), by=CEM, at=later(hours=7, minutes=30)) == []
    assert touch(late, Read(), by=CEM, at=later(hours=8, minutes=30)) == [Read()]


def test_it_does_not_take_a_reading_for_an_export():
    once = evidence((sealed(), BO), (Read(), CEM))
    out = Exported(purpose="for the vendor")
    assert touch(once, out, by=CEM, at=TUESDAY) == [out]
    with refused("What is the copy for?"):
        touch(once, Exported(purpose=""), by=CEM, at=TUESDAY)


def test_it_keeps_the_chain_of_custody_in_order():
    handed = Handed(to="storage team", reason="They can read the format.")
    state = evidence((sealed(), BO), (Read(), CEM, later(hours=1)), (handed, BO, later(hours=2)))
    assert [(one.by, type(one.event)) for one in state.custody] == [(BO, Sealed), (CEM, Read), (BO, Handed)]
    assert [one.seq for one in state.custody] == [1, 2, 3]
    assert hand(HERE, handed) == [handed]
    with refused("say both"):
        hand(HERE, Handed(to="", reason=""))


def test_it_is_corrected_by_citing_what_stands_there():
    right = Corrected(cites=1, text="The host was build-2.")
    assert correct(HERE, right) == [right]
    with refused("Nothing numbered 9"):
        correct(HERE, Corrected(cites=9, text="x"))
    with refused("Say what is right"):
        correct(HERE, Corrected(cites=1, text=""))
    assert evidence(sealed(), right).sealed == sealed()


def test_it_takes_two_people_to_hide_a_part():
    proposed = RedactionProposed(basis="GDPR art. 9", scope="line 12")
    assert propose_redaction(HERE, proposed) == [proposed]
    with refused("names its legal basis"):
        propose_redaction(HERE, RedactionProposed(basis="", scope="x"))
    waiting = evidence((sealed(), BO), (proposed, BO))
    with refused("two people", code="two-people"):
        approve_redaction(waiting, by=BO)
    approved = RedactionApproved(basis="GDPR art. 9", scope="line 12", digest="c" * 64)
    assert approve_redaction(waiting, by=CEM, digest="c" * 64) == [approved]
    with refused("Nothing is proposed"):
        approve_redaction(evidence((sealed(), BO), (proposed, BO), (approved, CEM)), by=DEE)


def test_it_is_erased_by_two_people_and_never_under_a_hold():
    gone = Erased(basis="retention", approvers=(ADA, BO))
    assert erase(HERE, gone) == [gone]
    with refused("A hold covers this until 3 March", code="held"):
        erase(HERE, gone, holds=["A hold covers this until 3 March; release it first, in the open."])
    with refused("two people", code="two-people"):
        erase(HERE, Erased(basis="retention", approvers=(ADA, ADA)))
    with refused("names its legal basis"):
        erase(HERE, Erased(basis=" ", approvers=(ADA, BO)))


def test_it_is_erased_alone_by_a_later_self_recorded_as_such():
    gone = Erased(basis="retention", approvers=(ADA,), later_self=True)
    assert erase(HERE, gone) == [gone]


@pytest.mark.parametrize(
    "act", [lambda s: touch(s, Read(), by=ADA, at=TUESDAY), lambda s: hand(s, Handed(to="x", reason="y"))]
)
def test_it_cannot_be_opened_once_it_is_erased(act):
    with refused("It was erased, on this basis: retention.", code="erased"):
        act(evidence(sealed(), Erased(basis="retention", approvers=(ADA, BO))))
    with refused("There is no such evidence here"):
        act(Evidence())


def test_it_explains_a_difference_when_the_query_is_run_again():
    same = Reproduced(same=True)
    assert reproduce(HERE, same) == [same]
    with refused("The result differs"):
        reproduce(HERE, Reproduced(same=False))


def test_it_keeps_what_was_sealed_first():
    assert evidence(sealed(), sealed(name="other.log")).sealed == sealed()


def test_it_seals_likely_secrets_only_masked_or_for_a_reason():
    masked = SecretsFlagged(outcome=Flagging.MASKED, count=2, rules=("bearer",))
    assert flag_secrets(HERE, masked) == [masked]
    assert flag_secrets(evidence(sealed(), masked), masked) == []
    assert flag_secrets(HERE, SecretsFlagged(outcome=Flagging.MASKED, count=0, rules=())) == []
    with refused("Why is it sealed with them in it?"):
        flag_secrets(HERE, SecretsFlagged(outcome=Flagging.SEALED_ANYWAY, count=2, rules=("bearer",)))
