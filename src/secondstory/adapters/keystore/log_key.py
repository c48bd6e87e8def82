"""The key that signs the log: Ed25519 in a PKCS#8 PEM file. Source: RFC 8032, RFC 8410."""

from collections.abc import Callable
from pathlib import Path

from secondstory.adapters.keystore.errors import KeyStoreFailed


def public_half(private: bytes) -> bytes:
    """Return the raw public key, 32 bytes, of a raw private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def as_pem(private: bytes) -> bytes:
    """Return the PKCS#8 PEM file of a raw private key, not encrypted: its folder is what guards it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_pem(path: Path, *, public: bytes) -> bytes:
    """Return the raw private key in the file; raises KeyStoreFailed unless it is the one that `public` belongs to."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as why:
        raise KeyStoreFailed(
            f"{path} could not be read as a private key ({why}). Nothing was signed. Restore the key store from its backup."
        ) from why
    if not isinstance(key, Ed25519PrivateKey) or key.public_key().public_bytes_raw() != public:
        raise KeyStoreFailed(
            f"{path} is not the key that this log was begun with. Nothing was signed. Put the right file back, or "
            "restore the key store from its backup."
        )
    return key.private_bytes_raw()


def signer(private: bytes) -> Callable[[bytes], bytes]:
    """Return what signs messages with a raw private key; a signature has 64 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign


def sign(private: bytes, message: bytes) -> bytes:
    """Return the signature of `message`, 64 bytes."""
    return signer(private)(message)
