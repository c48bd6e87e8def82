"""A journal that remembers what passed through it, so that whoever has to hear of it can be told afterwards."""

from collections.abc import Mapping, Sequence

from secondstory.application.record.journal import Appended, Journal
from secondstory.application.record.sealing import Draft
from secondstory.application.record.signing import RecordedUnsigned
from secondstory.kernel.event import Event
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.vault.keys import LastSigned


class ListeningJournal(Journal):
    """Passes everything on, and keeps what was recorded in `heard`."""

    def __init__(self, behind: Journal, heard: list[tuple[StreamId, Event]]) -> None:
        """Pass on to `behind`; add each recorded event to `heard`, after it was recorded and never before."""
        self._behind = behind
        self._heard = heard

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: PersonId | None,
        expects: Mapping[StreamId, int] | None = None,
        once: str | None = None,
        refold: Sequence[StreamId] = (),
    ) -> Appended:
        """Record `drafts`, as the journal behind this one does and refuses."""
        try:
            appended = self._behind.append(drafts, by=by, expects=expects, once=once, refold=refold)
        except RecordedUnsigned:
            self._hear(drafts)  # only its checkpoint waits: whoever has to hear of it hears of it
            raise
        self._hear(drafts)
        return appended

    def _hear(self, drafts: Sequence[Draft]) -> None:
        self._heard += [(draft.stream, draft.event) for draft in drafts]

    def recover(self) -> LastSigned | None:
        """Sign what a crash left committed and unsigned."""
        return self._behind.recover()

    def reproject(self, streams: Sequence[StreamId]) -> None:
        """Fold `streams` again."""
        self._behind.reproject(streams)
