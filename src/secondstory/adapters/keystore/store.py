"""The key store on this machine: `log.key` and `keys.db` in a folder of its own, outside the data and its backups.

A new store is made whole in a folder beside its place and then renamed into it, so that a crash on the way leaves no
half of one. If the crash came before anybody saw the recovery key, `replace_recovery_key` makes another.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from secondstory.adapters.keystore import log_key
from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.database import KeyDatabase
from secondstory.adapters.keystore.errors import ExposedKeyStore, FolderTaken, KeyStoreFailed
from secondstory.adapters.keystore.recovery import recovery_text
from secondstory.adapters.local_files.durable import sync_folder, told_as_weather, write_durably
from secondstory.kernel.frozen import dataclass
from secondstory.vault.keys import DestroyedKey, LastSigned

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
        self._log_key: bytes | None = None
        self._database = KeyDatabase(folder / _DATABASE)
        if self._database.setting("format") != FORMAT:
            self._database.close()
            raise KeyStoreFailed(
                f"{folder} was made by a newer version of this software. Nothing there was changed. Use that version."
            )

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
            folder.parent.mkdir(parents=True, exist_ok=True)
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
        self._log_key = None
        self._database.close()

    def origin(self) -> str:
        """Return the name of the log whose keys these are."""
        return self._setting("origin").decode()

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key, 32 bytes."""
        return self._setting("log_public")

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`, 64 bytes; raises KeyStoreFailed when `log.key` is not what it was."""
        return log_key.sign(self._private(), message)

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
            )

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

    def _setting(self, name: str) -> bytes:
        value = self._database.setting(name)
        if value is None:
            raise KeyStoreFailed(f"The key store {self.folder} lacks its {name}. Restore it from its backup.")
        return value

    def _private(self) -> bytes:
        if self._log_key is None:
            self._log_key = log_key.read_pem(self.folder / _LOG_KEY, public=self.public_key())
        return self._log_key


def _lay_out(folder: Path, contents: Contents) -> None:
    """Write a whole key store into an empty folder that nobody else can read."""
    write_durably(folder / _LOG_KEY, log_key.as_pem(contents.log_key), mode=_MODE)
    # SQLite gives its journal the mode of the file it belongs to, so the file comes first and empty.
    write_durably(folder / _DATABASE, b"", mode=_MODE)
    database = KeyDatabase(folder / _DATABASE)
    try:
        database.make_tables()
        database.fill(contents.keys, contents.destroyed, contents.last_signed)
        database.set("origin", contents.origin.encode())
        database.set("log_public", contents.log_public)
        database.set("recovery_public", contents.recovery_public)
        database.set("restored_at", contents.restored_at.encode())
        database.set("format", FORMAT)
    finally:
        database.close()
    sync_folder(folder)


def _refuse_exposed(folder: Path) -> None:
    for path, is_folder in ((folder, True), (folder / _LOG_KEY, False), (folder / _DATABASE, False)):
        try:
            mode = path.stat().st_mode
        except OSError as why:
            raise KeyStoreFailed(
                f"There is no key store to open at {folder} ({path.name}: {why.strerror}). Without it, sealed parts stay "
                "closed and nothing can be signed. Name the right folder, or restore the key backup."
            ) from why
        if stat.S_IMODE(mode) & 0o077:
            raise ExposedKeyStore(path, is_folder=is_folder)


def _x25519_public(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
