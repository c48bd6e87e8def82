"""What authorities stamped: that each token is the one recorded, over a checkpoint of this log, and by whom and when.

A timestamp shows that the entries under a checkpoint existed by a time that is not this machine's. It catches backdating:
whoever rewrites the past cannot have the new past stamped then. It shows nothing about what was left out, and nothing
about how much older an entry is.

The exit codes (section 7 of the record's design): a token or its checkpoint that is not what was recorded, or that stamps
something else, is altered (1); one that is gone or cannot be read is MISSING (2); one that the given roots do not confirm
is like a witness that has not signed (3), since the record itself is as it was.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from secondstory.application.ports.storage import HEADER_SLOT, Log, StoredEntry
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.reading import Reader
from secondstory.application.record.verifying.checkpoints import Claimed
from secondstory.application.record.verifying.report import Problem, altered, missing, not_witnessed
from secondstory.application.record.verifying.witnesses import Confirmed
from secondstory.domain.keeping.installation import CheckpointTimestamped
from secondstory.domain.stored import Undecodable
from secondstory.kernel.frozen import dataclass, field
from secondstory.record.errors import BadProof
from secondstory.vault.keys import Keys

SLACK = timedelta(minutes=5)
"""How far two clocks may stand apart before it is said."""

_KIND = b'"kind":"installation.checkpoint_timestamped.'
_MOST_SAID = 3
_NOTE = re.compile(r"([1-9][0-9]{0,18})\.checkpoint")
_HOW = "secondstory verify --tsa-roots FILE"
_WHAT_IT_SHOWS = (
    "How long an entry was there before it was stamped, or that none was left out: a timestamp shows that what it covers was"
    " there by then."
)
_OWN_ROOTS = f"That this is an authority you trust: its roots lie beside the record. Whoever has them from elsewhere gives them ({_HOW})."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a token says. at: aware, UTC; by: the name in the certificate that signed, empty when none is in it."""

    at: datetime
    by: str


class BadToken(Exception):
    """A token says something else than it should. why: it cannot be read, stamps other bytes, or no root confirms it."""

    def __init__(self, why: Literal["unreadable", "unfit", "unconfirmed"], words: str) -> None:
        """Keep both."""
        super().__init__(words)
        self.why = why


Check = Callable[[bytes, bytes], Stamp]
"""`check(token, note)`: returns what a token over these bytes says. Raises BadToken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """What is needed to look at timestamps. files: tokens and their checkpoints by name, nothing of it believed.

    check: None where what reads tokens is not installed. has_roots: it confirms them as well, by roots that somebody
    trusts; is_own: those that lie beside the record. unread: what could not be read, for people.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    check: Check | None = None
    has_roots: bool = False
    is_own: bool = False
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedStamp:
    """A timestamp as the record has it. index and at: of the entry that says so."""

    index: int
    at: datetime
    event: CheckpointTimestamped


def note_name(size: int) -> str:
    """Return the name of the file with the checkpoint that was stamped, to the byte as it was sent."""
    return f"{size}.checkpoint"


def token_name(size: int, digest: str) -> str:
    """Return the name of the file with a token. digest: SHA-256 of it, in hexadecimal."""
    return f"{size}-{digest[:16]}.tsr"


def stamped_checkpoints(files: Mapping[str, bytes]) -> Iterator[Claimed]:
    """Yield the checkpoints that were stamped, the smallest first, for whoever compares them with the entries."""
    named = [(int(found[1]), name) for name in files if (found := _NOTE.fullmatch(name))]
    for size, name in sorted(named):
        where = f"the checkpoint over {size} entries that was stamped"
        yield Claimed(files[name], where, size=size, history=True)


def check_timestamps(
    stamping: Stamping | None, log: Log, keys: Keys, *, agreeing: Collection[bytes]
) -> Confirmed:
    """Return what the timestamps of a record say.

    agreeing: the checkpoints that were found to agree with the entries; what was stamped on any other says nothing of them.
    """
    if stamping is None:
        return Confirmed()
    problems = [missing("timestamps", words) for words in stamping.unread]
    try:
        recorded = recorded_timestamps(log, keys)
    except (BadProof, Undecodable):
        return Confirmed(problems=tuple(problems))  # the stream cannot be read, and that was said
    stamps: list[tuple[int, Stamp]] = []
    for one in recorded:
        found = _one(one, stamping)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None and stamping.files[note_name(one.event.size)] in agreeing:
            stamps.append((one.event.size, found))
    proved, not_proved = _said(recorded, stamps, stamping, log, keys)
    return Confirmed(problems=tuple(problems), proved=proved, not_proved=not_proved)


def recorded_timestamps(log: Log, keys: Keys) -> list[RecordedStamp]:
    """Return every timestamp that the record knows of, the oldest first. Raises BadProof or Undecodable."""
    # The stream lies in the open and grows with every publication: only what can be meant is decoded.
    found = [
        one for one in log.of_stream(INSTALLATION_STREAM) if _KIND in one.envelopes.get(HEADER_SLOT, b"")
    ]
    return [
        RecordedStamp(index=one.index, at=one.at, event=one.event)
        for one in Reader(log, keys).recorded(found, INSTALLATION_STREAM)
        if isinstance(one.event, CheckpointTimestamped)
    ]


def _one(one: RecordedStamp, stamping: Stamping) -> Stamp | Problem | None:
    """Return what one token says, None where nobody here can read it, or the problem with it."""
    size = one.event.size
    where = f"the timestamp over {size} entries (entry {one.index})"
    note = stamping.files.get(note_name(size))
    token = stamping.files.get(token_name(size, one.event.token))
    for what, raw, digest in (("checkpoint", note, one.event.note), ("token", token, one.event.token)):
        if raw is None:
            return missing(where, f"MISSING. The record says that its {what} was kept.")
        if hashlib.sha256(raw).hexdigest() != digest:
            return altered(where, f"Its {what} is not the one that was recorded.")
    assert note is not None
    assert token is not None
    if stamping.check is None:
        return None
    try:
        stamp = stamping.check(token, note)
    except BadToken as bad:
        kinds = {"unreadable": missing, "unfit": altered, "unconfirmed": not_witnessed}
        return kinds[bad.why](where, str(bad))
    if stamp.at != one.event.stamped_at:
        words = f"It says {when(stamp.at)}; the record says that it said {when(one.event.stamped_at)}."
        return altered(where, words)
    return stamp


def _said(
    recorded: Sequence[RecordedStamp],
    stamps: Sequence[tuple[int, Stamp]],
    stamping: Stamping,
    log: Log,
    keys: Keys,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is proved by the timestamps, and what is not."""
    if not recorded:
        return (), ()
    if stamping.check is None or not stamping.has_roots:
        newest = recorded[-1].event
        why = (
            f"no root was given ({_HOW})"
            if stamping.check is not None
            else "what reads them is not installed (pip install 'secondstory[timestamps]'; openssl ts -verify does it too)"
        )
        words = (
            f"When: {_counted(recorded)} kept as recorded, the newest over {newest.size} entries, which says"
            f" {when(newest.stamped_at)}; not checked, since {why}."
        )
        return (), (words,)
    if not stamps:
        return (), ()
    own = (_OWN_ROOTS,) if stamping.is_own else ()
    apart = _apart(stamps, log, keys)
    return tuple(_confirmed(stamps)), (*own, *apart, _WHAT_IT_SHOWS)


def _confirmed(stamps: Sequence[tuple[int, Stamp]]) -> Iterator[str]:
    size, newest = stamps[-1]
    yield f"The first {size} entries existed by {when(newest.at)}: stamped by {newest.by or 'an authority'}."
    if len(stamps) > 1:
        first, oldest = stamps[0]
        yield f"{len(stamps)} timestamps hold; the oldest says that the first {first} entries existed by {when(oldest.at)}."


def _apart(stamps: Sequence[tuple[int, Stamp]], log: Log, keys: Keys) -> Iterator[str]:
    """Yield where the times in the entries and those of the authorities cannot both be right; at most a few.

    The entry before a stamped size was there when it was stamped, and the one at that size was not yet.
    """
    reader, found = Reader(log, keys), 0
    for size, stamp in stamps:
        for stored in log.entries(max(0, size - 1), size + 1):
            said = _time_of(reader, stored)
            if said is None or found == _MOST_SAID:
                continue
            if stored.index < size and said - stamp.at > SLACK:
                words = f"was there already at {when(stamp.at)}, when it was stamped. The clock of this machine was ahead."
            elif stored.index >= size and stamp.at - said > SLACK:
                words = (
                    f"was not there yet at {when(stamp.at)}, when the first {size} were stamped. The clock of this machine was"
                    " behind, or the entry was dated back."
                )
            else:
                continue
            found += 1
            yield f"That the times in the entries are right: entry {stored.index} says {when(said)}, and {words}"


def _time_of(reader: Reader, stored: StoredEntry) -> datetime | None:
    try:
        heading = reader.header(stored)
    except BadProof:
        return None  # that was said
    return heading.at if heading is not None else None


def _counted(recorded: Sequence[RecordedStamp]) -> str:
    return "1 timestamp is" if len(recorded) == 1 else f"{len(recorded)} timestamps are"


def when(at: datetime) -> str:
    """Return a time as people read it: UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
