"""What a witness remembers: its name and key, the newest checkpoint of each log it cosigned, and forks as evidence.

The order of durable boundaries for one checkpoint, and what a crash leaves at each:

1. The transaction that holds the memory is opened; a second process waits. A crash leaves nothing.
2. The checkpoint is judged against what is held. A crash leaves nothing.
3. The cosignature is made, and goes into the memory with the checkpoint; commit, synced. A crash before it leaves
   nothing; a crash after it leaves a checkpoint that was cosigned and never handed over: asked again from that size,
   the witness signs the same checkpoint again.
4. The answer goes out.

A memory that is gone is never begun anew under the same key: the witness would sign what it refused yesterday.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from secondstory.adapters.local_files.durable import (
    make_folder_durably,
    make_place_durably,
    sync_folder,
    write_durably,
)
from secondstory.adapters.remote.witness.key import make_key, read_key
from secondstory.adapters.remote.witness.troubles import WitnessFailed
from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import parse_body
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note, parse_note, render, verified_signatures
from secondstory.record.vkey import ED25519_COSIGNATURE, Verifier, parse_vkey, vkey
from secondstory.record.witnessing import (
    OK,
    Decision,
    Held,
    Submission,
    cosign,
    render_answer,
    screen,
    settle,
)

WAIT_S = 10
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS held (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, time INTEGER NOT NULL
) STRICT;
"""
_GONE = (
    "{path} cannot be read ({why}). This witness signs nothing without its memory, for it would confirm what it refused"
    " before. Bring that file back exactly as it was last; if it is lost, retire this key and begin in another folder."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The newest checkpoint of a log: its note with the witness's line, and when it was cosigned (seconds since 1970)."""

    origin: str
    size: int
    note: bytes
    time: int


class Memory:
    """The state of one witness in one folder. Several threads and processes may use it at once."""

    def __init__(self, folder: Path, *, name: str, key: Ed25519PrivateKey) -> None:
        """Use the folder of a witness that was opened (`open_memory`)."""
        self.folder = folder
        self.name = name
        self._key = key
        self._public = key.public_key().public_bytes_raw()
        self._failed: str | None = None

    @property
    def vkey(self) -> str:
        """The verifier key to hand out."""
        return vkey(self.name, self._public, kind=ED25519_COSIGNATURE)

    @property
    def verifier(self) -> Verifier:
        """The same, taken apart."""
        return parse_vkey(self.vkey)

    def judge(self, body: bytes, logs: Sequence[Verifier], now: Callable[[], float]) -> Decision:
        """Return the answer to a request; with status 200 it is kept, and would survive a power cut.

        now: the time in seconds since 1970. Raises WitnessFailed when nothing can be signed, for whatever reason.
        """
        submission = screen(body, logs)
        if isinstance(submission, Decision):
            return submission
        with self._keeping() as connection:
            decision = self._settled(connection, submission, now)
        if decision.is_fork or decision.is_unproven:
            self._keep_evidence(submission, decision)
        return decision

    def held(self) -> list[Remembered]:
        """Return what is held, by origin. Raises WitnessFailed when the memory cannot be read."""
        try:
            with closing(_connect(self.folder / "witness.db")) as connection:
                rows = connection.execute(
                    "SELECT origin, size, note, time FROM held ORDER BY origin"
                ).fetchall()
        except sqlite3.Error as why:
            raise self._gone(why) from why
        return [
            Remembered(origin=str(origin), size=int(size), note=bytes(note), time=int(time))
            for origin, size, note, time in rows
        ]

    def _settled(
        self,
        connection: sqlite3.Connection,
        submission: Submission,
        now: Callable[[], float],
    ) -> Decision:
        origin = submission.checkpoint.origin
        found = connection.execute(
            "SELECT size, root, note, time FROM held WHERE origin = ?", (origin,)
        ).fetchone()
        last = 0
        held = None
        if found is not None:
            held, last = self._trusted(origin, found), int(found[3])
        decision = settle(submission, held)
        if decision.status != OK:
            return decision
        time = int(now())
        if time < last:
            raise WitnessFailed(
                f"The clock of this machine stands {last - time} s before the last cosignature. A cosignature says when,"
                " so none is made until the clock is right."
            )
        line = cosign(submission.text, name=self.name, public=self._public, time=time, sign=self._key.sign)
        note = render(Note(text=submission.text, signatures=(*submission.log_lines, line)))
        new = submission.checkpoint
        connection.execute(
            "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?)", (origin, new.size, new.root, note, time)
        )
        return Decision(status=OK, body=render_answer([line]))

    def _trusted(self, origin: str, found: tuple[int, bytes, bytes, int]) -> Held:
        """Return what is held, once the note beside it says the same under this witness's own signature."""
        size, root, stored, _ = found
        try:
            note = parse_note(bytes(stored))
            verified_signatures(note, [self.verifier])
            checkpoint = parse_body(note.text)
        except (BadProof, BadSignature) as bad:
            raise self._gone(bad) from bad
        if (checkpoint.origin, checkpoint.size, checkpoint.root) != (origin, size, bytes(root)):
            raise self._gone("it holds another checkpoint than it says")
        return Held(size=size, root=bytes(root))

    @contextmanager
    def _keeping(self) -> Iterator[sqlite3.Connection]:
        """Open the transaction that holds the memory, and return once what was changed in it is on the disk."""
        if self._failed is not None:
            raise WitnessFailed(self._failed)
        try:
            with closing(_connect(self.folder / "witness.db")) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")  # not reached when the block raised: closing rolls back
        except sqlite3.Error as why:
            raise self._understood(why) from why

    def _understood(self, why: sqlite3.Error) -> WitnessFailed:
        code = getattr(why, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            return WitnessFailed("Another process is using this witness's memory. Ask again.")
        if code == sqlite3.SQLITE_FULL:
            return WitnessFailed("The disk of this witness is full. Nothing was signed.")
        if code == sqlite3.SQLITE_IOERR:
            # A failed fsync is never tried again: what the kernel dropped would look written the second time.
            self._failed = (
                f"The disk of this witness reported an error ({why}). It signs nothing until it is restarted."
            )
            return WitnessFailed(self._failed)
        return self._gone(why)

    def _gone(self, why: object) -> WitnessFailed:
        return WitnessFailed(_GONE.format(path=self.folder / "witness.db", why=why))

    def _keep_evidence(self, submission: Submission, decision: Decision) -> None:
        """Keep both signed checkpoints. The name follows from what they say, so that asking often fills no disk."""
        new = submission.checkpoint
        held = next((one for one in self.held() if one.origin == new.origin), None)
        digest = hashlib.sha256(submission.text.encode()).hexdigest()[:16]
        place = self.folder / "evidence" / f"{'fork' if decision.is_fork else 'unproven'}-{new.size}-{digest}"
        try:
            if (place / "submitted.txt").exists():
                return
            make_folder_durably(place, below=self.folder)
            if held is not None:
                write_durably(place / "held.txt", held.note)
            submitted = Note(text=submission.text, signatures=submission.log_lines)
            write_durably(place / "submitted.txt", render(submitted))
            sync_folder(place)
        except OSError as why:
            raise WitnessFailed(f"The evidence could not be kept ({why}). Nothing was signed.") from why


def open_memory(folder: Path, *, name: str | None) -> Memory:
    """Return the witness in `folder`, made there on the first run.

    name: its name, for the first run; later it has to be the same, or left out. Raises WitnessFailed otherwise, and for
    a key without its memory.
    """
    key, memory = folder / "witness.key", folder / "witness.db"
    try:
        if not key.exists():
            return _make(folder, name)
        if not memory.exists():
            raise WitnessFailed(_GONE.format(path=memory, why="it is not there"))
        with closing(_connect(memory)) as connection:
            about = dict(connection.execute("SELECT name, value FROM about").fetchall())
    except (sqlite3.Error, OSError) as why:
        raise WitnessFailed(_GONE.format(path=memory, why=why)) from why
    opened = Memory(folder, name=str(about.get("name")), key=read_key(key))
    if about.get("vkey") != opened.vkey:
        raise WitnessFailed(f"{key} is not the key that this witness began with. Put the right file back.")
    if name is not None and name != opened.name:
        raise WitnessFailed(
            f"This witness is called {opened.name}, and others know it as that. Leave --name out."
        )
    return opened


def _make(folder: Path, name: str | None) -> Memory:
    """Make a witness: its memory first and its key last, so that a key always had a memory beside it."""
    memory = folder / "witness.db"
    if memory.exists() and _has_signed(memory):
        raise WitnessFailed(f"{memory} is there without its key. Put witness.key back beside it.")
    make_place_durably(folder, mode=0o700)
    folder.chmod(0o700)
    chosen = name or f"witness.local/{os.urandom(4).hex()}"
    # Not the name of the file that counts: what an earlier half of a first run left is made again.
    draft = folder / ".witness.key"
    make_key(draft)
    made = Memory(folder, name=chosen, key=read_key(draft))
    with closing(_connect(memory)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute(
            "INSERT OR REPLACE INTO about VALUES ('name', ?), ('vkey', ?)", (chosen, made.vkey)
        )
    # Durable boundary: a memory that knows a key whose file is not there by its name. The next run makes both again.
    draft.rename(folder / "witness.key")
    sync_folder(folder)
    return made


def _has_signed(memory: Path) -> bool:
    with closing(_connect(memory)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'held'").fetchone()
        return bool(tables) and bool(connection.execute("SELECT 1 FROM held LIMIT 1").fetchone())


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT_S)
    try:
        _promise_to_sync(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _promise_to_sync(connection: sqlite3.Connection) -> None:
    """Let every commit of `connection` reach the disk. Raises sqlite3.OperationalError when SQLite would not."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    if level != 2:
        raise sqlite3.OperationalError("it would not promise to sync each commit")
