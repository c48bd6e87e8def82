"""The keys of the log as people need them: which signs, since when, and a fingerprint that two can compare aloud."""

import hashlib
from datetime import datetime

from secondstory.application.keeping.noting import installation_of
from secondstory.domain.keeping.installation import SigningKey
from secondstory.kernel.frozen import dataclass
from secondstory.wiring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RingKey:
    """One key. state: signs, signs beside it, or retired; since: the entry that names it; words: the same in words."""

    vkey: str
    state: str
    signs: bool
    fingerprint: str
    since: int
    since_at: datetime
    retired: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Every key that ever signed, the newest first, and what else there is to say."""

    origin: str
    keys: tuple[RingKey, ...]
    words: tuple[str, ...]


def fingerprint(vkey: str) -> str:
    """Return the SHA-256 of a verifier key line, in sixteen groups of four hexadecimal digits.

    Over the whole line, so that name, kind and key are compared at once; `verify.py --fingerprint` says the same.
    """
    digest = hashlib.sha256(vkey.encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def keyring(workspace: Workspace) -> Ring:
    """Return the keys of the log, as the record tells of them and the key store has them."""
    state = installation_of(workspace.office)
    older = workspace.keys.older()
    until = older.until if older is not None else None
    shown = tuple(
        _shown(key, is_newest=key is state.signing[-1], until=until) for key in reversed(state.signing)
    )
    words = [
        f"From entry {index} on this log takes up {one.predecessor}: {one.reason}"
        for index, one in state.successions
    ]
    if workspace.closed is not None:
        words.append(workspace.closed)
    elif workspace.keys.next_public() is not None:
        words.append("A next key is made and signs nothing yet: secondstory keys rotate goes on.")
    return Ring(origin=workspace.settings.origin, keys=shown, words=tuple(words))


def _shown(key: SigningKey, *, is_newest: bool, until: datetime | None) -> RingKey:
    if is_newest:
        state, words = "signs", f"since entry {key.since}, {_day(key.since_at)}"
    elif key.retired is None and until is not None:
        state, words = (
            "signs beside it",
            f"since entry {key.since}; until {_day(until)}, then it is destroyed",
        )
    else:
        at = f", {_day(key.retired_at)}" if key.retired_at is not None else ""
        state, words = "retired", f"entries {key.since} to {key.retired}{at}; what it signed verifies with it"
    return RingKey(
        vkey=key.vkey,
        state=state,
        signs=state != "retired",
        fingerprint=fingerprint(key.vkey),
        since=key.since,
        since_at=key.since_at,
        retired=key.retired,
        words=words,
    )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
