"""Everything a key store holds, as one value: what a new one is made from and what a backup carries."""

import base64
import json
from datetime import datetime
from typing import Any, Self

from secondstory.kernel.frozen import dataclass, replace
from secondstory.vault.keys import DestroyedKey, LastSigned

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One key store at one moment.

    log_key: the raw Ed25519 private key, 32 bytes; log_public: its public half. recovery_public: raw X25519, 32
    bytes. keys: name to 32 bytes. restored_at: when these came out of a backup, as RFC 3339; empty when never.
    """

    origin: str
    log_key: bytes
    log_public: bytes
    recovery_public: bytes
    keys: dict[str, bytes]
    last_signed: LastSigned | None = None
    destroyed: tuple[DestroyedKey, ...] = ()
    restored_at: str = ""

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
        document = {
            "v": VERSION,
            "origin": self.origin,
            "log_key": _text(self.log_key),
            "log_public": _text(self.log_public),
            "recovery_public": _text(self.recovery_public),
            "keys": {name: _text(key) for name, key in sorted(self.keys.items())},
            "destroyed": [[gone.name, gone.at.isoformat()] for gone in self.destroyed],
            "last_signed": signed and [signed.size, _text(signed.root), _text(signed.note)],
        }
        return json.dumps(document, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, document: bytes) -> Self:
        """Return the contents in `document`; raises ValueError when it is none or of another version."""
        fields = json.loads(document)
        if not isinstance(fields, dict) or fields.get("v") != VERSION:
            raise ValueError("the document has a version that this software does not know")
        try:
            return cls(
                origin=str(fields["origin"]),
                log_key=_bytes(fields["log_key"]),
                log_public=_bytes(fields["log_public"]),
                recovery_public=_bytes(fields["recovery_public"]),
                keys={str(name): _bytes(key) for name, key in fields["keys"].items()},
                last_signed=_last_signed(fields["last_signed"]),
                destroyed=tuple(
                    DestroyedKey(name=str(name), at=datetime.fromisoformat(at))
                    for name, at in fields["destroyed"]
                ),
            )
        except (KeyError, TypeError, AttributeError) as why:
            raise ValueError("the document lacks a field of a key backup") from why


def _last_signed(fields: Any) -> LastSigned | None:
    if fields is None:
        return None
    size, root, note = fields
    return LastSigned(size=int(size), root=_bytes(root), note=_bytes(note))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
