"""Asking witnesses: what is posted to each, what of its answer is kept, and which of them are still missing.

Appends never wait for this. A witness that is down is asked again the next time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from secondstory.application.ports.storage import Log
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.reading import Reader
from secondstory.domain.keeping.installation import Installation
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass, replace
from secondstory.record.checkpoint import check_note
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.note import Signature, parse_note
from secondstory.record.policy import Policy, Witness, signed_by
from secondstory.record.tiles import TileHashes
from secondstory.record.tree import consistency_path
from secondstory.record.vkey import Verifier
from secondstory.record.witnessing import (
    CONFLICT,
    FORBIDDEN,
    NOT_FOUND,
    OK,
    UNPROCESSABLE,
    Request,
    checked_answer,
    parse_size,
    render_request,
    with_lines,
)
from secondstory.vault.keys import LastSigned

POLICY = "witnesses"
"""The name under which the record says what the policy was when somebody changed it."""

_ATTEMPTS = 4
_SLACK_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back over the wire: HTTP status, its content type, and bytes of limited length."""

    status: int
    content_type: str
    body: bytes


class NoAnswer(Exception):
    """A witness gave no answer that could be read; the words say why, for people."""


Post = Callable[[str, bytes], Answer]
"""`post(url, body)`: posts to a witness's submission prefix. Raises NoAnswer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """A signed checkpoint that was kept: its size, the note with every cosignature, and when it was kept (ISO 8601)."""

    size: int
    note: bytes
    kept_at: str


class Kept(Protocol):
    """The history of checkpoints beside a record. For each size it holds one root, and once held it stays."""

    def all(self) -> list[KeptNote]:
        """Return everything that is kept, the smallest first. Nothing of it is verified."""
        ...

    def keep(self, note: bytes, *, at: datetime) -> None:
        """Keep a note durably; cosignatures of one checkpoint add up. at: aware.

        Raises when another root is kept for its size; then nothing is replaced.
        """
        ...


class Standing(StrEnum):
    """How it went with one witness."""

    SIGNED = "signed"
    SILENT = "no answer"
    UNKNOWN = "does not follow this log"
    REFUSED = "refused"
    AHEAD = "knows more"
    BEHIND = "forgot"
    CONTRADICTS = "contradicts"
    UNTRUE = "not believed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one witness said, in words for people. line and time (seconds since 1970): its cosignature, when it signed."""

    witness: str
    standing: Standing
    words: str
    line: Signature | None = None
    time: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """One round of asking. note: the checkpoint with every line gathered. missing: who could still help to a quorum."""

    told: tuple[Told, ...]
    note: bytes
    size: int
    missing: tuple[str, ...]

    @property
    def is_alarming(self) -> bool:
        """Whether a witness saw another history of this log, or a longer one, than is here."""
        return any(one.standing in {Standing.AHEAD, Standing.CONTRADICTS} for one in self.told)

    @property
    def is_witnessed(self) -> bool:
        """Whether the policy is satisfied."""
        return not self.missing


def ask_all(
    log: Log, signed: LastSigned, policy: Policy, kept: Sequence[KeptNote], post: Post, *, now: datetime
) -> Requested:
    """Ask every witness of the policy to cosign `signed`, and return what each said.

    kept: the history, from which is known what each witness signed before. Nothing is written here.
    """
    seen = {name: size for name, (size, _) in last_words(policy, kept).items()}
    told = tuple(
        ask(log, signed, witness, post, seen=seen.get(witness.name, 0), now=now)
        for witness in policy.witnesses
    )
    note = with_lines(signed.note, [one.line for one in told if one.line is not None])
    for one in kept:
        if one.size == signed.size and parse_note(one.note).text == parse_note(signed.note).text:
            note = with_lines(one.note, parse_note(note).signatures)
    signers = signed_by(policy, parse_note(note))
    return Requested(told=told, note=note, size=signed.size, missing=policy.missing(signers))


def ask(log: Log, signed: LastSigned, witness: Witness, post: Post, *, seen: int, now: datetime) -> Told:
    """Ask one witness, with a proof from the size it says it holds. seen: the largest size it is known to have signed."""
    if witness.url is None:
        return _told(witness, Standing.SILENT, "The policy names no address for it.")
    old = min(seen, signed.size)
    for _ in range(_ATTEMPTS):
        proof = tuple(consistency_path(old, signed.size, TileHashes(get_tile=log.tile).hash_at))
        try:
            answer = post(witness.url, render_request(Request(old=old, proof=proof, note=signed.note)))
        except NoAnswer as why:
            return _told(witness, Standing.SILENT, str(why))
        if answer.status == OK:
            return _signed(witness, signed, answer.body, now)
        holds = parse_size(answer.body, answer.content_type) if answer.status == CONFLICT else None
        if holds is None or holds == old:
            return _refused(witness, answer.status, old, signed.size)
        if holds > signed.size:
            words = (
                f"It has signed {holds} entries, and {signed.size} are here: this copy is older than what it saw, or"
                " the record was cut. Look before you go on: secondstory verify."
            )
            return _told(witness, Standing.AHEAD, words)
        if holds < seen:
            words = (
                f"It signed {seen} entries before and now says {holds}: it has lost its memory, and what it confirms"
                " counts for little. Talk to whoever runs it."
            )
            return _told(witness, Standing.BEHIND, words)
        old = holds
    return _told(witness, Standing.REFUSED, "It kept naming another size. Ask again.")


def last_words(policy: Policy, kept: Iterable[KeptNote]) -> Mapping[str, tuple[int, int]]:
    """Return for each witness that signed something kept: the largest size, and when (seconds since 1970).

    A note that is damaged tells nothing here; `verify` says what is wrong with it.
    """
    found: dict[str, tuple[int, int]] = {}
    for one in sorted(kept, key=lambda note: note.size, reverse=True):
        silent = tuple(witness for witness in policy.witnesses if witness.name not in found)
        if not silent:
            break
        try:
            signers = signed_by(replace(policy, witnesses=silent), parse_note(one.note))
        except (BadProof, BadSignature):
            continue
        found.update({name: (one.size, time) for name, time in signers.items()})
    return found


def newest_witnessed(policy: Policy, kept: Iterable[KeptNote], logs: Sequence[Verifier]) -> KeptNote | None:
    """Return the largest kept checkpoint that its log and a quorum of witnesses signed, None when there is none."""
    for one in sorted(kept, key=lambda note: note.size, reverse=True):
        try:
            parsed = parse_note(one.note)
            checkpoint = check_note(parsed, logs)
            if checkpoint.size == one.size and policy.satisfied_by(signed_by(policy, parsed)):
                return one
        except (BadProof, BadSignature):
            continue
    return None


def recorded_policy(reader: Reader) -> str | None:
    """Return the policy that was recorded last, None when none was. Raises BadProof or Undecodable."""
    return _fold(reader.events(INSTALLATION_STREAM)).policies.get(POLICY)


def _signed(witness: Witness, signed: LastSigned, body: bytes, now: datetime) -> Told:
    try:
        line = checked_answer(signed.note, body, witness.key)
        time = witness.key.check(parse_note(signed.note).text, line.signature) or 0
    except (BadProof, BadSignature) as bad:
        return _told(
            witness, Standing.UNTRUE, f"Its answer is not believed, and nothing of it was kept. {bad}"
        )
    words = f"It signed {signed.size} entries."
    off = time - int(now.timestamp())
    if abs(off) > _SLACK_S:
        words += f" Its clock is {abs(off) // 60} minutes {'ahead of' if off > 0 else 'behind'} this one."
    return Told(witness=witness.name, standing=Standing.SIGNED, words=words, line=line, time=time)


def _refused(witness: Witness, status: int, old: int, size: int) -> Told:
    if status == NOT_FOUND:
        words = "It does not follow this log. Give whoever runs it the log's verifier key."
        return _told(witness, Standing.UNKNOWN, words)
    if status == FORBIDDEN:
        words = "It follows this log under another key. Give whoever runs it the key that signs now."
        return _told(witness, Standing.UNKNOWN, words)
    if status == UNPROCESSABLE or (status == CONFLICT and old == size):
        words = (
            f"It says that these {size} entries did not grow out of the {old} it signed. There are two histories of this"
            " log. Keep both as they are, and compare: secondstory verify --against its checkpoint."
        )
        return _told(witness, Standing.CONTRADICTS, words)
    if 300 <= status < 400:
        words = "It answered with a redirect, which is not followed. Correct its address in the policy."
        return _told(witness, Standing.SILENT, words)
    return _told(witness, Standing.REFUSED, f"It answered with status {status}, and signed nothing.")


def _told(witness: Witness, standing: Standing, words: str) -> Told:
    return Told(witness=witness.name, standing=standing, words=words)


def _fold(entries: Sequence[Recorded[Event]]) -> Installation:
    state = fold_stream("in", entries)
    assert isinstance(state, Installation)
    return state
