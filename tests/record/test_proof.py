import base64

import pytest

from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import parse_vkey, vkey
from secondstory.record.proof import TlogProof, decode_proof, encode_proof, verify_proof
from secondstory.record.tree import leaf_hash
from tests.record.by_hand import ADA, EVE, mth, path, signer

SIGN, PUBLIC = signer(ADA)
ORIGIN = "second.example/log"
KNOWN = [parse_vkey(vkey(ORIGIN, PUBLIC))]
ENTRIES = [f"entry {n}".encode() for n in range(11)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
NOTE = sign_checkpoint(Checkpoint(origin=ORIGIN, size=11, root=mth(LEAVES)), sign=SIGN, public=PUBLIC)
STORED = encode_proof(4, path(4, LEAVES), NOTE)
HASH = base64.b64encode(LEAVES[0]).decode()


def test_it_writes_the_lines_of_the_specification():
    lines = STORED.decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 4"]
    assert [base64.b64decode(line) for line in lines[2:6]] == path(4, LEAVES)
    assert lines[6] == ""
    assert "\n".join(lines[7:]).encode() == NOTE


@pytest.mark.parametrize("index", range(11))
def test_it_proves_every_entry_to_whoever_knows_the_key(index):
    checkpoint = verify_proof(encode_proof(index, path(index, LEAVES), NOTE), ENTRIES[index], KNOWN)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (ORIGIN, 11, mth(LEAVES))


def test_it_proves_the_only_entry_with_no_hash_at_all():
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=LEAVES[0]), sign=SIGN, public=PUBLIC)
    stored = encode_proof(0, [], note)
    assert stored.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\n")
    assert verify_proof(stored, ENTRIES[0], KNOWN).size == 1


def test_it_takes_a_proof_file_apart_and_puts_it_together():
    proof = decode_proof(STORED)
    assert proof == TlogProof(index=4, path=tuple(path(4, LEAVES)), checkpoint_note=NOTE)
    assert encode_proof(proof.index, proof.path, proof.checkpoint_note) == STORED


@pytest.mark.parametrize("extra", [b"", b"anything\n\n"])
def test_it_carries_extra_bytes_that_nobody_signed(extra):
    stored = encode_proof(4, path(4, LEAVES), NOTE, extra=extra)
    assert stored.split(b"\n")[1] == b"extra " + base64.b64encode(extra)
    assert decode_proof(stored).extra == extra
    assert verify_proof(stored, ENTRIES[4], KNOWN).size == 11


def test_it_does_not_prove_another_entry():
    with pytest.raises(BadProof):
        verify_proof(STORED, ENTRIES[5], KNOWN)


def test_it_does_not_prove_another_place():
    with pytest.raises(BadProof):
        verify_proof(STORED.replace(b"index 4", b"index 5"), ENTRIES[4], KNOWN)


def test_it_trusts_no_key_from_anywhere_but_the_reader():
    _, eve_public = signer(EVE)
    for known in ([], [parse_vkey(vkey(ORIGIN, eve_public))]):
        with pytest.raises(BadSignature):
            verify_proof(STORED, ENTRIES[4], known)


def test_it_notices_every_altered_byte():
    for at in range(len(STORED)):
        altered = bytearray(STORED)
        altered[at] ^= 1
        with pytest.raises((BadProof, BadSignature)):
            verify_proof(bytes(altered), ENTRIES[4], KNOWN)


FRONT = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    "front",
    [
        "",
        FRONT,
        "c2sp.org/tlog-proof@v2\nindex 4\n",
        FRONT + "index 04\n",
        FRONT + "index -4\n",
        FRONT + "index ٤\n",
        FRONT + f"index {'9' * 5000}\n",
        FRONT + "Index 4\n",
        FRONT + "extra QQ\nindex 4\n",
        FRONT + "extra QQ==\n",
        FRONT + "extra QQ==\nextra QQ==\nindex 4\n",
        FRONT + f"index 4\n{HASH}\nextra QQ==\n",
        FRONT + f"index 4\n{HASH[:-4]}\n",
        FRONT + f"index 4\n{HASH}\r\n",
        FRONT + "index 4\n" + f"{HASH}\n" * 64,
        FRONT + f"index 4\n{HASH}\n\n",
    ],
)
def test_it_refuses_a_malformed_proof_file(front):
    with pytest.raises(BadProof):
        decode_proof(front.encode() + b"\n" + NOTE)


@pytest.mark.parametrize("stored", [b"", STORED.partition(b"\n\n")[0], STORED[:-1], STORED[:-200]])
def test_it_refuses_a_proof_file_that_was_cut(stored):
    with pytest.raises(BadProof):
        decode_proof(stored)


def test_it_reads_a_path_as_long_as_the_highest_tree():
    front = FRONT + "index 4\n" + f"{HASH}\n" * 63
    assert len(decode_proof(front.encode() + b"\n" + NOTE).path) == 63


@pytest.mark.parametrize(
    ("index", "steps", "note"),
    [
        (-1, [], NOTE),
        (10**19, [], NOTE),
        (0, LEAVES[:1] * 64, NOTE),
        (0, [b"short"], NOTE),
        (0, [], b"no note\n"),
    ],
)
def test_it_refuses_to_write_a_proof_nobody_could_read(index, steps, note):
    with pytest.raises(ValueError):
        encode_proof(index, steps, note)


def test_it_stays_a_small_file_for_a_million_entries_and_one_witness():
    steps = LEAVES[:1] * 20
    cosignature_line = b"\xe2\x80\x94 witness.example/w1 " + base64.b64encode(bytes(76)) + b"\n"
    assert len(encode_proof(999_999, steps, NOTE + cosignature_line)) <= 1_500
