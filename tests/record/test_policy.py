"""Policies to the letter of tlog-policy: what is read, what is refused and with which line, and when it is satisfied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import parse_note, render
from secondstory.record.policy import (
    Group,
    Policy,
    Witness,
    is_policy_name,
    parse_policy,
    signed_by,
    with_witness,
)
from secondstory.record.policy import render as render_policy
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey, vkey
from secondstory.record.witnessing import cosign, with_lines
from tests.record.by_hand import ADA, signer

SIGN, PUBLIC = signer(ADA)
LOG = vkey("log.example", PUBLIC)


def key(n, *, name="w.example", kind=ED25519_COSIGNATURE):
    """Return the verifier key of witness number n."""
    return vkey(f"{name}/{n}", signer(bytes([n]) * 32)[1], kind=kind)


def policy(*lines):
    return parse_policy("".join(f"{line}\n" for line in lines).encode())


THREE = [f"witness X{n} {key(n)}" for n in (1, 2, 3)]
EXAMPLE = [
    f"log {LOG}",
    "",
    *THREE,
    "group X-witnesses 2 X1 X2 X3",
    *(f"witness Y{n} {key(n)}" for n in (4, 5, 6)),
    "  # a comment, and a tab before the next word",
    "\tgroup   Y-witnesses\tany Y4 Y5 Y6  ",
    "group X-and-Y all X-witnesses Y-witnesses",
    "quorum X-and-Y",
]


def test_it_reads_the_example_of_the_specification():
    read = policy(*EXAMPLE)
    assert [one.key.name for one in read.logs] == ["log.example"]
    assert [one.name for one in read.witnesses] == ["X1", "X2", "X3", "Y4", "Y5", "Y6"]
    assert read.groups[1] == Group(name="Y-witnesses", threshold=1, members=("Y4", "Y5", "Y6"))
    assert read.quorum == "X-and-Y"
    assert len(read.verifiers()) == 7


@pytest.mark.parametrize(
    ("signed", "enough"),
    [
        (["X1", "X2", "Y4"], True),
        (["X1", "Y4", "Y5", "Y6"], False),
        (["X1", "X2", "X3"], False),
        ([], False),
        (["X1", "X3", "Y6", "somebody"], True),
    ],
)
def test_it_counts_two_of_three_here_and_one_of_three_there(signed, enough):
    assert policy(*EXAMPLE).satisfied_by(signed) is enough


def test_it_asks_for_nobody_with_quorum_none():
    read = policy("quorum none")
    assert read.satisfied_by([])
    assert read.asked() == ()
    assert read.words() == "No witness is asked for."


def test_it_names_who_could_still_help():
    read = policy(*EXAMPLE)
    assert read.missing(["X1", "Y4"]) == ("X2", "X3", "Y5", "Y6")
    assert read.missing(["X1", "X2", "Y4"]) == ()
    alone = policy(*THREE, "quorum X2")
    assert alone.missing([]) == ("X2",)
    assert alone.words() == "X2 has to have signed."


def test_it_keeps_addresses_as_they_were_written():
    read = policy(f"log {LOG} https://a.example/", f"witness w {key(1)} \u00fc://b", "quorum w")
    assert read.logs[0].url == "https://a.example/"
    assert read.witnesses[0].url == "\u00fc://b"


@pytest.mark.parametrize(
    ("line", "lines", "why"),
    [
        (1, ["logs x"], "no kind of line"),
        (1, ["log"], "A log line reads"),
        (1, [f"log {LOG} url more"], "A log line reads"),
        (1, ["log nonsense"], "verifier key reads"),
        (1, [f"log {key(1)}"], "another kind"),
        (2, [f"log {LOG}", f"log {LOG}"], "same public key"),
        (2, [f"log {LOG}", f"log {vkey('other.example', PUBLIC)}"], "same public key"),
        (1, [f"witness w {LOG}"], "another kind"),
        (1, ["witness w"], "A witness line reads"),
        (1, [f"witness w {key(1)} url more"], "A witness line reads"),
        (1, [f"witness none {key(1)}"], "The name none"),
        (2, [f"witness w {key(1)}", f"witness w {key(2)}"], "is taken"),
        (2, [f"witness w {key(1)}", f"witness v {key(1, name='other')}"], "same public key"),
        (1, ["group g any"], "A group line reads"),
        (1, ["group g any w"], "called w"),
        (2, [f"witness w {key(1)}", "group g any none"], "called none"),
        (2, [f"witness w {key(1)}", "group none any w"], "The name none"),
        (2, [f"witness w {key(1)}", "group w any w"], "is taken"),
        (2, [f"witness w {key(1)}", "group g 0 w"], "from 1 to 1"),
        (2, [f"witness w {key(1)}", "group g 2 w"], "from 1 to 1"),
        (2, [f"witness w {key(1)}", "group g most w"], "from 1 to 1"),
        (2, [f"witness w {key(1)}", "group g \u0661 w"], "from 1 to 1"),
        (2, [f"witness w {key(1)}", "group g 1 w w"], "a member already"),
        (3, [f"witness w {key(1)}", "group g 1 w", "group h any w"], "a member already"),
        (1, ["group g any g"], "called g"),
        (1, ["quorum w", f"witness w {key(1)}"], "called w"),
        (1, ["quorum"], "A quorum line reads"),
        (1, ["quorum a b"], "A quorum line reads"),
        (2, ["quorum none", "quorum none"], "has one"),
        (1, ["quorum none\r"], "control character"),
        (2, ["# fine", "# not\x0bfine", "quorum none"], "control character"),
        (1, [f"log {LOG} # not a comment"], "A log line reads"),
    ],
)
def test_it_refuses_with_the_number_of_the_line(line, lines, why):
    with pytest.raises(BadProof, match=why) as refused:
        policy(*lines)
    assert f"Line {line} " in str(refused.value)


def test_it_refuses_a_policy_without_a_quorum_and_a_line_that_does_not_end():
    with pytest.raises(BadProof, match="no quorum line"):
        policy(f"log {LOG}")
    with pytest.raises(BadProof, match="does not end"):
        parse_policy(b"quorum none")
    with pytest.raises(BadProof, match="at most"):
        parse_policy(b"#" * 1_000_001)


def test_it_takes_names_as_octets():
    kelvin, plain = "\u212a".encode(), b"K"
    stored = b"witness %s %s\nwitness %s %s\nquorum K\n" % (kelvin, key(1).encode(), plain, key(2).encode())
    read = parse_policy(stored)
    assert not read.satisfied_by(["\u212a"])
    assert read.satisfied_by(["K"])
    odd = parse_policy(b"witness \xff\xfe %s\nquorum \xff\xfe\n" % key(1).encode())
    assert render_policy(odd) == b"witness \xff\xfe %s\nquorum \xff\xfe\n" % key(1).encode()
    assert "\ufffd" in odd.words()


def test_it_writes_what_it_read():
    read = policy(*EXAMPLE)
    assert parse_policy(render_policy(read)) == read
    spaced = Policy(witnesses=(Witness(name="a b", key=parse_vkey(key(1))),))
    with pytest.raises(ValueError, match="Line 1 of the policy"):
        render_policy(spaced)


def test_it_holds_32_of_everything_and_a_chain_of_many_groups():
    lines = [f"witness w{n} {key(n)}" for n in range(1, 200)]
    lines += [f"group g{n} any w{n}" for n in range(1, 2)]
    lines += [f"group g{n} any g{n - 1}" for n in range(2, 3000)]
    read = policy(*lines, "quorum g2999")
    assert read.satisfied_by(["w1"])
    assert not read.satisfied_by(["w2"])
    assert read.missing([]) == ("w1",)


@given(st.binary(max_size=80) | st.text(alphabet="logwitnesqurmp ag12#\n\t", max_size=80).map(str.encode))
def test_it_answers_any_bytes_with_a_policy_or_its_own_error(stored):
    try:
        read = parse_policy(stored)
    except BadProof:
        return
    assert parse_policy(render_policy(read)) == read


def cosigned(*numbers):
    """Return a policy of three witnesses, and a checkpoint that those of these numbers signed."""
    note = sign_checkpoint(Checkpoint(origin="log.example", size=1, root=bytes(32)), sign=SIGN, public=PUBLIC)
    lines = []
    for n, time in numbers:
        sign, public = signer(bytes([n]) * 32)
        lines.append(
            cosign(parse_note(note).text, name=f"w.example/{n}", public=public, time=time, sign=sign)
        )
    return policy(*THREE, "group g 2 X1 X2 X3", "quorum g"), parse_note(with_lines(note, lines))


def test_it_tells_who_signed_and_when():
    read, note = cosigned((1, 100), (3, 300), (9, 900))
    assert signed_by(read, note) == {"X1": 100, "X3": 300}
    assert read.satisfied_by(signed_by(read, note))


def test_it_rejects_a_note_in_which_a_witness_it_knows_does_not_verify():
    read, note = cosigned((1, 100))
    damaged = render(note).replace(b"log.example\n1\n", b"log.example\n2\n")
    with pytest.raises(BadSignature, match="X1"):
        signed_by(read, parse_note(damaged))


def test_it_adds_witnesses_and_asks_more_than_half_of_them():
    read = policy(f"log {LOG}", "quorum none")
    needed = []
    for n in range(1, 6):
        witness = Witness(name=f"w{n}", key=parse_vkey(key(n)))
        read = with_witness(read, witness, group="witnesses")
        needed.append(read.groups[0].threshold)
    assert needed == [1, 2, 2, 3, 3]
    assert read.quorum == "witnesses"
    assert with_witness(read, Witness(name="w6", key=parse_vkey(key(6))), group="witnesses", threshold=6)


def test_it_adds_no_witness_twice_none_to_groups_of_other_hands_and_none_beyond_reach():
    two = Witness(name="two", key=parse_vkey(key(2)))
    with pytest.raises(ValueError, match="groups of its own"):
        with_witness(policy(f"witness X1 {key(1)}", "group g any X1", "quorum g"), two, group="witnesses")
    with pytest.raises(ValueError, match="in the policy already"):
        with_witness(policy(f"witness two {key(1)}", "quorum none"), two, group="witnesses")
    with pytest.raises(ValueError, match="in the policy already"):
        with_witness(policy(f"witness one {key(2)}", "quorum none"), two, group="witnesses")
    with pytest.raises(ValueError, match="quorum of 3"):
        with_witness(policy(f"witness one {key(1)}", "quorum none"), two, group="witnesses", threshold=3)
    with pytest.raises(ValueError, match="cannot be called"):
        with_witness(policy("quorum none"), Witness(name="witnesses", key=two.key), group="witnesses")


def test_it_knows_what_can_be_a_name():
    assert is_policy_name("north.example/w1")
    assert not any(map(is_policy_name, ["", "none", "a b", "#a", "a\tb"]))
