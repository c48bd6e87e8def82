"""Reading evidence back against its manifest, with its key or without."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from secondstory.vault.declared import Tally
from secondstory.vault.errors import Altered, Truncated
from secondstory.vault.manifest import Manifest
from secondstory.vault.stream import open_sealed, sealed_length


class Examined(StrEnum):
    """What an examination could prove about one stored object."""

    CONTENT_PROVEN = "content proven"
    CIPHERTEXT_INTACT = "ciphertext intact, content not checked"


def unsealed(chunks: Iterable[bytes], *, key: bytes, manifest: Manifest) -> Iterator[bytes]:
    """Yield the evidence sealed in `chunks`; a good end proves it to be what `manifest` says.

    Raises Truncated or Altered, at the end when only the digests or lengths differ: see `stream.open_sealed` on
    what that means for a caller that acts on early pieces.
    """
    stored, plain = Tally(), Tally()
    yield from plain.over(open_sealed(stored.over(chunks), key=key))
    _compare_stored(stored, manifest)
    if (plain.digest, plain.length_bytes) != (manifest.plaintext_digest, manifest.length_bytes):
        raise Altered("the object opens to other evidence than its manifest says")


def examine(chunks: Iterable[bytes], *, key: bytes | None, manifest: Manifest) -> Examined:
    """Return what could be proved about the object in `chunks`: its content with the key, its bytes without.

    Raises Truncated or Altered when the object is not the one of the manifest.
    """
    if key is not None:
        for _ in unsealed(chunks, key=key, manifest=manifest):
            pass
        return Examined.CONTENT_PROVEN
    stored = Tally()
    for _ in stored.over(chunks):
        pass
    _compare_stored(stored, manifest)
    return Examined.CIPHERTEXT_INTACT


def _compare_stored(stored: Tally, manifest: Manifest) -> None:
    whole = sealed_length(manifest.length_bytes)
    if stored.length_bytes < whole:
        raise Truncated(f"the stored object has {stored.length_bytes:,} of {whole:,} bytes")
    if stored.digest != manifest.ciphertext_digest:
        raise Altered("the stored object has another digest than its manifest says")
