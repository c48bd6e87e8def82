"""Proof files: one entry's place in the log, in a file that needs no log to be checked (`.tlog-proof`).

Everybody who submits something gets one; with it, leaving the entry out later can be shown.
Source: tlog-proof@v1, "Format" and "Verifying a tlog proof".
"""

import base64
import re
from collections.abc import Iterable, Sequence

from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import Checkpoint, check_note, parse_body
from secondstory.record.errors import BadProof
from secondstory.record.note import MAX_NOTE_BYTES, parse_note
from secondstory.record.tree import HASH_BYTES, leaf_hash, verify_inclusion
from secondstory.record.vkey import Verifier, unb64

# A tree of 2^63 leaves is 63 levels high; the room above it is for `extra`, the index and the checkpoint.
_MAX_PATH = 63
_MAX_BYTES = 2 * MAX_NOTE_BYTES
_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile("index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TlogProof:
    """A proof file taken apart, unverified.

    checkpoint_note: the signed note as it stood in the file. extra: bytes nobody signed; never to be trusted.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint_note: bytes
    extra: bytes | None = None


def encode_proof(
    index: int, path: Sequence[bytes], checkpoint_note: bytes, *, extra: bytes | None = None
) -> bytes:
    """Return the proof file for the entry at `index`.

    path: as `inclusion_path` gives it for the checkpoint's size. checkpoint_note: taken over byte for byte.
    Raises ValueError for an index, a path or a note that no proof file can hold.
    """
    if index < 0 or len(path) > _MAX_PATH or any(len(item) != HASH_BYTES for item in path):
        raise ValueError("A proof has an index from 0 and at most 63 hashes of 32 bytes.")
    lines = [_FIRST_LINE]
    if extra is not None:
        lines.append(f"extra {_b64(extra)}")
    lines += [f"index {index}", *map(_b64, path), "", ""]
    proof = "\n".join(lines).encode("ascii") + checkpoint_note
    try:
        decode_proof(proof)
    except BadProof as error:
        raise ValueError(str(error)) from error
    return proof


def decode_proof(stored: bytes) -> TlogProof:
    """Return the parts of a proof file, unverified; encoding them again gives the same bytes.

    Raises BadProof when it is malformed.
    """
    front, blank, checkpoint_note = stored.partition(b"\n\n")
    if not blank or len(stored) > _MAX_BYTES:
        raise BadProof("A proof file has an empty line, and a checkpoint after it.")
    parse_body(parse_note(checkpoint_note).text)
    try:
        first, *lines = front.decode("ascii").split("\n")
        if first != _FIRST_LINE:
            raise BadProof(f"A proof file begins with the line {_FIRST_LINE}.")
        extra = (
            unb64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
        )
        found = _INDEX.fullmatch(lines.pop(0)) if lines else None
        path = tuple(map(unb64, lines))
    except ValueError as error:
        raise BadProof("A line of this proof file is not in base64.") from error
    if found is None or len(path) > _MAX_PATH or any(len(item) != HASH_BYTES for item in path):
        raise BadProof("A proof file has an index line, then at most 63 hashes of 32 bytes.")
    return TlogProof(index=int(found[1]), path=path, checkpoint_note=checkpoint_note, extra=extra)


def verify_proof(stored: bytes, leaf_entry: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Return the checkpoint under which `leaf_entry` is proven to stand at the proof's index.

    leaf_entry: the entry's bytes as stored. verifiers: from outside, never from the file or a bundle beside it.
    Raises BadProof or BadSignature. Source: tlog-proof@v1, "Verifying a tlog proof"; the numbers below are its
    steps.
    """
    proof = decode_proof(stored)
    # 1. The hash of the leaf, from the entry in hand.
    leaf = leaf_hash(leaf_entry)
    # 2. and 3. The log signed the checkpoint, and every cosignature of a known witness verifies.
    checkpoint = check_note(parse_note(proof.checkpoint_note), verifiers)
    # 4. The path binds that leaf to the root that was signed.
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root)
    return checkpoint


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
