"""How a payload lies beside the log: with its salt, and sealed when its kind of stream has a key.

Every envelope names its key, or `none`, so that nothing has to move when a kind of stream gets a key later.
The name is authenticated with the ciphertext: a payload cannot be passed off as one of another key.
Source: docs/formats.md, "Envelopes"; AES-256-GCM by NIST SP 800-38D.
"""

import hashlib
import re

from secondstory.kernel.frozen import dataclass
from secondstory.record.commitment import SALT_BYTES, b64url
from secondstory.record.errors import BadProof, KeyNeeded

KEY_NONE = "none"
KEY_BYTES = 32
NONCE_BYTES = 12

_VERSION = 1
_TAG_BYTES = 16
_KEY_NAME = re.compile("[!-~]{1,255}")
_ASSOCIATED = b"secondstory/payload/v1\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an envelope held: the salt of the commitment and the bytes committed to."""

    salt: bytes
    plaintext: bytes


def wrap_plain(salt: bytes, plaintext: bytes) -> bytes:
    """Return an envelope whose content anybody can read.

    Raises ValueError unless the salt has 32 bytes.
    """
    return _front(KEY_NONE) + _content(salt, plaintext)


def wrap_sealed(key_name: str, key: bytes, nonce: bytes, salt: bytes, plaintext: bytes) -> bytes:
    """Return an envelope that opens only with `key`.

    key_name: 1 to 255 visible ASCII characters, not `none`. key: 32 bytes.
    nonce: 12 fresh random bytes; using one twice under the same key gives both contents away.
    Raises ValueError for anything of another length or form.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if key_name == KEY_NONE or _KEY_NAME.fullmatch(key_name) is None:
        raise ValueError("A key name is 1 to 255 visible ASCII characters, and not the word none.")
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes and a nonce {NONCE_BYTES}.")
    sealed = AESGCM(key).encrypt(nonce, _content(salt, plaintext), _ASSOCIATED + key_name.encode("ascii"))
    return _front(key_name) + nonce + sealed


def open_envelope(envelope: bytes, key: bytes | None) -> Opened:
    """Return what the envelope holds; `key` is not looked at when the envelope is plain.

    A plain envelope proves nothing by itself: the commitment in the entry does.
    Raises KeyNeeded when it is sealed and `key` is None, BadProof when it is malformed or does not open with
    `key`, ValueError when `key` is not 32 bytes.
    """
    content = open_content(envelope, key)
    return Opened(salt=content[:SALT_BYTES], plaintext=content[SALT_BYTES:])


def open_content(envelope: bytes, key: bytes | None) -> bytes:
    """Return the salt, 32 bytes, and the plaintext behind it in one piece; raises as `open_envelope` does."""
    name, body = _split(envelope)
    content = body if name == KEY_NONE else _unsealed(name, body, key)
    if len(content) < SALT_BYTES:
        raise BadProof("This payload is shorter than its salt.")
    return content


def key_name(envelope: bytes) -> str:
    """Return the name of the key the envelope asks for, `none` when it is plain.

    Raises BadProof when the envelope is malformed.
    """
    return _split(envelope)[0]


def ciphertext_digest(envelope: bytes) -> str:
    """Return the SHA-256 of the whole stored envelope in base64url, as it stands in `c` of an entry.

    With it anybody can say that a sealed payload is intact without being able to read it.
    """
    return b64url(hashlib.sha256(envelope).digest())


def _front(name: str) -> bytes:
    return bytes((_VERSION, len(name))) + name.encode("ascii")


def _content(salt: bytes, plaintext: bytes) -> bytes:
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes, this one has {len(salt)}.")
    return salt + plaintext


_PLAIN_FRONT = _front(KEY_NONE)


def _split(envelope: bytes) -> tuple[str, bytes]:
    if envelope.startswith(_PLAIN_FRONT):
        return KEY_NONE, envelope[len(_PLAIN_FRONT) :]
    if len(envelope) < 2 or envelope[0] != _VERSION:
        raise BadProof("This is not a payload envelope of version 1.")
    end = 2 + envelope[1]
    name = envelope[2:end].decode("latin-1")
    if len(envelope) < end or _KEY_NAME.fullmatch(name) is None:
        raise BadProof("The key name of this payload envelope cannot be read.")
    return name, envelope[end:]


def _unsealed(name: str, body: bytes, key: bytes | None) -> bytes:
    if key is None:
        raise KeyNeeded(name)
    if len(key) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes, this one has {len(key)}.")
    if len(body) < NONCE_BYTES + _TAG_BYTES:
        raise BadProof("This sealed payload is cut short.")
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _ASSOCIATED + name.encode("ascii"))
    except InvalidTag as error:
        raise BadProof(
            f"This payload does not open with the key {name}: it was altered, or sealed otherwise."
        ) from error
