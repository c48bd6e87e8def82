"""Opens what a power cut, a full disk or a broken one left, and says everything that is not as was promised.

What was acknowledged is there; nothing is torn; the record verifies; no two checkpoints were given for one size; and
whoever sits before it can go on.
"""

import base64
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from secondstory.adapters.keystore.backup import restore_backup
from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.keystore.notes_key import notes_key
from secondstory.adapters.keystore.store import LocalKeyStore
from secondstory.adapters.local_files.archive import check
from secondstory.adapters.sqlite.private_notes import NoteFile
from secondstory.application.ports.storage import StorageFailed, StorageFull
from secondstory.application.record.signing import root_at
from secondstory.application.record.verifying.report import Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import POSTMORTEM
from secondstory.record.checkpoint import Checkpoint, read_checkpoint
from secondstory.record.errors import BadProof, BadSignature, MustReload
from secondstory.record.tiles import TileHashes, entries_path, parse_tile_path, tiles_of
from secondstory.record.tree import Frontier, leaf_hash
from secondstory.record.vkey import Verifier, parse_vkey
from secondstory.vault.errors import BadCiphertext, KeyDestroyed, ObjectMissing
from secondstory.wiring.creating import create, new_recovery_key
from secondstory.wiring.places import Place
from secondstory.wiring.safekeeping.moving import pack_up, unpack_here
from secondstory.wiring.safekeeping.restoring import KeyBackup, Target, restore
from secondstory.wiring.safekeeping.settling import settle
from secondstory.wiring.safekeeping.upgrading import upgrade
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.proofs.beside import ALWAYS, PROMISED

Acks = list[dict[str, object]]
WRONG = (
    AssertionError, BadCiphertext, BadProof, BadSignature, KeyDestroyed, KeyError, KeyStoreFailed, MustReload,
    ObjectMissing, OSError, Refused, StorageFailed, StorageFull, ValueError, sqlite3.Error,
)  # fmt: skip
"""Whatever the product may raise over what it finds: each of these at an opening is a promise not kept."""
AT = datetime(2026, 11, 5, 9, tzinfo=UTC)


def acknowledged(said: bytes) -> Acks:
    """Return what was acknowledged, one line each; a line that was cut was not heard."""
    return [json.loads(line) for line in said.split(b"\n")[:-1]]


def look(world: Path, scene: str, acks: Acks) -> list[str]:
    """Return what is wrong with the state in `world`: nothing, where every promise held."""
    try:
        if scene == "key_store":
            _key_store(world, acks)
        return list(_of_workspace(world, scene, acks))
    except WRONG as why:
        return [f"{type(why).__name__}: {why}"]


def _of_workspace(world: Path, scene: str, acks: Acks) -> Iterator[str]:
    workspace = _opened(world, scene, acks)
    try:
        yield from _kept(workspace, world, acks)
        if scene in ALWAYS:
            yield from ALWAYS[scene](workspace, world, {})
        before = workspace.keys.last_signed()
        workspace = _goes_on(workspace, world, scene)
        after = workspace.keys.last_signed()
        if before is None or after is None or after.size <= before.size:
            yield "nothing can be appended any more"
        yield from _verified(workspace, [before.note] if before else [])
    finally:
        workspace.storage.close()
        workspace.keys.close()


def _opened(world: Path, scene: str, acks: Acks) -> Workspace:
    """Return the workspace, after doing again what was not acknowledged."""
    place = Place(world / "ws")
    if place.settings.exists():
        if scene == "upgrade" and "format = 0" in place.settings.read_text():
            assert not any("upgraded" in ack for ack in acks), "an acknowledged upgrade is gone"
            upgrade(place, data_to=world / "data again", keys_to=world / "locked again")
        return open_workspace(str(place.root))
    assert acks == [], "an acknowledged workspace is gone"
    recovery = world.parent / "recovery"
    if scene == "init":
        return create(place, name="Ada", address=None, demo=True).workspace
    if scene == "restore":
        data, keys = (Path(one) for one in (world.parent / "backups").read_text().split())
        return restore(
            data,
            Target(place=place, at=AT),
            KeyBackup(backup=keys.read_bytes(), recovery_text=recovery.read_text()),
        )
    assert scene == "arrive", "the settings of the workspace are gone"
    return unpack_here(
        Path((world.parent / "packed").read_text()), Target(place=place, at=AT), recovery.read_text()
    )


def _goes_on(workspace: Workspace, world: Path, scene: str) -> Workspace:
    """Do what a person would do next, which ends with an act on the record; return the workspace as it is then."""
    if scene == "init":
        new_recovery_key(workspace)
    if workspace.settings.moved:
        packed = pack_up(workspace, world / "another stick", reason=None)
        check(packed.path)
        shutil.rmtree(workspace.place.root)
        workspace.storage.close()
        workspace.keys.close()
        shutil.rmtree(world / "home")
        workspace = unpack_here(
            packed.path, Target(place=workspace.place, at=AT), (world.parent / "recovery").read_text()
        )
    if workspace.keys.restored_at() is not None:
        if scene == "arrive":
            workspace.keys.settle_restore()
        else:
            settle(workspace, against=None, as_newest="the proof knows")
        workspace.storage.close()
        workspace.keys.close()
        workspace = open_workspace(str(workspace.place.root))
    open_post_mortem(workspace.office, Opening(title="Whoever comes next"))
    return workspace


def _kept(workspace: Workspace, world: Path, acks: Acks) -> Iterator[str]:
    """Yield what was acknowledged and is not here."""
    notes = [base64.b64decode(str(ack["note"])) for ack in acks if "note" in ack]
    yield from _verified(workspace, notes)
    titles = {str(row["title"]) for row in workspace.office.door.rows(POSTMORTEM)}
    for ack in acks:
        for name in ack.keys() & CHECKS.keys():
            yield from CHECKS[name](workspace, world, ack)
        if "title" in ack and ack["title"] not in titles:
            yield f"acknowledged and gone: {ack['title']}"
    if (world / "public" / "checkpoint").exists():
        yield from _published(workspace, world, {})


def _verified(workspace: Workspace, notes: list[bytes]) -> Iterator[str]:
    held = max(notes, key=lambda note: read_checkpoint(note, [workspace.verifier]).size) if notes else None
    report = verify(workspace.subject(), against=held)
    if report.verdict is not Verdict.VERIFIED:
        yield from (f"{problem.where}: {problem.words}" for problem in report.problems)
    hash_at = TileHashes(get_tile=workspace.storage.tile).hash_at
    for note in notes:
        checkpoint = read_checkpoint(note, [workspace.verifier])
        if root_at(checkpoint.size, hash_at) != checkpoint.root:
            yield f"another tree of {checkpoint.size} entries was signed and given out"


def _sealed(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    """Verification read every item whole; here only that as many are in the record and on the disk."""
    here = len(list(workspace.objects.digests()))
    if here < int(str(ack["sealed"])):
        yield f"{ack['sealed']} items were sealed, {here} are here"


def _backed_up(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    check(Path(str(ack["data"])))
    if "keys" not in ack:
        return
    recovery = (world.parent / "recovery").read_text()
    with closing(restore_backup(Path(str(ack["keys"])).read_bytes(), recovery, world / "opened")) as keys:
        if keys.origin() != workspace.settings.origin:
            yield "the key backup is of another log"
    shutil.rmtree(world / "opened")


def _packed(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    if not check(Path(str(ack["packed"]))).members:
        yield "the packed workspace is empty"


def _settled(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    if workspace.keys.restored_at() is not None:
        yield "an acknowledged settling is gone"


def _erased(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    for path in sorted((world / "ws").glob("record.db*")):
        if str(ack["erased"]).encode() in path.read_bytes():
            yield f"erased and still in {path.name}"


def _noted(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    if not any(note.startswith(str(ack["noted"])) for note in _notes(world)) and ack["noted"] != "note 1":
        yield f"acknowledged and gone: {ack['noted']}"


def _unnoted(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    if any(note.startswith(str(ack["unnoted"])) for note in _notes(world)):
        yield f"deleted and back: {ack['unnoted']}"


def _notes(world: Path) -> list[str]:
    return [
        one.text
        for one in NoteFile(world / "ws" / "private-notes.db", notes_key(world / "home" / "keys")).of("su_1")
    ]


def _published(workspace: Workspace, world: Path, ack: dict[str, object]) -> Iterator[str]:
    """Read the published folder as a stranger does: checkpoint, every tile it covers, every entry."""
    public = world / "public"
    checkpoint = read_checkpoint((public / "checkpoint").read_bytes(), [_verifier(public)])
    frontier = Frontier(size=0, hashes=())
    for stored in workspace.storage.entries(0, checkpoint.size):
        frontier = frontier.append(leaf_hash(stored.entry))
    if frontier.root() != checkpoint.root:
        yield "the published checkpoint is of another tree"
    yield from _tiles_below(public, checkpoint)


def _verifier(public: Path) -> Verifier:
    return parse_vkey((public / "log.vkey").read_text().strip())


def _tiles_below(public: Path, checkpoint: Checkpoint) -> Iterator[str]:
    for tile in tiles_of(checkpoint.size):
        found = (public / tile.path).read_bytes()
        if len(found) != 32 * parse_tile_path(tile.path).width:
            yield f"{tile.path} is torn"
    for first in range(0, checkpoint.size, 256):
        if not (public / entries_path(first // 256, min(256, checkpoint.size - first))).read_bytes():
            yield f"the entries from {first} are torn"


def _key_store(world: Path, acks: Acks) -> None:
    folder = world / "more" / "keys"
    if not any("key_store" in ack for ack in acks) and not folder.exists():
        return
    with closing(LocalKeyStore.open(folder)) as store:
        store.sign(b"a stored key signs")
        names = [gone.name for gone in store.destroyed()]
        key = store.key("stream:su_1")
        assert not any("key" in ack for ack in acks) or key is not None or names, "a key is gone"
        if any("destroyed" in ack for ack in acks):
            assert names == ["stream:su_1"], "a destroyed key is back"
            assert key is None, "a destroyed key is back"


Check = Callable[[Workspace, Path, dict[str, object]], Iterator[str]]
CHECKS: dict[str, Check] = {
    "sealed": _sealed,
    "data": _backed_up,
    "packed": _packed,
    "settled": _settled,
    "erased": _erased,
    "noted": _noted,
    "unnoted": _unnoted,
    "published": _published,
    **PROMISED,
}
