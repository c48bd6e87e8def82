"""The printed recovery key: the private half of the pair that key backups are locked to, as text for paper.

Twelve groups of five in Crockford's base32. Eleven carry two bytes of mark and version and the 32 bytes of an X25519
private key; the twelfth is a check over them. Reading is generous: case, spaces and dashes do not matter, O is read
as 0, I and L as 1.
"""

import hashlib

from secondstory.adapters.keystore.errors import UnreadableRecoveryKey

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MARK = bytes([0x91, 0x01])  # every recovery key of version 1 begins with the same three characters
_KEY_BYTES = 32
_BODY_CHARACTERS = 55
_CHECK_CHARACTERS = 5
_GROUP = 5
_READ_AS = str.maketrans("OIL", "011", " -–—\t\r\n.")
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def recovery_text(private: bytes) -> str:
    """Return the 12 groups for a raw X25519 private key of 32 bytes; raises ValueError for another length."""
    if len(private) != _KEY_BYTES:
        raise ValueError(f"a recovery key has {_KEY_BYTES} bytes, not {len(private)}")
    body = _written(_MARK + private)
    whole = body + _check(body)
    return " ".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def read_recovery_text(text: str) -> bytes:
    """Return the raw private key that `text` spells; raises UnreadableRecoveryKey with what is wrong."""
    whole = text.upper().translate(_READ_AS)
    strange = sorted(set(whole) - set(_ALPHABET))
    if strange:
        raise UnreadableRecoveryKey(f"A recovery key has no {' and no '.join(strange)}.")
    if len(whole) != _BODY_CHARACTERS + _CHECK_CHARACTERS:
        raise UnreadableRecoveryKey(f"A recovery key has 60 characters, and this has {len(whole)}.")
    body = whole[:_BODY_CHARACTERS]
    if whole[_BODY_CHARACTERS:] != _check(body):
        raise UnreadableRecoveryKey(
            "At least one character was misread: the last group does not fit the others."
        )
    raw = _read(body)
    if raw is None or raw[: len(_MARK)] != _MARK:
        raise UnreadableRecoveryKey(
            "This is a key of another kind, or of a version this software does not know."
        )
    return raw[len(_MARK) :]


def _written(raw: bytes) -> str:
    # 34 bytes are 272 bits, 55 characters hold 275: the three spare bits at the end are zero.
    number = int.from_bytes(raw, "big") << 3
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_BODY_CHARACTERS - 1), -1, -5))


def _read(body: str) -> bytes | None:
    number = 0
    for character in body:
        number = number << 5 | _VALUES[character]
    if number & 7:
        return None
    return (number >> 3).to_bytes(len(_MARK) + _KEY_BYTES, "big")


def _check(body: str) -> str:
    number = int.from_bytes(
        hashlib.sha256(b"secondstory/recovery-key/v1\0" + body.encode()).digest()[:4], "big"
    )
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(20, -1, -5))
