import base64

import pytest

from secondstory.record.cosignature import (
    cosigned_message,
    decode_cosignature,
    encode_cosignature,
    verify_cosignature,
)
from secondstory.record.ed25519 import verify_ed25519
from secondstory.record.errors import BadSignature
from secondstory.record.note import (
    ED25519_COSIGNATURE,
    Note,
    Signature,
    parse_note,
    parse_signature,
    parse_vkey,
    render_signature,
    sign_note,
    verified_signatures,
    vkey,
)
from tests.record.by_hand import ADA, EVE, signer

SIGN, PUBLIC = signer(EVE)
WITNESS = "witness.example/w1"
BODY = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
TIME = 1_679_315_147
BLOB = TIME.to_bytes(8, "big") + SIGN(f"cosignature/v1\ntime {TIME}\n{BODY}".encode())

# RFC 8032 section 7.1: public key, message, signature of tests 1 to 3.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_it_verifies_the_vectors_of_rfc_8032(public, message, signature):
    key, made = bytes.fromhex(public), bytes.fromhex(signature)
    verify_ed25519(key, bytes.fromhex(message), made)
    with pytest.raises(BadSignature):
        verify_ed25519(key, bytes.fromhex(message) + b"x", made)
    with pytest.raises(BadSignature):
        verify_ed25519(key, bytes.fromhex(message), made[:-1])
    with pytest.raises(BadSignature):
        verify_ed25519(key[:-1], bytes.fromhex(message), made)


def test_it_lets_the_witness_sign_the_message_of_the_specification():
    assert cosigned_message(TIME, BODY).decode() == (
        "cosignature/v1\ntime 1679315147\n"
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_it_returns_when_the_witness_saw_it():
    assert verify_cosignature(PUBLIC, BODY, BLOB) == TIME
    assert encode_cosignature(*decode_cosignature(BLOB)) == BLOB


def test_it_reads_time_and_signature_out_of_the_line_in_the_specification():
    line = (
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA=="
    )
    signature = parse_signature(line)
    assert render_signature(signature) == line + "\n"
    assert decode_cosignature(signature.signature)[0] == TIME


@pytest.mark.parametrize("at", [0, 7, 8, 40, 71])
def test_it_notices_an_altered_time_or_signature(at):
    altered = bytearray(BLOB)
    altered[at] ^= 1
    with pytest.raises(BadSignature):
        verify_cosignature(PUBLIC, BODY, bytes(altered))


def test_it_notices_another_body():
    with pytest.raises(BadSignature):
        verify_cosignature(PUBLIC, BODY.replace("20852163", "20852164"), BLOB)


@pytest.mark.parametrize("blob", [b"", BLOB[:-1], BLOB + b"x", b"\x80" + BLOB[1:]])
def test_it_refuses_a_cosignature_of_another_form(blob):
    with pytest.raises(BadSignature):
        decode_cosignature(blob)


@pytest.mark.parametrize("time", [-1, 2**63])
def test_it_refuses_a_time_no_witness_can_mean(time):
    with pytest.raises(ValueError):
        cosigned_message(time, BODY)
    with pytest.raises(ValueError):
        encode_cosignature(time, BLOB[8:])


def test_it_stands_in_a_note_beside_the_logs_own_signature():
    log_sign, log_public = signer(ADA)
    witness = parse_vkey(vkey(WITNESS, PUBLIC, kind=ED25519_COSIGNATURE))
    log = parse_vkey(vkey("example.com/behind-the-sofa", log_public))
    note = parse_note(sign_note(BODY, name=log.name, sign=log_sign, public=log_public))
    line = Signature(name=WITNESS, key_id=witness.key_id, signature=BLOB)
    both = Note(text=note.text, signatures=(*note.signatures, line))
    found = verified_signatures(both, [log, witness])
    assert [(one.name, one.time) for one in found] == [(log.name, None), (WITNESS, TIME)]


def test_it_does_not_take_a_cosignature_for_a_plain_signature():
    plain = parse_vkey(vkey(WITNESS, PUBLIC))
    note = Note(text=BODY, signatures=(Signature(name=WITNESS, key_id=plain.key_id, signature=BLOB),))
    with pytest.raises(BadSignature):
        verified_signatures(note, [plain])


def test_it_uses_the_key_id_of_its_own_kind():
    witness = parse_vkey(vkey(WITNESS, PUBLIC, kind=ED25519_COSIGNATURE))
    assert base64.b64decode(vkey(WITNESS, PUBLIC, kind=ED25519_COSIGNATURE).split("+", 2)[2])[0] == 4
    assert witness.key_id != parse_vkey(vkey(WITNESS, PUBLIC)).key_id
