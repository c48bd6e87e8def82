"""Signed notes beside a naive reader, written from the text of signed-note v1.0.0 alone: any note, any keys."""

import base64
import unicodedata
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note, Signature, parse_note, render, verify_note
from secondstory.record.vkey import is_name, parse_vkey, vkey

# --- the naive reader ------------------------------------------------------------------------------------------------


class Malformed(Exception):
    pass


class NotSigned(Exception):
    pass


def naive_key(line):
    """Return (name, key id, kind, public): "Verifier keys"."""
    name, key_id, key = line.split("+", 2)
    raw = base64.b64decode(key)
    assert sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id
    return name, key_id, raw[0], raw[1:]


def naive_parse(stored):
    """Return the text and the lines (name, key id, signature): "Format"."""
    try:
        everything = stored.decode()
    except UnicodeDecodeError:
        raise Malformed from None
    lines = everything.split("\n")
    if lines.pop() != "":
        raise Malformed
    under = []
    while lines and lines[-1].startswith("— "):
        under.insert(0, naive_line(lines.pop()))
    if not under or not lines or lines.pop() != "" or not lines:
        raise Malformed
    if any(ord(character) < 0x20 for line in lines for character in line):
        raise Malformed
    return "".join(line + "\n" for line in lines), under


def naive_line(line):
    pieces = line[2:].split(" ")
    if len(pieces) != 2 or not pieces[0] or "+" in pieces[0]:
        raise Malformed
    if any(unicodedata.category(one) in {"Zs", "Zl", "Zp"} or one in WHITE for one in pieces[0]):
        raise Malformed
    try:
        raw = base64.b64decode(pieces[1].encode(), validate=True)
    except ValueError:
        raise Malformed from None
    if base64.b64encode(raw).decode() != pieces[1] or len(raw) < 5:
        raise Malformed
    return pieces[0], raw[:4].hex(), raw[4:]


# White_Space outside the categories of spaces: Unicode, PropList.txt; below it the control characters, refused anyway.
WHITE = {chr(one) for one in (*range(0x20), 0x85)}


def naive_verify(text, under, keys):
    """Return the names that signed: "Signatures". One bad line of a known key spoils the note."""
    names = []
    for name, key_id, signature in under:
        for known, known_id, kind, public in keys:
            if (name, key_id) != (known, known_id):
                continue
            message, raw = text.encode(), signature
            if kind == 4:
                if len(signature) != 72 or signature[0] >= 0x80:
                    raise NotSigned
                time = int.from_bytes(signature[:8], "big")
                message, raw = f"cosignature/v1\ntime {time}\n{text}".encode(), signature[8:]
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(raw, message)
            except (InvalidSignature, ValueError):
                raise NotSigned from None
            names.append(name)
    if not names:
        raise NotSigned
    return list(dict.fromkeys(names))


# --- notes and keys to read ------------------------------------------------------------------------------------------

NAMES = ["a.example/log", "a.example/log2", "w", "müller.example", "日本.example/ログ", "𝔴.example", "-", "—"]


class Person:
    """Somebody with a key for a name; two people may say the same name."""

    def __init__(self, seed, name, kind):
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = self.private.public_key().public_bytes_raw()
        self.vkey = vkey(name, self.public, kind=kind)
        self.name, self.kind, self.key_id = name, kind, bytes.fromhex(naive_key(self.vkey)[1])

    def line(self, text, time):
        if self.kind == 1:
            signature = self.private.sign(text.encode())
        else:
            signature = time.to_bytes(8, "big")
            signature += self.private.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return Signature(name=self.name, key_id=self.key_id, signature=signature)


PEOPLE = [Person(seed, name, kind) for seed, name in enumerate(NAMES) for kind in (1, 4)]
# The same names again, by other people.
PEOPLE += [Person(seed + 100, name, 1) for seed, name in enumerate(NAMES)]

PIECES = [
    "\n", "\n\n", " ", "— ", "+", "=", "\u00a0", "— w AAAAAAA=\n", "— w AAAAAA==\n", "— w AAAAAAB=\n", "— w \n", "—\n",
]  # fmt: skip
plain = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]), max_size=20)
ours = st.sampled_from(
    ["", "— w AAAAAAA=", "—", "— ", "cosignature/v1", "time 0", "é", "é", "\u2028", "\x7f"]
)
texts = st.lists(plain | ours, min_size=1, max_size=6).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)
people = st.lists(st.sampled_from(PEOPLE), max_size=20)


@st.composite
def notes(draw, signers=people):
    """Return a note, and the verifier keys that its reader knows."""
    text = draw(texts)
    lines = [one.line(text, draw(st.integers(0, 2**63 - 1))) for one in draw(signers)]
    for at in draw(st.lists(st.integers(0, len(lines) - 1), max_size=1)) if lines else []:
        changed = draw(
            st.sampled_from(
                ["another text", "another name", "another id", "a longer one", "twice", "a flipped bit"]
            )
        )
        lines = with_change(lines, at, changed, text)
    if not lines:
        lines = [Signature(name="stranger", key_id=b"1234", signature=b"s")]
    knows = draw(st.just(PEOPLE) | people)
    return Note(text=text, signatures=tuple(lines)), [one.vkey for one in knows]


def with_change(lines, at, changed, text):
    line = lines[at]
    name, key_id, signature = line.name, line.key_id, line.signature
    if changed == "twice":
        return [*lines, line]
    if changed == "another text":
        signer = (
            next(one for one in PEOPLE if (one.name, one.key_id) == (name, key_id)) if known(line) else None
        )
        signature = signer.line(text + "more\n", 7).signature if signer else signature
    elif changed == "another name":
        name = "w"
    elif changed == "another id":
        key_id = bytes(4)
    elif changed == "a longer one":
        signature += b"\x00"
    else:
        signature = bytes([signature[0] ^ 0x80]) + signature[1:]
    return [*lines[:at], Signature(name=name, key_id=key_id, signature=signature), *lines[at + 1 :]]


def known(line):
    return any((one.name, one.key_id) == (line.name, line.key_id) for one in PEOPLE)


def both(stored, vkeys):
    """Return what we say about a note and what the naive reader says."""
    return ours_says(stored, vkeys), naive_says(stored, vkeys)


def ours_says(stored, vkeys):
    try:
        return verify_note(parse_note(stored), [*map(parse_vkey, vkeys)])
    except BadProof:
        return "malformed"
    except BadSignature:
        return "not signed"


def naive_says(stored, vkeys):
    try:
        text, under = naive_parse(stored)
        return naive_verify(text, under, [*map(naive_key, dict.fromkeys(vkeys))])
    except Malformed:
        return "malformed"
    except NotSigned:
        return "not signed"


# --- the promises ----------------------------------------------------------------------------------------------------


@given(notes())
@settings(max_examples=300)
def test_it_says_of_any_note_what_the_text_says(drawn):
    note, vkeys = drawn
    stored = render(note)
    assert parse_note(stored) == note
    said, naive = both(stored, vkeys)
    assert said == naive


@given(notes(), st.data())
@settings(max_examples=300)
def test_it_says_of_a_damaged_note_what_the_text_says(drawn, data):
    note, vkeys = drawn
    stored = render(note)
    starts = [at + 1 for at, byte in enumerate(stored) if byte == ord("\n")]
    first = data.draw(st.integers(0, len(stored)) | st.sampled_from(starts))
    last = data.draw(st.integers(first, min(len(stored), first + 3)) | st.just(first))
    piece = data.draw(st.binary(max_size=3) | st.sampled_from(PIECES).map(str.encode))
    said, naive = both(stored[:first] + piece + stored[last:], vkeys)
    assert said == naive


def test_it_says_of_every_odd_line_what_the_text_says():
    lines = tuple(one.line("one\n\ntwo\n", 5) for one in PEOPLE[:4])
    stored = render(Note(text="one\n\ntwo\n", signatures=lines))
    for at in range(len(stored) + 1):
        for piece in PIECES:
            said, naive = both(stored[:at] + piece.encode() + stored[at:], [one.vkey for one in PEOPLE])
            assert said == naive, (at, piece)


@given(texts, st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=40, unique_by=lambda one: one.vkey))
def test_it_names_everybody_who_signed_once_and_in_order(text, signers):
    note = Note(text=text, signatures=tuple(one.line(text, 5) for one in signers))
    said, naive = both(render(note), [one.vkey for one in PEOPLE])
    assert said == naive == list(dict.fromkeys(one.name for one in signers))


def test_it_knows_every_space_there_is():
    for number in range(0x30000):
        one = chr(number)
        # "Cs": what Python makes of bytes that are not UTF-8; nothing that a name could be written with.
        unfit = unicodedata.category(one) in {"Zs", "Zl", "Zp", "Cs"} or one in WHITE
        assert is_name(one) == (not unfit and one != "+"), hex(number)
