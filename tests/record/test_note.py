import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import (
    ED25519,
    ED25519_COSIGNATURE,
    Note,
    Signature,
    Verifier,
    key_id,
    parse_note,
    parse_vkey,
    render,
    sign_note,
    verified_signatures,
    verify_note,
    vkey,
)
from secondstory.record.vkey import ML_DSA_44_COSIGNATURE
from tests.record.by_hand import ADA, EVE, signer

# From the text of signed-note, and from the documentation of the first implementation of it.
SPECIFIED = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()

SIGN, PUBLIC = signer(ADA)
LOG = "second.example/log"
VERIFIER = parse_vkey(vkey(LOG, PUBLIC))
TEXT = "one line\n\nand, after an empty one, another\n"
STORED = sign_note(TEXT, name=LOG, sign=SIGN, public=PUBLIC)

texts = st.lists(
    st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), max_size=12), min_size=1
).map(lambda lines: "\n".join(lines) + "\n")
lines = st.builds(
    Signature,
    name=st.text(
        st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="+"), min_size=1, max_size=9
    ),
    key_id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=80),
)


@pytest.mark.parametrize("text", [SPECIFIED, PETER])
def test_it_reads_and_writes_the_published_verifier_keys(text):
    verifier = parse_vkey(text)
    assert vkey(verifier.name, verifier.public) == text
    assert verifier.type == ED25519


def test_it_verifies_the_published_note():
    assert verify_note(parse_note(PETERS_NOTE), [parse_vkey(SPECIFIED), parse_vkey(PETER)]) == [
        "PeterNeumann"
    ]


def test_it_refuses_the_published_note_with_one_letter_changed():
    with pytest.raises(BadSignature, match="PeterNeumann"):
        verify_note(parse_note(PETERS_NOTE.replace(b"If you", b"if you")), [parse_vkey(PETER)])


def test_it_keeps_the_kinds_of_one_key_apart():
    assert key_id(LOG, ED25519, PUBLIC) != key_id(LOG, ED25519_COSIGNATURE, PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        SPECIFIED + "\n",
        SPECIFIED.replace("530d903a", "530D903A"),
        SPECIFIED.replace("530d903a", "530d903b"),
        SPECIFIED.replace("/foo", "/fob"),
        SPECIFIED.replace("example.com", "example com"),
        SPECIFIED[:-4],
        SPECIFIED.replace("+Aeky", "+Beky"),
        "+" + SPECIFIED,
        SPECIFIED.replace("U2k", "Ué"),
    ],
)
def test_it_refuses_a_verifier_key_that_was_copied_wrongly(text):
    with pytest.raises(ValueError):
        parse_vkey(text)


def test_it_does_not_read_post_quantum_keys_yet():
    with pytest.raises(ValueError, match="no other kind"):
        parse_vkey(vkey(LOG, PUBLIC, kind=ML_DSA_44_COSIGNATURE))


@pytest.mark.parametrize(
    ("name", "public"), [("", PUBLIC), ("a b", PUBLIC), ("a\u2003b", PUBLIC), ("a", b"")]
)
def test_it_publishes_no_key_that_nobody_could_read(name, public):
    with pytest.raises(ValueError):
        vkey(name, public)


def test_it_signs_what_it_can_verify():
    note = parse_note(STORED)
    assert note.text == TEXT
    assert verify_note(note, [VERIFIER]) == [LOG]


@given(texts, st.lists(lines, min_size=1, max_size=5).map(tuple))
def test_it_reads_back_the_note_it_writes(text, signatures):
    note = Note(text=text, signatures=signatures)
    assert parse_note(render(note)) == note


def test_it_notices_every_altered_byte():
    for at in range(len(STORED)):
        altered = bytearray(STORED)
        altered[at] ^= 1
        with pytest.raises((BadProof, BadSignature)):
            verify_note(parse_note(bytes(altered)), [VERIFIER])


def test_it_ignores_keys_it_does_not_know():
    # The same name with another id, the same id with another name, and a kind of signature yet to come.
    strangers = (
        Signature(name=LOG, key_id=b"\x00" * 4, signature=b"?"),
        Signature(name="eve.example", key_id=VERIFIER.key_id, signature=b"?"),
        Signature(name=LOG, key_id=key_id(LOG, ML_DSA_44_COSIGNATURE, b"?" * 1312), signature=b"?" * 2420),
    )
    note = parse_note(STORED)
    mixed = Note(text=note.text, signatures=(*strangers, *note.signatures))
    assert verify_note(mixed, [VERIFIER]) == [LOG]


def test_it_refuses_a_note_that_only_strangers_signed():
    eve_sign, eve_public = signer(EVE)
    note = parse_note(sign_note(TEXT, name=LOG, sign=eve_sign, public=eve_public))
    with pytest.raises(BadSignature, match="No key"):
        verify_note(note, [VERIFIER])


def test_it_trusts_nobody_when_no_key_is_known():
    with pytest.raises(BadSignature):
        verify_note(parse_note(STORED), [])


def test_it_refuses_the_whole_note_when_one_known_key_does_not_verify():
    eve_sign, eve_public = signer(EVE)
    second = parse_note(sign_note("another text\n", name="w.example", sign=eve_sign, public=eve_public))
    note = parse_note(STORED)
    mixed = Note(text=note.text, signatures=(*note.signatures, *second.signatures))
    with pytest.raises(BadSignature, match=r"w\.example"):
        verify_note(mixed, [VERIFIER, parse_vkey(vkey("w.example", eve_public))])


def test_it_names_each_signer_once():
    note = parse_note(STORED)
    assert verify_note(Note(text=note.text, signatures=note.signatures * 2), [VERIFIER, VERIFIER]) == [LOG]


def test_it_gives_no_time_for_a_signature_without_one():
    assert [(one.name, one.time) for one in verified_signatures(parse_note(STORED), [VERIFIER])] == [
        (LOG, None)
    ]


def test_it_refuses_two_keys_that_cannot_be_told_apart():
    twin = Verifier(name=LOG, key_id=VERIFIER.key_id, type=ED25519, public=bytes(32))
    with pytest.raises(ValueError, match="share"):
        verify_note(parse_note(STORED), [VERIFIER, twin])


@pytest.mark.parametrize("count", [16, 100])
def test_it_accepts_many_signatures(count):
    note = parse_note(STORED)
    stranger = Signature(name="w", key_id=b"1234", signature=b"s")
    many = Note(text=note.text, signatures=(*(stranger,) * (count - 1), *note.signatures))
    assert verify_note(parse_note(render(many)), [VERIFIER]) == [LOG]


LINE = "— w AAAAAAA=\n"


@pytest.mark.parametrize(
    "stored",
    [
        "", "\n\n", "text", "text\n", "text\n\n", "text\n\n\n", "text\n" + LINE, "text\r\n\n" + LINE, "te\txt\n\n" + LINE,
        "text\n\n" + LINE[:-1], "text\n\n- w AAAAAAA=\n", "text\n\n— w AAAAAA==\n", "text\n\n— w  AAAAAAA=\n",
        "text\n\n— AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", "text\n\n— w\u00a0x AAAAAAA=\n", "text\n\n— w AAAAAAB=\n",
        "text\n\n— w AAA AAAA=\n", "text\n\n— w \n", "text\n\n" + LINE + "x\n", "text\n\n" + LINE * 101,
        "x" * 1_000_000 + "\n\n" + LINE,
    ],
)  # fmt: skip
def test_it_refuses_a_malformed_note(stored):
    with pytest.raises(BadProof):
        parse_note(stored.encode())


def test_it_reads_the_well_formed_neighbour_of_all_these():
    assert parse_note(("text\n\n" + LINE).encode()).text == "text\n"


def test_it_refuses_bytes_that_are_not_utf_8():
    with pytest.raises(BadProof, match="UTF-8"):
        parse_note(STORED.replace(b"one", b"on\xff"))


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("no end", Signature(name="w", key_id=b"1234", signature=b"s")),
        ("a\tb\n", Signature(name="w", key_id=b"1234", signature=b"s")),
        ("x\n", Signature(name="a b", key_id=b"1234", signature=b"s")),
        ("x\n", Signature(name="w", key_id=b"123", signature=b"s")),
        ("x\n", Signature(name="w", key_id=b"1234", signature=b"")),
    ],
)
def test_it_refuses_to_write_a_note_nobody_could_read(text, signature):
    with pytest.raises(ValueError):
        render(Note(text=text, signatures=(signature,)))


@pytest.mark.parametrize(("text", "name"), [("no end", LOG), ("x\n", "a b"), ("x\n", "")])
def test_it_asks_for_no_signature_it_could_not_publish(text, name):
    asked = []
    with pytest.raises(ValueError):
        sign_note(text, name=name, sign=lambda message: asked.append(message) or b"", public=PUBLIC)
    assert asked == []
