"""The chain of custody: who opens a sealed item, takes a copy, corrects what was said of it, or runs it again."""

import re
from collections.abc import Callable, Iterator, Sequence

from secondstory.application.keeping.sealing import Vault, fold
from secondstory.application.office import Office, act
from secondstory.domain.keeping import evidence
from secondstory.domain.keeping.evidence import (
    Corrected,
    Evidence,
    Exported,
    Handed,
    OriginalOpened,
    Read,
    Reproduced,
    Sealed,
    Touch,
)
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import EVIDENCE, POSTMORTEM, Row
from secondstory.vault.errors import BadCiphertext, ObjectMissing
from secondstory.vault.manifest import Manifest
from secondstory.vault.reading import unsealed

_REF = re.compile(r"(?:(?P<of>(?:[Pp][Mm])?-?\d+)[/:])?[Ee]?-?(?P<number>\d+)")
_SHORTEST_ID = 5
_LONGEST_CHAIN = 100


class Unreadable(Refused):
    """What is stored is not what was sealed, or its key is not here."""


def items(office: Office, post_mortem: StreamId | None = None) -> list[Row]:
    """Return the rows of sealed items, of one post-mortem or of all, in the order in which they were sealed."""
    where = None if post_mortem is None else {"postmortem": post_mortem}
    return sorted(
        office.door.rows(EVIDENCE, where), key=lambda row: (str(row["sealed_at"]), int(str(row["number"])))
    )


def find(office: Office, ref: str, of: str | None = None) -> StreamId:
    """Return the item that a person means: `PM-1/E-2`, `E-2` with `of`, `E-2` where only one is, or enough of an id.

    Raises Refused when there is none, or when several post-mortems have an item of that number.
    """
    if ref.startswith("ev_") and len(ref) >= _SHORTEST_ID:
        return _only([row for row in items(office) if str(row["stream"]).startswith(ref)], ref, office)
    found = _REF.fullmatch(ref.strip())
    if found is None:
        raise Refused(f"{ref} names no evidence. Say it as E-2, PM-1/E-2, or E-2 --of PM-1.")
    said = found["of"] or of
    rows = items(office, office.door.stream_of(said) if said else None)
    label = f"E-{found['number']}" + (f" in {said.upper()}" if said else "")
    return _only([row for row in rows if row["number"] == int(found["number"])], label, office)


def label_of(office: Office, item: Sealed) -> str:
    """Return the name of an item among people, such as PM-1/E-2."""
    row = office.door.row(POSTMORTEM, item.post_mortem)
    return f"PM-{row['number']}/E-{item.number}" if row else f"E-{item.number}"


def state_of(office: Office, stream: StreamId) -> Evidence:
    """Return one item with its custody. Raises Refused when there is none or it may not be seen."""
    if office.door.row(EVIDENCE, stream) is None:
        raise Refused("There is no such evidence here. secondstory evidence shows what there is.")
    return office.load(stream, fold)


def sealed_of(state: Evidence) -> Sealed:
    """Return what was sealed. Raises Refused when nothing was."""
    if state.sealed is None:
        raise Refused("There is no such evidence here. secondstory evidence shows what there is.")
    return state.sealed


def read(office: Office, vault: Vault, stream: StreamId, *, purpose: str | None = None) -> Iterator[bytes]:
    """Return the plaintext of an item, in pieces; that it is read is recorded before the first of them.

    A good end proves that it is what was sealed. Raises Refused when it is not here, and Unreadable at once or while
    it is read: what came before was authentic, and the whole is not.
    """
    return _opened(office, vault, stream, Read(purpose=purpose))


def export(office: Office, vault: Vault, stream: StreamId, *, purpose: str) -> Iterator[bytes]:
    """Return the plaintext of an item for a copy that leaves; recorded with its purpose before the first piece."""
    return _opened(office, vault, stream, Exported(purpose=purpose))


def read_instead(office: Office, stream: StreamId) -> StreamId:
    """Return the item that is read in place of `stream`: itself, or its redacted copy, or a copy of that one."""
    for _ in range(_LONGEST_CHAIN):
        redacted = state_of(office, stream).redacted
        if redacted is None:
            break
        stream = redacted.copy
    return stream


def open_original(office: Office, vault: Vault, stream: StreamId, *, purpose: str) -> Iterator[bytes]:
    """Return the plaintext of what was redacted, for those who hold the room; recorded with its purpose first.

    Raises Refused as `read` does, and when nothing was redacted here.
    """
    if state_of(office, stream).redacted is None:
        raise Refused("Nothing of it was redacted; open it as it is, without --original.")
    return _opened(office, vault, stream, OriginalOpened(purpose=purpose))


def is_recorded_today(office: Office, state: Evidence, touch: Touch) -> bool:
    """Return whether it is recorded for this day already that whoever acts opened it, or took a copy out."""
    return not evidence.touch(state, touch, by=office.me, at=office.now())


def correct(office: Office, stream: StreamId, *, cites: int, text: str) -> None:
    """Put a correction beside what was said of an item. Raises Refused when it cites nothing, or has no words."""
    _act(office, stream, lambda state: evidence.correct(state, Corrected(cites=cites, text=text)))


def hand(office: Office, stream: StreamId, *, to: str, reason: str) -> None:
    """Record that custody passed to somebody. Raises Refused without to whom and why."""
    _act(office, stream, lambda state: evidence.hand(state, Handed(to=to, reason=reason)))


def reproduce(office: Office, stream: StreamId, *, digest: str, difference: str | None) -> bool:
    """Record that the same query was run again and gave `digest`; return whether it was the same.

    Raises Refused for a difference that nobody explained.
    """
    same = sealed_of(state_of(office, stream)).digest == digest
    note = Reproduced(same=same, difference=None if same else difference, digest=digest)
    _act(office, stream, lambda state: evidence.reproduce(state, note))
    return same


def _act(office: Office, stream: StreamId, decide: Callable[[Evidence], Sequence[Event]]) -> None:
    state_of(office, stream)
    act(office, stream, fold, decide)


def _opened(office: Office, vault: Vault, stream: StreamId, touch: Touch) -> Iterator[bytes]:
    read_it = contents(office, vault, stream)
    act(office, stream, fold, lambda state: evidence.touch(state, touch, by=office.me, at=office.now()))
    return read_it()


def contents(office: Office, vault: Vault, stream: StreamId) -> Callable[[], Iterator[bytes]]:
    """Return what begins to read the plaintext of an item; nothing of that is recorded here.

    Raises Unreadable when its key or its bytes are not here, and while it is read when they are others.
    """
    item = sealed_of(state_of(office, stream))
    label = label_of(office, item)
    key = vault.keys.key(f"object:{stream}")
    if key is None:
        raise Unreadable(
            f"The key of {label} is not in this key store, so it stays sealed. If the keys came out of a backup, bring"
            " back a newer one: secondstory restore.",
            code="no-key",
        )
    if not vault.objects.exists(item.ciphertext_digest):
        raise _missing(label, item)
    return lambda: _checked(vault, item, key, label)


def _checked(vault: Vault, item: Sealed, key: bytes, label: str) -> Iterator[bytes]:
    try:
        yield from unsealed(vault.objects.open(item.ciphertext_digest), key=key, manifest=manifest_of(item))
    except BadCiphertext as wrong:
        raise Unreadable(
            f"{label} is not what was sealed: {wrong}. What came out before is not the whole. secondstory verify says"
            " what else differs; a backup may hold the sealed bytes as they were.",
            code="altered",
        ) from wrong
    except ObjectMissing as gone:
        raise _missing(label, item) from gone


def manifest_of(item: Sealed) -> Manifest:
    """Return the manifest that the sealing committed to."""
    return Manifest(
        plaintext_digest=item.digest,
        length_bytes=item.length_bytes,
        media_type=item.media_type,
        ciphertext_digest=item.ciphertext_digest,
    )


def _missing(label: str, item: Sealed) -> Unreadable:
    return Unreadable(
        f"{label} is missing: {item.length_bytes:,} bytes were sealed and are not in the store. Most missing items have"
        " an ordinary cause: a disk that was not mounted, a copy without its objects. Bring them back from a backup.",
        code="missing",
    )


def _only(rows: Sequence[Row], label: str, office: Office) -> StreamId:
    if not rows:
        raise Refused(f"There is no {label} here. secondstory evidence list shows what there is.")
    if len(rows) > 1:
        numbers = {str(row["stream"]): row["number"] for row in office.door.rows(POSTMORTEM)}
        places = ", ".join(f"PM-{numbers.get(str(row['postmortem']), '?')}" for row in rows)
        raise Refused(f"{label} is the name of {len(rows)} items ({places}). Say which: --of PM-n.")
    return StreamId(str(rows[0]["stream"]))
