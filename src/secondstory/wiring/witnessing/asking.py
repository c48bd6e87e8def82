"""Asks the witnesses of a workspace, and keeps what they sign in `checkpoints.db`."""

from functools import partial

from secondstory.adapters.remote.witness.kept import FILE, KeptCheckpoints
from secondstory.adapters.remote.witness.troubles import KeptFailed, TwoRoots
from secondstory.application.record.witnessed import KeptNote, Post, Requested, ask_all
from secondstory.kernel.refused import Refused
from secondstory.wiring.places import Place
from secondstory.wiring.witnessing.policy import policy_of
from secondstory.wiring.workspace import Workspace

_NO_POLICY = (
    "No witness is known here yet. Somebody on another machine starts one (secondstory witness serve), and you add it:"
    " secondstory witness add VKEY URL"
)


def kept_of(place: Place) -> KeptCheckpoints:
    """Return the history of checkpoints of a workspace."""
    return KeptCheckpoints(place.root / FILE)


def read_kept(place: Place) -> list[KeptNote]:
    """Return what is kept, the smallest first; unverified. Raises Refused when it cannot be read."""
    try:
        return kept_of(place).all()
    except KeptFailed as why:
        raise Refused(str(why)) from why


def history(place: Place) -> list[bytes]:
    """Return the notes that are kept, the smallest first; unverified. Raises Refused when they cannot be read."""
    return [one.note for one in read_kept(place)]


def request(workspace: Workspace, *, plain: bool = False, asking: Post | None = None) -> Requested:
    """Ask every witness of the policy to cosign the newest checkpoint, and keep what they sign.

    plain: ask over http beyond this machine as well. asking: another way to ask than over the network. Raises Refused without a witness, in an empty or a closed
    workspace, and when another root is kept for this size.
    """
    policy = policy_of(workspace)
    if policy is None or not policy.witnesses:
        raise Refused(_NO_POLICY)
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    signed = workspace.journal.recover()
    if signed is None:
        raise Refused("There is nothing in this record yet.")
    kept = kept_of(workspace.place)
    if asking is None:
        from secondstory.adapters.remote.witness.client import post

        asking = partial(post, plain=plain)
    now = workspace.clock.now()
    try:
        asked = ask_all(workspace.storage, signed, policy, kept.all(), asking, now=now)
        if any(one.line is not None for one in asked.told):
            kept.keep(asked.note, at=now)
    except (KeptFailed, TwoRoots) as why:
        raise Refused(str(why)) from why
    return asked
