import pytest

from secondstory.application.keeping.sealing import SecretsFound
from secondstory.application.understanding.importing import (
    Candidate,
    Choice,
    Foreign,
    Incoming,
    accept,
    moment_from,
    open_proposals,
    read_said,
    receive,
    reject,
    said,
    text_of_moment,
)
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding.conditions import Level
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import FOLLOWUP, POSTMORTEM
from tests.desks import START
from tests.offices import MemoryOffice

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AT = text_of_moment(Moment(at=START))


def candidate(field: str, text: str, line: int = 1, **details: str) -> Candidate:
    return Candidate(field=field, text=text, first_line=line, last_line=line, details=details)


def coming(*candidates: Candidate, data: bytes = b"test", digest: str = DIGEST, **more: object) -> Incoming:
    document = Foreign(name="old.md", title="Seats released", template="generic", candidates=candidates)
    return Incoming(document=document, source=lambda: [data], digest=digest, origin="old/old.md", **more)


def received(*candidates: Candidate) -> tuple[MemoryOffice, object]:
    here = MemoryOffice()
    return here, receive(here.office, here.vault, coming(*candidates)).stream


def test_it_seals_the_document_word_for_word_before_it_proposes_anything():
    here, stream = received(candidate("luck", "nobody was awake", 7))
    pm = read(here.office, stream)
    assert pm.imported.documents[0].received.digest == DIGEST
    (waiting,) = open_proposals(here.office, stream)
    assert (waiting.text, waiting.proposal.first_line, waiting.proposal.template) == (
        "nobody was awake",
        7,
        "generic",
    )
    assert pm.story.notes == ()


def test_it_finds_secrets_before_it_opens_anything():
    here = MemoryOffice()
    key = b"-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAxGKp\n-----END RSA PRIVATE KEY-----\n"
    with pytest.raises(SecretsFound):
        receive(here.office, here.vault, coming(data=key))
    assert here.office.door.rows(POSTMORTEM) == []
    receive(here.office, here.vault, coming(data=key, despite="a key of a test machine", digest="0" * 64))
    assert len(here.office.door.rows(POSTMORTEM)) == 1


def test_it_takes_the_same_bytes_once():
    here, _ = received()
    with pytest.raises(Refused, match=r"here already, byte for byte, as PM-1 \(E-1\)"):
        receive(here.office, here.vault, coming())
    assert len(here.office.door.rows(POSTMORTEM)) == 1


def test_it_goes_on_in_the_post_mortem_that_an_interrupted_import_opened():
    here = MemoryOffice()
    open_post_mortem(here.office, Opening(title="Seats released", intake=f"import sha256:{DIGEST}"))
    open_post_mortem(here.office, Opening(title="Seats released"))
    assert receive(here.office, here.vault, coming()).number == 1
    assert len(here.office.door.rows(POSTMORTEM)) == 2


def test_it_lets_no_condition_in_without_a_level():
    here, stream = received(candidate("condition", "no alarm"), candidate("luck", "nobody was awake"))
    outcome = accept(here.office, stream, [Choice(number=1), Choice(number=2)])
    assert outcome.became == ((2, "N-1"),)
    assert "On which level does it live" in outcome.waiting[0][1]
    assert read(here.office, stream).conditions.standing == ()
    accept(here.office, stream, [Choice(number=1, level=Level.PRACTICES)])
    (condition,) = read(here.office, stream).conditions.standing
    assert (condition.statement, condition.level, condition.evidence) == (
        "no alarm",
        Level.PRACTICES,
        ("E-1",),
    )
    assert open_proposals(here.office, stream) == ()


def test_it_takes_over_links_and_follow_ups_under_the_numbers_conditions_have_here():
    here, stream = received(
        candidate("link", "C-9 to C-8", **{"from": "C-9", "to": "C-8", "kind": "hid"}),
        candidate("followup", "Add a limit to the form", conditions="C-9"),
        candidate("condition", "no alarm", id="C-8", level="software"),
        candidate("condition", "nobody on call", id="C-9", level="process"),
    )
    outcome = accept(here.office, stream, [Choice(number=one) for one in (1, 2, 3, 4)])
    assert dict(outcome.became) == {1: "C-2 to C-1", 2: "FU-1", 3: "C-1", 4: "C-2"}
    assert [(one.from_number, one.to_number) for one in read(here.office, stream).conditions.links] == [
        (2, 1)
    ]
    assert len(here.office.door.rows(FOLLOWUP)) == 1


def test_it_leaves_nothing_of_what_still_asks_for_something():
    here, stream = received(candidate("link", "C-9 to C-8", **{"from": "C-9", "to": "C-8"}))
    seen = read(here.office, stream).seq
    outcome = accept(here.office, stream, [Choice(number=1)])
    assert outcome.waiting == ((1, "C-9 of the document is not taken over yet; do that first."),)
    assert read(here.office, stream).seq == seen


def test_it_takes_over_all_of_a_proposal_or_nothing_of_it():
    here, stream = received(
        candidate("condition", "no alarm", level="software", persistence="perhaps"),
        candidate("followup", "Add a limit", phase="someday"),
        candidate("luck", "a quiet night"),
    )
    outcome = accept(here.office, stream, [Choice(number=one) for one in (1, 2, 3)])
    assert outcome.became == ((3, "N-1"),)
    assert '"perhaps" is none of the words for this: persisting, changed, unknown' in outcome.waiting[0][1]
    assert read(here.office, stream).conditions.everything == ()
    assert here.office.door.rows(FOLLOWUP) == []


def test_it_asks_for_a_time_that_the_document_does_not_say():
    here, stream = received(candidate("timeline", "the disk was gone", written="15:36"))
    (_, asks), *_ = accept(here.office, stream, [Choice(number=1)]).waiting
    assert 'It stands there as "15:36". On which day' in asks
    accept(here.office, stream, [Choice(number=1, at=Moment(at=START))])
    (entry,) = read(here.office, stream).timeline.entries
    assert (entry.text, entry.added.sources) == ("the disk was gone", ("E-1",))


def test_it_writes_all_parts_of_the_story_as_one_revision():
    here, stream = received(
        candidate("story", "It was out."),
        candidate("story", "By hand.", heading="Resolution"),
        candidate("luck", "x"),
    )
    accept(here.office, stream, [Choice(number=1), Choice(number=2), Choice(number=3, text="a quiet night")])
    story = read(here.office, stream).story
    assert [one.number for one in story.revisions] == [1]
    assert list(story.paragraphs.values()) == ["It was out.", "## Resolution", "By hand."]
    assert story.luck[0].text == "a quiet night"


def test_it_keeps_what_is_rejected_readable_and_decides_once():
    here, stream = received(candidate("luck", "nobody was awake"))
    reject(here.office, stream, [1], "a wish")
    assert read(here.office, stream).imported.proposals[0].reason == "a wish"
    assert "left aside" in accept(here.office, stream, [Choice(number=1)]).waiting[0][1]
    with pytest.raises(Refused, match="There is no proposal 9"):
        accept(here.office, stream, [Choice(number=9)])


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("plain", {}),
        ("level: software\n\nlooks like a head", {}),
        ("two\n\nparagraphs", {"level": "software"}),
        ("\nbegins with an empty line", {}),
        ("x", {"note": "two\nlines \\n and a slash \\"}),
        ("", {"name": "began"}),
    ],
)
def test_it_takes_words_and_details_apart_as_they_were_put_together(text, details):
    assert read_said(said(text, details)) == (text, details)


def test_it_keeps_a_moment_exactly():
    moment = Moment(at=START, zone="Europe/Berlin", uncertainty_s=300)
    assert moment_from(text_of_moment(moment)) == moment
    assert moment_from(AT) == Moment(at=START)
    assert moment_from("in the evening") is None
