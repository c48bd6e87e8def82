"""The witness protocol: a log asks somebody else to confirm that its newest checkpoint grew out of the last one.

Both sides, without a network: what is asked, what a witness may answer, and what of an answer may be believed.
Source: tlog-witness v1.1.0, "add-checkpoint" (v1.0.0 answered 409 where 422 is for another root of the same size).
"""

import base64
import re
from collections.abc import Callable, Iterable, Sequence

from secondstory.kernel.frozen import dataclass
from secondstory.record.checkpoint import MAX_SIZE, Checkpoint, parse_body
from secondstory.record.cosignature import cosigned_message, encode_cosignature
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import (
    MAX_SIGNATURES,
    Note,
    Signature,
    parse_note,
    parse_signature,
    render,
    render_signature,
    verified_signatures,
)
from secondstory.record.tree import EMPTY_ROOT, HASH_BYTES, verify_consistency
from secondstory.record.vkey import ED25519, ED25519_COSIGNATURE, Verifier, key_id, unb64

ADD_CHECKPOINT = "/add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"
MAX_PROOF_LINES = 63
MAX_REQUEST_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 64 * 1024
OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422
_OLD = re.compile(b"old (0|[1-9][0-9]{0,18})")
_SIZE = re.compile(b"(0|[1-9][0-9]{0,18})\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is posted: the size that the witness is thought to hold, the proof from there, the signed checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The newest checkpoint of one log that a witness has cosigned."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A request whose checkpoint its log has signed. log_lines: the lines of the note by keys of that log."""

    request: Request
    checkpoint: Checkpoint
    text: str
    log_lines: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a witness answers. With status 200 it still has to keep the checkpoint and then sign.

    is_fork: the log signed two roots for one size. is_unproven: it signed a checkpoint that did not follow from the one
    held by the proof that came with it; that may be a proof gone wrong, or a fork.
    """

    status: int
    body: bytes = b""
    content_type: str = TEXT_TYPE
    is_fork: bool = False
    is_unproven: bool = False


def parse_request(body: bytes) -> Request:
    """Return what stands in the body of a request, unverified; rendering it gives the same bytes.

    Raises BadProof when it is malformed, or above 64 KiB.
    """
    front, blank, note = body.partition(b"\n\n")
    if len(body) > MAX_REQUEST_BYTES or not blank:
        raise BadProof(
            f"A request has an empty line, a checkpoint below it, and {MAX_REQUEST_BYTES} bytes at most."
        )
    first, *lines = front.split(b"\n")
    old = _OLD.fullmatch(first)
    if old is None or int(old[1]) > MAX_SIZE:
        raise BadProof("The first line of a request reads: old, a space, a size in decimal digits.")
    if len(lines) > MAX_PROOF_LINES:
        raise BadProof(f"A request has at most {MAX_PROOF_LINES} lines of proof.")
    try:
        proof = tuple(unb64(line.decode("ascii")) for line in lines)
    except ValueError as error:
        raise BadProof("A line of the proof is not in base64.") from error
    if any(len(one) != HASH_BYTES for one in proof):
        raise BadProof(f"Every line of the proof holds {HASH_BYTES} bytes.")
    return Request(old=int(old[1]), proof=proof, note=note)


def render_request(request: Request) -> bytes:
    """Return the body to post. Raises ValueError when the parts cannot stand in one."""
    lines = [f"old {request.old}", *(base64.b64encode(one).decode("ascii") for one in request.proof), "", ""]
    body = "\n".join(lines).encode("ascii") + request.note
    try:
        parse_request(body)
    except BadProof as error:
        raise ValueError(str(error)) from error
    return body


def screen(body: bytes, logs: Iterable[Verifier]) -> Submission | Decision:
    """Return what was submitted once its log is known to have signed it, or the answer that refuses it.

    logs: the keys of the logs that this witness follows; none of them, and nothing is accepted.
    The numbers are the steps of the specification, in its order; those from 4 on need what is held (`settle`).
    """
    # 1. The request can be read, and so can its checkpoint.
    try:
        request = parse_request(body)
        note = parse_note(request.note)
        checkpoint = parse_body(note.text)
    except BadProof as bad:
        return _refusal(BAD_REQUEST, str(bad))
    # 2. The origin is known, and a trusted key of it signed; lines of unknown keys are ignored.
    keys = [key for key in logs if key.name == checkpoint.origin and key.type == ED25519]
    if not keys:
        return _refusal(NOT_FOUND, "This witness does not follow a log of that origin.")
    try:
        verified_signatures(note, keys)
    except BadSignature as bad:
        return _refusal(FORBIDDEN, str(bad))
    # 3. The old size is not above the new one.
    if request.old > checkpoint.size:
        return _refusal(BAD_REQUEST, "The old size is larger than the size of the checkpoint.")
    known = {(key.name, key.key_id) for key in keys}
    lines = tuple(line for line in note.signatures if (line.name, line.key_id) in known)
    return Submission(request=request, checkpoint=checkpoint, text=note.text, log_lines=lines)


def settle(submission: Submission, held: Held | None) -> Decision:
    """Return whether the submission follows from what is held, None before the first checkpoint of a log.

    Whoever calls this keeps the checkpoint in the same breath, before anybody else asks.
    """
    request, new = submission.request, submission.checkpoint
    size, root = (held.size, held.root) if held is not None else (0, EMPTY_ROOT)
    is_fork = new.size == size and new.root != root
    # 4. The old size is the one that is held.
    if request.old != size:
        return Decision(
            status=CONFLICT, body=f"{size}\n".encode("ascii"), content_type=SIZE_TYPE, is_fork=is_fork
        )
    # 5. The proof leads from the held root to the new one; an equal size has an equal root and nothing to prove.
    try:
        verify_consistency(size, new.size, root, new.root, request.proof)
    except BadProof as bad:
        refused = _refusal(UNPROCESSABLE, str(bad))
        return Decision(status=refused.status, body=refused.body, is_fork=is_fork, is_unproven=not is_fork)
    # 6. It may be kept and cosigned.
    return Decision(status=OK)


def consider(body: bytes, logs: Iterable[Verifier], held: Callable[[str], Held | None]) -> Decision:
    """Return what a witness answers to `body`. held: what it holds of the log with that origin."""
    submission = screen(body, logs)
    if isinstance(submission, Decision):
        return submission
    return settle(submission, held(submission.checkpoint.origin))


def cosign(text: str, *, name: str, public: bytes, time: int, sign: Callable[[bytes], bytes]) -> Signature:
    """Return the cosignature of a checkpoint's text by the witness `name` at `time`, seconds since 1970."""
    blob = encode_cosignature(time, sign(cosigned_message(time, text)))
    return Signature(name=name, key_id=key_id(name, ED25519_COSIGNATURE, public), signature=blob)


def checked_answer(note: bytes, answer: bytes, witness: Verifier) -> Signature:
    """Return the cosignature in the answer of a witness to `note`, once it is known to verify; its newest, if several.

    Lines of other keys are ignored, as the specification asks. Raises BadProof when the answer is no list of signature
    lines or holds none of this witness, BadSignature when one of this witness does not verify.
    """
    text = parse_note(note).text
    found: dict[int, Signature] = {}
    for line in _answered(answer):
        if (line.name, line.key_id) == (witness.name, witness.key_id):
            found[witness.check(text, line.signature) or 0] = line
    if not found:
        raise BadProof(f"The answer holds no line of {witness.name}.")
    return found[max(found)]


def parse_size(body: bytes, content_type: str) -> int | None:
    """Return the size that a witness names with 409, or None when its answer names none."""
    found = _SIZE.fullmatch(body)
    is_size = content_type.partition(";")[0].strip().lower() == SIZE_TYPE
    return int(found[1]) if found and is_size and int(found[1]) <= MAX_SIZE else None


def with_lines(note: bytes, lines: Sequence[Signature]) -> bytes:
    """Return the signed note with further lines; a line of a key that signed before replaces that key's old one.

    Raises ValueError above 100 signatures.
    """
    parsed = parse_note(note)
    by_key = {(line.name, line.key_id): line for line in (*parsed.signatures, *lines)}
    return render(Note(text=parsed.text, signatures=tuple(by_key.values())))


def render_answer(lines: Iterable[Signature]) -> bytes:
    """Return the body of an answer with status 200."""
    return "".join(render_signature(line) for line in lines).encode()


def _answered(answer: bytes) -> list[Signature]:
    if not answer.endswith(b"\n") or len(answer) > MAX_ANSWER_BYTES:
        raise BadProof("The answer is no list of signature lines.")
    try:
        lines = answer.decode("utf-8")[:-1].split("\n")
    except UnicodeDecodeError as error:
        raise BadProof("The answer is not UTF-8.") from error
    if len(lines) > MAX_SIGNATURES:
        raise BadProof(f"The answer holds more than {MAX_SIGNATURES} lines.")
    return [parse_signature(line) for line in lines]


def _refusal(status: int, words: str) -> Decision:
    return Decision(status=status, body=f"{words}\n".encode("utf-8", "replace"))
