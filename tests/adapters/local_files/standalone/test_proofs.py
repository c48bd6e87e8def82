"""The checker for strangers agrees with the specifications, and with the reader it shares no code with."""

import ast
import base64
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.adapters.local_files.standalone import joined, proofs
from secondstory.adapters.local_files.standalone.proofs import Trust, Wrong
from secondstory.record import tree
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.cosignature import cosigned_message, encode_cosignature
from secondstory.record.errors import BadProof
from secondstory.record.note import Signature, render_signature
from secondstory.record.vkey import ED25519_COSIGNATURE, key_id, vkey
from tests.record.by_hand import ADA, EVE, hash_at, mth, numbered, path, proof, signer

RFC_8032 = (
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
)
SMALL_ORDER = (
    bytes.fromhex("01" + "00" * 31),
    bytes.fromhex("ec" + "ff" * 30 + "7f"),
    bytes(32),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
)
ORIGIN = "example.org/log"


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_it_accepts_the_vectors_of_rfc_8032(public, message, signature):
    assert proofs.is_signed(*map(bytes.fromhex, (public, message, signature)))


@given(st.binary(max_size=60), st.integers(0, 511), st.booleans())
def test_it_accepts_no_signature_with_another_bit(message, bit, in_key):
    sign, public = signer(ADA)
    signature = sign(message)
    assert proofs.is_signed(public, message, signature)
    if in_key:
        bit %= 256
        public = flipped(public, bit)
    else:
        signature = flipped(signature, bit)
    assert not proofs.is_signed(public, message, signature)


def test_it_refuses_a_scalar_that_is_not_reduced():
    sign, public = signer(ADA)
    signature = sign(b"x")
    scalar = int.from_bytes(signature[32:], "little") + proofs.ORDER
    assert not proofs.is_signed(public, b"x", signature[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_it_lets_no_key_of_small_order_sign_everything(public):
    assert proofs.point_of(public) is not None
    for first in SMALL_ORDER:
        assert not proofs.is_signed(public, b"anything", first + bytes(32))


def test_it_reads_a_point_in_one_form_only():
    assert proofs.point_of((proofs.P + 1).to_bytes(32, "little")) is None
    assert proofs.point_of(bytes.fromhex("01" + "00" * 30 + "80")) is None
    assert proofs.point_of(bytes.fromhex("02" + "00" * 31)) is None


def test_it_refuses_keys_and_signatures_of_another_length():
    sign, public = signer(ADA)
    assert not proofs.is_signed(public[:31], b"x", sign(b"x"))
    assert not proofs.is_signed(public, b"x", sign(b"x") + b"\0")


@given(st.integers(1, 80), st.data())
def test_it_follows_inclusion_as_the_record_does(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    made = damaged(path(index, leaves), data)
    root = mth(leaves)
    at, claimed = index + data.draw(st.integers(-1, 1)), size + data.draw(st.integers(-1, 1))
    said = outcome(tree.verify_inclusion, at, claimed, leaves[index], made, root)
    assert outcome(proofs.verify_inclusion, at, claimed, leaves[index], made, root) == said


@given(st.integers(0, 80), st.integers(0, 80), st.data())
def test_it_follows_consistency_as_the_record_does(one, other, data):
    old, new = min(one, other), max(one, other)
    leaves = numbered(new)
    made = damaged(proof(old, leaves) if 0 < old < new else [], data)
    roots = mth(leaves[:old]), mth(leaves)
    shift = data.draw(st.integers(-1, 1))
    said = outcome(tree.verify_consistency, old + shift, new, *roots, made)
    assert outcome(proofs.verify_consistency, old + shift, new, *roots, made) == said


@given(st.integers(0, 600))
def test_it_finds_the_root_that_the_record_finds(size):
    from secondstory.adapters.local_files.standalone.places import root_of

    assert root_of(numbered(size)) == tree.root(numbered(size))


def test_it_reads_a_cosigned_checkpoint():
    trust = Trust(None, policy("quorum W"))
    found = trust.checkpoint(cosigned(7))
    assert (found.size, found.root, set(found.witnesses)) == (7, mth(numbered(7)), {"W"})
    assert trust.is_witnessed(found.witnesses, trust.quorum)


def test_it_counts_no_witness_that_the_policy_does_not_name():
    trust = Trust(vkey(ORIGIN, signer(ADA)[1]), None)
    assert trust.checkpoint(cosigned(7)).witnesses == frozenset()


def test_it_rejects_a_note_whose_known_witness_did_not_sign_it():
    sign, public = signer(EVE)
    line = cosignature(b"another text\n", sign, public)
    with pytest.raises(Wrong, match="signature of example.org/witness does not fit"):
        Trust(None, policy("quorum W")).checkpoint(checkpoint(7) + line)


@pytest.mark.parametrize("line", range(4))
def test_it_rejects_a_checkpoint_with_any_line_changed(line):
    lines = checkpoint(7).split(b"\n")
    lines[line if line < 3 else 4] = b"example.org/other 8 AAAA".split()[min(line, 2)]
    with pytest.raises((Wrong, ValueError)):
        Trust(vkey(ORIGIN, signer(ADA)[1]), None).checkpoint(b"\n".join(lines))


def test_it_trusts_no_log_but_the_one_whose_key_it_was_given():
    with pytest.raises(Wrong, match="has not signed"):
        Trust(vkey(ORIGIN, signer(EVE)[1]), None).checkpoint(checkpoint(7))


@pytest.mark.parametrize(
    "wrong",
    [
        "quorum W\nquorum W",
        "quorum nobody",
        "group g 2 W\nquorum g",
        "group g any W W\nquorum g",
        "group g any later\nquorum g",
        "group none any W\nquorum none",
        "group g 0 W\nquorum g",
        "witness W {witness}\nquorum W",
        "unknown line\nquorum W",
        "",
    ],
)
def test_it_refuses_a_policy_that_it_cannot_read(wrong):
    with pytest.raises(Wrong):
        Trust(None, policy(wrong))


@pytest.mark.parametrize(("enough", "met"), [("any", True), ("all", False), ("1", True), ("2", False)])
def test_it_counts_groups_as_the_policy_says(enough, met):
    second = vkey("example.org/second", signer(bytes(32))[1], kind=ED25519_COSIGNATURE)
    trust = Trust(None, policy(f"witness V {second}\ngroup g {enough} W V\nquorum g"))
    assert trust.is_witnessed(trust.checkpoint(cosigned(7)).witnesses, trust.quorum) is met


@given(st.binary(max_size=300))
def test_it_ends_with_a_plain_error_on_any_note_and_any_proof(junk):
    trust = Trust(vkey(ORIGIN, signer(ADA)[1]), None)
    for bytes_ in (junk, checkpoint(7)[:40] + junk, b"c2sp.org/tlog-proof@v1\nindex 0\n" + junk):
        for read in (trust.checkpoint, proofs.open_proof):
            with suppress(Wrong, ValueError):
                read(bytes_)


@pytest.mark.parametrize("text", ["AAB=", "AAA", "AA A", "AA==AA=="])
def test_it_reads_base64_in_one_form_only(text):
    with pytest.raises((Wrong, ValueError)):
        proofs.unb64(text)


def test_it_is_one_file_that_python_3_8_reads_and_that_imports_nothing_of_ours():
    text = joined.single_file().decode()
    found = ast.parse(text, feature_version=(3, 8))
    modules = {one.module for one in found.body if isinstance(one, ast.ImportFrom)}
    assert not any("secondstory" in (module or "") for module in modules)
    assert "from secondstory" not in text
    assert max(text.count(f"def {name}(") for name in ("main", "need", "is_signed")) == 1


def test_it_lies_in_docs_as_it_lies_in_bundles(root: Path):
    assert (root / "docs" / "verify.py").read_bytes() == joined.single_file()


def checkpoint(size):
    sign, public = signer(ADA)
    return sign_checkpoint(
        Checkpoint(origin=ORIGIN, size=size, root=mth(numbered(size))), sign=sign, public=public
    )


def cosigned(size):
    text = checkpoint(size).partition(b"\n\n")[0] + b"\n"
    return checkpoint(size) + cosignature(text, *signer(EVE))


def cosignature(text, sign, public):
    blob = encode_cosignature(1_790_000_000, sign(cosigned_message(1_790_000_000, text.decode())))
    name = "example.org/witness"
    line = Signature(name=name, key_id=key_id(name, ED25519_COSIGNATURE, public), signature=blob)
    return render_signature(line).encode()


def policy(rest):
    witness = vkey("example.org/witness", signer(EVE)[1], kind=ED25519_COSIGNATURE)
    rest = rest.replace("{witness}", witness)
    return f"# ours\n\nlog {vkey(ORIGIN, signer(ADA)[1])}\n\twitness W {witness} https://w.example\n{rest}\n"


def flipped(raw, bit):
    return bytes(one ^ (1 << bit % 8 if n == bit // 8 else 0) for n, one in enumerate(raw))


def damaged(hashes, data):
    kind = data.draw(st.sampled_from(["as it is", "drop", "add", "swap", "flip"]))
    hashes = list(hashes)
    if kind == "drop" and hashes:
        hashes.pop(data.draw(st.integers(0, len(hashes) - 1)))
    if kind == "add":
        hashes.append(bytes(32))
    if kind == "swap":
        hashes.reverse()
    if kind == "flip" and hashes:
        hashes[0] = flipped(hashes[0], data.draw(st.integers(0, 255)))
    return hashes


def outcome(check, *given_):
    try:
        check(*given_)
    except (BadProof, Wrong):
        return "refused"
    return "holds"


def test_it_compares_with_a_tree_that_is_written_out_by_hand():
    assert tree.inclusion_path(3, 7, hash_at(numbered(7))) == path(3, numbered(7))
    assert base64.b64decode(checkpoint(7).split(b"\n")[2]) == mth(numbered(7))
