"""Keeps signed checkpoints that contradict one another: below `forks/` in the workspace, or here when it takes no writes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from secondstory.adapters.local_files.durable import make_place_durably, write_durably
from secondstory.wiring.places import Place

FORKS = "forks"


def keep_forks(place: Place, notes: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write (what it is, note) each to a file of its own and return where they lie; what lies there is not written again.

    A workspace that cannot be written, such as one on a disk that was mounted to be looked at, is left alone: then they are
    written to the folder that one stands in. Returns nothing when that takes no writes either: what was found still has to
    be said.
    """
    for folder in (place.root / FORKS, Path.cwd()):
        try:
            return _kept(folder, notes)
        except OSError:
            continue
    return []


def _kept(folder: Path, notes: Sequence[tuple[str, bytes]]) -> list[Path]:
    if notes and not folder.is_dir():
        make_place_durably(folder)
    paths = []
    for what, note in notes:
        path = folder / f"{what}-{hashlib.sha256(note).hexdigest()[:16]}.txt"
        if not path.exists():
            write_durably(path, note)
        paths.append(path)
    return paths
