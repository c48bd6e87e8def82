import pytest

from secondstory.domain.stored import MOST_PARTS, encode_parts
from secondstory.domain.understanding.accounts import (
    STORED,
    Account,
    Continued,
    Corrected,
    DiffersFrom,
    DiffersFromEvidence,
    Shared,
    Withheld,
    Written,
    add_to,
    choose_readers,
    correct,
    evolve,
    mark_difference,
    write,
)
from secondstory.kernel.ids import StreamId
from tests.domain.given import ADA, BO, PM, TUESDAY, folded, later, refused

MINE, THEIRS = StreamId("ac_ada"), StreamId("ac_bo")
ROWS = {row.event: row for row in STORED}


def written(*paragraphs, before_evidence=True):
    return Written(
        post_mortem=PM,
        number=1,
        author_role="engineer on call",
        before_evidence=before_evidence,
        paragraphs=paragraphs or ("I had the sheet open.", "Then I saved 48."),
    )


def account(*happened):
    return folded(evolve, Account(), written(), *happened, stream=MINE)


def test_it_keeps_who_wrote_it_from_where_and_whether_before_looking():
    assert write(Account(), written()) == [written()]
    mine = account()
    assert (mine.author, mine.author_role, mine.before_evidence) == (ADA, "engineer on call", True)
    assert (mine.stream, mine.post_mortem, mine.number, mine.written_at) == (MINE, PM, 1, TUESDAY)
    assert mine.text == "I had the sheet open.\n\nThen I saved 48."


def test_it_is_written_once():
    with refused("written already"):
        write(account(), written())


def test_it_asks_for_a_few_lines_and_for_a_role():
    with refused("Write what you remember"):
        write(Account(), written(" ", "\n"))
    with refused("From which role"):
        write(
            Account(),
            Written(post_mortem=PM, number=1, author_role="", before_evidence=True, paragraphs=("a",)),
        )


@pytest.mark.parametrize("count", [1, 14, 15, 29, 30, 44, 60])
def test_it_is_as_long_as_it_has_to_be(count):
    paragraphs = tuple(f"paragraph {place}" for place in range(count))
    events = write(Account(), written(*paragraphs, before_evidence=False))
    assert all(len(encode_parts(ROWS[type(event)], event)) <= MOST_PARTS for event in events)
    kept = folded(evolve, Account(), *events, stream=MINE)
    assert tuple(one.text for one in kept.paragraphs) == paragraphs
    assert {one.before_evidence for one in kept.paragraphs} == {False}


def test_it_says_of_what_came_later_whether_logs_had_been_seen():
    more = Continued(before_evidence=False, paragraphs=("The page said one rule.",))
    assert add_to(account(), more, by=ADA) == [more]
    kept = account((more, ADA, later(days=1)))
    assert [one.before_evidence for one in kept.paragraphs] == [True, True, False]
    assert kept.paragraphs[-1].written_at == later(days=1)
    assert kept.before_evidence
    with refused("Write what came back to you"):
        add_to(account(), Continued(before_evidence=True, paragraphs=()), by=ADA)


def test_it_puts_a_correction_beside_the_first_words():
    corrected = Corrected(cites=2, text="Then I saved 84.", reason="the page says so")
    assert correct(account(), corrected, by=ADA) == [corrected]
    kept = account(corrected)
    assert kept.paragraphs[1].text == "Then I saved 48."
    assert kept.paragraphs[1].corrections == (corrected,)
    assert kept.paragraphs[0].corrections == ()


def test_it_can_be_corrected_as_a_whole():
    corrected = Corrected(text="I was tired and mixed up two evenings.", reason="slept on it")
    assert account(corrected).corrections == (corrected,)


@pytest.mark.parametrize(
    ("corrected", "sentence"),
    [
        (Corrected(cites=3, text="x", reason="y"), "there is no paragraph 3"),
        (Corrected(cites=0, text="x", reason="y"), "there is no paragraph 0"),
        (Corrected(text=" ", reason="y"), "Write how you see it now"),
        (Corrected(text="x", reason=""), "a correction made by you is honesty"),
    ],
)
def test_it_refuses_a_correction_that_says_nothing(corrected, sentence):
    with refused(sentence):
        correct(account(), corrected, by=ADA)


def test_it_is_read_by_whom_its_author_chooses():
    assert not account().is_shared
    assert choose_readers(account(), Shared(), by=ADA) == [Shared()]
    assert choose_readers(account(Shared()), Shared(), by=ADA) == []
    assert choose_readers(account(), Withheld(), by=ADA) == []
    assert account(Shared()).is_shared
    assert not account(Shared(), Withheld()).is_shared


@pytest.mark.parametrize(
    "act",
    [
        lambda mine: add_to(mine, Continued(before_evidence=True, paragraphs=("x",)), by=BO),
        lambda mine: correct(mine, Corrected(text="x", reason="y"), by=BO),
        lambda mine: choose_readers(mine, Shared(), by=BO),
        lambda mine: mark_difference(mine, DiffersFromEvidence(ref="E-1", about="x"), by=BO),
    ],
)
def test_it_is_changed_by_nobody_but_its_author(act):
    with refused("Nobody but its author changes an account", code="not-the-author"):
        act(account())


def test_it_marks_a_difference_and_merges_nothing():
    differs = DiffersFrom(other=THEIRS, other_number=2, about="who was paged first")
    from_log = DiffersFromEvidence(ref="E-2", about="the time of the page")
    assert mark_difference(account(), differs, by=ADA) == [differs]
    kept = account(differs, from_log)
    assert kept.differences == (differs, from_log)
    assert kept.text == account().text


def test_it_differs_from_another_account_about_something():
    with refused("one and the same account"):
        mark_difference(account(), DiffersFrom(other=MINE, other_number=1, about="x"), by=ADA)
    with refused("What is told differently?"):
        mark_difference(account(), DiffersFrom(other=THEIRS, other_number=2, about=""), by=ADA)


def test_it_says_how_to_begin_when_nothing_is_written():
    with refused("There is no account here yet"):
        choose_readers(Account(), Shared(), by=ADA)
