"""A journal that takes nothing: for workspaces that can be read and must not be written to."""

from collections.abc import Mapping, Sequence

from secondstory.application.record.journal import Appended, Journal, Workings
from secondstory.application.record.sealing import Draft
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.vault.keys import LastSigned
from secondstory.wiring.places import FORMAT, Settings

WHY_RESTORED = (
    "This workspace came out of a backup, and nobody has said yet that nothing newer exists. Everything here can be read;"
    " nothing is written, so that no second history is signed. Compare it with a checkpoint kept outside (secondstory"
    " restore --settle --against FILE), or say that it is the newest (secondstory restore --settle --as-newest REASON)."
)

WHY_ENDED = (
    "This log ended: somebody else may hold its key, so nothing more is signed with it. Everything here can be read, and a"
    " successor takes it up under a key of its own. Next: secondstory keys compromised"
)
WHY_KEYED_OLDER = (
    "The record names a newer key than this key store holds: it came out of a key backup from before the change of keys."
    " Everything here can be read; nothing is signed. Restore again with the newer key backup. If that one is lost for good,"
    " a successor can take up here under a key of its own: secondstory restore --succeed --why TEXT"
)


class ClosedJournal(Journal):
    """Refuses every act with the reason why the workspace is closed; signs nothing."""

    def __init__(self, workings: Workings, why: str) -> None:
        """Stand in for the journal of `workings`. why: in words for people, with the way out."""
        super().__init__(workings)
        self._signer = workings.signer
        self._why = why

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        by: PersonId | None,
        expects: Mapping[StreamId, int] | None = None,
        once: str | None = None,
        refold: Sequence[StreamId] = (),
    ) -> Appended:
        """Raise Refused: nothing is recorded here."""
        del drafts, by, expects, once, refold
        raise Refused(self._why, code="closed")

    def recover(self) -> LastSigned | None:
        """Return the last signed checkpoint and sign nothing."""
        return self._signer.last_signed()


def why_newer(settings: Settings) -> str:
    """Return the words for a workspace that a newer version made."""
    return (
        f"This workspace has format {settings.format}; this software writes format {FORMAT}. You can read everything."
        " Install the newer Second Story to write."
    )


def why_moved(settings: Settings) -> str:
    """Return the words for a workspace that went to another machine."""
    return (
        f"This workspace moved away on {settings.moved}. What is here can be read and is not written to, so that the"
        " record has one place to grow. Go on where it went; or pack it again: secondstory move --to DIR"
    )
