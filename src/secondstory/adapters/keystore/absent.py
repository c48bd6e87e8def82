"""No keys at all: what a record is read with where its key store is not. Sealed words stay sealed."""

from collections.abc import Sequence
from datetime import datetime

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.vault.keys import DestroyedKey


class NoKeys:
    """Implements `vault.keys.Keys` without a single key; making or destroying one fails."""

    def key(self, name: str) -> bytes | None:
        """Return None: there is no key."""
        del name
        return None

    def make_key(self, name: str) -> bytes:
        """Raise KeyStoreFailed."""
        raise KeyStoreFailed(f"There is no key store here, so the key {name} was not made.")

    def destroy_key(self, name: str, *, at: datetime | None = None) -> bool:
        """Raise KeyStoreFailed."""
        raise KeyStoreFailed(
            f"There is no key store here, so the key {name} was not destroyed. (Asked at {at}.)"
        )

    def names(self) -> Sequence[str]:
        """Return no names."""
        return ()

    def destroyed(self) -> Sequence[DestroyedKey]:
        """Return nothing: what was destroyed is remembered in the key store, and that is not here."""
        return ()
