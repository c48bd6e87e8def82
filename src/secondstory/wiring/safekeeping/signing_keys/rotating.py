"""A change of the key that signs the log, as somebody asks for it; `application.keeping.rotating` tells the steps."""

from datetime import UTC, datetime, timedelta

from secondstory.application.keeping import rotating
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import OVERLAP_DAYS, Workspace

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """The key that signs now, the one that signs beside it, and until when. entry: where the record says so."""

    new: str
    old: str
    until: datetime
    entry: int | None


def rotate(workspace: Workspace, *, reason: str, overlap_days: int = OVERLAP_DAYS) -> Rotated:
    """Let a new key sign from here on, and the present one beside it for `overlap_days`.

    The same call finishes a rotation that a crash interrupted. Raises Refused in a closed workspace, without a reason,
    for an overlap of less than a day or more than ten years, and while an older key still signs.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    if not reason.strip():
        raise Refused("Say why the key changes: --why TEXT. Those who verify will ask.")
    if not 1 <= overlap_days <= LONGEST_DAYS:
        raise Refused(
            "Both keys sign for at least a day, so that everybody can take the new one: --overlap 90"
        )
    if workspace.keys.older() is not None:
        raise Refused("An older key still signs beside this one. End that first: secondstory keys finish")
    old = workspace.settings.vkey
    until = (workspace.clock.now() + timedelta(days=overlap_days)).astimezone(UTC)
    entry = rotating.rotate(workspace.change, reason=reason, until=until)
    return Rotated(new=workspace.settings.vkey, old=old, until=until, entry=entry)


def finish_rotation(workspace: Workspace, *, reason: str) -> str | None:
    """End the overlap now and destroy the older key; return its verifier key, None without one. Raises Refused as above."""
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    return rotating.finish(workspace.change, reason=reason)
