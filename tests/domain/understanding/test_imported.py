import pytest

from secondstory.domain.stored import MOST_PARTS, encode_parts
from secondstory.domain.understanding.imported import (
    STORED,
    DocumentReceived,
    ExternalLinked,
    Imports,
    Proposal,
    ProposalAccepted,
    ProposalRejected,
    ProposalStatus,
    accept,
    evolve,
    link_external,
    propose,
    receive,
    reject,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, TUESDAY, folded, refused

DIGEST = "ab" * 32
ROWS = {row.event: row for row in STORED}
DOCUMENT = DocumentReceived(
    digest=DIGEST,
    media_type="text/markdown",
    name="seats.md",
    length_bytes=4120,
    evidence=StreamId("ev_seats"),
)


def drafts(count, *, first=1):
    numbers = range(first, first + count)
    return [
        (Proposal(number=one, field="conditions", first_line=one * 3, last_line=one * 3 + 1), f"factor {one}")
        for one in numbers
    ]


def imports(*happened):
    return folded(evolve, Imports(), DOCUMENT, *happened)


def proposed(count=3):
    return propose(imports(), DIGEST, drafts(count))


def test_it_receives_each_document_once():
    assert receive(Imports(), DOCUMENT) == [DOCUMENT]
    kept = imports()
    assert [(one.received, one.by, one.at) for one in kept.documents] == [(DOCUMENT, ADA, TUESDAY)]
    with refused("seats.md is here already, byte for byte"):
        receive(kept, DOCUMENT)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 47])
def test_it_proposes_every_field_with_its_lines_and_words(count):
    events = proposed(count)
    assert all(len(encode_parts(ROWS[type(event)], event)) <= MOST_PARTS for event in events)
    kept = imports(*events)
    assert [(one.proposal, one.text) for one in kept.open_proposals] == drafts(count)
    assert {one.digest for one in kept.proposals} <= {DIGEST}
    assert kept.next_number == count + 1


def test_it_proposes_nothing_from_a_document_that_is_not_here():
    with refused("Receive the document first"):
        propose(Imports(), DIGEST, drafts(1))


def test_it_makes_something_of_a_proposal_when_a_person_says_so():
    known = imports(*proposed())
    accepted = ProposalAccepted(number=2, became="C-1")
    assert accept(known, accepted, by=BO) == [accepted]
    kept = imports(*proposed(), (accepted, BO))
    assert [one.number for one in kept.open_proposals] == [1, 3]
    two = kept.find(2)
    assert two is not None
    assert (two.status, two.became, two.decided_by) == (ProposalStatus.ACCEPTED, "C-1", BO)


def test_it_makes_nothing_of_a_proposal_by_itself():
    with refused("waits for a person", code="person-needed"):
        accept(imports(*proposed()), ProposalAccepted(number=2, became="C-1"), by=None)
    with refused("What did proposal 2 become?"):
        accept(imports(*proposed()), ProposalAccepted(number=2, became=" "), by=BO)


def test_it_keeps_what_was_left_aside_readable():
    rejected = ProposalRejected(number=1, reason="a heading, no condition")
    assert reject(imports(*proposed()), rejected) == [rejected]
    one = imports(*proposed(), rejected).find(1)
    assert one is not None
    assert (one.status, one.reason, one.text) == (
        ProposalStatus.REJECTED,
        "a heading, no condition",
        "factor 1",
    )


@pytest.mark.parametrize(
    ("decided", "number", "sentence"),
    [
        (ProposalAccepted(number=1, became="C-1"), 1, "taken over already, as C-1"),
        (ProposalRejected(number=1), 1, "was left aside"),
        (ProposalRejected(number=1), 9, "There is no proposal 9"),
    ],
)
def test_it_decides_each_proposal_once(decided, number, sentence):
    known = imports(*proposed(), decided)
    with refused(sentence):
        reject(known, ProposalRejected(number=number))
    with refused(sentence):
        accept(known, ProposalAccepted(number=number, became="C-2"), by=BO)


def test_it_notes_a_name_elsewhere_once():
    linked = ExternalLinked(system="tracker", ref="OPS-12")
    assert link_external(imports(), linked) == [linked]
    assert link_external(imports(linked), linked) == []
    with refused("two halves"):
        link_external(imports(), ExternalLinked(system="tracker", ref=""))
