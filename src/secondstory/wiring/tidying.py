"""Takes away what has to go: what crashes left behind in the vault, and erasures whose day has come or is asked for."""

from secondstory.application.keeping.letting_go.batching import Batch
from secondstory.application.keeping.letting_go.batching import erase_due as carry_out_due
from secondstory.application.keeping.letting_go.recalling import recall as take_back
from secondstory.application.keeping.letting_go.retaining import Asked
from secondstory.application.keeping.letting_go.retaining import ask_due as ask_for_due
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


def ask_due(workspace: Workspace) -> Asked:
    """Ask, in the name of the installation, for the erasure of what the rules of retention say is due; nothing twice.

    For a job that runs daily, or more often. It erases nothing: people approve each.
    """
    return ask_for_due(workspace.office, workspace.means)


def recall(workspace: Workspace) -> tuple[int, ...]:
    """Take back, in the name of the installation, what a rule asked for that no longer stands; return the n of each ER-n."""
    return take_back(workspace.office, workspace.storage, workspace.keys)
