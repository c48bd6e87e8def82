"""The same things said again, slowly and from the text of the specification, to compare with."""

from collections.abc import Callable
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ADA = bytes(range(32))
EVE = bytes(range(32, 64))


def signer(seed: bytes) -> tuple[Callable[[bytes], bytes], bytes]:
    """Return what signs, and the public key: the private half stays inside."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private.sign, private.public_key().public_bytes_raw()


def numbered(count: int) -> list[bytes]:
    """Return that many different leaf hashes."""
    return [sha256(b"\x00" + str(n).encode()).digest() for n in range(count)]


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162 section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def proof(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162 section 2.1.4.1."""
    return subproof(m, leaves, whole=True)


def subproof(m: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def tiles(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    """Return all tiles by the formula of tlog-tiles, "Merkle Tree"."""
    made = {}
    level = 0
    while len(leaves) >= 256**level:
        span = 256**level
        hashes = [mth(leaves[at : at + span]) for at in range(0, len(leaves) - span + 1, span)]
        for n in range(0, len(hashes), 256):
            made[level, n // 256] = b"".join(hashes[n : n + 256])
        level += 1
    return made


def hash_at(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """Return the hashes of complete subtrees; asking for one that is not complete is a mistake of the asker."""

    def complete(level: int, n: int) -> bytes:
        part = leaves[n << level : (n + 1) << level]
        assert len(part) == 1 << level
        return mth(part)

    return complete
