"""Checking Ed25519 signatures.

Source: RFC 8032 section 5.1.7.
"""

from secondstory.record.errors import BadSignature

PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64


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
