"""Public keys under which anybody can sign, found here by arithmetic of their own and not by the list in the code."""

import base64

import pytest

from secondstory.record.checkpoint import Checkpoint, render_body, render_signed
from secondstory.record.ed25519 import is_weak, verify_ed25519
from secondstory.record.errors import BadProof
from secondstory.record.policy import parse_policy
from secondstory.record.vkey import ED25519, ED25519_COSIGNATURE, key_id, parse_vkey, vkey
from tests.record.by_hand import ADA, EVE, signer

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def plus(one: Point, other: Point) -> Point:
    (x1, y1), (x2, y2) = one, other
    bend = D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + bend, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - bend, -1, P) % P


def square_root(square: int) -> int | None:
    root = pow(square, (P + 3) // 8, P)
    for found in (root, root * pow(2, (P - 1) // 4, P) % P):
        if found * found % P == square % P:
            return found
    return None


def at(y: int) -> Point | None:
    x = square_root((y * y - 1) * pow(D * y * y + 1, -1, P))
    return None if x is None else (x, y % P)


def torsion() -> set[Point]:
    """The points of order 1, 2, 4 and 8: what any point becomes when the large prime order is taken out of it."""
    prime = 2**252 + 27742317777372353535851937790883648493
    found: set[Point] = set()
    for y in range(2, 60):
        start = at(y)
        if start is None:
            continue
        whole, step, left = (0, 1), start, prime
        while left:
            whole = plus(whole, step) if left & 1 else whole
            step, left = plus(step, step), left >> 1
        found.add(whole)
    return found


def encodings() -> list[bytes]:
    """Every 32 bytes that some reader takes for a point of small order: both sign bits, both spellings of y."""
    ys = {y + more for _, y in torsion() for more in (0, P) if y + more < 2**255}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(ys) for sign in (0, 1)]


def spelt(name: str, public: bytes, kind: int = ED25519) -> str:
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def test_it_finds_the_eight_points_in_fourteen_spellings():
    assert len(torsion()) == 8
    assert len(encodings()) == 14


@pytest.mark.parametrize("kind", [ED25519, ED25519_COSIGNATURE])
@pytest.mark.parametrize("public", encodings(), ids=bytes.hex)
def test_it_reads_and_publishes_no_key_of_small_order(public, kind):
    with pytest.raises(ValueError, match="anybody can sign for"):
        parse_vkey(spelt("log.example", public, kind))
    with pytest.raises(ValueError, match="anybody can sign for"):
        vkey("log.example", public, kind=kind)


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("above", range(19))
def test_it_reads_no_second_spelling_of_a_key(above, sign):
    assert is_weak((P + above | sign << 255).to_bytes(32, "little"))


def test_it_reads_the_neighbours_of_all_these():
    small = {y for _, y in torsion()}
    for near in {y + step for y in small for step in (-1, 1)} - small - {-1, P}:
        assert not is_weak(near.to_bytes(32, "little"))
    for seed in (ADA, EVE):
        public = signer(seed)[1]
        assert parse_vkey(vkey("log.example", public)).public == public


def test_it_refuses_what_a_forger_could_sign_without_a_key():
    identity = (1).to_bytes(32, "little")
    forged = identity + bytes(32)
    body = Checkpoint(origin="log.example", size=7, root=b"7" * 32)
    # The curve itself says yes: this is why the key has to be refused where it is read.
    verify_ed25519(identity, render_body(body).encode(), forged)
    assert b"log.example" in render_signed(body, [(identity, forged)])
    with pytest.raises(ValueError, match="anybody can sign for"):
        parse_vkey(spelt("log.example", identity))


@pytest.mark.parametrize(("word", "kind"), [("log", ED25519), ("witness w", ED25519_COSIGNATURE)])
def test_it_takes_no_such_key_into_a_policy(word, kind):
    line = f"{word} {spelt('other.example', encodings()[0], kind)}"
    with pytest.raises(BadProof, match=r"Line 1 .*anybody can sign for"):
        parse_policy(f"{line}\nquorum none\n".encode())
