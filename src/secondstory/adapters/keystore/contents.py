"""Everything a key store holds, as one value: what a new one is made from and what a backup carries."""

import base64
import json
from datetime import UTC, datetime
from typing import Any, Self

from secondstory.adapters.keystore.log_key import public_half
from secondstory.kernel.frozen import dataclass, replace
from secondstory.vault.keys import DestroyedKey, LastSigned

VERSION = 1
_KEY_BYTES = 32
_LARGEST_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One key store at one moment.

    log_key: the raw Ed25519 private key, 32 bytes; log_public: its public half. recovery_public: raw X25519, 32
    bytes. keys: name to 32 bytes. restored_at: when these came out of a backup, as RFC 3339; empty when never.
    next_key: the raw private key that is to sign next; old_key: the one that signs beside the newest, until `old_until`
    (RFC 3339).
    """

    origin: str
    log_key: bytes
    log_public: bytes
    recovery_public: bytes
    keys: dict[str, bytes]
    last_signed: LastSigned | None = None
    destroyed: tuple[DestroyedKey, ...] = ()
    restored_at: str = ""
    next_key: bytes | None = None
    old_key: bytes | None = None
    old_until: str = ""

    def without(self, names: dict[str, datetime]) -> Self:
        """Return the same contents with the keys in `names` destroyed, at the times given there."""
        known = {gone.name for gone in self.destroyed}
        more = tuple(
            DestroyedKey(name=name, at=at) for name, at in sorted(names.items()) if name not in known
        )
        kept = {name: key for name, key in self.keys.items() if name not in names and name not in known}
        return replace(self, keys=kept, destroyed=self.destroyed + more)

    def encode(self) -> bytes:
        """Return the document that a backup wraps: JSON in UTF-8, bytes in base64."""
        signed = self.last_signed
        document: dict[str, object] = {
            "v": VERSION,
            "origin": self.origin,
            "log_key": _text(self.log_key),
            "log_public": _text(self.log_public),
            "recovery_public": _text(self.recovery_public),
            "keys": {name: _text(key) for name, key in sorted(self.keys.items())},
            "destroyed": [[gone.name, gone.at.isoformat()] for gone in self.destroyed],
            "last_signed": signed and [signed.size, _text(signed.root), _text(signed.note)],
        }
        if self.next_key is not None:
            document["next_key"] = _text(self.next_key)
        if self.old_key is not None:
            document["old_key"] = [_text(self.old_key), self.old_until]
        return json.dumps(document, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, document: bytes) -> Self:
        """Return the contents in `document`; raises ValueError when it is none or of another version."""
        try:
            fields = json.loads(document)
        except RecursionError as why:
            raise ValueError("the document is nested deeper than any of ours") from why
        if not isinstance(fields, dict) or fields.get("v") != VERSION:
            raise ValueError("the document has a version that this software does not know")
        try:
            contents = cls(
                origin=str(fields["origin"]),
                log_key=_bytes(fields["log_key"]),
                log_public=_bytes(fields["log_public"]),
                recovery_public=_bytes(fields["recovery_public"]),
                keys={str(name): _bytes(key) for name, key in fields["keys"].items()},
                last_signed=_last_signed(fields["last_signed"]),
                destroyed=tuple(
                    DestroyedKey(name=str(name), at=datetime.fromisoformat(at).astimezone(UTC))
                    for name, at in fields["destroyed"]
                ),
            )
            old, until = fields.get("old_key", (None, ""))
            contents = replace(
                contents,
                next_key=_bytes(fields["next_key"]) if "next_key" in fields else None,
                old_key=_bytes(old) if old is not None else None,
                old_until=datetime.fromisoformat(until).astimezone(UTC).isoformat() if until else "",
            )
        except (KeyError, TypeError, AttributeError, OverflowError) as why:
            raise ValueError(
                "the document lacks a field of a key backup, or holds another thing there"
            ) from why
        contents.refuse_odd()
        return contents

    def refuse_odd(self) -> None:
        """Raise ValueError for what no key store holds: whoever knows the recovery public key can lock any document to it."""
        others = [key for key in (self.next_key, self.old_key) if key is not None]
        keys = (self.log_key, self.log_public, self.recovery_public, *self.keys.values(), *others)
        gone = [one.name for one in self.destroyed]
        if any(len(key) != _KEY_BYTES for key in keys):
            raise ValueError(f"a key in the document has not {_KEY_BYTES} bytes")
        if len({*gone, *self.keys}) != len(gone) + len(self.keys):
            raise ValueError("the document names a key twice")
        if self.last_signed is not None and not 0 <= self.last_signed.size <= _LARGEST_SIZE:
            raise ValueError("the document names a checkpoint of a size that no log has")
        if (self.old_key is None) != (not self.old_until) or len({self.log_key, *others}) != 1 + len(others):
            raise ValueError("the document names an older log key without its last day, or one log key twice")
        if public_half(self.log_key) != self.log_public:
            raise ValueError("the log key in the document does not belong to its public half")
        for text in (self.origin, *gone, *self.keys):
            # A lone surrogate is a text to JSON and to nothing else: this raises a ValueError of its own.
            text.encode()


def _last_signed(fields: Any) -> LastSigned | None:
    if fields is None:
        return None
    size, root, note = fields
    return LastSigned(size=int(size), root=_bytes(root), note=_bytes(note))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
