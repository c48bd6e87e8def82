"""Checkpoints: the log's signed word on how long it is and what its root is.

Source: tlog-checkpoint v1.0.0, "Note text" and "Signatures".
"""

import base64
import re
from collections.abc import Callable, Iterable

from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Note, Signature, parse_note, render, sign_note, verified_signatures
from secondstory.record.tree import EMPTY_ROOT, HASH_BYTES
from secondstory.record.vkey import ED25519, Verifier, key_id, unb64

MAX_SIZE = 2**63 - 1
_SIZE = re.compile("0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The log named `origin` holds `size` entries under `root`.

    extensions: further lines another log may add; this software writes none and keeps what it reads.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def render_body(checkpoint: Checkpoint) -> str:
    """Return the text that is signed.

    Raises ValueError for values that no checkpoint can hold.
    """
    root = base64.b64encode(checkpoint.root).decode("ascii")
    text = "".join(f"{line}\n" for line in (checkpoint.origin, checkpoint.size, root, *checkpoint.extensions))
    try:
        read_back = parse_body(text)
    except BadProof as error:
        raise ValueError(str(error)) from error
    if read_back != checkpoint:
        raise ValueError("The origin or a further line of this checkpoint holds a line break.")
    return text


def parse_body(text: str) -> Checkpoint:
    """Return the checkpoint in the text of a note, unverified.

    Raises BadProof when the text is not one.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise BadProof("A checkpoint has three lines: origin, size and root.")
    origin, size, encoded, *extensions = lines[:-1]
    if _SIZE.fullmatch(size) is None or int(size) > MAX_SIZE:
        raise BadProof("The second line of a checkpoint is the size, in decimal digits.")
    try:
        root = unb64(encoded)
    except ValueError as error:
        raise BadProof("The third line of a checkpoint is the root, in base64.") from error
    if len(root) != HASH_BYTES or (size == "0" and root != EMPTY_ROOT):
        raise BadProof("The root of this checkpoint is not one that a tree of its size can have.")
    return Checkpoint(origin=origin, size=int(size), root=root, extensions=tuple(extensions))


def read_checkpoint(note_bytes: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Return the checkpoint in a signed note, once the log itself is known to have signed it.

    verifiers: keys of logs, and of witnesses whose lines must then verify as well; a quorum is the caller's
    policy.
    Raises BadProof when the note is malformed, BadSignature when the origin's own key has not signed it.
    """
    return check_note(parse_note(note_bytes), verifiers)


def check_note(note: Note, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Return the checkpoint in a note that is parsed already; raises as `read_checkpoint` does."""
    # 1. Every line of a known key verifies, and there is at least one.
    signed_by = verified_signatures(note, verifiers)
    # 2. The text is a checkpoint.
    checkpoint = parse_body(note.text)
    # 3. One of the lines is the log's own: a witness cannot speak in its place.
    if not any(line.name == checkpoint.origin and line.type == ED25519 for line in signed_by):
        raise BadSignature(
            f"The log {checkpoint.origin} has not signed this checkpoint with a key known here."
        )
    return checkpoint


def render_signed(checkpoint: Checkpoint, signatures: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the signed note of a checkpoint under the signatures that were made over its text.

    signatures: (raw Ed25519 public key, signature over `render_body`), one line each, in their order. More than one
    stands there while a log changes its key. Raises ValueError when the origin cannot name a key.
    """
    name = checkpoint.origin
    lines = tuple(
        Signature(name=name, key_id=key_id(name, ED25519, public), signature=made)
        for public, made in signatures
    )
    return render(Note(text=render_body(checkpoint), signatures=lines))


def sign_checkpoint(checkpoint: Checkpoint, *, sign: Callable[[bytes], bytes], public: bytes) -> bytes:
    """Return the signed note of a checkpoint; the key's name is the origin.

    Signing is a promise never to sign another root for this size: the caller keeps what was signed last.
    Raises ValueError when the origin cannot name a key.
    """
    return sign_note(render_body(checkpoint), name=checkpoint.origin, sign=sign, public=public)
