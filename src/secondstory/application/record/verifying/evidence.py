"""Checks evidence objects: the stored bytes against their name, and with the key the plaintext against the manifest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from secondstory.application.record.copies import Elsewhere
from secondstory.application.record.folding import Progress
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.vault.errors import BadCiphertext, BucketTrouble, ObjectMissing
from secondstory.vault.keys import Keys
from secondstory.vault.manifest import Manifest
from secondstory.vault.objects import Objects
from secondstory.vault.stream import open_sealed


@dataclass(slots=True)
class Borrowing:
    """Reads locked copies of what is missing here. elsewhere: where they lie; lent: how many; unread: known, and not read."""

    elsewhere: Elsewhere
    lent: int = 0
    unread: int = 0
    places: set[str] = field(default_factory=set)

    def borrowed(self, digest: str) -> Iterable[bytes] | str | None:
        """Return the bytes of the copy, words about why it cannot be read, or None when the record names none."""
        copy = self.elsewhere.known(digest)
        if copy is None:
            return None
        until = f"until {copy.until.date().isoformat()}"
        try:
            chunks = self.elsewhere.open(digest)
        except Refused as trouble:
            return f"The record names a copy in {copy.where}, locked {until}; it could not be asked for. {trouble}"
        except ObjectMissing:
            return f"Nor is the copy in {copy.where} that was locked {until}: no entry says that either was erased."
        self.lent += 1
        self.places.add(copy.where)
        return chunks

    def is_known(self, digest: str) -> bool:
        """Return whether the record names a copy, and note that it was not read."""
        copy = self.elsewhere.known(digest)
        if copy is not None:
            self.unread += 1
            self.places.add(copy.where)
        return copy is not None

    def words(self) -> Iterator[str]:
        """Yield what is said of them among what was proved."""
        places = ", ".join(sorted(self.places))
        again = "secondstory bucket fetch brings them back."
        if self.lent:
            how_many = "1 of them is" if self.lent == 1 else f"{self.lent} of them are"
            yield f"{how_many} missing here and was read from its locked copy in {places}. {again}"
        if self.unread:
            how_many = "1 older piece is" if self.unread == 1 else f"{self.unread} older pieces are"
            yield f"{how_many} missing here; the record names a locked copy in {places}, not read this time. {again}"


def check_objects(
    manifests: Iterable[tuple[StreamId, int, bytes]],
    objects: Objects,
    keys: Keys,
    *,
    erased: Mapping[StreamId, int],
    has_keys: bool = False,
    progress: Progress,
    borrowing: Borrowing | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the evidence that `manifests` (stream, index, bytes) describe.

    borrowing: reads a locked copy where the bytes here are missing; that is noted there, and is no problem.
    """
    items = list(manifests)
    for done, (stream, index, encoded) in enumerate(items):
        progress("checking evidence", done, len(items))
        manifest = Manifest.decode(encoded)
        where = f"evidence of entry {index}"
        if stream in erased:
            continue
        chunks = _found(manifest.ciphertext_digest, objects, borrowing)
        if chunks is None:
            yield missing(
                where, f"MISSING. {manifest.length_bytes:,} bytes were sealed, and no entry erased them."
            )
            continue
        if isinstance(chunks, str):
            yield missing(where, f"MISSING here. {chunks}")
            continue
        if has_keys and keys.key(f"object:{stream}") is None:
            yield missing(
                where, "MISSING. Its key is not in the key store, and no entry says that it was erased."
            )
        yield from _bytes(manifest, chunks, keys.key(f"object:{stream}"), where)
    progress("checking evidence", len(items), len(items))


def _found(digest: str, objects: Objects, borrowing: Borrowing | None) -> Iterable[bytes] | str | None:
    """Return the bytes that are here, else those of a locked copy, or words about why that one cannot be read."""
    if objects.exists(digest):
        return objects.open(digest)
    return borrowing.borrowed(digest) if borrowing is not None else None


def _bytes(manifest: Manifest, chunks: Iterable[bytes], key: bytes | None, where: str) -> Iterator[Problem]:
    stored = sha256()

    def read() -> Iterator[bytes]:
        for chunk in chunks:
            stored.update(chunk)
            yield chunk

    problem: Problem | None = None
    try:
        if key is None:
            for _ in read():
                pass
        else:
            problem = _plaintext(manifest, open_sealed(read(), key=key), where)
    except BucketTrouble as trouble:
        problem = missing(where, f"MISSING here, and its locked copy could not be read whole. {trouble}")
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
