"""What a successor says of the log it takes up: how much it carries, and which of the older checkpoints it stands on.

A successor is another log over the same entries: it has an origin and a key of its own, its tree goes on where the older
one stopped, and the first entry that only it has names the older log's checkpoints. See decision 16.
"""

import base64
from collections.abc import Iterable, Sequence

from secondstory.application.ports.storage import Log
from secondstory.application.record.signing import root_at
from secondstory.domain.keeping.installation import Installation, SucceededFrom
from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import Checkpoint, check_note
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import parse_note
from secondstory.record.tiles import TileHashes
from secondstory.record.vkey import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Where an older log ends. since: its first entry in doubt, None when none is. reason: for those who verify."""

    origin: str
    vkey: str
    reason: str
    since: int | None = None


def next_origin(state: Installation) -> str:
    """Return the origin of the next log after the one in `state`: `<origin>/2`, then `/3`."""
    number = len(state.successions) + 1
    base = state.origin.removesuffix(f"/{number}") if number > 1 else state.origin
    return f"{base}/{number + 1}"


def succession(
    log: Log, state: Installation, ending: Ending, notes: Iterable[bytes], keys: Sequence[Verifier]
) -> SucceededFrom:
    """Return what the first entry of the successor says.

    notes: every checkpoint at hand, believed only under one of `keys`, those of the older log. The newest of them that
    these entries bear out and that covers nothing in doubt is the good one; without any, the root of the entries that
    are not in doubt stands there, with no note.
    """
    carried = log.head().size
    trusted = carried if ending.since is None else min(ending.since, carried)
    known = sorted(_read(notes, keys, state.origin), key=lambda one: one[0].size)
    fitting = [one for one in known if one[0].size <= trusted and _root(log, one[0].size) == one[0].root]
    good = fitting[-1] if fitting else (_computed(log, state.origin, trusted), b"")
    last = known[-1] if known else good
    return SucceededFrom(
        origin=ending.origin,
        vkey=ending.vkey,
        predecessor=state.origin,
        carried=carried,
        good_size=good[0].size,
        good_root=_b64(good[0].root),
        good_note=good[1].decode(),
        last_size=last[0].size,
        last_root=_b64(last[0].root),
        last_note=last[1].decode(),
        reason=ending.reason,
    )


def _read(notes: Iterable[bytes], keys: Sequence[Verifier], origin: str) -> list[tuple[Checkpoint, bytes]]:
    found = []
    for note in notes:
        try:
            checkpoint = check_note(parse_note(note), keys)
        except (BadProof, BadSignature):
            continue  # not this log's word; it proves nothing here
        if checkpoint.origin == origin:
            found.append((checkpoint, note))
    return found


def _computed(log: Log, origin: str, size: int) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=_root(log, size))


def _root(log: Log, size: int) -> bytes:
    return root_at(size, TileHashes(get_tile=log.tile).hash_at)


def _b64(root: bytes) -> str:
    return base64.b64encode(root).decode("ascii")
