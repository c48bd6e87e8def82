"""`account`: from memory, in the words of its author, who alone reads it until they share it."""

import pytest

from secondstory.cli.postmortem import account
from secondstory.kernel.refused import Refused
from tests.cli.keeping import seal
from tests.cli.postmortem.at_a_terminal import at_terminal, editor

WRITE = ("account", "PM-1", "--role", "on call", "--text", "I saw the pager.\n\nI took it for the other one.")


@pytest.fixture
def opened(shell):
    shell.ok("open", "Seats released too early")
    return shell


def test_it_keeps_an_account_and_says_that_it_was_written_before_any_log(opened):
    said = opened.json(*WRITE)
    assert (said["number"], said["before_evidence"]) == ("A-1", True)
    shown = opened.ok("account", "PM-1", "--show", "a1").out
    assert "I took it for the other one." in shown
    assert opened.json("account", "PM-1", "--list")["accounts"][0]["shared"] is False


def test_it_says_so_when_its_author_had_seen_evidence(opened):
    seal(opened, "hold.log", b"22:40 hold window set")
    assert opened.json(*WRITE)["before_evidence"] is False
    assert opened.json("account", "PM-1", "--list")["accounts"][0]["before_evidence"] is False


def test_it_believes_after_evidence(opened):
    assert opened.json(*WRITE, "--after-evidence")["before_evidence"] is False


def test_it_refuses_a_second_one_and_an_empty_one(opened):
    empty = opened("account", "PM-1", "--role", "on call", "--text", "  ")
    assert "A few lines are a good beginning" in empty.err
    opened.ok(*WRITE)
    assert "--more" in opened(*WRITE).err
    opened.ok("account", "PM-1", "--more", "--text", "A second page came.")
    assert opened.json("account", "PM-1", "--show", "A-1")["paragraphs"][-1] == "A second page came."


def test_it_says_how_to_give_the_text_when_nobody_is_at_a_terminal(opened):
    refused = opened("account", "PM-1", "--role", "on call")
    assert refused.code == 1
    assert "--text TEXT, or with --file FILE" in refused.err


def test_it_reads_a_file_and_standard_input_says_when_there_is_none(opened):
    (opened.root / "mine.md").write_text("I saw the pager.\n")
    opened.ok("account", "PM-1", "--role", "on call", "--file", "mine.md")
    assert "There is no file" in opened("account", "PM-1", "--more", "--file", "none.md").err


def test_it_opens_an_editor_with_questions_and_leaves_them_out(opened):
    shown = editor(opened, 'echo "I saw the pager." >> "$1"')
    at_terminal(opened, account, "account", "PM-1", answers=("on call",))
    assert "<!--" in shown.read_text()
    one = opened.json("account", "PM-1", "--show", "A-1")
    assert (one["role"], one["paragraphs"]) == ("on call", ["I saw the pager."])
    assert list((opened.workspace / "drafts").iterdir()) == []


def test_it_keeps_the_draft_when_the_account_is_refused(opened):
    editor(opened, 'echo "I saw the pager." >> "$1"')
    with pytest.raises(Refused, match="Your text is safe in"):
        at_terminal(opened, account, "account", "PM-1", answers=("",))
    (draft,) = (opened.workspace / "drafts").iterdir()
    assert "I saw the pager." in draft.read_text()


def test_it_sets_a_correction_beside_the_first_words(opened):
    opened.ok(*WRITE)
    correct = ("account", "PM-1", "--correct", "A-1", "--paragraph", "2", "--text", "It was the other one.")
    assert "what made you see it differently" in opened(*correct).err
    opened.ok(*correct, "--reason", "the log says so")
    shown = opened.ok("account", "PM-1", "--show", "A-1").out
    assert "I took it for the other one." in shown
    assert "Now: It was the other one.  (the log says so)" in shown


def test_it_shares_and_withholds(opened):
    opened.ok(*WRITE)
    assert opened.json("account", "PM-1", "--share", "A-1")["shared"] is True
    assert opened.json("account", "PM-1", "--list")["accounts"][0]["shared"] is True
    opened.ok("account", "PM-1", "--withhold", "A-1")
    assert "nothing was recorded" in opened.ok("account", "PM-1", "--withhold", "A-1").out


def test_it_marks_where_memory_and_evidence_differ(opened):
    opened.ok(*WRITE)
    seal(opened, "hold.log", b"22:40 hold window set")
    assert "From what" in opened("account", "PM-1", "--differs", "A-1", "--about", "when").err
    opened.ok("account", "PM-1", "--differs", "A-1", "--from", "e1", "--about", "when it rang.")
    assert "Differs from E-1 (both stay): when it rang." in opened.ok("account", "PM-1", "--show", "A-1").out
    assert opened.json("account", "PM-1", "--show", "A-1")["differs_from"] == ["E-1"]


def test_it_teaches_when_there_is_none(opened):
    said = opened.ok("account", "PM-1", "--list")
    assert "Write yours before you look at a log" in said.out
    assert "There is no A-3" in opened("account", "PM-1", "--show", "A-3").err
