"""Verifier keys: a name, a kind of signature and a public key on one line that people can copy and compare.

Source: signed-note v1.0.0, "Signatures", "Signature types" and "Verifier keys".
"""

import base64
import binascii
import hashlib
import re

from secondstory.kernel.frozen import dataclass
from secondstory.record.cosignature import verify_cosignature
from secondstory.record.ed25519 import PUBLIC_BYTES, is_weak, verify_ed25519

ED25519 = 0x01
ED25519_COSIGNATURE = 0x04
ML_DSA_44_COSIGNATURE = 0x06
"""Assigned, with room left for it: notes carrying it are read, its line ignored as one of an unknown key."""

KEY_ID_BYTES = 4
_KEY_ID = re.compile("[0-9a-f]{8}")
# Surrogates are what Python makes of bytes that are not UTF-8 in an argument; no name can hold them.
_NAME = re.compile("[^+\\s\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A key that somebody trusts, for one name and one kind of signature."""

    name: str
    key_id: bytes
    type: int
    public: bytes

    def check(self, text: str, signature: bytes) -> int | None:
        """Return the time in the signature, seconds since 1970, or None for a kind that has no time.

        signature: the bytes after the key id. Raises BadSignature when it does not verify.
        """
        if self.type == ED25519_COSIGNATURE:
            return verify_cosignature(self.public, text, signature)
        verify_ed25519(self.public, text.encode(), signature)
        return None


def is_name(text: str) -> bool:
    """Return whether `text` can name a key: not empty, no Unicode space, no plus, no control character."""
    return _NAME.fullmatch(text) is not None


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes that, with the name, say which key made a signature.

    kind: one byte, such as `ED25519`. Short on purpose: an identifier, not a fingerprint to trust.
    """
    return hashlib.sha256(name.encode() + b"\n" + bytes((kind,)) + public).digest()[:KEY_ID_BYTES]


def vkey(name: str, public: bytes, *, kind: int = ED25519) -> str:
    """Return the line to publish, `name+key id+base64`.

    Raises ValueError for a name or a key that cannot be one.
    """
    if not is_name(name) or len(public) != PUBLIC_BYTES:
        raise ValueError("A key has a name without spaces or plus, and 32 bytes.")
    if kind in {ED25519, ED25519_COSIGNATURE}:
        _refuse_weak(name, public)
    material = base64.b64encode(bytes((kind,)) + public).decode("ascii")
    return f"{name}+{key_id(name, kind, public).hex()}+{material}"


def parse_vkey(text: str) -> Verifier:
    """Return the key written in a verifier key line, without the line's end.

    Raises ValueError, saying what is wrong with it: the line is usually typed or pasted by a person. A key under
    which anybody can sign is refused as well.
    """
    name, _, rest = text.partition("+")
    identifier, _, material = rest.partition("+")
    if not is_name(name) or _KEY_ID.fullmatch(identifier) is None:
        raise ValueError("A verifier key reads name+8 hexadecimal digits+base64.")
    raw = unb64(material)
    if raw[:1] not in {bytes((ED25519,)), bytes((ED25519_COSIGNATURE,))} or len(raw) != 1 + PUBLIC_BYTES:
        raise ValueError(f"The key of {name} is not an Ed25519 key; no other kind is read yet.")
    expected = key_id(name, raw[0], raw[1:])
    if expected.hex() != identifier:
        raise ValueError(f"The key id of {name} does not fit the key: one of them was copied wrongly.")
    _refuse_weak(name, raw[1:])
    return Verifier(name=name, key_id=expected, type=raw[0], public=raw[1:])


def _refuse_weak(name: str, public: bytes) -> None:
    if is_weak(public):
        raise ValueError(
            f"The key of {name} is one that anybody can sign for, so it proves nothing. Ask whoever gave it to you."
        )


def unb64(text: str) -> bytes:
    """Return the bytes of standard base64 (RFC 4648 section 4) in its one canonical form.

    Raises ValueError for anything else, loose last bits included.
    """
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("This is not base64.") from error
    if base64.b64encode(raw).decode("ascii") != text:
        raise ValueError("This is not base64 in its one canonical form.")
    return raw
