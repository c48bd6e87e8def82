"""The key backup: everything in a key store, locked to the recovery key that exists on paper only.

Layout: the line `SSKB1`, the recovery public key (32 bytes), an ephemeral public key (32 bytes), then AES-256-GCM of the
document of `contents`. Key and nonce are HKDF-SHA256 of the X25519 secret, salted with both public keys; all that
stands before the ciphertext is its associated data. The recovery public key is there so that a wrong recovery key
can be told from a damaged backup. Sources: RFC 7748 section 6.1, RFC 5869.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.adapters.keystore.contents import Contents
from secondstory.adapters.keystore.errors import DamagedBackup, WrongRecoveryKey
from secondstory.adapters.keystore.recovery import read_recovery_text
from secondstory.adapters.keystore.store import Entropy, LocalKeyStore
from secondstory.kernel.frozen import replace

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

MAGIC = b"SSKB1\n"
_PUBLIC_BYTES = 32
_HEAD_BYTES = len(MAGIC) + 2 * _PUBLIC_BYTES
_INFO = b"secondstory/key-backup/v1"


def make_backup(store: LocalKeyStore) -> bytes:
    """Return a backup of the whole store; it opens with the printed recovery key and with nothing on this machine.

    Every call gives other bytes. Destroyed keys are not in it.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    contents = store.contents()
    ephemeral = X25519PrivateKey.from_private_bytes(store.entropy(32))
    head = MAGIC + contents.recovery_public + ephemeral.public_key().public_bytes_raw()
    secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(contents.recovery_public))
    return head + _locked(secret, head, contents.encode())


def restore_backup(
    backup: bytes,
    recovery_text: str,
    into: Path,
    *,
    destroyed: Iterable[str] = (),
    at: datetime | None = None,
    entropy: Entropy = os.urandom,
) -> LocalKeyStore:
    """Return a key store made anew in the folder `into` from a backup and the printed recovery key.

    destroyed: names whose keys the record says were erased since; they never touch the disk again. at: the present
    moment when left out. The store says `restored_at` until `settle_restore`.
    Raises UnreadableRecoveryKey, WrongRecoveryKey, DamagedBackup or FolderTaken, each before anything is written.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.from_private_bytes(read_recovery_text(recovery_text))
    contents = _opened(backup, private)
    moment = (at or datetime.now(UTC)).astimezone(UTC)
    contents = contents.without(dict.fromkeys(destroyed, moment))
    contents = replace(contents, restored_at=moment.replace(microsecond=0).isoformat())
    return LocalKeyStore.build(into, contents, entropy=entropy)


def open_backup(backup: bytes, recovery_text: str) -> Contents:
    """Return what a backup holds, without writing anything. Raises as `restore_backup` does."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return _opened(backup, X25519PrivateKey.from_private_bytes(read_recovery_text(recovery_text)))


def _opened(backup: bytes, private: "X25519PrivateKey") -> Contents:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    head, locked = backup[:_HEAD_BYTES], backup[_HEAD_BYTES:]
    if len(head) < _HEAD_BYTES or not head.startswith(MAGIC):
        raise DamagedBackup("These bytes do not begin as a key backup does.")
    recovery_public, ephemeral = head[len(MAGIC) : -_PUBLIC_BYTES], head[-_PUBLIC_BYTES:]
    if private.public_key().public_bytes_raw() != recovery_public:
        raise WrongRecoveryKey
    try:
        # A damaged ephemeral key may be one of the few points that X25519 refuses.
        secret = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        return Contents.decode(_unlocked(secret, head, locked))
    except (InvalidTag, ValueError) as why:
        raise DamagedBackup("This key backup was changed or cut since it was made.") from why


def _locked(secret: bytes, head: bytes, document: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = _derived(secret, head)
    return AESGCM(key).encrypt(nonce, document, head)


def _unlocked(secret: bytes, head: bytes, locked: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = _derived(secret, head)
    return AESGCM(key).decrypt(nonce, locked, head)


def _derived(secret: bytes, head: bytes) -> tuple[bytes, bytes]:
    """Return (key, nonce); both are used once, since every backup has an ephemeral key of its own."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=hashes.SHA256(), length=44, salt=head[len(MAGIC) :], info=_INFO).derive(secret)
    return derived[:32], derived[32:]
