"""The witness protocol, both sides, without a network: each answer of tlog-witness, in the order of its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note, Signature, parse_note, render
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey, vkey
from secondstory.record.witnessing import (
    MAX_REQUEST_BYTES,
    SIZE_TYPE,
    Held,
    Request,
    checked_answer,
    consider,
    cosign,
    parse_request,
    parse_size,
    render_answer,
    render_request,
    with_lines,
)
from tests.record import by_hand
from tests.record.by_hand import ADA, EVE, signer

SIGN, PUBLIC = signer(ADA)
ORIGIN = "log.example"
LOGS = [parse_vkey(vkey(ORIGIN, PUBLIC))]
LEAVES = by_hand.numbered(20)
FORK = [*by_hand.numbered(8), *(bytes([n]) * 32 for n in range(12))]
W_SIGN, W_PUBLIC = signer(b"w" * 32)
WITNESS = parse_vkey(vkey("w.example", W_PUBLIC, kind=ED25519_COSIGNATURE))


def note(size, leaves=LEAVES, *, origin=ORIGIN, sign=SIGN, public=PUBLIC, extensions=()):
    checkpoint = Checkpoint(
        origin=origin, size=size, root=by_hand.mth(leaves[:size]), extensions=tuple(extensions)
    )
    return sign_checkpoint(checkpoint, sign=sign, public=public)


def body(old, size, leaves=LEAVES, **how):
    proof = by_hand.proof(old, leaves[:size]) if 0 < old < size else []
    return render_request(
        Request(old=old, proof=tuple(how.pop("proof", proof)), note=note(size, leaves, **how))
    )


def answer(given_body, held=None, logs=LOGS):
    """Return what a witness answers that holds `held` entries of the log."""
    kept = Held(size=held, root=by_hand.mth(LEAVES[:held])) if held is not None else None
    return consider(given_body, logs, lambda origin: kept if origin == ORIGIN else None)


@pytest.mark.parametrize(
    ("held", "old", "size"), [(None, 0, 8), (None, 0, 0), (8, 8, 20), (8, 8, 8), (0, 0, 3), (1, 1, 20)]
)
def test_it_signs_what_grew_out_of_what_it_holds(held, old, size):
    assert answer(body(old, size), held).status == 200


def test_it_answers_404_for_a_log_it_does_not_follow_and_follows_none_by_default():
    assert answer(body(0, 8, origin="other.example")).status == 404
    assert answer(body(0, 8), logs=[]).status == 404


def test_it_answers_404_before_it_looks_at_sizes():
    assert answer(body(9, 8, origin="other.example")).status == 404


def test_it_answers_403_without_a_signature_of_a_trusted_key():
    sign, public = signer(EVE)
    assert answer(body(0, 8, sign=sign, public=public)).status == 403
    wrong = note(8).replace(b"\n8\n", b"\n9\n")
    assert answer(render_request(Request(old=0, proof=(), note=wrong))).status == 403


def test_it_ignores_lines_of_keys_it_does_not_know():
    more = with_lines(note(8), [Signature(name="x.example", key_id=b"1234", signature=b"whatever")])
    assert answer(render_request(Request(old=0, proof=(), note=more))).status == 200


def test_it_does_not_take_a_witness_for_the_log():
    line = cosign(parse_note(note(8)).text, name=ORIGIN, public=PUBLIC, time=1, sign=SIGN)
    only = render(Note(text=parse_note(note(8)).text, signatures=(line,)))
    keys = [parse_vkey(vkey(ORIGIN, PUBLIC, kind=ED25519_COSIGNATURE))]
    assert answer(render_request(Request(old=0, proof=(), note=only)), logs=keys).status == 404


def test_it_answers_400_when_the_old_size_is_the_larger_one():
    assert answer(body(9, 8), 9).status == 400


@pytest.mark.parametrize(("held", "old"), [(8, 0), (8, 7), (8, 9), (None, 3)])
def test_it_answers_409_with_the_size_it_holds(held, old):
    said = answer(body(old, 12), held)
    assert (said.status, said.content_type) == (409, SIZE_TYPE)
    assert said.body == b"%d\n" % (held or 0)
    assert parse_size(said.body, said.content_type) == (held or 0)


def test_it_answers_422_for_a_second_root_of_one_size_and_knows_it_for_a_fork():
    said = answer(body(12, 12, FORK), 12)
    assert (said.status, said.is_fork) == (422, True)


def test_it_knows_a_fork_also_when_the_old_size_is_another():
    said = answer(body(0, 12, FORK), 12)
    assert (said.status, said.is_fork) == (409, True)
    assert not answer(body(0, 12), 12).is_fork


def test_it_answers_422_when_the_proof_does_not_hold():
    forked = answer(body(12, 20, FORK), 12)
    assert (forked.status, forked.is_fork, forked.is_unproven) == (422, False, True)
    assert answer(body(8, 20, proof=[]), 8).status == 422
    assert answer(body(8, 8, proof=[bytes(32)]), 8).status == 422
    assert answer(body(0, 8, proof=[bytes(32)])).status == 422


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"old 8\n",
        b"old 08\n\n" + note(8),
        b"old -1\n\n" + note(8),
        b"old 9223372036854775808\n\n" + note(8),
        b"OLD 0\n\n" + note(8),
        b"old 0\r\n\r\n" + note(8),
        b"old 0 \n\n" + note(8),
        b"old 0\nAAAA\n\n" + note(8),
        b"old 0\nnot base64\n\n" + note(8),
        b"old 0\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + b"\n" + note(8),
        b"old 0\n\n" + note(8)[:-1],
        b"old 0\n\n" + note(8).replace(b"\n8\n", b"\n08\n"),
        b"old 0\n\n" + b"text\n\n",
        b"old 0\n\n" + note(8) + b"\xff" * MAX_REQUEST_BYTES,
    ],
)
def test_it_answers_400_to_what_it_cannot_read(damaged):
    assert answer(damaged).status == 400


def test_it_takes_63_lines_of_proof():
    line = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    assert len(parse_request(b"old 1\n" + line * 63 + b"\n" + note(8)).proof) == 63


def test_it_reads_the_example_of_the_specification():
    example = (
        "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u2014 example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    ).encode()
    read = parse_request(example)
    assert (read.old, len(read.proof)) == (20852014, 2)
    assert render_request(read) == example
    assert answer(example).status == 404


def test_it_refuses_to_post_what_nobody_could_read():
    with pytest.raises(ValueError, match="at most 63"):
        render_request(Request(old=1, proof=(bytes(32),) * 64, note=note(8)))


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 400))
def test_it_answers_any_bytes(piece, start, end):
    whole = body(8, 20)
    for given_body in (piece, whole[:start] + piece + whole[end:]):
        said = answer(given_body, 8)
        # 200 only where nothing that counts was changed.
        assert said.status in {200, 400, 403, 404, 409, 422}
        if said.status == 200:
            assert parse_request(given_body).old == 8


def line(size=8, *, time=1700000000, sign=W_SIGN, public=W_PUBLIC, name="w.example"):
    return cosign(parse_note(note(size)).text, name=name, public=public, time=time, sign=sign)


def test_it_believes_a_cosignature_that_verifies():
    kept = checked_answer(note(8), render_answer([line()]), WITNESS)
    assert WITNESS.check(parse_note(note(8)).text, kept.signature) == 1700000000
    assert with_lines(note(8), [kept]).startswith(note(8))


def test_it_ignores_lines_of_others_and_keeps_the_newest_of_the_witness():
    sign, public = signer(EVE)
    lines = [line(sign=sign, public=public, name="eve"), line(time=5), line(time=7), line(time=6)]
    kept = checked_answer(note(8), render_answer(lines), WITNESS)
    assert WITNESS.check(parse_note(note(8)).text, kept.signature) == 7


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (b"", BadProof),
        (b"\n", BadProof),
        (b"<html>moved</html>\n", BadProof),
        (b"\xff\xfe\n", BadProof),
        (b"\xe2\x80\x94 w.example AAAA\n", BadProof),
        (render_answer([line()])[:-1], BadProof),
        (render_answer([line()]) + b"\n", BadProof),
        (render_answer([line()]) * 101, BadProof),
        (render_answer([line(sign=signer(EVE)[0])]), BadSignature),
        (render_answer([line(size=9)]), BadSignature),
        (render_answer([line(), line(size=9)]), BadSignature),
        (render_answer([line(sign=signer(EVE)[0], public=signer(EVE)[1])]), BadProof),
    ],
)
def test_it_keeps_nothing_of_an_answer_that_is_not_what_it_asked_for(said, wrong):
    with pytest.raises(wrong):
        checked_answer(note(8), said, WITNESS)


@pytest.mark.parametrize(
    ("said", "kind", "size"),
    [
        (b"50\n", "text/x.tlog.size", 50),
        (b"0\n", "text/x.tlog.size", 0),
        (b"51\n", "Text/X.tlog.size; charset=utf8", 51),
        (b"50", "text/x.tlog.size", None),
        (b"050\n", "text/x.tlog.size", None),
        (b"10\n", "text/plain", None),
        (b"9999999999999999999\n", "text/x.tlog.size", None),
        (b"", "text/x.tlog.size", None),
    ],
)
def test_it_reads_the_size_of_a_409_and_nothing_else(said, kind, size):
    assert parse_size(said, kind) == size


def test_it_replaces_the_line_of_a_key_that_signed_before():
    once = with_lines(note(8), [line(time=5)])
    twice = with_lines(once, [line(time=9)])
    assert len(parse_note(twice).signatures) == 2
    assert checked_answer(note(8), render_answer(parse_note(twice).signatures[1:]), WITNESS) == line(time=9)


def test_it_signs_what_another_log_adds_to_its_checkpoints():
    text = parse_note(note(8, extensions=["more"])).text
    assert text.endswith("more\n")
    signed = cosign(text, name="w.example", public=W_PUBLIC, time=1, sign=W_SIGN)
    assert WITNESS.check(text, signed.signature) == 1
    assert answer(body(0, 8, extensions=["more"])).status == 200


SUBMISSIONS = st.lists(
    st.tuples(st.sampled_from(["log", "fork"]), st.integers(0, 20) | st.none(), st.integers(0, 20)),
    max_size=40,
)


@given(SUBMISSIONS)
def test_it_never_signs_two_histories_nor_a_shorter_one_after_a_longer(submissions):
    histories = {"log": LEAVES, "fork": FORK}
    held, signed = None, []
    for name, old, size in submissions:
        # None stands for whoever knows what the witness holds, which is the stronger enemy.
        start = (held.size if held else 0) if old is None else old
        if start > size:
            continue
        leaves = histories[name]
        said = consider(body(start, size, leaves), LOGS, lambda _, held=held: held)
        if said.status == 200:
            held = Held(size=size, root=by_hand.mth(leaves[:size]))
            signed.append((name, size))
    sizes = [size for _, size in signed]
    assert sizes == sorted(sizes)
    # The two histories part after 8 entries: beyond them only one was ever signed.
    assert len({name for name, size in signed if size > 8}) <= 1
