"""What the two sides agree on: encodings, who asks for findings, settings, and how it ends."""

import json
import subprocess
import sys

import pytest

from tests.lsp.editor import PATIENCE_S, SOURCE, Editor, place

TEXT = "😀é Bob should have known better. It was human error.\n"
CODES = ["hindsight", "human-error"]


@pytest.fixture
def uri(tmp_path):
    return (tmp_path / "review.md").as_uri()


def codes(found):
    """Which of the two rules that these tests turn on and off speak; others may have a say of their own."""
    return sorted({one["code"] for one in found} & set(CODES))


@pytest.mark.parametrize(("encoding", "begin"), [("utf-8", 11), ("utf-16", 8), ("utf-32", 7)])
def test_it_counts_as_the_editor_wants(uri, encoding, begin):
    with Editor(capabilities={"general": {"positionEncodings": [encoding]}}) as editor:
        assert editor.server["capabilities"]["positionEncoding"] == encoding
        editor.open(uri, TEXT)
        found = editor.diagnostics(uri, 1)
        (one,) = [each for each in found if each["code"] == "hindsight"]
        assert one["range"] == place(0, begin, 0, begin + 24)
        editor.type(uri, 2, (0, begin - 4, 0, begin - 1, "Ada"), (0, begin, 0, begin + 24, "was there"))
        assert codes(editor.diagnostics(uri, 2)) == ["human-error"]


def test_it_does_not_send_what_the_editor_asks_for(uri):
    known = {"textDocument": {"diagnostic": {}}}
    with Editor(capabilities=known) as editor:
        editor.open(uri, TEXT)
        asked = {"textDocument": {"uri": uri}}
        full = editor.ask("textDocument/diagnostic", asked)
        assert full["kind"] == "full"
        assert codes(full["items"]) == CODES
        same = editor.ask("textDocument/diagnostic", {**asked, "previousResultId": full["resultId"]})
        assert same == {"kind": "unchanged", "resultId": full["resultId"]}
        editor.type(uri, 2, "It was human error.")
        newer = editor.ask("textDocument/diagnostic", {**asked, "previousResultId": full["resultId"]})
        assert codes(newer["items"]) == ["human-error"]
        editor.close(uri)
        assert editor.ask("textDocument/diagnostic", asked)["items"] == []
        assert editor.nothing_more()


def test_it_edits_a_version_where_the_editor_knows_versions(uri):
    known = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
    with Editor(capabilities=known) as editor:
        editor.open(uri, TEXT, version=4)
        offered = editor.actions(uri, place(0, 10, 0, 10))
        edits = [one["edit"]["documentChanges"][0] for one in offered if "edit" in one]
        assert edits
        assert {one["textDocument"]["version"] for one in edits} == {4}


def test_it_speaks_markdown_where_it_is_read(uri):
    with Editor(capabilities={"textDocument": {"hover": {"contentFormat": ["markdown"]}}}) as editor:
        editor.open(uri, TEXT)
        told = editor.hover(uri, 0, 12)["contents"]
        assert told["kind"] == "markdown"
        assert "**Ask:**" in told["value"]
        assert "/docs/rules/hindsight.md)" in told["value"]


def test_it_opens_the_page_of_a_rule_where_it_can(uri):
    known = {"window": {"showDocument": {"support": True}}}
    with Editor(capabilities=known, answers={"window/showDocument": {"success": True}}) as editor:
        editor.ask("workspace/executeCommand", {"command": "secondstory.explain", "arguments": ["hindsight"]})
        shown = editor.wait_for(lambda one: one.get("method") == "window/showDocument")
        assert shown["params"]["uri"].endswith("/docs/rules/hindsight.md")
        editor.ask("workspace/executeCommand", {"command": "secondstory.show", "arguments": [uri, 3, 7]})
        shown = editor.wait_for(lambda one: one.get("method") == "window/showDocument")
        assert shown["params"]["selection"] == place(3, 7, 3, 7)


def test_it_says_the_page_of_a_rule_where_it_cannot_open_it():
    with Editor() as editor:
        for rule, words in (("hindsight", "# "), ("nonsense", "There is no rule")):
            editor.ask("workspace/executeCommand", {"command": "secondstory.explain", "arguments": [rule]})
            said = editor.wait_for(lambda one: one.get("method") == "window/showMessage")
            assert words in said["params"]["message"]


# --- settings ---


def test_it_takes_the_settings_of_the_nearest_file(tmp_path, uri):
    (tmp_path / ".secondstory.toml").write_text('[coach]\noff = ["human-error"]\n')
    with Editor(folder=tmp_path) as editor:
        editor.open(uri, TEXT)
        assert codes(editor.diagnostics(uri, 1)) == ["hindsight"]
        (tmp_path / ".secondstory.toml").write_text('[coach]\noff = ["hindsight"]\n')
        changed = [{"uri": (tmp_path / ".secondstory.toml").as_uri(), "type": 2}]
        editor.tell("workspace/didChangeWatchedFiles", {"changes": changed})
        assert codes(editor.diagnostics(uri, 1)) == ["human-error"]
        (tmp_path / ".secondstory.toml").write_text('[coach]\nexclude = ["*.md"]\n')
        editor.tell("textDocument/didSave", {"textDocument": {"uri": changed[0]["uri"]}})
        assert editor.diagnostics(uri, 1) == []


def test_it_goes_on_without_settings_that_are_broken_and_says_so_once(tmp_path, uri):
    (tmp_path / ".secondstory.toml").write_text('[coach]\noff = ["no-such-rule"]\n')
    with Editor(folder=tmp_path) as editor:
        editor.open(uri, TEXT)
        said = editor.wait_for(lambda one: one.get("method") == "window/showMessage")
        assert "no-such-rule" in said["params"]["message"]
        assert codes(editor.diagnostics(uri, 1)) == CODES
        editor.open((tmp_path / "other.md").as_uri(), "Fine.")
        editor.diagnostics((tmp_path / "other.md").as_uri(), 1)
        assert editor.nothing_more()


def test_it_watches_settings_files_where_it_can(tmp_path):
    known = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Editor(folder=tmp_path, capabilities=known) as editor:
        asked = editor.wait_for(lambda one: one.get("method") == "client/registerCapability")
        watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"]
        assert [one["globPattern"] for one in watchers] == ["**/.secondstory.toml", "**/pyproject.toml"]


def test_it_takes_what_somebody_set_in_their_editor(uri):
    with Editor(options={"severity": "hint", "off": ["human-error"]}) as editor:
        editor.open(uri, TEXT)
        found = editor.diagnostics(uri, 1)
        assert codes(found) == ["hindsight"]
        assert {one["severity"] for one in found} == {4}
        editor.tell("workspace/didChangeConfiguration", {"settings": {"secondstory": {"off": ["hindsight"]}}})
        found = editor.diagnostics(uri, 1)
        assert codes(found) == ["human-error"]
        assert {one["severity"] for one in found} == {3}
        editor.tell("workspace/didChangeConfiguration", {"settings": {"secondstory": {"off": ["nonsense"]}}})
        said = editor.wait_for(lambda one: one.get("method") == "window/showMessage")
        assert "nonsense" in said["params"]["message"]
        assert codes(editor.diagnostics(uri, 1)) == CODES


def test_it_asks_for_settings_where_it_can(uri):
    known = {"workspace": {"configuration": True}}
    answers = {"workspace/configuration": [{"off": ["hindsight"]}]}
    with Editor(capabilities=known, answers=answers) as editor:
        editor.wait_for(lambda one: one.get("method") == "workspace/configuration")
        editor.open(uri, TEXT)
        assert codes(editor.diagnostics(uri, 1)) == ["human-error"]
        editor.answers = {"workspace/configuration": [{"off": ["human-error"]}]}
        editor.tell("workspace/didChangeConfiguration", {"settings": None})
        assert codes(editor.diagnostics(uri, 1)) == ["hindsight"]


# --- ending ---


def test_it_ends_as_the_protocol_wants():
    with Editor() as editor:
        assert editor.leave() == 0
    with Editor() as editor:
        editor.tell("exit")
        assert editor.process.wait(PATIENCE_S) == 1


@pytest.mark.parametrize("begin", [True, False])
def test_it_ends_when_nobody_speaks_any_more(begin):
    with Editor(begin=begin) as editor:
        editor.process.stdin.close()
        assert editor.process.wait(PATIENCE_S) == 1
        assert editor.errors == []


def test_it_writes_nothing_down(tmp_path, uri):
    with Editor(folder=tmp_path) as editor:
        editor.open(uri, TEXT)
        editor.diagnostics(uri, 1)
        editor.type(uri, 2, (0, 0, 99, 0, TEXT))
        editor.diagnostics(uri, 2)
        assert editor.leave() == 0
        assert editor.errors == []
    assert list(tmp_path.iterdir()) == []


def test_it_says_what_to_install_where_the_extra_is_missing():
    without = (
        "import sys; sys.modules['pygls'] = None; sys.argv = ['secondstory', 'lsp']\n"
        "from secondstory.main import main; main()"
    )
    said = subprocess.run(
        [sys.executable, "-c", without], env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True
    )
    assert said.returncode == 2
    assert "pip install 'secondstory[lsp]'" in said.stderr
    assert said.stdout == ""


def test_it_imports_what_it_needs_only_when_it_runs():
    asked = (
        "import sys, json\nfrom secondstory.cli.front import run\nrun(['lsp', '--help'])\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True
    )
    loaded = {name.split(".")[0] for name in json.loads(said.stdout.splitlines()[-1])}
    assert loaded.isdisjoint({"pygls", "lsprotocol", "cattrs", "asyncio"})
