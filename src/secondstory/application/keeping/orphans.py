"""Finds sealed objects that no entry names: what a crash between sealing and recording leaves behind."""

from secondstory.application.ports.storage import Log
from secondstory.application.record.sealing import evidence_parts, key_name_of
from secondstory.kernel.event import Gone
from secondstory.kernel.ids import prefix_of
from secondstory.vault.keys import Keys
from secondstory.vault.manifest import Manifest
from secondstory.vault.objects import Objects


def unrecorded(log: Log, keys: Keys, objects: Objects) -> list[str]:
    """Return the digests of objects that no entry of the record names, in order.

    Asked of the record itself, never of its rows. Empty when a manifest cannot be read and nobody destroyed its key:
    then nothing can be told apart, and nothing may be removed. Bytes whose stream was erased count as unrecorded.
    """
    named: set[str] = set()
    destroyed = {one.name for one in keys.destroyed()}
    for stored in log.entries():
        if prefix_of(stored.stream) != "ev":
            continue
        for part in evidence_parts(stored, key=keys.key, erased={}):
            if not isinstance(part, Gone):
                named.add(Manifest.decode(part).ciphertext_digest)
            elif key_name_of(stored.stream) not in destroyed:
                return []
    return [digest for digest in objects.digests() if digest not in named]
