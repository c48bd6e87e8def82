import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.checkpoint import (
    Checkpoint,
    parse_body,
    read_checkpoint,
    render_body,
    sign_checkpoint,
)
from secondstory.record.cosignature import cosigned_message, encode_cosignature
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import (
    ED25519_COSIGNATURE,
    Signature,
    parse_vkey,
    render_signature,
    sign_note,
    vkey,
)
from secondstory.record.tree import EMPTY_ROOT
from tests.record.by_hand import ADA, EVE, signer

SIGN, PUBLIC = signer(ADA)
ORIGIN = "second.example/log"
KNOWN = [parse_vkey(vkey(ORIGIN, PUBLIC))]
ROOT = bytes(range(32))
CHECKPOINT = Checkpoint(origin=ORIGIN, size=7, root=ROOT)
STORED = sign_checkpoint(CHECKPOINT, sign=SIGN, public=PUBLIC)
B64 = base64.b64encode(ROOT).decode()


def test_it_writes_three_lines():
    assert render_body(CHECKPOINT) == f"{ORIGIN}\n7\n{B64}\n"


def test_it_reads_the_example_of_the_specification():
    body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = parse_body(body)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert render_body(checkpoint) == body


def test_it_reads_what_the_log_signed():
    assert read_checkpoint(STORED, KNOWN) == CHECKPOINT


@given(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1),
    st.integers(1, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
)
def test_it_reads_back_the_body_it_writes(origin, size, root):
    checkpoint = Checkpoint(origin=origin, size=size, root=root)
    assert parse_body(render_body(checkpoint)) == checkpoint


def test_it_keeps_the_further_lines_of_another_log():
    body = f"{ORIGIN}\n7\n{B64}\nmore\nand more\n"
    assert parse_body(body).extensions == ("more", "and more")
    assert render_body(parse_body(body)) == body


def test_it_knows_the_empty_tree():
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert read_checkpoint(sign_checkpoint(empty, sign=SIGN, public=PUBLIC), KNOWN) == empty


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n",
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n7\n{B64}",
        f"\n7\n{B64}\n",
        f"{ORIGIN}\n07\n{B64}\n",
        f"{ORIGIN}\n-7\n{B64}\n",
        f"{ORIGIN}\n+7\n{B64}\n",
        f"{ORIGIN}\n7 \n{B64}\n",
        f"{ORIGIN}\n٧\n{B64}\n",
        f"{ORIGIN}\n9223372036854775808\n{B64}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{B64}\n",
        f"{ORIGIN}\n7\n{B64[:-4]}\n",
        f"{ORIGIN}\n7\n{B64.replace('=', '')}\n",
        f"{ORIGIN}\n7\n{B64}\n\n",
        f"{ORIGIN}\n7\n{B64}\n\nmore\n",
        f"{ORIGIN}\n0\n{B64}\n",
    ],
)
def test_it_refuses_a_text_that_is_not_a_checkpoint(body):
    with pytest.raises(BadProof):
        parse_body(body)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint(origin="", size=7, root=ROOT),
        Checkpoint(origin="a\nb", size=7, root=ROOT),
        Checkpoint(origin=ORIGIN, size=-1, root=ROOT),
        Checkpoint(origin=ORIGIN, size=7, root=ROOT[:-1]),
        Checkpoint(origin=ORIGIN, size=0, root=ROOT),
        Checkpoint(origin=ORIGIN, size=7, root=ROOT, extensions=("",)),
        Checkpoint(origin=ORIGIN, size=7, root=ROOT, extensions=("a\nb",)),
        Checkpoint(origin="with space", size=7, root=ROOT),
    ],
)
def test_it_refuses_to_sign_what_no_checkpoint_can_hold(checkpoint):
    with pytest.raises(ValueError):
        sign_checkpoint(checkpoint, sign=SIGN, public=PUBLIC)


def test_it_notices_another_size_under_the_same_signature():
    with pytest.raises(BadSignature):
        read_checkpoint(STORED.replace(b"\n7\n", b"\n8\n"), KNOWN)


def test_it_does_not_let_a_trusted_key_speak_for_another_log():
    # Eve runs a log of her own that this reader trusts, and signs a checkpoint in the name of ours.
    eve_sign, eve_public = signer(EVE)
    forged = sign_note(render_body(CHECKPOINT), name="eve.example", sign=eve_sign, public=eve_public)
    with pytest.raises(BadSignature, match=ORIGIN):
        read_checkpoint(forged, [*KNOWN, parse_vkey(vkey("eve.example", eve_public))])


def test_it_does_not_let_a_witness_speak_in_place_of_the_log():
    # A witness that bears the log's own name is a witness all the same.
    body = render_body(CHECKPOINT)
    witness = parse_vkey(vkey(ORIGIN, PUBLIC, kind=ED25519_COSIGNATURE))
    blob = encode_cosignature(9, SIGN(cosigned_message(9, body)))
    line = render_signature(Signature(name=ORIGIN, key_id=witness.key_id, signature=blob))
    note = f"{body}\n{line}".encode()
    with pytest.raises(BadSignature, match="has not signed"):
        read_checkpoint(note, [witness])


def test_it_refuses_a_signed_text_that_is_no_checkpoint():
    with pytest.raises(BadProof):
        read_checkpoint(sign_note("hello\n", name=ORIGIN, sign=SIGN, public=PUBLIC), KNOWN)
