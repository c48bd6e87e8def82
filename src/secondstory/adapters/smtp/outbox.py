"""The outbox: every letter is written here durably before anything else, and leaves from here.

A file of its own beside the record, readable by its owner alone: letters are no part of what happened. Words go when
the server took them (secure_delete overwrites them), or when they were too old to be news; that a letter was written
stays known by the digest of its key, so that nothing is told twice.
"""

import hashlib
import json
import os
import sqlite3
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from secondstory.adapters.smtp.message import Words
from secondstory.application.ports.chance import Clock
from secondstory.application.ports.post import Addressee, Attachment, Letter
from secondstory.application.ports.weather import NotKept
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused

WAIT_S = 30
LEASE = timedelta(minutes=5)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
GIVE_UP_AFTER = timedelta(days=5)
FORGET_AFTER = timedelta(days=30)
FORGET_UNSENT_AFTER = timedelta(days=90)
TOO_OLD = "It waited for more than five days and would be old news. Nothing was sent; send it again if it still matters."
HIDDEN = "(between two people)"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, personal INTEGER NOT NULL, purpose TEXT NOT NULL,
    address TEXT NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT,
    attachments TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL,
    written_at TEXT NOT NULL, next_at TEXT NOT NULL, done_at TEXT
);
CREATE INDEX IF NOT EXISTS letter_waiting ON letter (state, next_at);
CREATE TABLE IF NOT EXISTS taken (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""

Dress = Callable[[Letter], Sequence[Attachment]]
Foot = Callable[[], str]
"""Returns what stands below every letter that is taken now; empty for nothing."""


class NotTaken(NotKept):
    """The disk said no to a letter: it is nowhere, and whoever wrote it has to know."""


class State(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLetter:
    """One letter as the outbox shows it. reason: why it still waits, or why it could not go. done_at: None while waiting."""

    id: int
    to: Addressee
    subject: str
    text: str
    purpose: str
    state: State
    reason: str
    attempts: int
    written_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A letter that somebody took on to deliver now. attempt: the how manyth, from 1."""

    id: int
    words: Words
    attempt: int
    written_at: datetime


class Outbox:
    """Letters in one file. Implements the port `Post`; several processes may use the file at once."""

    def __init__(self, path: Path, clock: Clock, *, dress: Dress, foot: Foot = str) -> None:
        """Open the file, making it with mode 0600. dress: returns what goes with a letter, such as an invitation."""
        self._path = path
        self._clock = clock
        self._dress = dress
        self._foot = foot
        self._local = threading.local()
        self.arrived = threading.Event()
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
        with self._writing() as database:
            for statement in filter(None, map(str.strip, _SCHEMA.split(";"))):
                database.execute(statement)

    def send(self, letter: Letter) -> bool:
        """Take a letter; return False when one with its key was taken before. Raises NotTaken on a bad disk."""
        try:
            return self._send(letter)
        except sqlite3.OperationalError as why:
            raise NotTaken(f"The outbox could not be written ({why}). The letter is not in it.") from why

    def _send(self, letter: Letter) -> bool:
        files = [*letter.attachments, *self._dress(letter)]
        text = letter.text + self._foot()
        now = _text(self._now())
        with self._writing() as database:
            # Where no mail server is set up nobody takes letters; they are read here, and not kept for ever either.
            too_old = _text(self._now() - FORGET_UNSENT_AFTER)
            database.execute("DELETE FROM letter WHERE written_at < ?", (too_old,))
            key = _digest(letter.key)
            if not database.execute("INSERT OR IGNORE INTO taken VALUES (?)", (key,)).rowcount:
                return False
            database.execute(
                "INSERT INTO letter (key, personal, purpose, address, name, subject, text, html, attachments, state,"
                " reason, attempts, written_at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', 0, ?, ?)",
                (
                    key,
                    letter.is_personal,
                    letter.purpose,
                    letter.to.address,
                    letter.to.name,
                    letter.subject,
                    text,
                    letter.html,
                    _packed(files),
                    now,
                    now,
                ),
            )
        self.arrived.set()
        return True

    def recent(self, limit: int) -> list[OutboxLetter]:
        """Return the newest letters, newest first, for somebody who looks after the site.

        Of a personal letter they see that it exists and whether it went, nothing of what is in it or to whom it goes.
        """
        rows = self._read("SELECT * FROM letter ORDER BY id DESC LIMIT ?", (limit,))
        return [_hidden(row) if row["personal"] else _shown(row) for row in rows]

    def addressed_to(self, address: str, limit: int) -> list[OutboxLetter]:
        """Return the newest letters to one address, newest first and in full, for the person it belongs to."""
        query = "SELECT * FROM letter WHERE address = ? COLLATE NOCASE ORDER BY id DESC LIMIT ?"
        return [_shown(row) for row in self._read(query, (address, limit))]

    def counts(self) -> dict[State, int]:
        """Return how many letters there are in each state."""
        found = {
            row["state"]: row["n"]
            for row in self._read("SELECT state, count(*) n FROM letter GROUP BY state")
        }
        return {state: int(found.get(state.value, 0)) for state in State}

    def try_again(self, letter: int) -> None:
        """Let a letter wait for delivery afresh. Raises Refused when it is not here any more, or was sent."""
        now = _text(self._now())
        with self._writing() as database:
            changed = database.execute(
                "UPDATE letter SET state = 'waiting', reason = '', attempts = 0, written_at = ?, next_at = ?,"
                " done_at = NULL WHERE id = ? AND state <> 'sent'",
                (now, now, letter),
            ).rowcount
        if not changed:
            raise Refused("This letter went out already, or is no longer kept here. Look at the list again.")
        self.arrived.set()

    def take(self) -> Parcel | None:
        """Take the letter that has waited longest and is due; None when none is.

        Nobody else takes it for five minutes. A crash after the server took it sends it once more, with the same
        Message-ID; a crash before leaves it waiting.
        """
        now = self._now()
        with self._writing() as database:
            self._end_old(database, now)
            row = database.execute(
                "SELECT * FROM letter WHERE state = 'waiting' AND next_at <= ? ORDER BY id LIMIT 1",
                (_text(now),),
            ).fetchone()
            if row is None:
                return None
            database.execute(
                "UPDATE letter SET attempts = attempts + 1, next_at = ? WHERE id = ?",
                (_text(now + LEASE), row["id"]),
            )
        return Parcel(
            id=row["id"], words=_words(row), attempt=row["attempts"] + 1, written_at=_time(row["written_at"])
        )

    def sent(self, parcel: Parcel) -> None:
        """Note that the server took it; its words are kept no longer."""
        self._end(parcel, State.SENT, "", keep_words=False)

    def undeliverable(self, parcel: Parcel, reason: str) -> None:
        """Note that it cannot be delivered, and why."""
        self._end(parcel, State.UNDELIVERABLE, reason, keep_words=True)

    def later(self, parcel: Parcel, reason: str) -> None:
        """Note that it could not be delivered now; it is tried again after a while that grows."""
        wait = BACKOFF[min(parcel.attempt, len(BACKOFF)) - 1]
        with self._writing() as database:
            database.execute(
                "UPDATE letter SET next_at = ?, reason = ? WHERE id = ? AND state = 'waiting'",
                (_text(self._now() + wait), reason, parcel.id),
            )

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            del self._local.connection

    def _end_old(self, database: sqlite3.Connection, now: datetime) -> None:
        database.execute(
            "UPDATE letter SET state = 'undeliverable', reason = ?, done_at = ?"
            " WHERE state = 'waiting' AND written_at < ?",
            (TOO_OLD, _text(now), _text(now - GIVE_UP_AFTER)),
        )
        database.execute("DELETE FROM letter WHERE done_at < ?", (_text(now - FORGET_AFTER),))

    def _end(self, parcel: Parcel, state: State, reason: str, *, keep_words: bool) -> None:
        with self._writing() as database:
            database.execute(
                "UPDATE letter SET state = ?, reason = ?, done_at = ? WHERE id = ?",
                (state.value, reason, _text(self._now()), parcel.id),
            )
            if not keep_words:
                blank = "UPDATE letter SET text = '', html = NULL, attachments = '[]' WHERE id = ?"
                database.execute(blank, (parcel.id,))

    def _now(self) -> datetime:
        return self._clock.now()

    def _read(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with closing(self._connection().execute(query, values)) as cursor:
            return cursor.fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with (
            self._connection() as connection
        ):  # commits at the end, or rolls back and lets what was wrong go on
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = _connect(self._path)
        return found


class _Closing(sqlite3.Connection):
    """A connection that closes with the thread it was made for."""

    def __del__(self) -> None:
        # One that never opened is nothing to close, and says so.
        with suppress(sqlite3.ProgrammingError):
            self.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=WAIT_S, check_same_thread=False, factory=_Closing
    )
    connection.row_factory = sqlite3.Row
    # A rollback journal that is deleted with each commit: no write-ahead log in which words would linger. EXTRA settles
    # its going too; after FULL alone a power cut could bring it back, and undo what was told.
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA secure_delete = ON").fetchone()
    return connection


def _shown(row: sqlite3.Row) -> OutboxLetter:
    return OutboxLetter(
        id=row["id"],
        to=Addressee(address=row["address"], name=row["name"]),
        subject=row["subject"],
        text=row["text"],
        purpose=row["purpose"],
        state=State(row["state"]),
        reason=row["reason"],
        attempts=row["attempts"],
        written_at=_time(row["written_at"]),
        done_at=_time(row["done_at"]) if row["done_at"] else None,
    )


def _hidden(row: sqlite3.Row) -> OutboxLetter:
    shown = _shown(row)
    # A mail server's reason may repeat the address; that it went wrong has to do.
    return OutboxLetter(
        id=shown.id,
        to=Addressee(address=HIDDEN),
        subject=HIDDEN,
        text="",
        purpose="personal",
        state=shown.state,
        reason="It could not be delivered so far." if shown.reason else "",
        attempts=shown.attempts,
        written_at=shown.written_at,
        done_at=shown.done_at,
    )


def _words(row: sqlite3.Row) -> Words:
    return Words(
        key=row["key"],
        to=Addressee(address=row["address"], name=row["name"]),
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        attachments=tuple(
            Attachment(name=name, media_type=media_type, content=b64decode(content))
            for name, media_type, content in json.loads(row["attachments"])
        ),
    )


def _packed(files: Sequence[Attachment]) -> str:
    return json.dumps([[one.name, one.media_type, b64encode(one.content).decode("ascii")] for one in files])


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
