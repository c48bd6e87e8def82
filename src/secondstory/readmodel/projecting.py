"""The projector: which rows a stream gives. Folding a stream again always gives the same rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from secondstory.domain.keeping import erasure, people
from secondstory.domain.lifecycle import fold_retention, fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.readmodel.projectors import commitments, keeping
from secondstory.readmodel.projectors.cells import Rowset
from secondstory.readmodel.projectors.postmortem import postmortem_rows
from secondstory.readmodel.tables import PSEUDONYM, Row, Table

DIRECTORY = StreamId("pe_directory")

Entries = Sequence[Recorded[Event]]


class WritableRows(Protocol):
    """The rows as the projector writes them."""

    def replace(self, table: Table, stream: StreamId, rows: Sequence[Row]) -> None:
        """Make `rows` the rows of `stream` in `table`."""
        ...

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write `rows`, replacing those of the same key."""
        ...


class RowProjector:
    """Turns the events of one stream into its rows."""

    def project(self, stream: StreamId, entries: Entries, rows: WritableRows) -> None:
        """Replace the rows of `stream` by those its events give; of the directory, write those of `entries`."""
        if stream == DIRECTORY:
            bound = [one.event for one in entries if isinstance(one.event, people.PseudonymBound)]
            rows.add(PSEUDONYM, [keeping.pseudonym_row(event, stream) for event in bound])
            return
        project = _PROJECTORS.get(prefix_of(stream))
        if project is None:
            return
        for table, found in project(stream, entries).items():
            rows.replace(table, stream, found)

    def reads_whole(self, stream: StreamId) -> bool:
        """Return whether a stream is folded whole: all but the directory, which grows with every first act."""
        return stream != DIRECTORY


def _people(stream: StreamId, entries: Entries) -> Rowset:
    return keeping.people_rows(fold_stream("pe", entries), stream)


def _erasure(stream: StreamId, entries: Entries) -> Rowset:
    done = [entry.index for entry in entries if isinstance(entry.event, erasure.CarriedOut)]
    state = fold_stream("er", entries)
    return keeping.erasure_rows(state, stream, done[-1] if done else None)


def _installation(stream: StreamId, entries: Entries) -> Rowset:
    return keeping.installation_rows(fold_stream("in", entries), fold_retention(entries), stream)


_PROJECTORS: Mapping[str, Callable[[StreamId, Entries], Rowset]] = {
    "pm": lambda stream, found: postmortem_rows(fold_stream("pm", found), stream),
    "fu": lambda stream, found: commitments.followup_rows(fold_stream("fu", found), stream),
    "ac": lambda stream, found: commitments.account_rows(fold_stream("ac", found), stream),
    "su": lambda stream, found: commitments.support_rows(fold_stream("su", found), stream),
    "ch": lambda stream, found: commitments.charter_rows(fold_stream("ch", found), stream),
    "ev": lambda stream, found: keeping.evidence_rows(fold_stream("ev", found), stream),
    "ho": lambda stream, found: keeping.hold_rows(fold_stream("ho", found), stream),
    "er": _erasure,
    "pe": _people,
    "in": _installation,
}
