"""The index of words of a workspace, as what finds things again asks it."""

from secondstory.application.ports.words import Library, Words
from secondstory.wiring.workspace import Workspace


def words_of(workspace: Workspace) -> Words:
    """Return the index of words of a workspace. Threads may share it; each call passes the viewers of a door."""
    return workspace.storage.words


def library_of(workspace: Workspace) -> Library:
    """Return the same index as one searches it."""
    return workspace.storage.words
