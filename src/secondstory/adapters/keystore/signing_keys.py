"""The keys that sign the log: the one that signs now, the next one, and the older one while both sign.

`keys.db` says which public key has which part; the private halves lie in `log.key` (now), `log-next.key` and
`log-old.key`. The steps of a rotation, and what a crash after each leaves behind:

1. `prepare`: the next private key is durable, then its public half. A crash between leaves a file nobody knows of,
   which the next opening destroys. From here on a key backup holds both.
2. The record names the next key, under a checkpoint of the one that signs now. (Not here: `wiring.safekeeping.signing_keys.rotating`.)
3. `activate`: one transaction makes the next key the one that signs, and the other the older one. The files take their
   names afterwards; until then a key is found by what it is, not by what its file is called, and the next opening
   finishes the renaming.
4. The record says that the older key signs nothing more. `retire`: its public half goes, then its private one.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from secondstory.adapters.keystore import log_key
from secondstory.adapters.keystore.database import KeyDatabase
from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.local_files.durable import sync_folder, write_durably
from secondstory.vault.keys import OlderKey

NOW, NEXT, OLD = "log.key", "log-next.key", "log-old.key"
FILES = (NOW, NEXT, OLD)
_MODE = 0o600


class SigningKeys:
    """The log's keys in the folder of an open key store."""

    def __init__(self, folder: Path, database: KeyDatabase) -> None:
        """Read them from `folder` when they are asked for."""
        self._folder = folder
        self._database = database
        self._known: dict[bytes, bytes] = {}
        self._signers: dict[bytes, Callable[[bytes], bytes]] = {}

    def forget(self) -> None:
        """Forget the private keys that were read."""
        self._known.clear()
        self._signers.clear()

    def public(self) -> bytes:
        """Return the raw public key that signs now, 32 bytes."""
        return self._standing(self._database.settings("log_public"))

    def _standing(self, settings: Mapping[str, bytes]) -> bytes:
        found = settings.get("log_public")
        if found is None:
            raise KeyStoreFailed(
                f"The key store {self._folder} lacks its log_public. Restore it from its backup."
            )
        return found

    def next(self) -> bytes | None:
        """Return the raw public key that is to sign next, None when there is none."""
        return self._database.setting("next_public") or None

    def older(self) -> OlderKey | None:
        """Return the key that signs beside the newest one, None when none does."""
        return _older(self._database.settings("old_public", "old_until"))

    def private(self, public: bytes | None = None) -> bytes:
        """Return the private half of `public` (of the key that signs now when left out). Raises KeyStoreFailed."""
        wanted = public or self.public()
        if wanted not in self._known:
            self._known[wanted] = self._found(wanted)
        return self._known[wanted]

    def signatures(self, message: bytes) -> list[tuple[bytes, bytes]]:
        """Return (public key, signature of `message`) of every key that signs now, the newest first."""
        settings = self._database.settings("log_public", "old_public", "old_until")
        older = _older(settings)
        publics = [self._standing(settings), *([older.public] if older is not None else [])]
        return [(public, self._signer(public)(message)) for public in publics]

    def _signer(self, public: bytes) -> Callable[[bytes], bytes]:
        if public not in self._signers:
            self._signers[public] = log_key.signer(self.private(public))
        return self._signers[public]

    def prepare(self, fresh: bytes, *, until: datetime) -> bytes:
        """Return the public half of the next key, which is `fresh` when none was prepared before.

        until: how long the key that signs now shall sign beside it.
        """
        with self._database.changing():
            self._database.put("next_until", until.astimezone(UTC).isoformat().encode())
            standing = self.next()
            if standing is not None:
                return standing
            write_durably(self._folder / NEXT, log_key.as_pem(fresh), mode=_MODE)
            public = log_key.public_half(fresh)
            self._database.put("next_public", public)
        return public

    def activate(self, *, until: datetime) -> None:
        """Let the next key sign from here on, and the present one beside it; nothing without a next one.

        until: when the present one shall stop, where `prepare` was not told.
        """
        with self._database.changing():
            upcoming = self.next()
            if upcoming is None:
                return
            self.private(upcoming)
            self._database.put("old_public", self.public())
            told = self._database.setting("next_until")
            self._database.put("old_until", told or until.astimezone(UTC).isoformat().encode())
            self._database.put("log_public", upcoming)
            self._database.drop("next_until")
            self._database.drop("next_public")
        self.tidy()

    def retire(self) -> bool:
        """Destroy the older key for ever; return whether there was one."""
        with self._database.changing():
            older = self.older()
            self._database.drop("old_public")
            self._database.drop("old_until")
        if older is not None:
            self._known.pop(older.public, None)
            self._signers.pop(older.public, None)
        self.tidy()
        return older is not None

    def destroy(self) -> None:
        """Destroy every private key of the log. The store cannot be opened again afterwards."""
        for name in list(self._present()):
            _destroy(self._folder / name)
        self.forget()

    def tidy(self) -> None:
        """Give each key the file that its part asks for, and destroy what belongs to none. Safe after any crash."""
        if self._database.is_read_only or self._is_tidy():
            return
        with self._database.changing():
            older, upcoming, now = self.older(), self.next(), self.public()
            if older is not None and not self._holds(OLD, older.public):
                write_durably(self._folder / OLD, log_key.as_pem(self._found(older.public)), mode=_MODE)
            if not self._holds(NOW, now):
                write_durably(self._folder / NOW, log_key.as_pem(self._found(now)), mode=_MODE)
            for name, wanted in ((OLD, older.public if older else None), (NEXT, upcoming)):
                if (self._folder / name).exists() and (wanted is None or not self._holds(name, wanted)):
                    _destroy(self._folder / name)
        sync_folder(self._folder)

    def _is_tidy(self) -> bool:
        has_old, has_next = (self._folder / OLD).exists(), (self._folder / NEXT).exists()
        if not has_old and not has_next:
            return self.older() is None
        return has_old == (self.older() is not None) and has_next == (self.next() is not None)

    def _holds(self, name: str, public: bytes) -> bool:
        try:
            log_key.read_pem(self._folder / name, public=public)
        except KeyStoreFailed:
            return False
        return True

    def _found(self, public: bytes) -> bytes:
        for name in self._present():
            if self._holds(name, public):
                return log_key.read_pem(self._folder / name, public=public)
        # The words of the one file that has to be there say best what is wrong.
        return log_key.read_pem(self._folder / NOW, public=public)

    def _present(self) -> Iterator[str]:
        yield from (name for name in FILES if (self._folder / name).is_file())


def _older(settings: Mapping[str, bytes]) -> OlderKey | None:
    public, until = settings.get("old_public"), settings.get("old_until")
    if not public or not until:
        return None
    return OlderKey(public=public, until=datetime.fromisoformat(until.decode()))


def _destroy(path: Path) -> None:
    """Overwrite a file and remove it. What a disk keeps of blocks it has freed is out of reach."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
