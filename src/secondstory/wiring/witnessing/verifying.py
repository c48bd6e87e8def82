"""What `verify` looks at, with the policy and the kept checkpoints beside it."""

from datetime import timedelta
from pathlib import Path

from secondstory.application.record.verifying.verify import Subject
from secondstory.application.record.verifying.witnesses import GRACE, Witnessing
from secondstory.application.record.witnessed import KeptNote
from secondstory.kernel.frozen import replace
from secondstory.kernel.refused import Refused
from secondstory.record.policy import Policy
from secondstory.wiring.bucket.opening import copies_of
from secondstory.wiring.witnessing.asking import read_kept
from secondstory.wiring.witnessing.policy import foreign_policy, policy_of, written_policy
from secondstory.wiring.witnessing.timestamping import stamping_of
from secondstory.wiring.workspace import Workspace


def subject_of(
    workspace: Workspace,
    *,
    policy: Path | None = None,
    grace: timedelta = GRACE,
    tsa_roots: Path | None = None,
) -> Subject:
    """Return the workspace as a subject of `verify`.

    policy: a policy from outside; when given it alone is trusted, its log keys included. grace: how old entries may be
    before they have to be witnessed. tsa_roots: certificates of time-stamping authorities that whoever verifies trusts.
    Raises Refused when `policy` or `tsa_roots` cannot be used.
    """
    unread: list[str] = []
    kept: list[KeptNote] = []
    asked = foreign_policy(policy) if policy is not None else None
    if asked is None:
        try:
            asked = policy_of(workspace)
        except Refused as why:
            unread += why.problems
    try:
        kept = read_kept(workspace.place)
    except Refused as why:
        unread += why.problems
    witnessing = Witnessing(
        policy=asked or Policy(),
        kept=tuple(kept),
        now=workspace.clock.now(),
        grace=grace,
        is_alone=policy is not None,
        written=written_policy(workspace.place),
        unread=tuple(unread),
    )
    stamping = stamping_of(workspace, tsa_roots)
    return replace(
        workspace.subject(), witnessing=witnessing, stamping=stamping, elsewhere=copies_of(workspace)
    )
