"""$EDITOR with prefilled Markdown, prompts as comments; text is never lost, whatever happens after the save."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secondstory.kernel.refused import Refused

_COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.DOTALL)
_FALLBACKS = ("sensible-editor", "nano", "vi")


def without_prompts(text: str) -> str:
    """Return `text` without the comments that asked the questions, and without blank lines at either end."""
    return _COMMENT.sub("", text.replace("\r\n", "\n")).strip("\n")


@contextmanager
def written(prefill: str, *, name: str, drafts: Path) -> Iterator[str]:
    """Let a person write in their editor and yield the text; the draft goes only when the block ends well.

    When the block raises, the draft stays and the Refused that comes out says where it is. An empty text is
    refused: nothing was meant to be recorded.
    """
    drafts.mkdir(parents=True, exist_ok=True)
    draft = drafts / f"{name}.md"
    if not draft.exists():
        draft.write_text(prefill, encoding="utf-8")
    _edit(draft)
    text = without_prompts(_read_draft(draft))
    if not text.strip():
        draft.unlink()
        raise Refused("Nothing was written, so nothing was recorded.")
    try:
        yield text
    except Refused as refused:
        kept = f"Your text is safe in {draft}; the same command opens it again."
        raise Refused([*refused.problems, kept], code=refused.code) from refused
    except BaseException:
        sys.stderr.write(f"Your text is safe in {draft}; the same command opens it again.\n")
        raise
    draft.unlink()


def _read_draft(draft: Path) -> str:
    try:
        return draft.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(
            f"What your editor saved is not UTF-8 text (byte {wrong.start}). Nothing was recorded; your text is in {draft}."
        ) from wrong


def _edit(draft: Path) -> None:
    command = (
        os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, _FALLBACKS), None)
    )
    if command is None:
        raise Refused(
            f"No editor is set. Set EDITOR, or give the text with --file; the prompts are in {draft}."
        )
    try:
        left = subprocess.run([*shlex.split(command), str(draft)], check=False)
    except OSError as missing:
        raise Refused(
            f"The editor {command} could not be started. Set EDITOR; your text is in {draft}."
        ) from missing
    if left.returncode != 0:
        raise Refused(
            f"The editor ended with code {left.returncode}. Nothing was recorded; your text is in {draft}."
        )


def read_text(source: str) -> str:
    """Return the text of a file, or of standard input for `-`. Raises Refused when it is not UTF-8 text."""
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as missing:
        raise Refused(f"There is no file {source}.") from missing
    except UnicodeDecodeError as wrong:
        raise Refused(
            f"{source} is not UTF-8 text (byte {wrong.start}). Nothing was recorded; convert it first."
        ) from wrong
