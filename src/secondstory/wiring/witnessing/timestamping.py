"""Lets an authority stamp the newest checkpoint, keeps the token beside the record, and hands both to whoever verifies.

Nothing waits for an authority: what is stamped later is dated later, and that is all. A timestamp is one entry in the
record, and that entry alone asks for no other timestamp and for no publication.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from secondstory.adapters.remote.timestamps import client, tokens
from secondstory.adapters.remote.timestamps.kept import FOLDER, KeptTokens
from secondstory.application.keeping.noting import note
from secondstory.application.record.bundling import Stamped
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.verifying.timestamps import (
    SLACK,
    RecordedStamp,
    Stamping,
    note_name,
    recorded_timestamps,
    token_name,
)
from secondstory.domain.keeping.installation import CheckpointTimestamped
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.note import parse_note
from secondstory.vault.keys import LastSigned
from secondstory.wiring.places import Place
from secondstory.wiring.witnessing.patience import Patience
from secondstory.wiring.witnessing.publishing import WEATHER, has_news
from secondstory.wiring.workspace import Workspace

FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
_AT_ONCE, _RECENT = 32, 1000
_EARLY = timedelta(minutes=1)
_NO_AUTHORITY = (
    "No time-stamping authority is known here. Name one (secondstory checkpoint timestamp --tsa URL), or write it into"
    ' workspace.toml: url = "https://..." below [timestamp].'
)

Asking = Callable[[str, bytes], bytes]
"""`asking(url, query)`: returns what the authority answered, unread. Raises NoToken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. url: of the authority; roots: a PEM file that it has to be confirmed by, None for unchecked."""

    url: str
    roots: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamped:
    """What was had. entry: where the record says so, None when nothing new was there to stamp. files: token, checkpoint.

    by: who signed, as their certificate names them, empty where it was not read now. apart: how far their clock is ahead of
    this one. is_confirmed: whether roots that somebody trusts vouch for it.
    """

    event: CheckpointTimestamped
    entry: int | None
    files: tuple[Path, Path]
    by: str = ""
    apart: timedelta = timedelta()
    is_confirmed: bool = False


def wanted_by(workspace: Workspace, url: str | None = None, roots: str | None = None) -> Wanted:
    """Return what is asked for: what was named, else what the settings say. Raises Refused without an authority."""
    settings = workspace.settings
    if not (url or settings.timestamp_url):
        raise Refused(_NO_AUTHORITY)
    known = roots_of(workspace)
    return Wanted(url=url or settings.timestamp_url, roots=Path(roots) if roots else known)


def timestamp(workspace: Workspace, wanted: Wanted, *, asking: Asking | None = None) -> Timestamped:
    """Have the newest checkpoint stamped, keep the token, and record it.

    asking: another way to ask than over the network. Raises Refused in a closed or empty workspace, NoToken (a Refused)
    when the authority gives none that can be kept, NotWritten or DiskFull.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    client.check_authority(wanted.url)
    roots = tokens.roots_in(wanted.roots) if wanted.roots is not None else None
    signed = workspace.journal.recover()
    if signed is None:
        raise Refused("There is nothing in this record yet.")
    name = client.name_of(wanted.url)
    last = newest_timestamp(workspace)
    if last is not None and last.event.authority == name and not has_news(workspace, last.event.size):
        return Timestamped(event=last.event, entry=None, files=_files(workspace.place, last.event))
    query = tokens.query_over(signed.note)
    answer = (asking or client.ask)(wanted.url, query.der)
    now = workspace.clock.now()
    stamp = tokens.taken(answer, signed.note, query, roots)
    # What a crash leaves after `keep` is told there; the record names the token last.
    digest = kept_of(workspace.place).keep(signed.size, signed.note, answer)
    event = _event(signed, name, stamp.at, digest)
    done = note(workspace.office, event)
    return Timestamped(
        event=event,
        entry=done.first,
        files=_files(workspace.place, event),
        by=stamp.by,
        apart=stamp.at - now,
        is_confirmed=roots is not None,
    )


class WhenDue:
    """Asks for a timestamp as often as the settings say, for a serving process that calls it now and then.

    What goes wrong is tried again after ten minutes, then twenty, and at last every six hours; it is told until it is over.
    """

    def __init__(self, workspace: Workspace, *, asking: Asking | None = None) -> None:
        """Get ready to ask for `workspace`."""
        self._workspace = workspace
        self._asking = asking
        self._patience = Patience(first=FIRST_WAIT, longest=LONGEST_WAIT)

    def __call__(self) -> list[str]:
        """Ask when it is due; return words about what is in the way, and nothing when nothing is."""
        workspace, now = self._workspace, self._workspace.clock.now()
        where = workspace.settings.timestamp_url
        if not where or workspace.closed is not None:
            return []
        if (waits := self._patience.waits(where, now)) is not None:
            return [waits]
        try:
            if is_due(workspace, now):
                timestamp(workspace, wanted_by(workspace), asking=self._asking)
        except WEATHER as trouble:
            self._patience.wrong(where, now, str(trouble))
            return [str(trouble)]
        self._patience.over(where)
        return []


def is_due(workspace: Workspace, now: datetime) -> bool:
    """Return whether the newest timestamp is older than the settings ask, and something was recorded since. now: aware."""
    last = newest_timestamp(workspace)
    if last is None:
        return workspace.storage.head().size > 0
    every = timedelta(hours=workspace.settings.timestamp_hours)
    return abs(now - last.at) >= every - _EARLY and has_news(workspace, last.event.size)


def stamping_of(workspace: Workspace, roots: Path | None = None) -> Stamping:
    """Return what `verify` needs to look at timestamps. roots: from outside; else those in the settings, if any.

    Raises Refused when the roots from outside cannot be used; what cannot be read beside the record is told in it.
    """
    unread: list[str] = []
    trusted = tokens.roots_in(roots) if roots is not None else None
    own = roots_of(workspace) if roots is None else None
    if own is not None:
        try:
            trusted = tokens.roots_in(own)
        except Refused as why:
            unread += why.problems
    files: dict[str, bytes] = {}
    try:
        files = kept_of(workspace.place).files()
    except Refused as why:
        unread += why.problems
    return Stamping(
        files=files,
        check=tokens.checking(trusted),
        has_roots=trusted is not None,
        is_own=own is not None,
        unread=tuple(unread),
    )


def roots_of(workspace: Workspace) -> Path | None:
    """Return the file of the roots that the settings name, None when they name none."""
    named = workspace.settings.timestamp_roots
    return workspace.place.root / named if named else None


def kept_of(place: Place) -> KeptTokens:
    """Return the tokens beside a record."""
    return KeptTokens(place.root / FOLDER)


def timestamps(workspace: Workspace, most: int = _RECENT) -> list[RecordedStamp]:
    """Return the newest timestamps that the record knows of, the oldest first; those among the last `most` entries."""
    return list(_newest_first(workspace, most))[::-1]


def stamps_of(workspace: Workspace) -> list[Stamped]:
    """Return what is kept of what the record knows to be stamped, the oldest first, the newest of each size.

    A token or a checkpoint that is not the one recorded is left out here: `verify` says so.
    """
    return _fitting(workspace, kept_of(workspace.place))


def bring_timestamps(workspace: Workspace, source: Path) -> int:
    """Copy what the record knows to be stamped from the folder of another copy; return how many there were."""
    here = kept_of(workspace.place)
    found = _fitting(workspace, KeptTokens(source / FOLDER))
    for one in found:
        here.keep(one.size, one.note, one.token)
    return len(found)


def _fitting(workspace: Workspace, kept: KeptTokens) -> list[Stamped]:
    files = kept.files()
    found: dict[int, Stamped] = {}
    for one in recorded_timestamps(workspace.storage, workspace.keys):
        event = one.event
        note = files.get(note_name(event.size), b"")
        token = files.get(token_name(event.size, event.token), b"")
        if (sha256(note).hexdigest(), sha256(token).hexdigest()) == (event.note, event.token):
            found[event.size] = Stamped(size=event.size, note=note, token=token)
    return list(found.values())


def newest_timestamp(workspace: Workspace) -> RecordedStamp | None:
    """Return the newest timestamp that the record knows of, None when there is none among its last thousand lines."""
    return next(_newest_first(workspace, _RECENT), None)


def clock_words(apart: timedelta) -> str:
    """Return a sentence about two clocks that stand apart, empty when they do not. apart: theirs less ours."""
    if abs(apart) <= SLACK:
        return ""
    minutes = int(abs(apart).total_seconds() // 60)
    return f"Its clock is {minutes} minutes {'ahead of' if apart > timedelta() else 'behind'} this one."


def _event(signed: LastSigned, authority: str, at: datetime, digest: str) -> CheckpointTimestamped:
    return CheckpointTimestamped(
        size=signed.size,
        root=parse_note(signed.note).text.split("\n")[2],
        authority=authority,
        stamped_at=at,
        note=sha256(signed.note).hexdigest(),
        token=digest,
    )


def _files(place: Place, event: CheckpointTimestamped) -> tuple[Path, Path]:
    folder = place.root / FOLDER
    return folder / token_name(event.size, event.token), folder / note_name(event.size)


def _newest_first(workspace: Workspace, most: int) -> Iterator[RecordedStamp]:
    """Yield timestamps from the end of what the installation recorded, not further back than `most` entries."""
    entries = workspace.storage.of_stream(INSTALLATION_STREAM)[-most:]
    read = partial(workspace.office.reader.recorded, stream=INSTALLATION_STREAM)
    for end in range(len(entries), 0, -_AT_ONCE):
        for one in reversed(read(entries[max(0, end - _AT_ONCE) : end])):
            if isinstance(one.event, CheckpointTimestamped):
                yield RecordedStamp(index=one.index, at=one.at, event=one.event)
