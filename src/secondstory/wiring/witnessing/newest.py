"""The newest signed checkpoint of a workspace, with the cosignatures that were collected for it, and those before it."""

from secondstory.adapters.remote.witness.troubles import KeptFailed
from secondstory.application.record.signing import root_at
from secondstory.application.record.witnessed import newest_witnessed
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import parse_body, read_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import parse_note
from secondstory.record.tiles import TileHashes
from secondstory.record.vkey import Verifier
from secondstory.vault.keys import LastSigned
from secondstory.wiring.witnessing.asking import history, kept_of
from secondstory.wiring.witnessing.policy import policy_of
from secondstory.wiring.workspace import Workspace

_RECENT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """note: the newest checkpoint, cosigned when it was. cosigned: the newest kept one that fits this log, if any.

    earlier: everything kept of smaller sizes under a key that ever signed here, the smallest first; whether it fits is
    for whoever checks it to see.
    """

    note: bytes
    cosigned: bytes | None
    earlier: tuple[bytes, ...]


def newest_note(workspace: Workspace, signed: LastSigned) -> Newest:
    """Return the newest checkpoint of a workspace with what is kept beside it.

    Raises Refused when what is kept cannot be read, BadProof when it holds something that is no checkpoint.
    """
    kept = [(parse_body(parse_note(note).text).size, note) for note in history(workspace.place)]
    fitting = next((note for size, note in reversed(kept) if _fits(workspace, size, note, signed.size)), None)
    is_same = fitting is not None and parse_note(fitting).text == parse_note(signed.note).text
    return Newest(
        note=fitting if fitting is not None and is_same else signed.note,
        cosigned=fitting,
        earlier=tuple(
            note for size, note in kept if size < signed.size and _is_ours(note, workspace.verifiers)
        ),
    )


def _is_ours(note: bytes, keys: tuple[Verifier, ...]) -> bool:
    """Return whether a note carries a line of one of `keys`, unverified: whoever has that key can look at it."""
    ours = {(key.name, key.key_id) for key in keys}
    return any((line.name, line.key_id) in ours for line in parse_note(note).signatures)


def for_receipt(workspace: Workspace, index: int) -> LastSigned | None:
    """Return the checkpoint under which the receipt of an entry is given: one that a quorum of witnesses signed, if any covers it.

    Else the log's own newest; None when nothing is signed. What is kept and cannot be read is passed over here: `verify`
    says so, and a receipt under the log's own signature is still one.
    """
    signed = workspace.keys.last_signed()
    if signed is None:
        return None
    try:
        policy = policy_of(workspace)
        kept = kept_of(workspace.place).latest(_RECENT)
    except (Refused, KeptFailed):
        return signed
    found = newest_witnessed(policy, kept, workspace.verifiers) if policy and policy.quorum else None
    if found is None or found.size <= index or not _fits(workspace, found.size, found.note, signed.size):
        return signed
    root = parse_body(parse_note(found.note).text).root
    return LastSigned(size=found.size, root=root, note=found.note)


def _fits(workspace: Workspace, size: int, note: bytes, most: int) -> bool:
    """Return whether this log's key signed a note, and its first entries are the ones here."""
    if not 0 < size <= most:
        return False
    try:
        checkpoint = read_checkpoint(note, workspace.verifiers)
    except (BadProof, BadSignature):
        return False
    return root_at(size, TileHashes(get_tile=workspace.storage.tile).hash_at) == checkpoint.root
