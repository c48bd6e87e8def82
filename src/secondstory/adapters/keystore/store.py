"""The key store on this machine: `log.key` and `keys.db` in a folder of its own, outside the data and its backups.

A new store is made whole in a folder beside its place and then renamed into it, so that a crash on the way leaves no
half of one. If the crash came before anybody saw the recovery key, `replace_recovery_key` makes another.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from secondstory.adapters.keystore import log_key
from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.database import KeyDatabase
from secondstory.adapters.keystore.errors import ExposedKeyStore, FolderTaken, KeyStoreFailed
from secondstory.adapters.keystore.recovery import recovery_text
from secondstory.adapters.keystore.seal import fits_its_note, sealed
from secondstory.adapters.keystore.signing_keys import FILES, NEXT, OLD, SigningKeys
from secondstory.adapters.local_files.durable import (
    make_place_durably,
    sync_folder,
    told_as_weather,
    write_durably,
)
from secondstory.kernel.frozen import dataclass, replace
from secondstory.vault.keys import DestroyedKey, LastSigned, OlderKey

Entropy = Callable[[int], bytes]
FORMAT = b"1"
KEY_BYTES = 32
_LOG_KEY = "log.key"
_DATABASE = "keys.db"
_MODE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What is known about backups of a key store: when the last was noted, and how many keys are newer."""

    at: datetime | None
    keys_since: int


class LocalKeyStore:
    """An open key store. Implements `vault.keys.Signer` and `vault.keys.Keys`."""

    def __init__(self, folder: Path, *, entropy: Entropy = os.urandom) -> None:
        """Open the store in `folder`; see `open`."""
        _refuse_exposed(folder)
        self.folder = folder
        self.entropy = entropy
        self._database = KeyDatabase(folder / _DATABASE)
        self._signing = SigningKeys(folder, self._database)
        self._database.sealer = lambda rows: sealed(self._private(), rows)
        if self._database.setting("format") != FORMAT:
            self._database.close()
            raise KeyStoreFailed(
                f"{folder} was made by a newer version of this software. Nothing there was changed. Use that version."
            )
        self._signing.tidy()

    @classmethod
    def create(cls, folder: Path, *, origin: str, entropy: Entropy = os.urandom) -> tuple[Self, str]:
        """Return a new store and the recovery key to print: it is shown this once and kept nowhere.

        folder: not there yet, or empty. origin: the name of the log. entropy: gives that many random bytes.
        Raises FolderTaken, NotWritten, KeyStoreFailed.
        """
        private, recovery_private = entropy(KEY_BYTES), entropy(KEY_BYTES)
        contents = Contents(
            origin=origin,
            log_key=private,
            log_public=log_key.public_half(private),
            recovery_public=_x25519_public(recovery_private),
            keys={},
        )
        return cls.build(folder, contents, entropy=entropy), recovery_text(recovery_private)

    @classmethod
    def open(cls, folder: Path, *, entropy: Entropy = os.urandom) -> Self:
        """Return the store in `folder`; raises ExposedKeyStore or KeyStoreFailed."""
        return cls(folder, entropy=entropy)

    @classmethod
    def build(cls, folder: Path, contents: Contents, *, entropy: Entropy = os.urandom) -> Self:
        """Return a new store in `folder` that holds `contents`; raises as `create` does."""
        with told_as_weather(folder):
            if folder.exists() and any(folder.iterdir()):
                raise FolderTaken(folder)
            make_place_durably(folder.parent)
            making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
            try:
                _lay_out(making, contents)
                making.rename(folder)
            finally:
                shutil.rmtree(making, ignore_errors=True)
        sync_folder(folder.parent)
        return cls(folder, entropy=entropy)

    def close(self) -> None:
        """Close the files and forget the log key."""
        self._signing.forget()
        self._database.close()

    def origin(self) -> str:
        """Return the name of the log whose keys these are."""
        return self._setting("origin").decode()

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key, 32 bytes."""
        return self._signing.public()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`, 64 bytes; raises KeyStoreFailed when `log.key` is not what it was."""
        return log_key.sign(self._private(), message)

    def signatures(self, message: bytes) -> Sequence[tuple[bytes, bytes]]:
        """Return (public key, signature of `message`) of every key that signs now, the newest first."""
        return self._signing.signatures(message)

    def next_public(self) -> bytes | None:
        """Return the raw public key that was prepared to sign next, None when there is none."""
        return self._signing.next()

    def older(self) -> OlderKey | None:
        """Return the key that signs beside the newest one, None when none does."""
        return self._signing.older()

    def prepare_next(self, *, until: datetime) -> bytes:
        """Return the raw public half of the next log key, made and durable when there was none. It signs nothing yet.

        until: how long the present key shall sign beside it, once it signs.
        """
        return self._signing.prepare(self.entropy(KEY_BYTES), until=until)

    def activate_next(self, *, until: datetime) -> None:
        """Let the next key sign, and the present one beside it. Call it once the record names the key.

        until: when the present one stops, where `prepare_next` was never told: after a restore.
        """
        self._signing.activate(until=until)

    def retire_older(self) -> bool:
        """Destroy the older key for ever; return whether there was one. Call it once the record says so."""
        return self._signing.retire()

    def is_changing(self) -> bool:
        """Return whether a change of keys is on its way, so that somebody has to look whether a step is due."""
        return self.next_public() is not None or self.older() is not None

    def begin_closing(self) -> None:
        """Say that this log is to end: from here on, workspaces that open it record nothing but that."""
        self._database.set("closing", b"yes")

    def end_closing(self) -> None:
        """Take `begin_closing` back, before anything was recorded."""
        with self._database.changing():
            self._database.drop("closing")

    def is_closing(self) -> bool:
        """Return whether this log is to end, or has ended."""
        return bool(self._database.setting("closing")) or self.is_closed()

    def successor_contents(self, origin: str) -> Contents:
        """Return what the key store of a successor holds: a fresh log key, nothing signed, every other key as here."""
        private = self.entropy(KEY_BYTES)
        fresh = replace(
            self.contents(), log_key=private, log_public=log_key.public_half(private), last_signed=None
        )
        return replace(fresh, origin=origin, next_key=None, old_key=None, old_until="", restored_at="")

    def destroy_all(self) -> None:
        """Destroy every key here, the log's own included, and remove the folder: another key store took over."""
        for name in self.names():
            self.destroy_key(name)
        self._signing.destroy()
        self.close()
        shutil.rmtree(self.folder)

    def close_log(self) -> LastSigned | None:
        """Let nothing be signed with this store any more, and return the last checkpoint."""
        return self._database.close_log()

    def is_closed(self) -> bool:
        """Return whether nothing is signed here any more, since a successor takes up."""
        return bool(self._database.setting("closed"))

    def last_signed(self) -> LastSigned | None:
        """Return the newest checkpoint, or None before the first."""
        return self._database.last_signed()

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        """Replace `expected` by `new`, durably; raises MustReload as `vault.keys.Signer` says."""
        self._database.swap_last_signed(expected, new)

    def key(self, name: str) -> bytes | None:
        """Return the key of this name, or None."""
        return self._database.key(name)

    def make_key(self, name: str) -> bytes:
        """Return the key of this name, made when there was none. Raises KeyDestroyed."""
        return self._database.key(name) or self._database.add_key(name, self.entropy(KEY_BYTES))

    def destroy_key(self, name: str, *, at: datetime | None = None) -> bool:
        """Destroy the key for ever and remember its name; return whether there was one.

        Raises KeyStoreFailed when a copy could still be in the journal: do it again then.
        """
        return self._database.destroy_key(name, at or datetime.now(UTC))

    def names(self) -> Sequence[str]:
        """Return the names of all living keys, in order."""
        return self._database.names()

    def destroyed(self) -> Sequence[DestroyedKey]:
        """Return what was destroyed, by name."""
        return self._database.destroyed()

    def destroy_again(self, names: Iterable[str]) -> list[str]:
        """Destroy what the record says was erased, and return the names whose keys were still here.

        After a restore: an older key backup may hold keys that were destroyed since it was made.
        """
        return [name for name in names if self.destroy_key(name)]

    def recovery_public(self) -> bytes:
        """Return the raw X25519 public key that backups are locked to."""
        return self._setting("recovery_public")

    def replace_recovery_key(self) -> str:
        """Return a new recovery key to print. Backups made from now on open with it alone, earlier ones with theirs."""
        private = self.entropy(KEY_BYTES)
        self._database.set("recovery_public", _x25519_public(private))
        return recovery_text(private)

    def contents(self) -> Contents:
        """Return everything in this store as of one moment, private keys included."""
        with self._database.snapshot():
            return Contents(
                origin=self.origin(),
                log_key=self._private(),
                log_public=self.public_key(),
                recovery_public=self.recovery_public(),
                keys=self._database.keys(),
                last_signed=self.last_signed(),
                destroyed=tuple(self._database.destroyed()),
                **self._others(),
            )

    def _others(self) -> Mapping[str, Any]:
        """Return what `Contents` says of the log keys beside the one that signs."""
        older, upcoming = self.older(), self.next_public()
        return {
            "next_key": self._signing.private(upcoming) if upcoming else None,
            "old_key": self._signing.private(older.public) if older else None,
            "old_until": older.until.isoformat() if older else "",
        }

    def newest_key(self) -> int:
        """Return the number of the newest key ever made here: what `note_backup` takes."""
        return self._database.newest_key()

    def note_backup(self, *, at: datetime, newest_key: int) -> None:
        """Remember that a backup stands somewhere safe. newest_key: as read before that backup was made."""
        self._database.set("backup", f"{newest_key} {at.astimezone(UTC).isoformat()}".encode())

    def backup_state(self) -> BackupState:
        """Return when a backup was last noted and how many living keys are newer than it."""
        noted = self._database.setting("backup")
        if noted is None:
            return BackupState(at=None, keys_since=self._database.keys_above(0))
        newest, _, at = noted.decode().partition(" ")
        return BackupState(at=datetime.fromisoformat(at), keys_since=self._database.keys_above(int(newest)))

    def restored_at(self) -> datetime | None:
        """Return when this store came out of a backup and nobody has settled it since; else None.

        Its `last_signed` may be older than the last checkpoint that was ever shown: signing on could fork the log.
        """
        told = self._setting("restored_at").decode()
        return datetime.fromisoformat(told) if told else None

    def settle_restore(self) -> None:
        """Forget that this store was restored: somebody compared the log with a checkpoint kept elsewhere."""
        self._database.set("restored_at", b"")

    def examine(self) -> list[str]:
        """Return what is wrong with this store, in words; nothing when it is as this software left it."""
        private = self._private()
        found = []
        if (self.folder / _LOG_KEY).read_bytes() != log_key.as_pem(private):
            found.append(f"{_LOG_KEY} holds more than its key. Put the right file back from the key backup.")
        seal = self._database.setting("seal")
        is_other = seal is not None and seal != sealed(private, self._database.sealed_rows())
        if is_other or self._database.strange_settings() or not self._database.is_sound():
            found.append(
                "Its settings, its keys or the names of destroyed ones are not what was written here last. Keep it as it is,"
                " and bring it back from its backup: secondstory restore"
            )
        signed = self.last_signed()
        if signed is not None and not fits_its_note(signed):
            found.append("What it remembers of the last checkpoint is not what the signed checkpoint says.")
        return found

    def _setting(self, name: str) -> bytes:
        value = self._database.setting(name)
        if value is None:
            raise KeyStoreFailed(f"The key store {self.folder} lacks its {name}. Restore it from its backup.")
        return value

    def _private(self) -> bytes:
        return self._signing.private()


def _lay_out(folder: Path, contents: Contents) -> None:
    """Write a whole key store into an empty folder that nobody else can read."""
    write_durably(folder / _LOG_KEY, log_key.as_pem(contents.log_key), mode=_MODE)
    # SQLite gives its journal the mode of the file it belongs to, so the file comes first and empty.
    write_durably(folder / _DATABASE, b"", mode=_MODE)
    for name, private in ((NEXT, contents.next_key), (OLD, contents.old_key)):
        if private is not None:
            write_durably(folder / name, log_key.as_pem(private), mode=_MODE)
    database = KeyDatabase(folder / _DATABASE)
    try:
        database.make_tables()
        database.fill(contents.keys, contents.destroyed, contents.last_signed)
        database.set("origin", contents.origin.encode())
        database.set("log_public", contents.log_public)
        database.set("recovery_public", contents.recovery_public)
        database.set("restored_at", contents.restored_at.encode())
        if contents.next_key is not None:
            database.set("next_public", log_key.public_half(contents.next_key))
        if contents.old_key is not None:
            database.set("old_public", log_key.public_half(contents.old_key))
            database.set("old_until", contents.old_until.encode())
        database.sealer = lambda rows: sealed(contents.log_key, rows)
        database.set("format", FORMAT)
    finally:
        database.close()
    sync_folder(folder)


def _refuse_exposed(folder: Path) -> None:
    files = ((folder / _DATABASE, False), *((folder / name, False) for name in FILES))
    for path, is_folder in ((folder, True), *files):
        try:
            mode = path.stat().st_mode
        except OSError as why:
            if path.name in (NEXT, OLD):
                continue
            raise KeyStoreFailed(
                f"There is no key store to open at {folder} ({path.name}: {why.strerror}). Without it, sealed parts stay "
                "closed and nothing can be signed. Name the right folder, or restore the key backup."
            ) from why
        if stat.S_IMODE(mode) & 0o077:
            raise ExposedKeyStore(path, is_folder=is_folder)


def _x25519_public(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
