"""The one append path: everything that is ever recorded goes through `Journal.append`.

The order of durable boundaries, and what a crash leaves behind at each:

1. Callers wait in a queue; the first becomes the leader and takes all that wait (no timer). When it is done it wakes
   those it took and hands over to the first who came meanwhile.
2. The leader opens the transaction that holds the head, and looks whether the log still holds what was signed last.
   A crash here leaves nothing.
3. Each request is checked against the sequences it saw, sealed, stored and read back; leaves are the hashes of the
   bytes *read back*, so that a flipped bit is not signed into a root. A crash leaves nothing.
4. The streams touched are folded and their rows written, in the same transaction. A crash leaves nothing.
5. Commit: durable. A crash after it leaves entries that no checkpoint covers yet; `recover` signs them, by the
   same function that is called next.
6. The head is signed and `last_signed` swapped: durable. Only now are the callers told.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from secondstory.application.ports.chance import Clock, Entropy
from secondstory.application.ports.storage import (
    Conflict,
    Rows,
    Storage,
    StorageFailed,
    StorageFull,
    Writing,
)
from secondstory.application.record.reading import Reader
from secondstory.application.record.sealing import INSTALLATION, Draft, Place, key_name_of, seal
from secondstory.application.record.signing import RecordedUnsigned, check_guard, reading_once, sign_head
from secondstory.domain.keeping.installation import ClockStepped
from secondstory.domain.keeping.people import PseudonymBound
from secondstory.domain.stored import Undecodable
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import PersonId, StreamId, new_id
from secondstory.readmodel.tables import PSEUDONYM
from secondstory.record.errors import BadProof, MustReload
from secondstory.record.tiles import extend_tiles
from secondstory.record.tree import leaf_hash
from secondstory.vault.errors import KeyDestroyed
from secondstory.vault.keys import Keys, LastSigned, Signer

DIRECTORY = StreamId("pe_directory")
INSTALLATION_STREAM = StreamId("in_installation")
_THEIR_OWN = (Conflict, KeyDestroyed, BadProof, Undecodable)
"""What is wrong with one act, and with none that came with it."""
_WEATHER = (OSError, StorageFailed, StorageFull, MustReload)
"""What stops every act after it, and says nothing of those before."""


class Projector(Protocol):
    """Turns events into rows, purely; told which stream changed, it replaces that stream's rows."""

    def project(self, stream: StreamId, entries: Sequence[Recorded[Event]], rows: Rows) -> None:
        """Replace the rows of `stream` by those that its events give."""
        ...

    def reads_whole(self, stream: StreamId) -> bool:
        """Return whether the stream is folded whole; otherwise only its new entries are handed over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What was recorded: the indexes first .. first + count - 1, under a signed checkpoint that covers them."""

    first: int
    count: int
    signed: LastSigned


class _Request:
    """One call of `append`, waiting in the queue, and what became of it."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        *,
        by: PersonId | None,
        expects: Mapping[StreamId, int],
        once: str | None,
        refold: Sequence[StreamId] = (),
    ) -> None:
        self.drafts, self.by, self.expects, self.once, self.refold = drafts, by, expects, once, refold
        self.first: int | None = None
        self.count = 0
        self.wrong: BaseException | None = None
        self.signed: LastSigned | None = None
        self.touched: set[StreamId] = set()
        self.leads = False
        self.turn = threading.Event()

    @property
    def is_answered(self) -> bool:
        """Whether it is known what became of it."""
        return self.signed is not None or self.wrong is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """What the journal needs of the outside."""

    storage: Storage
    keys: Keys
    signer: Signer
    clock: Clock
    entropy: Entropy
    projector: Projector
    origin: str


class Journal:
    """Appends events. Several threads may call it at once, and several processes may have one each."""

    def __init__(self, workings: Workings) -> None:
        """Append to the log of `workings.storage`."""
        self._w = workings
        self._reader = Reader(workings.storage, workings.keys)
        self._waiting: list[_Request] = []
        self._queue = threading.Lock()
        self._is_led = False

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: PersonId | None,
        expects: Mapping[StreamId, int] | None = None,
        once: str | None = None,
        refold: Sequence[StreamId] = (),
    ) -> Appended:
        """Record `drafts` together or not at all, and return when they are durable and signed.

        by: the person who acts, None for the installation. expects: for each stream, the sequence the caller saw
        (0 for a new one). once: an idempotency key; a second call with it returns the first one's receipt.
        refold: streams that read differently from here on, because words in them are erased.
        Raises Conflict when a stream has moved on (load again, decide again), StorageFull or StorageFailed when the
        disk said no, RecordBehind when this copy is older than what was signed; RecordedUnsigned when all of it is
        recorded, and only the checkpoint over it is not signed.
        """
        request = _Request(
            drafts=tuple(drafts), by=by, expects=dict(expects or {}), once=once, refold=tuple(refold)
        )
        self._wait_or_lead(request)
        if request.wrong is not None:
            raise request.wrong
        assert request.first is not None
        assert request.signed is not None
        return Appended(first=request.first, count=request.count, signed=request.signed)

    def recover(self) -> LastSigned | None:
        """Sign what a crash left committed and unsigned; return the last signed checkpoint, None in an empty log."""
        if self._w.storage.head().size == 0 and self._w.signer.last_signed() is None:
            return None
        return sign_head(self._w.storage, self._w.signer, origin=self._w.origin)

    def reproject(self, streams: Sequence[StreamId]) -> None:
        """Fold `streams` again and replace their rows, after words in them were lawfully erased."""
        with self._w.storage.writing() as writing:
            self._project(writing, streams)

    def _wait_or_lead(self, request: _Request) -> None:
        """Return when it is known what became of `request`.

        Everybody waits for a word of their own: with one lock for all, whoever was just answered took it again before
        the others woke, and sixteen writers went to the disk in twos.
        """
        with self._queue:
            self._waiting.append(request)
            if not self._is_led:
                self._is_led = request.leads = True
                request.turn.set()
        try:
            request.turn.wait()
            if not request.is_answered:
                self._lead()
        finally:
            with self._queue:
                # Interrupted before anybody took it: it is not recorded, and somebody else has to lead.
                if request in self._waiting:
                    self._waiting.remove(request)
                    if request.leads:
                        self._hand_over()

    def _hand_over(self) -> None:
        """Let the first who waits lead, nobody when none does. The queue is locked by the caller."""
        self._is_led = bool(self._waiting)
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].turn.set()

    def _lead(self) -> None:
        with self._queue:
            group, self._waiting = self._waiting, []
        try:
            self._record(group)
        finally:
            # Without this, everybody who comes after would wait for ever.
            for request in group:
                request.turn.set()
            with self._queue:
                self._hand_over()

    def _record(self, group: Sequence[_Request]) -> None:
        try:
            self._commit_all(group)
        except BaseException as wrong:
            _tell(group, wrong)
            raise
        self._sign(group)

    def _commit_all(self, group: Sequence[_Request]) -> None:
        try:
            self._commit(group)
        except _THEIR_OWN:
            # Two of the group wanted one number, or one of them what is erased. Alone, each gets its own answer.
            self._commit_each(group)

    def _commit_each(self, group: Sequence[_Request]) -> None:
        for number, request in enumerate(group):
            request.first, request.wrong = None, None
            try:
                self._commit([request])
            except _THEIR_OWN as theirs:
                request.wrong = theirs
            except _WEATHER as wrong:
                # Those before are recorded, and are told so once they are signed.
                _tell(group[number:], wrong)
                return

    def _commit(self, group: Sequence[_Request]) -> None:
        last = self._w.signer.last_signed()
        with self._w.storage.writing() as writing:
            check_guard(last, writing.head().size, reading_once(lambda level, n: writing.tiles[level, n]))
            for request in group:
                self._place(writing, request)
            touched = sorted({stream for request in group for stream in request.touched})
            self._project(writing, touched)
            # After the erasures among them, whose rows say which words are to be read as gone.
            self._project(writing, sorted({stream for request in group for stream in request.refold}))

    def _place(self, writing: Writing, request: _Request) -> None:
        if request.once is not None and (first := writing.once(request.once)) is not None:
            request.first, request.count = first, len(request.drafts)
            return
        for stream, seen in request.expects.items():
            stands = (writing.last_of(stream) or (0, 0))[0]
            if stands != seen:
                request.wrong = Conflict(f"{stream} stands at {stands}, not at {seen}")
                return
        self._write(writing, request)
        if request.once is not None and request.first is not None:
            writing.once(request.once, request.first)

    def _write(self, writing: Writing, request: _Request) -> None:
        at = self._w.clock.now().astimezone(UTC)
        leaves: list[bytes] = []
        before = writing.head().size
        last_at = writing.head().last_at
        if last_at is not None and at < last_at:
            stepped = ClockStepped(stood_at=last_at, showed_at=at)
            leaves.append(
                self._put(writing, Draft(stream=INSTALLATION_STREAM, event=stepped), INSTALLATION, at)
            )
            request.touched.add(INSTALLATION_STREAM)
        actors = {
            stream: self._actor(writing, stream, request, at, leaves) for stream in _streams(request.drafts)
        }
        request.first = writing.head().size
        request.count = len(request.drafts)
        leaves += [self._put(writing, draft, actors[draft.stream], at) for draft in request.drafts]
        request.touched.update(actors)
        extend_tiles(writing.tiles, before, leaves)

    def _actor(
        self, writing: Writing, stream: StreamId, request: _Request, at: datetime, leaves: list[bytes]
    ) -> str:
        """Return the pseudonym of who acts in `stream`; the first act there binds a fresh one."""
        if request.by is None:
            return INSTALLATION
        known = writing.rows.select(PSEUDONYM, {"of_stream": stream, "person": request.by})
        if known:
            return str(known[0]["pseudonym"])
        pseudonym = new_id("ps", at=at, entropy=self._w.entropy(10))
        bound = PseudonymBound(pseudonym=pseudonym, stream=stream, person=request.by)
        leaves.append(self._put(writing, Draft(stream=DIRECTORY, event=bound), INSTALLATION, at))
        index = writing.head().size - 1
        entries = list(self._w.storage.entries(index, index + 1))
        self._w.projector.project(DIRECTORY, self._reader.recorded(entries, DIRECTORY), writing.rows)
        return pseudonym

    def _put(self, writing: Writing, draft: Draft, actor: str, at: datetime) -> bytes:
        last = writing.last_of(draft.stream)
        place = Place(seq=last[0] + 1 if last else 1, previous=last[1] if last else None, actor=actor, at=at)
        name = key_name_of(draft.stream)
        key = self._w.keys.make_key(name) if name is not None else None
        sealed = seal(draft, place, key=key, entropy=self._w.entropy)
        index, read_back = writing.put(sealed, at=at)
        if read_back != sealed.entry:
            raise AssertionError(f"entry {index} was read back other than it was written")
        return leaf_hash(read_back)

    def _project(self, writing: Writing, streams: Sequence[StreamId]) -> None:
        for stream in streams:
            if self._w.projector.reads_whole(stream):
                self._w.projector.project(stream, self._reader.events(stream), writing.rows)

    def _sign(self, group: Sequence[_Request]) -> None:
        ends = [one.first + one.count for one in group if one.wrong is None and one.first is not None]
        covering = max(ends, default=0)
        try:
            signed = sign_head(self._w.storage, self._w.signer, origin=self._w.origin, covering=covering)
        except (OSError, StorageFailed, StorageFull) as why:
            _tell(group, RecordedUnsigned.because(why))
            return
        except BaseException as wrong:
            _tell(group, wrong)
            raise
        for request in group:
            if request.wrong is None:
                request.signed = signed


def _streams(drafts: Sequence[Draft]) -> list[StreamId]:
    return list(dict.fromkeys(draft.stream for draft in drafts))


def _tell(group: Sequence[_Request], wrong: BaseException) -> None:
    for request in group:
        if request.wrong is None:
            request.wrong = wrong
