"""The real server in a process of its own, and a client that speaks the protocol with it."""

import pytest

from tests.lsp.editor import Editor, applied, place, words_at

REVIEW = "# Review\n\n😀 The outage was caused by human error. 👩‍👩‍👧 Bob should have known better.\n"
URI = "file:///nowhere/review.md"


@pytest.fixture(scope="module")
def editor():
    with Editor() as one:
        yield one
        assert one.leave() == 0
        assert one.errors == []


@pytest.fixture
def uri(editor, request):
    """An address that no other test uses; what was opened there is closed at the end."""
    mine = f"file:///nowhere/{abs(hash(request.node.name))}.md"
    yield mine
    editor.close(mine)


def test_it_says_what_it_can_do(editor):
    can = editor.server["capabilities"]
    assert can["textDocumentSync"] == {"openClose": True, "change": 2, "save": True}
    assert can["hoverProvider"]
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix"]
    assert can["diagnosticProvider"]["interFileDependencies"] is False
    assert editor.server["serverInfo"]["name"] == "secondstory"


def test_it_underlines_the_very_words_behind_emoji(editor, uri):
    editor.open(uri, REVIEW)
    found = editor.diagnostics(uri, 1)
    assert [(one["code"], words_at(REVIEW, one["range"])) for one in found] == [
        ("human-error", "caused by human error"),
        ("hindsight", "should have known better"),
    ]
    # 😀 is two units; a family of three is eight.
    assert found[0]["range"] == place(2, 18, 2, 39)
    assert found[1]["range"] == place(2, 54, 2, 78)


def test_it_asks_quietly_and_says_where_the_rule_is_explained(editor, uri):
    editor.open(uri, REVIEW)
    one = editor.diagnostics(uri, 1)[0]
    assert one["severity"] == 3
    assert one["source"] == "second story"
    assert one["message"].endswith("?")
    assert one["codeDescription"]["href"].endswith("/docs/rules/human-error.md")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_ends_lines_where_the_protocol_does_and_nowhere_else(editor, uri, end):
    text = f"One\u2028two\x0cthree\x85four{end}{end}Bob should have known better.{end}"
    editor.open(uri, text)
    assert [words_at(text, one["range"]) for one in editor.diagnostics(uri, 1)] == [
        "should have known better"
    ]
    editor.type(uri, 2, (0, 4, 0, 7, "zwei"), (2, 0, 2, 3, "😀 Ada"))
    text = f"One\u2028zwei\x0cthree\x85four{end}{end}😀 Ada should have known better.{end}"
    found = editor.diagnostics(uri, 2)
    assert [words_at(text, one["range"]) for one in found] == ["should have known better"]


def test_it_follows_what_is_typed(editor, uri):
    editor.open(uri, "Nothing here.\n")
    assert editor.diagnostics(uri, 1) == []
    editor.type(uri, 2, (1, 0, 1, 0, "😀 Bob should have known "), (1, 25, 1, 25, "better."))
    assert [one["range"] for one in editor.diagnostics(uri, 2)] == [place(1, 7, 1, 31)]
    editor.type(uri, 3, (1, 0, 2, 0, ""))
    assert editor.diagnostics(uri, 3) == []
    editor.type(uri, 4, "Bob should have known better.")
    assert [one["range"] for one in editor.diagnostics(uri, 4)] == [place(0, 4, 0, 28)]


def test_it_tells_of_the_newest_text_alone_when_typing_is_fast(editor, uri):
    editor.open(uri, "")
    for version in range(2, 60):
        editor.type(uri, version, (0, version, 0, version, "x"))
    editor.type(uri, 60, "Bob should have known better.")
    assert len(editor.diagnostics(uri, 60)) == 1


def test_it_explains_under_the_pointer(editor, uri):
    editor.open(uri, REVIEW)
    told = editor.hover(uri, 2, 60)
    assert told["range"] == place(2, 54, 2, 78)
    assert told["contents"]["kind"] == "plaintext"
    for words in ("The habit of mind: hindsight", "Ask: ", "<!-- coach: allow hindsight: why -->"):
        assert words in told["contents"]["value"]
    assert editor.hover(uri, 0, 3) is None


def test_it_explains_what_was_just_typed(editor, uri):
    editor.open(uri, "")
    editor.type(uri, 2, "Bob should have known better.")
    assert editor.hover(uri, 0, 8)["range"] == place(0, 4, 0, 28)


def test_it_allows_words_only_with_a_reason(editor, uri):
    editor.open(uri, REVIEW)
    found = editor.diagnostics(uri, 1)
    offered = editor.actions(uri, found[0]["range"], found)
    allow = next(one for one in offered if one["title"].startswith("Allow this here"))
    assert [one["code"] for one in allow["diagnostics"]] == ["human-error"]
    text = applied(REVIEW, allow["edit"]["changes"][uri])
    assert text.splitlines()[2].endswith("better. <!-- coach: allow human-error:  -->")
    editor.type(uri, 2, text)
    assert [one["code"] for one in editor.diagnostics(uri, 2)] == ["human-error", "hindsight"]
    assert allow["command"]["command"] == "secondstory.show"
    _, line, character = allow["command"]["arguments"]
    editor.type(uri, 3, (line, character, line, character, "their own words"))
    assert [one["code"] for one in editor.diagnostics(uri, 3)] == ["hindsight"]


def test_it_offers_nothing_where_nothing_is_and_no_kinds_that_are_not_asked_for(editor, uri):
    editor.open(uri, REVIEW)
    assert editor.actions(uri, place(0, 0, 0, 4)) == []
    assert editor.actions(uri, place(2, 20, 2, 20), only=["refactor"]) is None
    assert editor.actions(uri, place(2, 20, 2, 20), only=["quickfix"])


def test_it_clears_what_is_closed(editor, uri):
    editor.open(uri, REVIEW)
    assert editor.diagnostics(uri, 1)
    editor.close(uri)
    assert editor.diagnostics(uri) == []
    assert editor.hover(uri, 2, 20) is None


def test_it_leaves_another_language_alone_and_says_so_quietly(editor, uri):
    german = "Der Ausfall begann um zehn Uhr, weil die Platte voll war und niemand es gesehen hatte. " * 4
    editor.open(uri, german)
    (one,) = editor.diagnostics(uri, 1)
    assert one["severity"] == 4
    assert "German" in one["message"]
    assert "code" not in one


def test_it_reads_the_message_of_a_commit_without_what_git_wrote(editor, uri):
    text = (
        "Mend the pool\n\n😀 Bob should have known better.\n# Bob should have known better.\n"
        "# ------------------------ >8 ------------------------\n+Bob should have known better.\n"
    )
    editor.open(uri, text, language="gitcommit")
    (one,) = editor.diagnostics(uri, 1)
    assert one["range"] == place(2, 7, 2, 31)
    offered = [each["title"] for each in editor.actions(uri, one["range"])]
    assert offered
    assert not [title for title in offered if title.startswith("Allow")]


@pytest.mark.parametrize("language", ["python", "latex"])
def test_it_leaves_code_alone(editor, uri, language):
    editor.open(uri, REVIEW, language=language)
    assert editor.actions(uri, place(2, 0, 2, 80)) is None


def test_it_survives_what_no_editor_should_send(editor, uri):
    editor.type("file:///nowhere/never-opened.md", 2, (0, 0, 0, 1, "x"))
    editor.close("file:///nowhere/never-opened.md")
    editor.tell("textDocument/didSave", {"textDocument": {"uri": "file:///nowhere/never-opened.md"}})
    editor.open(uri, "Bob")
    editor.type(uri, 2, (9, 9, 99, 99, " should"), (2**31 - 1, 0, 0, 2**31 - 1, " have known better."))
    assert len(editor.diagnostics(uri, 2)) == 1
    editor.open("nonsense://\0%zz", "Bob should have known better.", version=7)
    assert len(editor.diagnostics("nonsense://\0%zz", 7)) == 1
    editor.close("nonsense://\0%zz")
    assert editor.hover("file:///nowhere/never-opened.md", 0, 0) is None


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1, 2]",
        b"\xff\xfe",
        b"7",
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {}}',
    ],
)
def test_it_goes_on_after_a_message_that_cannot_be_read(body):
    with Editor() as editor:
        editor.raw(body)
        editor.open(URI, REVIEW)
        assert len(editor.diagnostics(URI, 1)) == 2
        assert editor.leave() == 0
        assert b"Bob" not in b"".join(editor.errors)


def test_it_answers_a_request_that_does_not_fit():
    with Editor() as editor:
        number = editor.begin_asking("textDocument/hover", {"position": "here"})
        assert "error" in editor.answer_to(number)
        assert "error" in editor.answer_to(editor.begin_asking("nothing/known", {}))
        assert editor.leave() == 0


def test_it_reads_a_huge_text_up_to_a_limit_and_still_answers():
    filler = "The queue grew and the pool shrank. " * 100 + "\n\n"
    text = "Bob should have known better.\n\n" + filler * 700
    with Editor() as editor:
        editor.open(URI, text)
        editor.open("untitled:other", "Bob should have known better.")
        assert len(editor.diagnostics("untitled:other", 1)) == 1
        found = editor.diagnostics(URI, 1)
        assert found[0]["range"] == place(0, 4, 0, 28)
        assert "too long" in found[-1]["message"]
        assert editor.leave() == 0
