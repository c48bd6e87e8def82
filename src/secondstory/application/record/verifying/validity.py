"""Which key of the log may have signed which size: what the record itself says of its keys, held against the checkpoints.

record-format.md section 6. A key counts from the entry that names it to the entry that retires it. Without this, a key
that was laid off years ago and then stolen could still sign a history of today.
"""

from collections.abc import Iterator, Sequence

from secondstory.application.ports.storage import Log
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.reading import Reader
from secondstory.application.record.verifying.checkpoints import Read
from secondstory.application.record.verifying.report import Problem, altered, missing
from secondstory.domain.keeping.installation import Installation, SigningKey, SucceededFrom
from secondstory.domain.lifecycle import fold_stream
from secondstory.domain.stored import Undecodable
from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import BadProof
from secondstory.record.note import parse_note
from secondstory.record.vkey import Verifier, parse_vkey
from secondstory.vault.keys import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """reads: the checkpoints that may be compared with the entries; problems: with the keys of the others."""

    reads: tuple[Read, ...]
    problems: tuple[Problem, ...]
    not_proved: tuple[str, ...] = ()


def judge(log: Log, keys: Keys, reads: Sequence[Read], known: Sequence[Verifier], *, own: bool) -> Judged:
    """Return what the record says of the keys under `reads`.

    known: the keys by which this log is known. own: they are those of the workspace's settings, which have to be the
    ones that the record names; with a policy from outside, others may be trusted.
    """
    state = _installation(log, keys)
    if state is None or not state.signing:
        return Judged(reads=tuple(reads), problems=())
    kept: list[Read] = []
    problems: list[Problem] = list(_unnamed(state, known)) if own else []
    lost: list[str] = []
    for one in reads:
        said = _lost(one, state)
        if said is not None:
            problems.append(said)
            lost.append(
                f"What the entries after the {state.successions[-1][1].carried}th of the older log were."
            )
            continue
        kept.append(one)
        if one.checkpoint is not None and not _may(one, state.signing, known):
            words = (
                f"It covers {one.checkpoint.size} entries, and the key that signed it was not one of this log's at that size:"
                " it was retired before, or named later. Whoever has a retired key may have made it."
            )
            problems.append(altered(one.claimed.kept, words))
    return Judged(reads=tuple(kept), problems=tuple(problems), not_proved=tuple(dict.fromkeys(lost)))


def _unnamed(state: Installation, known: Sequence[Verifier]) -> Iterator[Problem]:
    named = {_verifier(key) for key in state.signing}
    for one in known:
        if one not in named:
            words = (
                f"They trust a key of {one.name} ({one.key_id.hex()}) that no entry names. Compare workspace.toml with a"
                " backup; a checkpoint under that key says nothing about this record."
            )
            yield altered("the settings", words)


def _lost(one: Read, state: Installation) -> Problem | None:
    """Return what to say of a checkpoint of an older log that reaches beyond what its successor took over."""
    checkpoint = one.checkpoint
    if checkpoint is None:
        return None
    for index, event in state.successions:
        if checkpoint.origin == event.predecessor and checkpoint.size > event.carried:
            return missing(one.claimed.kept, _lost_words(checkpoint.size, index, event))
    return None


def _lost_words(size: int, index: int, event: SucceededFrom) -> str:
    return (
        f"It is of the older log {event.predecessor} and covers {size} entries. This log took over {event.carried} of them;"
        f" entry {index} says so, and why: {event.reason} The others are not here."
    )


def _may(one: Read, signing: Sequence[SigningKey], known: Sequence[Verifier]) -> bool:
    assert one.checkpoint is not None
    size = one.checkpoint.size
    lines = {(line.name, line.key_id) for line in parse_note(one.claimed.note).signatures}
    spans = {_verifier(key): (0 if key is signing[0] else key.since, key.retired) for key in signing}
    for key in known:
        if (key.name, key.key_id) not in lines:
            continue
        if key not in spans:
            return True  # trusted from outside; that the record does not name it is said elsewhere
        since, retired = spans[key]
        if since < size and (retired is None or size <= retired + 1):
            return True
    return False


def _verifier(key: SigningKey) -> Verifier | None:
    try:
        return parse_vkey(key.vkey)
    except ValueError:
        return None


def _installation(log: Log, keys: Keys) -> Installation | None:
    try:
        events = Reader(log, keys).events(INSTALLATION_STREAM)
        state = fold_stream("in", events)
    except (BadProof, Undecodable, ValueError):
        return None  # that it cannot be read back is said by the fold of everything
    return state if isinstance(state, Installation) else None
