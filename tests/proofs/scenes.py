"""Every way in which the product writes to the disk, played by a process of its own, which says what it acknowledged.

python scenes.py SCENE before|act WORLD [SEED]: `before` makes ready, `act` does what is looked at. Each line that `act` says
stands for an act that somebody was told is done. SEED names a bug that is put in first, to show that it would be seen.
"""

import base64
import contextlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.proofs.beside import BESIDE
from tests.proofs.doing import begin, run, said, with_a_post_mortem, with_evidence

NAME = "Wilhelmina"
DAYS = ("2026-11-02T09:00:00+00:00", "2026-11-03T09:00:00+00:00")
THREADS, PROCESSES = 4, 4


def init(world: Path) -> None:
    run(world, "init", "--demo", "--name", "Ada")
    said(made=True)


def opens(world: Path) -> None:
    for n in range(3):
        run(world, "open", f"Night {n}")
        said(title=f"Night {n}")


def one_by_one(world: Path) -> None:
    """A process that stays open, as a server does."""
    _open_some(world, "calm", 4)


def stubborn(world: Path) -> None:
    """A process that goes on asking after the disk said no, and reads in between."""
    from secondstory.adapters.keystore.errors import KeyStoreFailed
    from secondstory.application.ports.storage import StorageFailed, StorageFull
    from secondstory.application.understanding.opening import Opening, open_post_mortem
    from secondstory.readmodel.tables import POSTMORTEM
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(world / "ws"))
    for n in range(5):
        try:
            open_post_mortem(workspace.office, Opening(title=f"Try {n}"))
        except (StorageFailed, StorageFull, KeyStoreFailed) as why:
            said(refused=str(why), by=type(why).__name__)
        else:
            said(title=f"Try {n}")
        said(seen=[str(row["title"]) for row in workspace.office.door.rows(POSTMORTEM)])
    workspace.storage.close()
    workspace.keys.close()


def at_once(world: Path) -> None:
    """Threads that append together: what one commit holds is what arrived meanwhile."""
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(str(world / "ws")).office
    threads = [threading.Thread(target=_open_in, args=(office, f"thread {n}", 3)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def apart(world: Path) -> None:
    """Processes that append together."""
    words = [sys.executable, __file__, "_some", "act", str(world)]
    children = [subprocess.Popen(words, env={**os.environ, "TAG": f"process {n}"}) for n in range(PROCESSES)]
    codes = [child.wait() for child in children]
    if any(codes):
        sys.exit("one of them did not end well")


def _some(world: Path) -> None:
    _open_some(world, os.environ["TAG"], int(os.environ.get("COUNT", "2")))


def _open_some(world: Path, tag: str, count: int) -> None:
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(world / "ws"))
    _open_in(workspace.office, tag, count)
    workspace.storage.close()
    workspace.keys.close()


def _open_in(office: object, tag: str, count: int) -> None:
    for n in range(count):
        opened = opened_at_last(office, f"{tag}, {n}")
        note = base64.b64encode(opened.appended.signed.note).decode()
        said(title=f"{tag}, {n}", note=note, first=opened.appended.first, count=opened.appended.count)


def opened_at_last(office: Any, title: str) -> Any:
    """Open a post-mortem; do it again when it is told that somebody else kept coming first, as a person would."""
    from secondstory.application.ports.storage import Conflict
    from secondstory.application.understanding.opening import Opening, open_post_mortem

    while True:
        with contextlib.suppress(Conflict):
            return open_post_mortem(office, Opening(title=title))


def ready_to_seal(world: Path) -> None:
    with_a_post_mortem(world)
    for n in range(2):
        (world.parent / f"log-{n}.txt").write_bytes(f"line {n}\n".encode() * 4000)


def evidence(world: Path) -> None:
    for n in range(2):
        run(world, "evidence", "add", "PM-1", str(world.parent / f"log-{n}.txt"))
        said(sealed=n + 1)


def evidence_while_open(world: Path) -> None:
    """A process that has written before, as a server has: nothing else settles the folder for it."""
    from secondstory.application.keeping.sealing import Item, seal_evidence
    from secondstory.domain.keeping.evidence import Capture
    from secondstory.wiring.evidence import vault_of
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(world / "ws"))
    _open_in(workspace.office, "calm", 1)
    stream = workspace.office.door.stream_of("PM-1")
    for n in range(2):
        data = f"line {n}\n".encode() * 3000
        item = Item(post_mortem=stream, name=f"log-{n}", captured_from="the booking host", how=Capture.FILE)
        seal_evidence(workspace.office, vault_of(workspace), item, lambda data=data: iter([data]))  # type: ignore[misc]
        said(sealed=n + 1)
    workspace.storage.close()
    workspace.keys.close()


def backup(world: Path) -> None:
    made = run(world, "backup", "--data-to", str(world / "data"), "--keys-to", str(world / "locked"))
    said(data=made["data"], keys=made["keys"], title="The first")


def lose_both(world: Path) -> None:
    """Lose the machine with the workspace and its keys."""
    for name in ("ws", "home"):
        (world / name).rename(world.parent / f"lost-{name}")


def ready_to_restore(world: Path) -> None:
    with_evidence(world)
    made = run(world, "backup", "--data-to", str(world / "data"), "--keys-to", str(world / "locked"))
    (world.parent / "backups").write_text(f"{made['data']}\n{made['keys']}\n")
    lose_both(world)


def restore(world: Path) -> None:
    data, keys = (world.parent / "backups").read_text().split()
    os.environ["SECONDSTORY_RECOVERY_KEY"] = (world.parent / "recovery").read_text()
    run(world, "restore", data, "--keys", keys)
    said(restored=True, title="The first")
    run(world, "restore", "--settle", "--as-newest", "nothing was written since")
    said(settled=True)
    run(world, "open", "After the restore")
    said(title="After the restore")


def ready_to_erase(world: Path) -> None:
    from secondstory.application.keeping import holding
    from secondstory.wiring.workspace import open_workspace

    begin(world)
    run(world, "open", f"Seats released for {NAME}")
    workspace = open_workspace(str(world / "ws"))
    holding.release(
        workspace.office, workspace.office.door.stream_of("HO-1"), "nothing routine is deleted here"
    )
    workspace.storage.close()
    workspace.keys.close()
    run(world, "erase", "PM-1", "--part", "title", "--basis", "GDPR art. 17", "--reason", "she asked for it")


def erase(world: Path) -> None:
    os.environ["SECONDSTORY_DEMO_CLOCK"] = DAYS[1]
    run(world, "erase", "--confirm", "ER-1", "--yes")
    said(erased=NAME)


def move(world: Path) -> None:
    packed = run(world, "move", "--to", str(world / "stick"), "--yes", "--reason", "a new machine")
    said(packed=packed["file"], title="The first")


def ready_to_arrive(world: Path) -> None:
    with_a_post_mortem(world)
    packed = run(world, "move", "--to", str(world / "stick"), "--yes", "--reason", "a new machine")
    (world.parent / "packed").write_text(str(packed["file"]))
    lose_both(world)


def arrive(world: Path) -> None:
    os.environ["SECONDSTORY_RECOVERY_KEY"] = (world.parent / "recovery").read_text()
    run(world, "move", "--from", (world.parent / "packed").read_text())
    said(restored=True, settled=True, title="The first")


def ready_to_upgrade(world: Path) -> None:
    with_a_post_mortem(world)
    settings = world / "ws" / "workspace.toml"
    text = re.sub(r"vkey = .*\n", "", settings.read_text()).replace("format = 1", "format = 0")
    settings.write_text(text)


def upgrade(world: Path) -> None:
    made = run(world, "upgrade", "--data-to", str(world / "data"), "--keys-to", str(world / "locked"))
    said(upgraded=True, data=made["data"], title="The first")


def tiles(world: Path) -> None:
    for n in range(2):
        run(world, "log", "--tiles", str(world / "public"))
        said(published=str(world / "public" / "checkpoint"))
        run(world, "open", f"Night {n}")
        said(title=f"Night {n}")
    run(world, "log", "--tiles", str(world / "public"))
    said(published=str(world / "public" / "checkpoint"))


def notes(world: Path) -> None:
    from secondstory.adapters.keystore.notes_key import notes_key
    from secondstory.adapters.sqlite.private_notes import NoteFile

    file = NoteFile(world / "ws" / "private-notes.db", notes_key(world / "home" / "keys"))
    for n in range(4):
        file.add("su_1", "pe_ada", f"note {n} " + "and more of it " * 400, at=datetime.now(UTC))
        said(noted=f"note {n}")
    file.delete("su_1", 2)
    said(unnoted="note 1")


def key_store(world: Path) -> None:
    from secondstory.adapters.keystore.store import LocalKeyStore

    store, _ = LocalKeyStore.create(world / "more" / "keys", origin="demo/proof")
    said(key_store=str(store.folder))
    store.make_key("stream:su_1")
    said(key="stream:su_1")
    store.destroy_key("stream:su_1")
    said(destroyed="stream:su_1")
    store.close()


Scene = Callable[[Path], None]
SCENES: dict[str, tuple[Scene, Scene]] = {
    "init": (lambda world: None, init),
    "opens": (with_a_post_mortem, opens),
    "one_by_one": (with_a_post_mortem, one_by_one),
    "stubborn": (with_a_post_mortem, stubborn),
    "at_once": (with_a_post_mortem, at_once),
    "apart": (with_a_post_mortem, apart),
    "evidence": (ready_to_seal, evidence),
    "evidence_while_open": (with_a_post_mortem, evidence_while_open),
    "backup": (with_evidence, backup),
    "restore": (ready_to_restore, restore),
    "erase": (ready_to_erase, erase),
    "move": (with_a_post_mortem, move),
    "arrive": (ready_to_arrive, arrive),
    "upgrade": (ready_to_upgrade, upgrade),
    "tiles": (with_a_post_mortem, tiles),
    "notes": (with_a_post_mortem, notes),
    "key_store": (with_a_post_mortem, key_store),
    **BESIDE,
    "_some": (with_a_post_mortem, _some),
}


def commit_without_sync() -> None:
    """The common tip for SQLite: synchronous=NORMAL."""
    from secondstory.adapters.sqlite import storage

    promise = storage._promise_to_sync

    def lazy(connection: object) -> None:
        promise(connection)  # type: ignore[arg-type]
        connection.execute("PRAGMA synchronous = NORMAL")  # type: ignore[attr-defined]

    storage._promise_to_sync = lazy


def rename_without_sync() -> None:
    """A file that gets its name before its bytes are on the disk."""
    from secondstory.adapters.local_files import durable

    durable.Draft.settle = lambda draft, *, mode: os.fchmod(draft._descriptor, mode)  # type: ignore[method-assign]


def no_sync_of_folders() -> None:
    """A file whose name is never settled."""
    from secondstory.adapters.local_files import durable

    durable.sync_folder = lambda folder: None


def letters_under_a_journal_that_may_come_back() -> None:
    """The usual promise of SQLite, which does not settle that a journal is gone."""
    from secondstory.adapters.smtp import outbox

    connect = outbox._connect

    def lazy(path: Path) -> object:
        connection = connect(path)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    outbox._connect = lazy  # type: ignore[assignment]


def swallow_sync_errors() -> None:
    """A disk that could not write, and nobody told."""
    from secondstory.adapters.local_files import durable

    def deaf(descriptor: int, target: Path) -> None:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)

    durable.sync = deaf


def acknowledge_before_commit() -> None:
    """An act that is told before it is on the disk."""
    from secondstory.application.understanding import opening

    act = opening.open_post_mortem

    def hasty(office: object, wish: object) -> object:
        said(title=wish.title)  # type: ignore[attr-defined]
        return act(office, wish)  # type: ignore[arg-type]

    opening.open_post_mortem = hasty  # type: ignore[assignment]


SEEDS = {
    one.__name__: one
    for one in (
        commit_without_sync,
        rename_without_sync,
        no_sync_of_folders,
        letters_under_a_journal_that_may_come_back,
        swallow_sync_errors,
        acknowledge_before_commit,
    )
}

if __name__ == "__main__":
    scene, phase, where, *seeds = sys.argv[1:]
    for seed in seeds:
        SEEDS[seed]()
    SCENES[scene][phase == "act"](Path(where))
