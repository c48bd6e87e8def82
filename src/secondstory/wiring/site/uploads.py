"""From an upload to sealed evidence: what arrived is held to what its sender declared, each time it is read."""

import mimetypes
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from secondstory.adapters.capture.uploads import KEPT_H, PART_BYTES, About, Upload, Uploads
from secondstory.application.keeping.sealing import (
    Item,
    LikelySecret,
    SealedEvidence,
    SecretsFound,
    Source,
    seal_evidence,
)
from secondstory.application.office import Office
from secondstory.domain.keeping.evidence import Capture
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import StreamId
from secondstory.vault.declared import Declared, Tally, as_declared
from secondstory.vault.errors import DeclaredMismatch
from secondstory.wiring.evidence import blot, look_aside, vault_of
from secondstory.wiring.workspace import Workspace

__all__ = [
    "KEPT_H",
    "PART_BYTES",
    "About",
    "DeclaredMismatch",
    "SecretsFound",
    "Upload",
    "Uploads",
    "found_in",
    "seal_upload",
    "sweep_uploads",
    "uploads_of",
]

FOLDER = "uploads"
_TEXT = "text/plain; charset=utf-8"
_PLAIN_ENDINGS = frozenset((".log", ".txt", ".out", ".err", ".conf", ".ini", ".yaml", ".yml", ".toml", ".md"))


def uploads_of(workspace: Workspace) -> Uploads:
    """Return the uploads of a workspace: beside the vault, never in it."""
    return Uploads(workspace.place.root / FOLDER)


def sweep_uploads(workspace: Workspace) -> list[str]:
    """Discard uploads that nobody sealed within 48 hours; return their ids."""
    return uploads_of(workspace).sweep(workspace.clock.now())


def found_in(workspace: Workspace, upload: Upload) -> Sequence[LikelySecret]:
    """Return the likely secrets in an upload that is here whole."""
    return look_aside(uploads_of(workspace).read(upload))


def seal_upload(
    workspace: Workspace, office: Office, upload: Upload, *, redact: bool = False, despite: str | None = None
) -> SealedEvidence:
    """Seal an upload and take it away. redact: a copy with likely secrets blotted out; despite: why as it is.

    Raises SecretsFound and Refused as sealing does; then the upload waits as it was. Raises DeclaredMismatch when the
    bytes that came are not those that were declared; then they are thrown away, to be sent again.
    """
    uploads = uploads_of(workspace)
    with uploads.claimed(upload):
        try:
            sealed = _seal(workspace, office, upload, redact=redact, despite=despite)
        except DeclaredMismatch:
            uploads.restart(upload)
            raise
        uploads.discard(upload)
        return sealed


def _seal(
    workspace: Workspace, office: Office, upload: Upload, *, redact: bool, despite: str | None
) -> SealedEvidence:
    about = upload.about
    declared = Declared(length_bytes=about.length_bytes, sha256=about.sha256)
    source = _checked(uploads_of(workspace), upload, declared)
    vault = replace(vault_of(workspace), look=look_aside)
    item = _item(about)
    if redact:
        # What is sealed has other bytes than what came, so what came is held to its digest while it is read.
        blotted = blot(source)
        return seal_evidence(office, vault, item, blotted.source, masked=blotted.found)
    return seal_evidence(office, vault, item, source, declared=declared, despite=despite)


def _checked(uploads: Uploads, upload: Upload, declared: Declared) -> Source:
    def read() -> Iterator[bytes]:
        return as_declared(uploads.read(upload), declared, tally=Tally())

    return read


def _item(about: About) -> Item:
    return Item(
        post_mortem=StreamId(about.post_mortem),
        name=about.name,
        captured_from=about.captured_from,
        media_type=_media_type(about.name),
        how=Capture(about.how),
        clock=about.clock or None,
        clock_uncertainty_s=about.clock_uncertainty_s,
    )


def _media_type(name: str) -> str:
    if PurePosixPath(name.lower()).suffix in _PLAIN_ENDINGS:
        return _TEXT
    found, encoding = mimetypes.guess_type(name)
    if encoding is not None:
        return f"application/{encoding}"
    if found is None:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
