"""Folds the whole record into rows: for a rebuild, and for the comparison that `verify` makes."""

from collections.abc import Callable, Collection, Iterator

from secondstory.application.ports.storage import Head, Log, Rows, StoredEntry
from secondstory.application.record.journal import DIRECTORY, Projector
from secondstory.application.record.reading import Reader
from secondstory.domain.stored import Undecodable
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.record.errors import BadProof
from secondstory.vault.keys import Keys

Progress = Callable[[str, int, int], None]
"""Told now and then: what is being done, how many are done, how many there are."""

_EVERY = 256


def quiet(_what: str, _done: int, _all: int) -> None:
    """Tell nobody how far the work is."""


class _WithRows:
    """A log read with other rows than its own, so that names and erasures come from the fresh fold."""

    def __init__(self, log: Log, rows: Rows) -> None:
        self._log = log
        self.rows = rows

    def head(self) -> Head:
        return self._log.head()

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[StoredEntry]:
        return self._log.entries(start, stop)

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        return self._log.leaves(start, stop)

    def of_stream(self, stream: StreamId) -> list[StoredEntry]:
        return self._log.of_stream(stream)

    def tile(self, level: int, n: int) -> bytes:
        return self._log.tile(level, n)


def fold_everything(
    log: Log, keys: Keys, projector: Projector, rows: Rows, *, progress: Progress = quiet
) -> dict[StreamId, str]:
    """Fold every stream of `log` into `rows`, which is empty before; return the streams that could not be folded."""
    streams = {stored.stream for stored in log.entries()}
    return fold_streams(log, keys, projector, rows, streams, progress=progress)


def fold_streams(
    log: Log,
    keys: Keys,
    projector: Projector,
    rows: Rows,
    which: Collection[StreamId],
    *,
    progress: Progress = quiet,
) -> dict[StreamId, str]:
    """Fold the streams `which` of `log` into `rows`; return those that could not be folded, with the reason.

    Who acted and what was erased is folded first, since everything else is read with it.
    """
    reader = Reader(_WithRows(log, rows), keys)
    wrong: dict[StreamId, str] = {}
    streams = sorted(which, key=_first_things_first)
    for done, stream in enumerate(streams):
        if done % _EVERY == 0:
            progress("folding", done, len(streams))
        try:
            projector.project(stream, reader.events(stream), rows)
        except (BadProof, Undecodable) as unreadable:
            wrong[stream] = str(unreadable)
    progress("folding", len(streams), len(streams))
    return wrong


def _first_things_first(stream: StreamId) -> tuple[int, str]:
    if stream == DIRECTORY:
        return (0, stream)
    return (1 if prefix_of(stream) == "er" else 2, stream)
