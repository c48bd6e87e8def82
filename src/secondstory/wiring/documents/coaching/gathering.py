"""Which documents somebody means: files, and folders with what is below them, less what the settings leave out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from secondstory.wiring.documents.coaching.settings import Settings, Shelf
from secondstory.wiring.documents.finding import STDIN, is_text

_NEVER = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document to look at, with its settings and size. named: somebody gave its own name, not that of a folder.

    why_not: why there is nothing to look at; left_out: the settings leave it out.
    """

    path: str
    settings: Settings = field(default_factory=Settings)
    named: bool = True
    size: int = 0
    why_not: str = ""
    left_out: bool = False


def gather(names: Iterable[str], shelf: Shelf) -> Iterator[Wanted]:
    """Yield every document in the order named, below a folder in the order of paths, each of them once.

    Hidden folders, `node_modules` and links to folders are not entered; a folder that is named is entered whatever it
    is called. Raises BrokenSettings.
    """
    seen: set[str] = set()
    for name in names:
        for one in _of(name, shelf):
            key = one.path if one.path == STDIN or one.why_not else os.path.realpath(one.path)
            if key not in seen:
                seen.add(key)
                yield one


def _of(name: str, shelf: Shelf) -> Iterator[Wanted]:
    if name == STDIN:
        yield Wanted(STDIN, shelf.of(Path.cwd()))
        return
    path = Path(name)
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as wrong:
        yield Wanted(name, why_not=_why_not(name, wrong))
        return
    if path.is_dir():
        yield from _below(path, shelf)
        return
    settings = shelf.of(path)
    yield Wanted(str(path), settings, size=size, left_out=settings.leaves_out(path))


def _why_not(name: str, wrong: OSError | ValueError) -> str:
    if isinstance(wrong, FileNotFoundError):
        return f"There is no file {name}."
    return f"{name} could not be read: {getattr(wrong, 'strerror', None) or wrong}."


def _below(folder: Path, shelf: Shelf) -> Iterator[Wanted]:
    troubles: list[OSError] = []
    nothing = True
    for place, folders, files in os.walk(folder, onerror=troubles.append):
        here = Path(place)
        folders[:] = sorted(_entered(here, folders, shelf))
        for name in sorted(files):
            path = here / name
            if name.startswith(".") or not _is_document(path):
                continue
            nothing = False
            settings = shelf.of(path)
            yield Wanted(
                str(path),
                settings,
                named=False,
                size=path.stat().st_size,
                left_out=settings.leaves_out(path),
            )
    for trouble in troubles:
        nothing = False
        yield Wanted(str(trouble.filename), why_not=_why_not(str(trouble.filename), trouble))
    if nothing:
        yield Wanted(str(folder), why_not=f"There is no Markdown and no plain text below {folder}.")


def _entered(here: Path, folders: list[str], shelf: Shelf) -> Iterator[str]:
    for name in folders:
        if not name.startswith(".") and name not in _NEVER and not shelf.of(here).leaves_out(here / name):
            yield name


def _is_document(path: Path) -> bool:
    try:
        return path.is_file() and is_text(path)
    except OSError:
        return False
