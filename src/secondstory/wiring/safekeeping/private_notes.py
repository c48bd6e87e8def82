"""Notes between a supporter and the person supported: for these two alone, deleted at once by either of them.

They are no part of the record: no hold keeps them, no backup carries them, no search, page or number sees them.
"""

from secondstory.adapters.keystore.notes_key import notes_key
from secondstory.adapters.sqlite.private_notes import KeptNote, NoteFile
from secondstory.application.office import Office
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import Relation
from secondstory.wiring.workspace import Workspace

FILE = "private-notes.db"
LONGEST = 20_000
_THESE_TWO = frozenset({Relation.SUPPORTER, Relation.SUPPORTED})


def private_notes(workspace: Workspace, office: Office, support: StreamId) -> list[KeptNote]:
    """Return the notes of one offer of support, oldest first. Raises Refused for anybody but those two."""
    _only_these_two(office, support)
    return _file(workspace).of(support)


def write_private_note(workspace: Workspace, office: Office, support: StreamId, text: str) -> None:
    """Keep a note. Raises Refused for anybody but those two, and when it is empty or very long."""
    _only_these_two(office, support)
    if not text.strip():
        raise Refused("Write a line first. Only the two of you will read it.")
    if len(text) > LONGEST:
        raise Refused(f"A note has {LONGEST:,} characters at most. Keep it in two; nothing was lost.")
    _file(workspace).add(support, office.me, text.strip(), at=office.now())


def delete_private_note(workspace: Workspace, office: Office, support: StreamId, number: int) -> None:
    """Delete a note for good, whoever of the two wrote it. Raises Refused when it is not there."""
    _only_these_two(office, support)
    if not _file(workspace).delete(support, number):
        raise Refused("That note is gone already.")


def _only_these_two(office: Office, support: StreamId) -> None:
    if prefix_of(support) != "su" or not office.door.relations(support) & _THESE_TWO:
        raise Refused("There is nothing here for you.", code="missing")


def _file(workspace: Workspace) -> NoteFile:
    return NoteFile(workspace.place.root / FILE, notes_key(workspace.settings.keys))
