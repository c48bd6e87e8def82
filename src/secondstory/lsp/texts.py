"""The text of a document that is open in an editor, and how changes reach it."""

import re
from collections.abc import Iterable
from pathlib import Path

from lsprotocol.types import (
    Position,
    PositionEncodingKind,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
)
from pygls.uris import to_fs_path

from secondstory.lsp.positions import Positions
from secondstory.wiring.documents.finding import SUFFIXES

MOST_CHARACTERS = 2_000_000
COMMIT_LANGUAGES = frozenset({"gitcommit", "git-commit"})
"""What editors call the message of a commit."""
_LONGEST_LINE = 2**31 - 1  # the protocol has no larger number
_PROSE_LANGUAGES = COMMIT_LANGUAGES | frozenset(
    "markdown gfm mdx md pandoc quarto rmd vimwiki plaintext text txt mail".split()
)
_OF_THE_PAST = ("git:", "gitlens:")
_COMMENT = re.compile(r"^#[^\r\n]*", re.MULTILINE)
_SCISSORS = re.compile(r"^# -{8,} >8 -{8,}[ \t]*$", re.MULTILINE)
_NO_NEWLINE = re.compile(r"[^\r\n]+")


class OpenText:
    """One open document. turn: counts what may change its findings: its text, and the settings that count for it."""

    def __init__(
        self, *, uri: str, language: str, version: int, text: str, encoding: str = PositionEncodingKind.Utf16
    ) -> None:
        """Begin with the text as the editor has it."""
        self.uri = uri
        self.path = path_of(uri)
        self.language = language
        self.version = version
        self.turn = 0
        self._encoding = encoding
        self._put(text)

    @property
    def is_commit(self) -> bool:
        """Whether this is the message of a commit, in which a comment would stay for ever."""
        return self.language in COMMIT_LANGUAGES

    @property
    def is_prose(self) -> bool:
        """Whether this is something the coach reads: Markdown, plain text or the message of a commit, as it is now."""
        if self.uri.startswith(_OF_THE_PAST):
            return False
        if self.language in _PROSE_LANGUAGES:
            return True
        return not self.language and self.path is not None and self.path.suffix.lower() in SUFFIXES

    def change(self, version: int, changes: Iterable[TextDocumentContentChangeEvent]) -> None:
        """Take in what was typed. A range that lies outside the text counts as the nearest place inside."""
        text = self.text
        for one in changes:
            if isinstance(one, TextDocumentContentChangePartial):
                positions = self.positions if text is self.text else Positions(text, self._encoding)
                start, end = positions.offsets(one.range)
                text = f"{text[:start]}{one.text}{text[end:]}"
            else:
                text = one.text
        self.version = version
        self._put(text)

    def prose(self) -> str:
        """Return what is looked at, offset by offset: a commit without git's own lines, a huge text up to a limit."""
        text = self.text[:MOST_CHARACTERS]
        return _without_comments(text) if self.is_commit else text

    def line_span(self, line: int) -> tuple[int, int]:
        """Return where a line, counted from 0, begins and ends; its line end is left out."""
        end = Position(line=line, character=_LONGEST_LINE)
        return self.positions.offset(Position(line=line, character=0)), self.positions.offset(end)

    def _put(self, text: str) -> None:
        self.text = text
        self.positions = Positions(text, self._encoding)
        self.turn += 1


def path_of(uri: str) -> Path | None:
    """Return the file that `uri` names; None for what is no file, such as a buffer that was never saved."""
    if not uri.startswith("file:"):
        return None
    name = to_fs_path(uri)
    return Path(name) if name and "\0" not in name else None


def _without_comments(text: str) -> str:
    scissors = _SCISSORS.search(text)
    if scissors:
        text = text[: scissors.start()] + _blank(text[scissors.start() :])
    return _COMMENT.sub(lambda line: " " * len(line[0]), text)


def _blank(text: str) -> str:
    return _NO_NEWLINE.sub(lambda line: " " * len(line[0]), text)
