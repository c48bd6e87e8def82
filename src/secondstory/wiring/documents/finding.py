"""Finds the documents that somebody means: files, folders with everything below them, or standard input."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt"})
STDIN = "-"
_PEEK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """One document: how it is called, and its bytes, or why they could not be read."""

    path: str
    data: bytes = b""
    why_not: str = ""


def documents(named: Iterable[str], *, stdin: BinaryIO) -> Iterator[Found]:
    """Yield every document in the order named; a folder gives those below it by path. Nothing raises.

    In a folder a document is a file with a suffix of Markdown or plain text, or one without any that has a heading.
    """
    for name in named:
        path = Path(name)
        if name == STDIN:
            yield Found(STDIN, stdin.read())
        elif path.is_dir():
            yield from (read(one) for one in sorted(path.rglob("*")) if _is_document(one))
        else:
            yield read(path)


def read(path: Path) -> Found:
    """Return the bytes of one file, or why they cannot be had."""
    try:
        return Found(str(path), path.read_bytes())
    except FileNotFoundError:
        return Found(str(path), why_not=f"There is no file {path}.")
    except OSError as wrong:
        return Found(str(path), why_not=f"{path} could not be read: {wrong.strerror or wrong}.")


def _is_document(path: Path) -> bool:
    if any(part.startswith(".") for part in path.parts if part not in {".", ".."}) or not path.is_file():
        return False
    return is_text(path)


def is_text(path: Path) -> bool:
    """Return whether a file looks like Markdown or plain text: by its suffix, or without any by a heading in it."""
    if path.suffix.lower() in SUFFIXES:
        return True
    return _is_heading_inside(path) if not _has_suffix(path) else False


def _has_suffix(path: Path) -> bool:
    """Return whether a name ends in something like `.py`; the `. 4` of a sentence is none."""
    return path.suffix[1:].isalnum()


def _is_heading_inside(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return any(line.startswith(b"#") for line in opened.read(_PEEK_BYTES).splitlines())
    except OSError:
        return False
