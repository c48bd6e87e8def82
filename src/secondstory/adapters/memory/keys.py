"""The key store in memory."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from secondstory.record.errors import MustReload
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import DestroyedKey, LastSigned

_KEY_BYTES = 32


class MemoryKeyStore:
    """Keys in dictionaries, gone with the process. Implements `vault.keys.Signer` and `vault.keys.Keys`."""

    def __init__(self, *, origin: str, entropy: Callable[[int], bytes]) -> None:
        """Begin with a new log key. entropy: gives that many random bytes; the same bytes, the same keys."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._origin = origin
        self._entropy = entropy
        self._private = Ed25519PrivateKey.from_private_bytes(entropy(_KEY_BYTES))
        self._keys: dict[str, bytes] = {}
        self._destroyed: dict[str, DestroyedKey] = {}
        self._last_signed: LastSigned | None = None
        self._lock = threading.Lock()

    def origin(self) -> str:
        """Return the name of the log whose keys these are."""
        return self._origin

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`, 64 bytes."""
        return self._private.sign(message)

    def signatures(self, message: bytes) -> Sequence[tuple[bytes, bytes]]:
        """Return the one public key and its signature of `message`."""
        return [(self.public_key(), self.sign(message))]

    def last_signed(self) -> LastSigned | None:
        """Return the newest checkpoint, or None before the first."""
        return self._last_signed

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        """Replace `expected` by `new`; raises MustReload as `vault.keys.Signer` says."""
        with self._lock:
            standing = self._last_signed
            if standing != expected:
                raise MustReload("Another process signed a checkpoint meanwhile. Read the log again.")
            if standing and (
                new.size < standing.size or (new.size == standing.size and new.root != standing.root)
            ):
                raise MustReload(
                    f"A checkpoint over {standing.size} entries was signed already. The log has forked."
                )
            self._last_signed = new

    def key(self, name: str) -> bytes | None:
        """Return the key of this name, or None."""
        return self._keys.get(name)

    def make_key(self, name: str) -> bytes:
        """Return the key of this name, made when there was none. Raises KeyDestroyed."""
        with self._lock:
            if name in self._destroyed:
                raise KeyDestroyed(name)
            if name not in self._keys:
                self._keys[name] = self._entropy(_KEY_BYTES)
            return self._keys[name]

    def destroy_key(self, name: str, *, at: datetime | None = None) -> bool:
        """Destroy the key for ever and remember its name; return whether there was one."""
        moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        with self._lock:
            self._destroyed.setdefault(name, DestroyedKey(name=name, at=moment))
            return self._keys.pop(name, None) is not None

    def names(self) -> Sequence[str]:
        """Return the names of all living keys, in order."""
        return sorted(self._keys)

    def destroyed(self) -> Sequence[DestroyedKey]:
        """Return what was destroyed, by name."""
        return [self._destroyed[name] for name in sorted(self._destroyed)]
