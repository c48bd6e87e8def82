from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.domain.stored import MOST_PARTS, encode_parts
from secondstory.domain.understanding.narrative import (
    SLOTS,
    STORED,
    CommentMade,
    CommentResolved,
    DecisionPointAdded,
    DecisionPointFilled,
    DefenceKind,
    DefenceNoted,
    GlossaryTermAdded,
    HardNoted,
    LuckNoted,
    NoteReworded,
    ParagraphsRedacted,
    ParagraphsWritten,
    Revised,
    StoreysWritten,
    Story,
    SurpriseNoted,
    ThanksGiven,
    WentWellNoted,
    add_decision_point,
    comment,
    evolve,
    explain_term,
    fill_decision_point,
    normalised,
    note,
    paragraphs_of,
    redact,
    resolve_comment,
    revise,
    reword_note,
    text,
    thank,
    write_storeys,
)
from secondstory.kernel.covering import Because
from secondstory.kernel.event import Gone
from tests.domain.given import ADA, BO, TUESDAY, folded, later, moment, refused

ROWS = {row.event: row for row in STORED}
POINT = DecisionPointAdded(number=1, title="whether to page", done="waited for a fourth call")


def story(*happened):
    return folded(evolve, Story(), *happened)


def told(*texts):
    """The story after each of the texts was saved, with ids p1, p2, ..."""
    names = (f"p{number}" for number in count(1))
    state = Story()
    for markdown in texts:
        fresh = [next(names) for _ in paragraphs_of(markdown)]
        state = folded(evolve, state, *revise(state, markdown, new_paragraph_ids=fresh))
    return state


def test_it_writes_the_paragraphs_then_one_revision():
    assert revise(Story(), "One.\n\nTwo.\n", new_paragraph_ids=["p1", "p2"], authors=[ADA, BO]) == [
        ParagraphsWritten(ids=("p1", "p2"), paragraphs=("One.", "Two.")),
        Revised(number=1, paragraphs=("p1", "p2"), authors=(ADA, BO)),
    ]


def test_it_writes_only_what_is_new_and_refers_back_to_the_rest():
    assert revise(told("One.\n\nTwo.\n"), "Two.\n\nNew.\n\nOne.\n", new_paragraph_ids=["n1", "n2", "n3"]) == [
        ParagraphsWritten(ids=("n1",), paragraphs=("New.",)),
        Revised(number=2, paragraphs=("p2", "n1", "p1"), parents=(1,)),
    ]


def test_it_adds_a_last_paragraph_without_writing_the_one_before_again():
    first, second = revise(told("One.\n"), "One.\n\nTwo.\n", new_paragraph_ids=["n1"])
    assert first == ParagraphsWritten(ids=("n1",), paragraphs=("Two.",))
    assert second.paragraphs == ("p1", "n1")


def test_it_gives_a_paragraph_its_old_id_when_it_comes_back():
    state = told("One.\n\nTwo.\n", "One.\n")
    assert revise(state, "One.\n\nTwo.\n", new_paragraph_ids=["n1"]) == [
        Revised(number=3, paragraphs=("p1", "p2"), parents=(2,))
    ]


def test_it_keeps_equal_paragraphs_apart():
    state = told("Again.\n\nAgain.\n")
    assert state.latest is not None
    assert state.latest.paragraphs == ("p1", "p2")
    (revised,) = revise(state, "Again.\n", new_paragraph_ids=[])
    assert revised.paragraphs == ("p1",)


def test_it_records_nothing_when_nothing_has_changed():
    assert revise(told("One.\n\nTwo.\n"), "One.\r\n\r\nTwo.\r\n\r\n", new_paragraph_ids=[]) == []


def test_it_keeps_the_last_revision_when_the_text_is_empty():
    with refused("Nothing is written here, so nothing was changed"):
        revise(told("One.\n"), " \n", new_paragraph_ids=[])


def test_it_never_writes_over_what_somebody_else_wrote_meanwhile():
    state = told("One.\n", "One, by somebody else.\n")
    with refused("The narrative was revised while you wrote: revision 2", code="revised-since"):
        revise(state, "One, by me.\n", new_paragraph_ids=["n1"], parents=[1])
    _, revised = revise(state, "One, by both.\n", new_paragraph_ids=["n1"], parents=[1, 2])
    assert revised.parents == (1, 2)


def test_it_says_when_there_are_too_few_ids():
    with pytest.raises(ValueError, match="too few"):
        revise(Story(), "One.\n\nTwo.\n", new_paragraph_ids=["p1"])


def test_it_never_gives_one_id_to_two_texts():
    with pytest.raises(AssertionError):
        revise(told("One.\n"), "Two.\n", new_paragraph_ids=["p1"])
    state = folded(evolve, told("One.\n"), ParagraphsWritten(ids=("p1",), paragraphs=("Other.",)))
    assert text(state) == "One.\n"


@pytest.mark.parametrize("length", [15, 16, 31])
def test_it_writes_long_texts_in_as_many_events_as_they_need(length):
    markdown = "\n\n".join(f"Paragraph {place}." for place in range(length)) + "\n"
    events = revise(Story(), markdown, new_paragraph_ids=[f"p{place}" for place in range(length)])
    assert all(len(encode_parts(ROWS[type(event)], event)) <= MOST_PARTS for event in events)
    assert [type(event) for event in events[:-1]] == [ParagraphsWritten] * (len(events) - 1)
    assert text(folded(evolve, Story(), *events)) == markdown


BLOCKS = st.sampled_from(["One.", "Two.", "# Head", "- a\n- b", "```\nx\n\ny\n```", "", "One."])


@given(
    st.lists(
        st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join).filter(str.strip), min_size=1, max_size=6
    )
)
@settings(max_examples=40)
def test_it_gives_back_every_revision_byte_for_byte(texts):
    state = told(*texts)
    different = [
        one
        for place, one in enumerate(texts)
        if place == 0 or normalised(one) != normalised(texts[place - 1])
    ]
    assert [text(state, one.number) for one in state.revisions] == [normalised(one) for one in different]
    assert text(state) == normalised(texts[-1])


def test_it_keeps_who_revised_it_and_when():
    (only,) = story((Revised(number=1, authors=(ADA, BO)), BO, later(hours=1))).revisions
    assert (only.by, only.at, only.authors) == (BO, later(hours=1), (ADA, BO))


def test_it_says_so_where_a_paragraph_was_erased_and_refers_to_it_still():
    erased = ParagraphsWritten(ids=("p1", "p2"), paragraphs=(Gone("erased", 12), "Two."))
    state = story(erased, Revised(number=1, paragraphs=("p1", "p2")))
    assert text(state) == "[erased, entry 12]\n\nTwo.\n"
    _, revised = revise(state, "[erased, entry 12]\n\nThree.\n", new_paragraph_ids=["p3"])
    assert revised.paragraphs == ("p1", "p3")


def test_it_says_so_where_nobody_has_a_paragraph_any_more():
    assert text(story(Revised(number=1, paragraphs=("p9",)))) == "[missing]\n"


def test_it_knows_which_revisions_there_are():
    assert text(Story()) == ""
    with refused("There is no revision 4. The last one is 1."):
        text(told("One.\n"), 4)
    with refused("Nothing is written yet"):
        text(Story(), 1)


def test_it_tells_two_stories_and_keeps_the_half_that_stands():
    first = StoreysWritten(first="A wrong value was typed.")
    assert write_storeys(Story(), first) == [first]
    second = StoreysWritten(second="The field had changed its unit.", lede="One number.")
    storeys = story(first, second).storeys
    assert (storeys.lede, storeys.first, storeys.second) == (
        "One number.",
        "A wrong value was typed.",
        second.second,
    )
    assert write_storeys(story(first, second), first) == []
    with refused("That is the first story; then tell the second"):
        write_storeys(Story(), StoreysWritten(lede=" "))


def test_it_takes_a_decision_point_before_its_slots():
    assert add_decision_point(Story(), POINT) == [POINT]
    (point,) = story(POINT).decision_points
    assert point.empty_slots == SLOTS
    assert point.has_none
    with refused("What was done at that moment?"):
        add_decision_point(Story(), DecisionPointAdded(number=1, title="paging", done=""))
    with refused("Give the moment a short name"):
        add_decision_point(Story(), DecisionPointAdded(number=1, title="", done="waited"))


def test_it_fills_slots_one_by_one():
    expected = DecisionPointFilled(number=1, expected="a fourth call", when=moment(TUESDAY))
    assert fill_decision_point(story(POINT), expected) == [expected]
    (point,) = story(
        POINT, expected, DecisionPointFilled(number=1, sensible="the last page was unwelcome")
    ).decision_points
    assert (point.expected, point.sensible, point.when) == (
        "a fourth call",
        "the last page was unwelcome",
        moment(TUESDAY),
    )
    assert (point.title, point.done) == (POINT.title, POINT.done)
    assert point.empty_slots == ("effects", "assumed", "understood")
    assert not point.has_none


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        (DecisionPointFilled(number=4, expected="x"), "There is no decision point D-4"),
        (DecisionPointFilled(number=1), "One answer is enough"),
        (DecisionPointFilled(number=1, done=" "), "D-1 keeps a name and what was done"),
    ],
)
def test_it_refuses_to_fill_nothing(filled, sentence):
    with refused(sentence):
        fill_decision_point(story(POINT), filled)


NOTES = [
    SurpriseNoted(number=1, text="minutes, not hours"),
    WentWellNoted(number=2, text="said so within a minute"),
    LuckNoted(number=3, text="the ferry was late"),
    HardNoted(number=4, text="two colours alike"),
    DefenceNoted(number=5, kind=DefenceKind.HELD, text="the job could be paused"),
]


def test_it_keeps_each_kind_of_note_by_itself():
    state = story(*NOTES)
    assert [
        [one.text for one in kind]
        for kind in (state.surprises, state.went_well, state.luck, state.hard, state.defences)
    ] == [[one.text] for one in NOTES]
    assert state.next_note_number == 6


def test_it_asks_a_note_to_say_something():
    assert note(Story(), NOTES[0]) == [NOTES[0]]
    with refused("in a sentence that somebody from another team understands"):
        note(Story(), LuckNoted(number=1, text=" "))


def test_it_rewords_a_note_and_keeps_the_first_words():
    reworded = NoteReworded(cites=2, text="said so at once", reason="roles only")
    assert reword_note(story(*NOTES), reworded) == [reworded]
    (kept,) = story(*NOTES, reworded).went_well
    assert (kept.text, kept.first.text) == ("said so at once", "said so within a minute")
    with refused("There is no note N-9"):
        reword_note(story(*NOTES), NoteReworded(cites=9, text="x", reason="y"))
    with refused("why they changed"):
        reword_note(story(*NOTES), NoteReworded(cites=2, text="x", reason=""))


def test_it_keeps_comments_open_until_they_have_an_answer():
    asked = CommentMade(number=1, text="Who saw the graph?", about="D-1")
    assert comment(Story(), asked) == [asked]
    assert [one.text for one in story(asked).open_comments] == ["Who saw the graph?"]
    closed = story(asked, (CommentResolved(number=1, note="booking"), BO, later(hours=1)))
    assert closed.open_comments == ()
    assert (closed.comments[0].resolution, closed.comments[0].resolved_at) == ("booking", later(hours=1))
    assert resolve_comment(story(asked), CommentResolved(number=1)) == [CommentResolved(number=1)]
    assert resolve_comment(closed, CommentResolved(number=1)) == []
    with refused("There is no comment 2"):
        resolve_comment(closed, CommentResolved(number=2))
    with refused("A comment needs words"):
        comment(Story(), CommentMade(number=1, text=""))


def test_it_explains_words_to_readers_from_outside():
    hold = GlossaryTermAdded(term="hold", meaning="seats kept until paid")
    assert explain_term(Story(), hold) == [hold]
    assert explain_term(story(hold), hold) == []
    again = GlossaryTermAdded(term="hold", meaning="seats kept for a group")
    assert story(hold, again).glossary == {"hold": "seats kept for a group"}
    with refused("two halves"):
        explain_term(Story(), GlossaryTermAdded(term="hold", meaning=""))


def test_it_thanks_nobody_who_has_not_agreed():
    thanks = ThanksGiven(to="duty engineer", text="for saying so", consent=True)
    assert thank(Story(), thanks) == [thanks]
    assert thank(story(thanks), thanks) == []
    with refused("Consent comes first", code="consent-first"):
        thank(Story(), ThanksGiven(to="duty engineer", text="for saying so", consent=False))
    with refused("Say whom"):
        thank(Story(), ThanksGiven(to="", text="for saying so", consent=True))


def test_it_covers_a_paragraph_in_every_revision_and_says_why():
    written = ParagraphsWritten(ids=("a", "b", "c"), paragraphs=("One rang.", "We looked.", "One rang."))
    told = story(
        written, Revised(number=1, paragraphs=("a", "b", "c")), Revised(number=2, paragraphs=("b", "a"))
    )
    draft = ParagraphsRedacted(ids=(), because=Because.PERSONAL_DATA, why="a guest is named")
    (event,) = redact(told, 2, draft)
    assert event == ParagraphsRedacted(ids=("a", "c"), because=Because.PERSONAL_DATA, why="a guest is named")
    after = story(
        written,
        Revised(number=1, paragraphs=("a", "b", "c")),
        Revised(number=2, paragraphs=("b", "a")),
        event,
    )
    assert text(after, 1) == "[redacted: personal data]\n\nWe looked.\n\n[redacted: personal data]\n"
    with refused("P-2 is redacted already"):
        redact(after, 2, draft)
    with refused("There is no paragraph P-3"):
        redact(told, 3, draft)
    with refused("Why is it redacted?"):
        redact(told, 1, ParagraphsRedacted(ids=(), because=Because.OTHER, why=" "))
