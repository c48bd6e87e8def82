"""What is offered for words that were noticed."""

from dataclasses import dataclass

from lsprotocol.types import CodeActionKind, Diagnostic, Position, Range

from secondstory.lsp.actions import actions, is_wanted, touching
from secondstory.lsp.telling import SOURCE, hover
from secondstory.lsp.texts import OpenText

TEXT = "😀 The engineer failed to check.\n"
START, END = 2, 30


@dataclass
class Found:
    """A finding as the coach makes it, with a rewording."""

    rule: str = "hindsight"
    message: str = "It tells from afterwards."
    question: str = "What made it easy to miss?"
    rewording: str = "what made the\ncheck easy to miss"
    start: int = START
    end: int = END


def opened(language="markdown"):
    return OpenText(uri="file:///x.md", language=language, version=3, text=TEXT)


def test_it_offers_to_write_it_otherwise():
    text = opened()
    place = text.positions.range(START, END)
    shown = [
        Diagnostic(range=place, message="", code="hindsight", source=SOURCE),
        Diagnostic(range=place, message="", code="hindsight", source="another"),
        Diagnostic(range=place, message="", code="character", source=SOURCE),
    ]
    write, allow, explain = actions(text, [Found()], shown, versioned=False)
    assert write.title == "Write “what made the check easy to miss”"
    assert write.diagnostics == allow.diagnostics == explain.diagnostics == shown[:1]
    (edit,) = write.edit.changes["file:///x.md"]
    assert edit.new_text == "what made the\ncheck easy to miss"
    assert edit.range == Range(start=Position(0, 3), end=Position(0, 31))


def test_it_offers_no_rewording_where_there_is_none_and_no_comment_in_a_commit():
    titles = [one.title for one in actions(opened(), [Found(rewording="")], [], versioned=True)]
    assert titles == ["Allow this here, with a reason: hindsight", "Explain this rule: hindsight"]
    titles = [one.title for one in actions(opened("gitcommit"), [Found()], [], versioned=True)]
    assert titles == ["Write “what made the check easy to miss”", "Explain this rule: hindsight"]


def test_it_keeps_a_title_short():
    (title, *_) = [
        one.title for one in actions(opened(), [Found(rewording="word " * 60)], [], versioned=True)
    ]
    assert len(title) <= 72
    assert title.endswith("…”")


def test_it_takes_what_touches_the_cursor():
    text = opened()
    first, second = Found(start=2, end=5), Found(start=8, end=12)

    def at(unit, end=None):
        place = Range(start=Position(0, unit), end=Position(0, end or unit))
        return touching(text, (first, second), place)

    assert at(3) == at(6) == [first]
    assert at(7) == at(14) == []
    assert at(0, 40) == [first, second]


def test_it_tells_several_findings_under_one_pointer():
    told = hover(opened(), [Found(), Found(rule="character", rewording="")], in_markdown=True).contents.value
    assert told.count("**Ask:**") == 2
    assert told.count("**Or write:**") == 1
    assert "\n\n---\n\n" in told


def test_it_is_wanted_for_quick_fixes():
    assert is_wanted(None)
    assert is_wanted([CodeActionKind.QuickFix])
    assert is_wanted([""])
    assert not is_wanted([CodeActionKind.RefactorRewrite])
    assert not is_wanted([])
