"""Words for sittings, follow-ups and evidence: from the command line, from a file, from the editor."""

import io
import stat
from pathlib import Path

import pytest

from secondstory.cli.ceremony.followup_draft import read_written
from secondstory.cli.ceremony.pieces import confirmed, counts, numbered, worded
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.cli.conftest import Shell


class Attended(Terminal):
    """A terminal at which somebody sits and answers `says` to every question."""

    def __init__(self, says: str = "") -> None:
        super().__init__(out=io.StringIO(), err=io.StringIO())
        self.says = says

    @property
    def is_interactive(self) -> bool:
        return True

    def ask(self, question: str, *, default: str = "") -> str:
        return self.says or default


@pytest.fixture
def workspace(shell: Shell) -> Workspace:
    return open_workspace(None)


def editor(shell: Shell, words: str) -> None:
    script = shell.root / "editor.sh"
    script.write_text(f"#!/bin/sh\nprintf '%s' '{words}' >> \"$1\"\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    shell.env.setenv("EDITOR", str(script))


def words_of(
    workspace: Workspace, terminal: Terminal, text: str | None = None, file: str | None = None
) -> object:
    return worded(
        text,
        file,
        terminal=terminal,
        workspace=workspace,
        name="PM-1-S-1-minutes",
        prefill="<!-- What was said? -->\n",
        how="Give the words.",
    )


def test_it_takes_words_from_the_command_line_before_anything_else(workspace):
    with words_of(workspace, Attended(), "said here", "nowhere.md") as text:
        assert text == "said here"


def test_it_opens_the_editor_and_drops_its_questions(shell, workspace):
    editor(shell, "we walked the timeline")
    with words_of(workspace, Attended()) as text:
        assert text == "we walked the timeline"
    assert list(workspace.place.drafts.iterdir()) == []


def test_it_keeps_the_draft_and_says_where_when_the_act_is_refused(shell, workspace):
    editor(shell, "we walked the timeline")
    with pytest.raises(Refused, match="Your text is safe in"), words_of(workspace, Attended()):
        raise Refused("S-1 is not open.")
    (draft,) = workspace.place.drafts.iterdir()
    assert "we walked the timeline" in Path(draft).read_text()


def test_it_says_how_to_give_words_where_nobody_can_write(workspace):
    with (
        pytest.raises(Refused, match="Give the words."),
        words_of(workspace, Terminal(out=io.StringIO(), err=io.StringIO())),
    ):
        pass


def test_it_asks_before_something_final():
    confirmed(Attended("yes"), "Release it?", yes=False, otherwise="Nothing was released.")
    confirmed(Attended("no"), "Release it?", yes=True, otherwise="Nothing was released.")
    with pytest.raises(Refused, match="Nothing was released."):
        confirmed(Attended("y"), "Release it?", yes=False, otherwise="Nothing was released.")


def test_it_reads_numbers_and_names_as_people_write_them():
    assert [numbered(ref, "S") for ref in ("S-3", "s3", "3")] == [3, 3, 3]
    with pytest.raises(Refused, match="Say it as S-1"):
        numbered("C-3", "S")
    assert counts(["on-call engineers=4", "product", "1"]) == [("on-call engineers", 4), ("product", 1)]


def test_it_reads_a_follow_up_without_headings_as_what_will_change():
    assert read_written("Delete the form").text == "Delete the form"
    assert read_written("Delete the form").end_state is None
