"""Lets a restored workspace go on: the deliberate act, in the record, of whoever says that nothing newer exists."""

from secondstory.application.keeping.noting import note, note_upgrade
from secondstory.application.record.journal import Appended, Journal
from secondstory.application.record.signing import root_at
from secondstory.domain.keeping.installation import Restored
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import Checkpoint, read_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.tiles import TileHashes
from secondstory.wiring.places import FORMAT
from secondstory.wiring.workspace import Workspace


def settle(workspace: Workspace, *, against: bytes | None, as_newest: str | None) -> Appended:
    """Record that the workspace goes on from here, and open it for writing.

    against: a signed checkpoint that was kept outside. as_newest: why nothing newer can exist, when there is none.
    Raises Refused when the workspace waits for nothing, when the checkpoint or the keys know more entries than are
    here or other ones, and without either argument.
    """
    if workspace.keys.restored_at() is None:
        raise Refused("This workspace waits for nothing: it was not restored, or it was settled before.")
    if workspace.is_keyed_older or workspace.keys.is_closing():
        raise Refused(workspace.closed or "")
    size = workspace.storage.head().size
    signed = workspace.keys.last_signed()
    if signed is not None and signed.size > size:
        raise Refused(_behind(size, signed.size, "the keys in the backup have signed"), code="behind")
    if against is not None:
        checkpoint = _compared(workspace, against)
        source = f"compared with a checkpoint of {checkpoint.size} entries"
    elif as_newest and as_newest.strip():
        source = f"taken as the newest: {as_newest.strip()}"
    else:
        raise Refused("Say what makes it safe: --against CHECKPOINT kept outside, or --as-newest REASON.")
    office = workspace.office_with(Journal(workspace.workings))
    appended = note(office, Restored(size=size, source=source))
    note_upgrade(office, FORMAT)
    # Durable boundary: a crash before this line leaves a recorded restore in a workspace that is still closed; the
    # same command again records it once more and opens it.
    workspace.keys.settle_restore()
    return appended


def _compared(workspace: Workspace, note_bytes: bytes) -> Checkpoint:
    try:
        checkpoint = read_checkpoint(note_bytes, workspace.verifiers)
    except (BadProof, BadSignature) as bad:
        raise Refused(f"This is no checkpoint that this log's key has signed: {bad}") from bad
    size = workspace.storage.head().size
    if checkpoint.size > size:
        raise Refused(_behind(size, checkpoint.size, "the checkpoint covers"), code="behind")
    if root_at(checkpoint.size, TileHashes(get_tile=workspace.storage.tile).hash_at) != checkpoint.root:
        raise Refused(
            f"The first {checkpoint.size} entries here are not the ones that the checkpoint covers. Keep both, and run"
            " secondstory verify --against with the same file.",
            code="forked",
        )
    return checkpoint


def _behind(size: int, known: int, who: str) -> str:
    return (
        f"{size} entries are here, and {who} {known}: a newer copy exists, or did. Everything here can be read. Bring the"
        " newer entries back (secondstory restore --replay FROM); if they are lost for good, a successor can take up where"
        " this copy ends (secondstory restore --succeed --why TEXT)."
    )
