"""What the record says about copies in write-once storage: those that are there, those that are not yet, and what is left.

That a copy lies elsewhere is an entry in the item's own stream, with the version by which alone it is asked for: an index
beside the record could be changed by whoever wants it forgotten. An erasure destroys that stream's key or the item's, so
what is left of an erased item stands in the stream of the erasure, and is removed from there once its lock runs out.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from secondstory.application.ports.storage import Rows
from secondstory.domain.keeping.erasure import CopyLeft
from secondstory.domain.keeping.evidence import CopyLocked
from secondstory.domain.stored import read_instant
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.readmodel.tables import ERASED_STREAM, EVIDENCE, LOCKED_COPY, Row
from secondstory.vault.bucket import Bucket, object_key
from secondstory.vault.errors import Altered, ObjectMissing, VersionMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One locked copy as the record has it. stream: of the item, or of the erasure that left it over."""

    stream: StreamId
    where: str
    version: str
    digest: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An item whose sealed bytes have no locked copy yet. digest: of the ciphertext."""

    stream: StreamId
    digest: str


class Elsewhere(Protocol):
    """Where sealed bytes may be read that are missing here."""

    def known(self, digest: str) -> Copy | None:
        """Return the copy that the record names, None when it names none; no network is asked."""
        ...

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of that copy, by its version. Raises ObjectMissing or BucketTrouble at once."""
        ...


class LockedCopies:
    """Reads locked copies out of a bucket, by the versions that the record names. Implements `Elsewhere`."""

    def __init__(self, rows: Rows, name: str, bucket: Callable[[], Bucket]) -> None:
        """Open the bucket when the first copy is read, and not before. name: where its copies are said to be."""
        self._rows, self._name, self._bucket = rows, name, bucket

    def known(self, digest: str) -> Copy | None:
        """Return the copy that the record names, None when it names none; no network is asked."""
        found = [_copy(row) for row in self._rows.select(LOCKED_COPY, {"object": digest})]
        ours = [one for one in found if one.where == self._name and prefix_of(one.stream) == "ev"]
        return max(ours, key=lambda one: one.until, default=None)

    def open(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of that copy, by its version; Altered at their end when they are others.

        Raises ObjectMissing or BucketTrouble at once.
        """
        copy = self.known(digest)
        if copy is None:
            raise ObjectMissing(digest)
        try:
            found = self._bucket().open(object_key(digest), copy.version)
        except VersionMissing as gone:
            raise ObjectMissing(digest) from gone
        return checked(found, digest)


def copies(rows: Rows, where: str) -> list[Copy]:
    """Return every locked copy of an item that stands in `where`, those whose lock ends first before the others."""
    found = [_copy(row) for row in rows.select(LOCKED_COPY, {"place": where}, order="until")]
    return [one for one in found if prefix_of(one.stream) == "ev"]


def left_over(rows: Rows, where: str | None = None) -> list[Copy]:
    """Return the copies that erasures left over, those whose lock ends first before the others."""
    found = [
        _copy(row)
        for row in rows.select(LOCKED_COPY, {} if where is None else {"place": where}, order="until")
    ]
    return [one for one in found if prefix_of(one.stream) == "er"]


def waiting(rows: Rows, where: str) -> list[Waiting]:
    """Return the items that are here and have no copy in `where`, the oldest first."""
    gone = {row["target"] for row in rows.select(ERASED_STREAM)}
    there = {row["stream"] for row in rows.select(LOCKED_COPY, {"place": where})}
    return [
        Waiting(stream=StreamId(str(row["stream"])), digest=str(row["object"]))
        for row in rows.select(EVIDENCE, order="sealed_at")
        if row["stream"] not in gone and row["stream"] not in there
    ]


def left_by(copy: CopyLocked) -> CopyLeft:
    """Return what an erasure says of a copy that it leaves over."""
    return CopyLeft(
        where=copy.where, version=copy.version, ciphertext_digest=copy.ciphertext_digest, until=copy.until
    )


def checked(chunks: Iterator[bytes], digest: str) -> Iterator[bytes]:
    """Yield `chunks` unchanged, and end well only when they are what `digest` names. Raises Altered at the end."""
    seen = sha256()
    for chunk in chunks:
        seen.update(chunk)
        yield chunk
    if seen.hexdigest() != digest:
        raise Altered("the bytes that came back are not the ones that were sealed")


def _copy(row: Row) -> Copy:
    return Copy(
        stream=StreamId(str(row["stream"])),
        where=str(row["place"]),
        version=str(row["version"]),
        digest=str(row["object"]),
        until=read_instant(str(row["until"])),
    )
