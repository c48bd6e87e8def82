"""Takes away what has to go: what crashes left behind in the vault, and erasures whose day has come."""

from secondstory.application.keeping.letting_go.batching import Batch
from secondstory.application.keeping.letting_go.batching import erase_due as carry_out_due
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


def erase_due(workspace: Workspace) -> Batch:
    """Carry out the scheduled erasures that are due, in the name of the installation; nothing twice in one day.

    For a job that runs daily, or more often: those who approved each stand in its entry.
    """
    return carry_out_due(workspace.office, workspace.means, by=None)
