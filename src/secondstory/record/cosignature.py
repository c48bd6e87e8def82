"""Timestamped cosignatures: a witness says when it saw this checkpoint as the latest one of the log.

Source: tlog-cosignature v1.0.1, "Format" and "Ed25519 signed message" (type 0x04; 0x06, ML-DSA-44, not yet).
"""

from secondstory.record.ed25519 import SIGNATURE_BYTES, verify_ed25519
from secondstory.record.errors import BadSignature

_TIME_BYTES = 8
_MAX_TIME = 2**63 - 1


def cosigned_message(time: int, note_text: str) -> bytes:
    """Return the bytes a witness signs: header line, time line, then the whole body of the note.

    time: seconds since 1970. Raises ValueError outside 0 to 2^63-1.
    """
    if not 0 <= time <= _MAX_TIME:
        raise ValueError("The time of a cosignature lies between 0 and 2^63-1 seconds.")
    return f"cosignature/v1\ntime {time}\n{note_text}".encode()


def encode_cosignature(time: int, signature: bytes) -> bytes:
    """Return what stands after the key id in a cosignature line: the time and 64 bytes of signature.

    Raises ValueError for a time or a signature out of range.
    """
    if not 0 <= time <= _MAX_TIME or len(signature) != SIGNATURE_BYTES:
        raise ValueError("A cosignature is a time of at most 2^63-1 seconds and 64 bytes of signature.")
    return time.to_bytes(_TIME_BYTES, "big") + signature


def decode_cosignature(blob: bytes) -> tuple[int, bytes]:
    """Return the time in seconds since 1970 and the 64 bytes of signature.

    Raises BadSignature when the length or the time is out of range.
    """
    time = int.from_bytes(blob[:_TIME_BYTES], "big")
    if len(blob) != _TIME_BYTES + SIGNATURE_BYTES or time > _MAX_TIME:
        raise BadSignature("This is not a timestamped Ed25519 cosignature.")
    return time, blob[_TIME_BYTES:]


def verify_cosignature(public: bytes, note_text: str, blob: bytes) -> int:
    """Return the time, in seconds since 1970, at which the holder of `public` cosigned `note_text`.

    blob: what stands after the key id, eight bytes of time and the signature. The time is the witness's own.
    Raises BadSignature when it does not verify.
    """
    time, signature = decode_cosignature(blob)
    verify_ed25519(public, cosigned_message(time, note_text), signature)
    return time
