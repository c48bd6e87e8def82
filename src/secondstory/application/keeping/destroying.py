"""Does what the record says was done: destroys envelopes, keys and objects of what was lawfully erased.

The order, and what a crash leaves behind: 1. the erasure is recorded, and from that commit on everybody reads the words
as erased; 2. envelopes and their traces; 3. objects; 4. keys. A crash after 1, 2 or 3 leaves something of it on the disk
that nobody is shown; `finish` finds it and calls the same function again.
"""

from collections.abc import Iterator
from typing import Protocol

from secondstory.application.ports.storage import FIRST_PART_SLOT, Storage
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import evidence_parts, key_name_of
from secondstory.domain.keeping.erasure import CarriedOut, Scope
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASED_PART, ERASED_STREAM
from secondstory.vault.keys import Keys
from secondstory.vault.manifest import Manifest
from secondstory.vault.objects import Objects


class Found(Protocol):
    """Gives the store of objects, which is opened only when an object has to go."""

    def __call__(self) -> Objects:
        """Return the store."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to destroy: the record, its keys and the sealed objects."""

    storage: Storage
    keys: Keys
    objects: Found


def object_key(stream: StreamId) -> str:
    """Return the name of the key that an item's bytes are sealed under."""
    return f"object:{stream}"


def erased_keys(means_storage: Storage) -> list[str]:
    """Return the names of all keys that the record says were erased: what a restore must not bring back."""
    names: list[str] = []
    for row in means_storage.rows.select(ERASED_STREAM):
        target = StreamId(str(row["target"]))
        stream_key = key_name_of(target)
        if row["scope"] == Scope.STREAM.value and stream_key is not None:
            names.append(stream_key)
        names.append(object_key(target))
    return sorted(set(names))


def destroy(means: Means, done: CarriedOut) -> None:
    """Destroy what `done` names. Calling it again does nothing more; it finishes what a crash left.

    Raises StorageFailed when another process is reading the file: then do it again.
    """
    if done.scope is Scope.PART:
        means.storage.forget([(one.index, FIRST_PART_SLOT + one.slot) for one in done.targets])
        return
    digests = list(_objects_of(means, done.target))
    if done.scope is Scope.STREAM:
        in_the_open = key_name_of(done.target) is None
        means.storage.forget(_slots_of(means.storage, done.target) if in_the_open else [])
    for digest in digests:
        means.objects().erase(digest)
    for name in _keys_of(done):
        means.keys.destroy_key(name)


def finish(means: Means) -> list[StreamId]:
    """Finish the erasures that a crash left recorded and not done; return their streams, usually none.

    What is to be destroyed comes from the record and not from the rows: these only say where to look.
    """
    reader = Reader(means.storage, means.keys)
    unfinished: list[StreamId] = []
    for stream in dict.fromkeys(_unfinished(means)):
        for entry in reader.events(stream):
            if isinstance(entry.event, CarriedOut):
                destroy(means, entry.event)
                unfinished.append(stream)
    return unfinished


def _unfinished(means: Means) -> Iterator[StreamId]:
    for row in means.storage.rows.select(ERASED_STREAM):
        target = StreamId(str(row["target"]))
        if _still_stands(means, target, whole=row["scope"] == Scope.STREAM.value):
            yield StreamId(str(row["stream"]))
    for row in means.storage.rows.select(ERASED_PART):
        index, slot = int(str(row["idx"])), int(str(row["slot"]))
        if any(slot in stored.envelopes for stored in means.storage.entries(index, index + 1)):
            yield StreamId(str(row["stream"]))


def _still_stands(means: Means, target: StreamId, *, whole: bool) -> bool:
    if means.keys.key(object_key(target)) is not None:
        return True
    if not whole:
        return False
    name = key_name_of(target)
    if name is not None:
        return means.keys.key(name) is not None
    return bool(_slots_of(means.storage, target))


def _keys_of(done: CarriedOut) -> list[str]:
    """The object's key last: while it is here, `finish` knows that there may be an object to remove."""
    name = key_name_of(done.target)
    whole = [name] if done.scope is Scope.STREAM and name is not None else []
    return [*whole, object_key(done.target)] if name is not None else whole


def _slots_of(storage: Storage, stream: StreamId) -> list[tuple[int, int]]:
    return [(stored.index, slot) for stored in storage.of_stream(stream) for slot in stored.envelopes]


def _objects_of(means: Means, stream: StreamId) -> Iterator[str]:
    """Yield the digests of the objects that a stream's manifests name, as long as its key is here."""
    for stored in means.storage.of_stream(stream):
        for manifest in evidence_parts(stored, key=means.keys.key, erased={}):
            if isinstance(manifest, bytes):
                yield Manifest.decode(manifest).ciphertext_digest
