"""The ports to a key store: keys that open payloads and evidence, and the key that signs the log.

Both live outside the data and its backups. Keys are random, never derived from a master, so that destroying one
destroys what it opened, in every copy.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSigned:
    """The newest checkpoint this installation signed: size of the log, root hash (32 bytes), the whole note."""

    size: int
    root: bytes
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedKey:
    """The name of a key that was destroyed, and when (aware, UTC, to the second)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderKey:
    """The log key that signs beside the newest one. public: 32 bytes; until: when it shall stop (aware)."""

    public: bytes
    until: datetime


class Signer(Protocol):
    """The log key and the guard against signing two checkpoints for one size."""

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`, 64 bytes."""
        ...

    def signatures(self, message: bytes) -> Sequence[tuple[bytes, bytes]]:
        """Return (raw public key, signature) of every key that signs the log now, the newest first.

        One, except while an older key signs beside the newest.
        """
        ...

    def last_signed(self) -> LastSigned | None:
        """Return the newest checkpoint, or None before the first."""
        ...

    def swap_last_signed(self, expected: LastSigned | None, new: LastSigned) -> None:
        """Replace `expected` by `new`, durably, before the new checkpoint is shown to anybody.

        Raises MustReload when another process was faster, when `new` is smaller, or when it has the same size and
        another root.
        """
        ...


class ChangingSigner(Protocol):
    """The log key while it changes: one that signs, one to sign next, an older one that signs beside the newest."""

    def public_key(self) -> bytes:
        """Return the raw public key that signs now, the newest where two do."""
        ...

    def next_public(self) -> bytes | None:
        """Return the raw public key that was prepared to sign next, None when there is none. It signs nothing yet."""
        ...

    def older(self) -> OlderKey | None:
        """Return the key that signs beside the newest one, None when none does."""
        ...

    def prepare_next(self, *, until: datetime) -> bytes:
        """Return the raw public half of the next key, made and durable when there was none.

        until: how long the present key shall sign beside it, once it signs.
        """
        ...

    def activate_next(self, *, until: datetime) -> None:
        """Let the next key sign, and the present one beside it; nothing without a next one.

        until: when the present one shall stop, where `prepare_next` was never told. To be called once the record names
        the next key, and not before.
        """
        ...

    def retire_older(self) -> bool:
        """Destroy the older key for ever; return whether there was one. To be called once the record says so."""
        ...


class Keys(Protocol):
    """Named keys of 32 bytes, such as `stream:<id>` and `object:<id>`."""

    def key(self, name: str) -> bytes | None:
        """Return the key, or None when there is none: never made, or destroyed."""
        ...

    def make_key(self, name: str) -> bytes:
        """Return the key of this name, made and durable when it did not exist yet.

        Raises KeyDestroyed when the name's key was destroyed: an erased thing never gets a second key.
        """
        ...

    def destroy_key(self, name: str, *, at: datetime | None = None) -> bool:
        """Destroy the key for ever and remember its name; return whether there was one.

        An unknown name is remembered too, so that a restore can destroy again what the record says was erased.
        at: aware; the present moment when left out.
        """
        ...

    def names(self) -> Sequence[str]:
        """Return the names of all living keys, in order."""
        ...

    def destroyed(self) -> Sequence[DestroyedKey]:
        """Return what was destroyed, by name."""
        ...
