"""Takes away what crashes left behind in the vault of a workspace."""

from secondstory.application.keeping.orphans import unrecorded
from secondstory.wiring.workspace import Workspace


def remove_orphans(workspace: Workspace) -> list[str]:
    """Remove sealed objects that no entry of the record names and that are a day old; return their digests.

    They are what a crash between sealing and recording leaves. A younger one may be about to be recorded.
    """
    old = [one for one in workspace.objects.digests() if workspace.objects.is_settled(one)]
    if not old:
        return []
    loose = set(unrecorded(workspace.storage, workspace.keys, workspace.objects))
    return [digest for digest in old if digest in loose and workspace.objects.erase(digest)]
