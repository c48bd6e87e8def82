"""Checks evidence objects: the stored bytes against their name, and with the key the plaintext against the manifest."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from secondstory.application.record.folding import Progress
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.kernel.ids import StreamId
from secondstory.vault.errors import BadCiphertext
from secondstory.vault.keys import Keys
from secondstory.vault.manifest import Manifest
from secondstory.vault.objects import Objects
from secondstory.vault.stream import open_sealed


def check_objects(
    manifests: Iterable[tuple[StreamId, int, bytes]],
    objects: Objects,
    keys: Keys,
    *,
    erased: Mapping[StreamId, int],
    has_keys: bool = False,
    progress: Progress,
) -> Iterator[Problem]:
    """Yield what is wrong with the evidence that `manifests` (stream, index, bytes) describe."""
    items = list(manifests)
    for done, (stream, index, encoded) in enumerate(items):
        progress("checking evidence", done, len(items))
        manifest = Manifest.decode(encoded)
        where = f"evidence of entry {index}"
        if stream in erased:
            continue
        if not objects.exists(manifest.ciphertext_digest):
            yield missing(
                where, f"MISSING. {manifest.length_bytes:,} bytes were sealed, and no entry erased them."
            )
            continue
        if has_keys and keys.key(f"object:{stream}") is None:
            yield missing(
                where, "MISSING. Its key is not in the key store, and no entry says that it was erased."
            )
        yield from _bytes(manifest, objects, keys.key(f"object:{stream}"), where)
    progress("checking evidence", len(items), len(items))


def _bytes(manifest: Manifest, objects: Objects, key: bytes | None, where: str) -> Iterator[Problem]:
    stored = sha256()

    def read() -> Iterator[bytes]:
        for chunk in objects.open(manifest.ciphertext_digest):
            stored.update(chunk)
            yield chunk

    problem: Problem | None = None
    try:
        if key is None:
            for _ in read():
                pass
        else:
            problem = _plaintext(manifest, open_sealed(read(), key=key), where)
    except BadCiphertext as bad:
        problem = altered(where, f"The sealed bytes were changed: {bad}")
    if problem is None and stored.hexdigest() != manifest.ciphertext_digest:
        problem = altered(where, "The sealed bytes are not the ones that were recorded.")
    if problem is not None:
        yield problem


def _plaintext(manifest: Manifest, chunks: Iterable[bytes], where: str) -> Problem | None:
    digest, length = sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        length += len(chunk)
    if (digest.hexdigest(), length) != (manifest.plaintext_digest, manifest.length_bytes):
        return altered(where, "What the sealed bytes hold is not what was recorded.")
    return None
