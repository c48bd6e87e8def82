"""Signed notes: a text and the signatures under it, readable by people and by software that is not ours.

Source: signed-note v1.0.0, "Format" and "Signatures".
"""

import base64
from collections.abc import Callable, Iterable

from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.vkey import (
    ED25519,
    ED25519_COSIGNATURE,
    KEY_ID_BYTES,
    Verifier,
    is_name,
    key_id,
    parse_vkey,
    unb64,
    vkey,
)

__all__ = [
    "ED25519",
    "ED25519_COSIGNATURE",
    "Note",
    "Signature",
    "Verified",
    "Verifier",
    "key_id",
    "parse_note",
    "parse_signature",
    "parse_vkey",
    "render",
    "render_signature",
    "sign_note",
    "verified_signatures",
    "verify_note",
    "vkey",
]

# The specification asks for at least 16 signatures and advises a limit; a post-quantum one takes some 5 kB.
MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000
_LINE_START = "\u2014 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line: who says to have signed, with which key, and the bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text, ending in a newline, and its signatures; nothing in it is true until they are verified."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A signature that verified: whose, of which type, its time (seconds since 1970) if the type has one."""

    name: str
    type: int
    time: int | None


def parse_note(stored: bytes) -> Note:
    """Return the note in `stored`, unverified; rendering it again gives the same bytes.

    Raises BadProof when it is malformed, above 1,000,000 bytes or above 100 signatures.
    """
    try:
        whole = stored.decode("utf-8") if len(stored) <= MAX_NOTE_BYTES else ""
    except UnicodeDecodeError as error:
        raise BadProof("This is not a signed note: it is not UTF-8.") from error
    # The text may hold empty lines of its own: the last one parts it from the signatures.
    split = whole.rfind("\n\n") + 1
    text, block = whole[:split], whole[split + 1 :]
    if not _is_text(text) or not block.endswith("\n"):
        raise BadProof("This is not a signed note: a text, an empty line, then signature lines.")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadProof(f"This note carries more than {MAX_SIGNATURES} signatures.")
    return Note(text=text, signatures=tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> Signature:
    """Return one signature line, given without its newline.

    Raises BadProof when it is malformed.
    """
    name, space, encoded = line.removeprefix(_LINE_START).partition(" ")
    if not line.startswith(_LINE_START) or not space or not is_name(name):
        raise BadProof("A signature line reads: em dash, name, base64.")
    try:
        raw = unb64(encoded)
    except ValueError as error:
        raise BadProof(f"The signature line of {name} is not in base64.") from error
    if len(raw) <= KEY_ID_BYTES:
        raise BadProof(f"The signature line of {name} holds no signature.")
    return Signature(name=name, key_id=raw[:KEY_ID_BYTES], signature=raw[KEY_ID_BYTES:])


def render(note: Note) -> bytes:
    """Return the bytes of the note, as published.

    Raises ValueError when the text or a signature cannot stand in a note.
    """
    if not _is_text(note.text) or not 0 < len(note.signatures) <= MAX_SIGNATURES:
        raise ValueError("A note is a text ending in a newline, and 1 to 100 signatures.")
    lines = "".join(render_signature(signature) for signature in note.signatures)
    return f"{note.text}\n{lines}".encode()


def render_signature(signature: Signature) -> str:
    """Return the signature line, newline included.

    Raises ValueError when the name or the bytes cannot stand in one.
    """
    if not is_name(signature.name) or len(signature.key_id) != KEY_ID_BYTES or not signature.signature:
        raise ValueError(
            "A signature has a name without spaces or plus, a key id of 4 bytes, and bytes of its own."
        )
    encoded = base64.b64encode(signature.key_id + signature.signature).decode("ascii")
    return f"{_LINE_START}{signature.name} {encoded}\n"


def verified_signatures(note: Note, verifiers: Iterable[Verifier]) -> list[Verified]:
    """Return the signatures of known keys, in the order of the note; lines of unknown keys are ignored.

    Raises BadSignature when a known key's signature does not verify, or when no known key has signed.
    Raises ValueError when two different keys share a name and a key id, for then no answer would be safe.
    """
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise ValueError(f"Two different keys of {verifier.name} share one key id.")
    found: list[Verified] = []
    for line in note.signatures:
        signer = known.get((line.name, line.key_id))
        if signer is not None:
            time = _checked(signer, note.text, line.signature)
            found.append(Verified(name=signer.name, type=signer.type, time=time))
    if not found:
        raise BadSignature("No key that is known here has signed this note.")
    return found


def verify_note(note: Note, verifiers: Iterable[Verifier]) -> list[str]:
    """Return the names of the known keys that signed the note, each once, in the order of the note.

    Raises as `verified_signatures` does.
    """
    return list(dict.fromkeys(found.name for found in verified_signatures(note, verifiers)))


def sign_note(text: str, *, name: str, sign: Callable[[bytes], bytes], public: bytes) -> bytes:
    """Return the note of `text` signed by one Ed25519 key, type 0x01.

    sign: makes the 64 bytes over the text; passed in so that the private key never leaves the key store.
    Raises ValueError when the text or the name cannot stand in a note.
    """
    if not _is_text(text) or not is_name(name):
        raise ValueError("A note is a text ending in a newline, under a name without spaces or plus.")
    line = Signature(name=name, key_id=key_id(name, ED25519, public), signature=sign(text.encode()))
    return render(Note(text=text, signatures=(line,)))


def _checked(signer: Verifier, text: str, signature: bytes) -> int | None:
    try:
        return signer.check(text, signature)
    except BadSignature as error:
        raise BadSignature(
            f"The signature of {signer.name} does not fit this note: text or line was altered."
        ) from error


def _is_text(text: str) -> bool:
    return text.endswith("\n") and all(char >= " " or char == "\n" for char in text)
