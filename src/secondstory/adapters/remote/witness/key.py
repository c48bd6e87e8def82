"""The key of a witness: Ed25519, in a PKCS#8 PEM file that its owner alone may read. Source: RFC 8032, RFC 8410."""

import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from secondstory.adapters.local_files.durable import write_durably
from secondstory.adapters.remote.witness.troubles import WitnessFailed


def make_key(path: Path) -> None:
    """Make a fresh key in `path`, mode 0600, durably."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_durably(path, pem, mode=0o600)


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the key in `path`. Raises WitnessFailed when it cannot be read, or when others can read it too."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise WitnessFailed(
                f"Other people on this machine can read {path}. Close it first: chmod 600 {path}"
            )
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as why:
        raise WitnessFailed(f"The key in {path} cannot be read ({why}). Nothing is signed.") from why
    if not isinstance(key, Ed25519PrivateKey):
        raise WitnessFailed(f"{path} is not an Ed25519 key. Nothing is signed.")
    return key
