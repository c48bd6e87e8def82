"""Every reader of foreign bytes in the room `record`, with good bytes to start from and the errors it documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from secondstory.record.checkpoint import (
    Checkpoint,
    parse_body,
    read_checkpoint,
    render_body,
    sign_checkpoint,
)
from secondstory.record.commitment import b64url, unb64url
from secondstory.record.cosignature import cosigned_message, decode_cosignature, verify_cosignature
from secondstory.record.entry import Entry, Header, decode_entry, decode_header, encode_entry, encode_header
from secondstory.record.envelope import ciphertext_digest, key_name, open_envelope, wrap_plain, wrap_sealed
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded
from secondstory.record.note import (
    Note,
    Signature,
    parse_note,
    parse_signature,
    parse_vkey,
    render,
    verify_note,
    vkey,
)
from secondstory.record.policy import parse_policy
from secondstory.record.policy import render as render_policy
from secondstory.record.proof import TlogProof, decode_proof, encode_proof, verify_proof
from secondstory.record.tiles import (
    TileHashes,
    decode_entry_bundle,
    encode_entry_bundle,
    extend_tiles,
    parse_tile_path,
    root_of_tile,
    roots_match,
)
from secondstory.record.tree import leaf_hash
from secondstory.record.vkey import ED25519_COSIGNATURE, unb64
from secondstory.record.witnessing import (
    Held,
    Request,
    checked_answer,
    consider,
    parse_request,
    parse_size,
    render_answer,
    render_request,
)
from tests.record.by_hand import ADA, EVE, numbered, signer, tiles

SIGN, PUBLIC = signer(ADA)
WITNESS_SIGN, WITNESS = signer(EVE)
VKEY = vkey("a.example/log", PUBLIC)
WITNESS_VKEY = vkey("w.example", WITNESS, kind=ED25519_COSIGNATURE)
KNOWN = [parse_vkey(VKEY), parse_vkey(WITNESS_VKEY)]
DIGEST = b64url(leaf_hash(b""))
ENTRY = encode_entry(Entry(header=DIGEST, parts=(DIGEST,) * 4, ciphertexts=(DIGEST,) * 6, evidence=(DIGEST,)))
HEADER = encode_header(
    Header(kind="k\t", stream='s\n"', seq=1, actor="é", at="2026-10-20T18:40:00.000001Z", previous=7)
)
SIGNED = sign_checkpoint(
    Checkpoint(origin="a.example/log", size=1, root=leaf_hash(ENTRY)), sign=SIGN, public=PUBLIC
)
TEXT = parse_note(SIGNED).text
COSIGNATURE = (5).to_bytes(8, "big") + WITNESS_SIGN(cosigned_message(5, TEXT))
COSIGNED = render(
    Note(
        text=TEXT,
        signatures=(
            *parse_note(SIGNED).signatures,
            Signature(name="w.example", key_id=KNOWN[1].key_id, signature=COSIGNATURE),
        ),
    )
)
TILES = tiles(numbered(300))
REQUEST = render_request(Request(old=1, proof=(bytes(32),), note=SIGNED))
POLICY = f"""# who is believed
log {VKEY} https://a.example/log
witness w1 {WITNESS_VKEY} https://w.example/
witness w2 {vkey("x.example", PUBLIC, kind=ED25519_COSIGNATURE)}
witness w3 {vkey("y.example", bytes([7]) * 32, kind=ED25519_COSIGNATURE)}
group both all w1 w2
group some 1 both w3
quorum some
""".encode()


@dataclass(frozen=True)
class Reader:
    """One reader. good: bytes that it reads; raises: what it may raise, and nothing else.

    again: writes what was read; then there is one way to write it, and it is the bytes that were read.
    """

    read: Callable[[bytes], Any]
    good: bytes
    raises: tuple[type[Exception], ...] = (BadProof,)
    again: Callable[[Any], bytes] | None = None


def of_text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    """Return a reader of bytes out of one of text, as its callers decode them: with anything in place of bad bytes."""
    return lambda raw: parse(raw.decode("utf-8", "surrogateescape"))


def as_bytes(text: str) -> bytes:
    """Return the bytes that `of_text` made this text of."""
    return text.encode("utf-8", "surrogateescape")


def proof_again(proof: TlogProof) -> bytes:
    """Return the proof file that holds what was read."""
    return encode_proof(proof.index, proof.path, proof.checkpoint_note, extra=proof.extra)


def with_tile(level: int, n: int) -> Callable[[bytes], object]:
    """Return a reader of one tile, among good ones: the root, one hash, and what is appended behind it."""

    def read(tile: bytes) -> None:
        held = TILES | {(level, n): tile}
        for ask in (
            lambda: roots_match(lambda *at: held[at], 300),
            lambda: TileHashes(get_tile=lambda *at: held[at]).hash_at(0, 299),
            lambda: TileHashes(get_tile=lambda *at: held[at]).hash_at(8, 0),
            lambda: extend_tiles(dict(held), 300, numbered(3)),
        ):
            try:
                ask()
            except BadProof as refused:
                assert str(refused)

    return read


def same_again(stored: bytes) -> None:
    """Read a policy; one that can be read is read again as the same out of what is written of it."""
    policy = parse_policy(stored)
    assert parse_policy(render_policy(policy)) == policy
    policy.words()
    policy.missing(())


def decided(body: bytes) -> None:
    """Let a witness consider a request: it always has an answer, and signs nothing that it could not check."""
    for held in (None, Held(size=1, root=leaf_hash(ENTRY)), Held(size=2**62, root=bytes(32))):
        decision = consider(body, KNOWN[:1], lambda _: held)  # noqa: B023
        assert decision.status in {200, 400, 403, 404, 409, 422}
        assert (decision.status == 409) == (decision.content_type == "text/x.tlog.size")
        if decision.status == 200:
            # What is signed was signed by the log: the fuzz has no key, so it is the one good checkpoint.
            assert parse_note(parse_request(body).note).text == TEXT


READERS: Mapping[str, Reader] = {
    "entry": Reader(decode_entry, ENTRY, again=encode_entry),
    "header": Reader(decode_header, HEADER, again=encode_header),
    "plain envelope": Reader(
        lambda raw: open_envelope(raw, None), wrap_plain(bytes(32), b"said"), (BadProof, KeyNeeded)
    ),
    "sealed envelope": Reader(
        lambda raw: open_envelope(raw, bytes(32)),
        wrap_sealed("key", bytes(32), bytes(12), bytes(32), b"said"),
    ),
    "key name": Reader(key_name, wrap_plain(bytes(32), b"said")),
    "digest of an envelope": Reader(ciphertext_digest, b"", ()),
    "note": Reader(parse_note, COSIGNED, again=render),
    "signed note": Reader(
        lambda raw: verify_note(parse_note(raw), KNOWN), COSIGNED, (BadProof, BadSignature)
    ),
    "checkpoint": Reader(lambda raw: read_checkpoint(raw, KNOWN), COSIGNED, (BadProof, BadSignature)),
    "signature line": Reader(of_text(parse_signature), COSIGNED.split(b"\n")[-2]),
    "body of a checkpoint": Reader(
        of_text(parse_body), TEXT.encode(), again=lambda body: as_bytes(render_body(body))
    ),
    "cosignature": Reader(decode_cosignature, COSIGNATURE, (BadSignature,)),
    "signature of a witness": Reader(
        lambda raw: verify_cosignature(WITNESS, TEXT, raw), COSIGNATURE, (BadSignature,)
    ),
    "public key of a witness": Reader(
        lambda raw: verify_cosignature(raw, TEXT, COSIGNATURE), WITNESS, (BadSignature,)
    ),
    "proof": Reader(decode_proof, encode_proof(0, [bytes(32)], COSIGNED, extra=b"x"), again=proof_again),
    "proven entry": Reader(
        lambda raw: verify_proof(raw, ENTRY, KNOWN), encode_proof(0, [], COSIGNED), (BadProof, BadSignature)
    ),
    "bundle of entries": Reader(
        decode_entry_bundle, encode_entry_bundle([ENTRY, b"", b"two"]), again=encode_entry_bundle
    ),
    "complete tile": Reader(root_of_tile, TILES[0, 0]),
    "tile at the bottom": Reader(with_tile(0, 0), TILES[0, 0], ()),
    "tile at the edge": Reader(with_tile(0, 1), TILES[0, 1], ()),
    "tile above": Reader(with_tile(1, 0), TILES[1, 0], ()),
    "verifier key": Reader(of_text(parse_vkey), VKEY.encode(), (ValueError,)),
    "path of a tile": Reader(
        of_text(parse_tile_path), b"tile/0/x001/x234/067.p/5", (ValueError,), lambda name: name.path.encode()
    ),
    "policy": Reader(same_again, POLICY),
    "request to a witness": Reader(parse_request, REQUEST, again=render_request),
    "decision of a witness": Reader(decided, REQUEST, ()),
    "answer of a witness": Reader(
        lambda raw: checked_answer(SIGNED, raw, KNOWN[1]),
        render_answer(parse_note(COSIGNED).signatures),
        (BadProof, BadSignature),
    ),
    "size that a witness holds": Reader(lambda raw: parse_size(raw, "text/x.tlog.size"), b"412\n", ()),
    "type of an answer": Reader(
        of_text(lambda text: parse_size(b"412\n", text)), b"text/x.tlog.size; q=1", ()
    ),
    "base64": Reader(of_text(unb64), b"QUJDRA==", (ValueError,)),
    "base64url": Reader(of_text(unb64url), b"QUJDRA", (ValueError,)),
}
