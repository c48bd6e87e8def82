"""Changes the key that signs the log: the next one is named under the present one, then both sign for a while.

record-format.md section 6. The order, and what a crash leaves behind at each:

1. The next key is durable, and in every key backup from here on. It signs nothing; the same command uses it again.
2. The record names it, under a checkpoint that the present key alone has signed.
3. The key store lets it sign, and the present one beside it. 4. Settings and policy name it. A crash after 2 or 3 is finished
   by `catch_up`, through the same functions.
5. When the overlap is over the record says that the older key signs nothing more, and 6. it is destroyed. A crash between:
   `catch_up` destroys it.
"""

from collections.abc import Callable
from datetime import datetime

from secondstory.application.keeping.noting import installation_of, note_retirement, note_rotation
from secondstory.application.office import Office
from secondstory.domain.keeping.installation import Installation, KeyRetired, KeyRotated
from secondstory.kernel.frozen import dataclass
from secondstory.record.note import vkey
from secondstory.vault.keys import ChangingSigner

OVER = "the time in which both keys signed is over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change of keys works with. name: brings what lies beside the record up to what it says of the keys."""

    office: Office
    keys: ChangingSigner
    origin: str
    name: Callable[[Installation], None]


def rotate(change: Change, *, reason: str, until: datetime) -> int | None:
    """Let a new key sign, and the present one beside it until `until`; return the entry that says so.

    None when a crash left that entry, and the rest was done now. Raises Refused without a reason.
    """
    upcoming = vkey(change.origin, change.keys.prepare_next(until=until))
    told = note_rotation(change.office, KeyRotated(vkey=upcoming, reason=reason.strip()))
    _let_sign(change, until)
    return told.first if told is not None else None


def finish(change: Change, *, reason: str = OVER) -> str | None:
    """End the overlap: the older key signs nothing more and is destroyed. Return its verifier key, None without one."""
    older = change.keys.older()
    if older is None:
        return None
    old = vkey(change.origin, older.public)
    note_retirement(change.office, KeyRetired(vkey=old, reason=reason))
    change.keys.retire_older()
    return old


def catch_up(change: Change, *, now: datetime, until: datetime) -> None:
    """Do what is due: finish what a crash left, and end an overlap whose time is over.

    until: when the older key stops where the key store was never told: after a restore between steps 1 and 3.
    """
    state = installation_of(change.office)
    upcoming = change.keys.next_public()
    if upcoming is not None and vkey(change.origin, upcoming) == state.vkey:
        _let_sign(change, until)
    elif vkey(change.origin, change.keys.public_key()) == state.vkey:
        change.name(state)
    older = change.keys.older()
    if older is None:
        return
    is_retired = any(
        key.retired is not None and key.vkey == vkey(change.origin, older.public) for key in state.signing
    )
    if is_retired or older.until <= now:
        finish(change)


def with_log_line(policy: bytes, known: tuple[str, ...], newest: str) -> bytes | None:
    """Return a policy with a `log` line for the newest key after those of keys before; None when nothing is to add.

    A policy that names no key of this log is left as it is: whoever wrote it did not ask for one.
    """
    lines = policy.split(b"\n")
    logs = [
        line.split()[1] if line.split()[:1] == [b"log"] and len(line.split()) > 1 else b"" for line in lines
    ]
    places = [number for number, key in enumerate(logs) if key in {one.encode() for one in known}]
    if not places or newest.encode() in logs:
        return None
    lines.insert(places[-1] + 1, f"log {newest}".encode())
    return b"\n".join(lines)


def _let_sign(change: Change, until: datetime) -> None:
    change.keys.activate_next(until=until)
    state = installation_of(change.office)
    if vkey(change.origin, change.keys.public_key()) == state.vkey:
        change.name(state)
