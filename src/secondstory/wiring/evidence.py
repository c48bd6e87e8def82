"""The vault of a workspace, and the ways in which bytes reach it and leave it."""

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from secondstory.adapters.capture.command import Ran, run_into
from secondstory.adapters.capture.spool import Spool, pieces
from secondstory.adapters.local_files.durable import replace_unsettled, sync_folder
from secondstory.application.keeping.sealing import LikelySecret, Source, Vault
from secondstory.kernel.refused import Refused
from secondstory.wiring.bucket.reading import with_copies
from secondstory.wiring.workspace import Workspace

__all__ = [
    "Blotted",
    "Ran",
    "Spool",
    "blot",
    "file_source",
    "keep_copy",
    "look",
    "look_aside",
    "machine",
    "run_into",
    "vault_of",
]

MASK = "••••"
"""What stands where a likely secret was blotted out; a test holds it to the one that is written."""

_PRIVATE = 0o600


def vault_of(workspace: Workspace) -> Vault:
    """Return the vault of a workspace; what is missing here is read from its bucket, when it has one."""
    return with_copies(workspace, Vault(objects=workspace.objects, keys=workspace.keys, look=look))


def look_aside(chunks: Iterable[bytes]) -> Sequence[LikelySecret]:
    """Return likely secrets, as `look` does, without holding up whoever else this process answers."""
    from secondstory.adapters.secrets.aside import find_secrets_aside

    return find_secrets_aside(chunks)


def look(chunks: Iterable[bytes]) -> Sequence[LikelySecret]:
    """Return likely secrets. The detector is loaded when there is something to look at, and not before."""
    from secondstory.adapters.secrets.detect import find_secrets

    return find_secrets(chunks)


@dataclass(frozen=True, slots=True)
class Blotted:
    """A source whose likely secrets are blotted out, and what was found in it."""

    source: Source
    found: Sequence[LikelySecret]


def blot(source: Source) -> Blotted:
    """Return `source` with every likely secret blotted out. Reading it raises Refused when it is not UTF-8 text."""
    from secondstory.adapters.secrets.detect import find_secrets
    from secondstory.adapters.secrets.redact import redacted

    found = find_secrets(source())
    return Blotted(lambda: redacted(source(), found), found) if found else Blotted(source, found)


def file_source(path: Path) -> Source:
    """Return a source that reads a file. Raises Refused when there is none, or when it is no file."""
    if not path.exists():
        raise Refused(f"There is no file {path}.")
    if not path.is_file():
        raise Refused(f"{path} is not a file. Seal the files in it one by one, or an archive of it.")
    return lambda: pieces(path)


def keep_copy(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a copy that only its owner may read, whole or not at all. Raises Refused when something is there."""
    if path.exists():
        raise Refused(f"{path} is there already and was left as it is. Name another place.")
    replace_unsettled(path, _some(chunks), mode=_PRIVATE)
    sync_folder(path.parent)


def machine() -> str:
    """Return the name of this machine."""
    return platform.node() or "this machine"


def _some(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return (chunk for chunk in chunks if chunk)
