"""Checking Ed25519 signatures, and which public keys are none to trust.

Source: RFC 8032 sections 5.1.3 and 5.1.7.
"""

from secondstory.record.errors import BadSignature

PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64

_P = 2**255 - 19
# The y-coordinates of the eight points whose order divides the cofactor 8. Order 1 has y = 1, order 2 y = -1, order 4
# y = 0, and the four of order 8 share two values, each the negative of the other.
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _P - 1, _ORDER_8, _P - _ORDER_8})


def is_weak(public: bytes) -> bool:
    """Return whether `public` (32 bytes) is a key that can vouch for nothing, so that it is not to be trusted.

    Under a point of small order anybody makes signatures that verify, without a private key (RFC 8032 section 5.1.7
    multiplies by the key). An encoding at or above the prime (section 5.1.3) is a second spelling of another key, and
    one key in two spellings counts as two. Both are refused whatever the sign bit says.
    """
    y = int.from_bytes(public, "little") & ((1 << 255) - 1)
    return y >= _P or y in _SMALL_ORDER


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> None:
    """Return when `signature` is one of `message` by the key `public` (32 bytes).

    Raises BadSignature otherwise, lengths included.
    """
    # Imported here: loading the library takes longer than starting the program without it.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    # A key of another length raises ValueError, a signature of another length InvalidSignature.
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("The signature does not fit these bytes and this key.") from error
