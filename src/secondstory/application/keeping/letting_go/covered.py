"""What there is that a rule of retention can cover: accounts, support, evidence, and the names of people who left.

Read past the door on purpose, as holds are: what somebody may not see has its day all the same. Nothing of what it says is
read, but for the texts of a name that is to go.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property

from secondstory.application.keeping.destroying import Means
from secondstory.application.keeping.erasable import ErasableText, erasable_texts
from secondstory.application.keeping.erasing import fold
from secondstory.application.record.reading import Reader
from secondstory.domain.keeping.erasure import Erasure, Scope
from secondstory.domain.keeping.holds import Hold
from secondstory.domain.keeping.people import Left
from secondstory.domain.keeping.retention import Kept, Since
from secondstory.domain.lifecycle import fold_stream
from secondstory.domain.stored import read_instant
from secondstory.domain.understanding.incidents import Withdrawn
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import (
    ACCOUNT,
    ERASED_STREAM,
    ERASURE,
    EVIDENCE,
    HOLD,
    PERSON,
    POSTMORTEM,
    SUPPORT,
    Row,
    Table,
)

_TABLES: Mapping[str, Table] = {"account": ACCOUNT, "support": SUPPORT, "evidence": EVIDENCE}
_NAMES = ("people.joined.", "people.renamed.")


class Covered:
    """One look at everything that rules can cover; made for one question and thrown away after it."""

    def __init__(self, means: Means) -> None:
        """Look at what `means` reaches."""
        self._means = means
        self._rows = means.storage.rows
        self._reader = Reader(means.storage, means.keys)
        self._ended: dict[StreamId, datetime | None] = {}
        self._holds: dict[StreamId, tuple[tuple[Hold, int], ...]] = {}
        self._belongs_to: dict[StreamId, StreamId] = {}

    def things(self, kind: str, since: str | None = None) -> Iterator[Kept]:
        """Yield the things of a kind that are still here, without their holds. since: what their days count from, if any."""
        if kind == "people":
            yield from self._people(since)
            return
        for row in self._rows.select(_TABLES[kind], order="stream"):
            stream = StreamId(str(row["stream"]))
            if stream in self._gone:
                continue
            self._belongs_to[stream] = StreamId(str(row["postmortem"]))
            counts_from = None if since is None else self._counts_from(row, since)
            is_asked, declined_at = self._asked(stream)
            yield Kept(stream=stream, counts_from=counts_from, is_asked=is_asked, declined_at=declined_at)

    def standing_holds(self, stream: StreamId, at: datetime) -> tuple[int, ...]:
        """Return the n of each HO-n that keeps a thing at `at`, in order; `things` has to have yielded it."""
        return tuple(sorted(hold.number for hold, _ in self._holds_on(stream) if hold.stands(at)))

    def seen_holds(self, stream: StreamId) -> dict[StreamId, int]:
        """Return the holds that were looked at for a stream, each with the sequence it was read at."""
        return {hold.stream: seq for hold, seq in self._holds_on(stream) if hold.stream is not None}

    def name_texts(self, stream: StreamId) -> list[ErasableText]:
        """Return the texts that say the name and the address of the one person whose stream it is, and nobody else's."""
        texts = erasable_texts(self._means.storage, self._reader, stream)
        return [one for one in texts if one.tag.startswith(_NAMES) and one.facts.get("person") == stream]

    def _people(self, since: str | None) -> Iterator[Kept]:
        for row in self._rows.select(PERSON, {"has_left": 1}, order="stream"):
            stream = StreamId(str(row["stream"]))
            if not self.name_texts(stream):
                continue
            left = None if since is None else self._left_at(stream)
            is_asked, declined_at = self._asked(stream)
            yield Kept(stream=stream, counts_from=left, is_asked=is_asked, declined_at=declined_at)

    def _left_at(self, stream: StreamId) -> datetime | None:
        left = [one.at for one in self._reader.events(stream) if isinstance(one.event, Left)]
        return left[-1] if left else None

    def _counts_from(self, row: Row, since: str) -> datetime | None:
        """Return when the days of what a row is about began; None before its post-mortem was published or withdrawn."""
        ended = self._ended_at(StreamId(str(row["postmortem"])))
        if ended is None or since == Since.PUBLICATION:
            return ended
        if since == Since.SEALING:
            return _instant(row["sealed_at"])
        if since == Since.LAST_ACT:
            entries = self._reader.events(StreamId(str(row["stream"])))
            return entries[-1].at if entries else None
        return None  # a newer version counts from something that this one does not know

    def _ended_at(self, post_mortem: StreamId) -> datetime | None:
        if post_mortem not in self._ended:
            self._ended[post_mortem] = None  # one that was merged in a circle never ended
            self._ended[post_mortem] = self._look_for_end(post_mortem)
        return self._ended[post_mortem]

    def _look_for_end(self, post_mortem: StreamId) -> datetime | None:
        found = self._rows.select(POSTMORTEM, {"stream": post_mortem})
        if not found:
            return None
        row = found[0]
        if row["published_at"] is not None:
            return _instant(row["published_at"])
        if row["merged_into"] is not None:
            return self._ended_at(StreamId(str(row["merged_into"])))
        if row["withdrawn"] is None:
            return None
        withdrawn = (one.at for one in self._reader.events(post_mortem) if isinstance(one.event, Withdrawn))
        return next(withdrawn, None)

    @cached_property
    def _gone(self) -> frozenset[StreamId]:
        return frozenset(StreamId(str(row["target"])) for row in self._rows.select(ERASED_STREAM))

    @cached_property
    def _requests(self) -> Mapping[StreamId, list[Row]]:
        found: dict[StreamId, list[Row]] = {}
        for row in self._rows.select(ERASURE, order="number"):
            found.setdefault(StreamId(str(row["target"])), []).append(row)
        return found

    def _asked(self, stream: StreamId) -> tuple[bool, datetime | None]:
        """Return whether an erasure of the whole thing is open, and when somebody last declined what a rule asked."""
        is_asked, declined_at = False, None
        for row in self._requests.get(stream, []):
            if row["state"] in {"requested", "approved"}:
                is_asked = is_asked or row["scope"] != Scope.PART.value or self._erasure(row).rule is not None
            elif row["state"] == "withdrawn":
                state = self._erasure(row)
                is_declined = state.rule is not None and state.withdrawn_by is not None
                declined_at = state.withdrawn_at if is_declined else declined_at
        return is_asked, declined_at

    def _erasure(self, row: Row) -> Erasure:
        return fold(self._reader.events(StreamId(str(row["stream"]))))

    def _holds_on(self, stream: StreamId) -> tuple[tuple[Hold, int], ...]:
        """Return the holds on the post-mortem that a thing belongs to; a name belongs to none."""
        post_mortem = self._belongs_to.get(stream)
        if post_mortem is None:
            return ()
        if post_mortem not in self._holds:
            self._holds[post_mortem] = tuple(self._read_holds(post_mortem))
        return self._holds[post_mortem]

    def _read_holds(self, post_mortem: StreamId) -> Iterator[tuple[Hold, int]]:
        for row in self._rows.select(HOLD, {"postmortem": post_mortem}):
            entries = self._reader.events(StreamId(str(row["stream"])))
            yield fold_stream("ho", entries), entries[-1].seq if entries else 0


def _instant(cell: object) -> datetime:
    return read_instant(str(cell))
