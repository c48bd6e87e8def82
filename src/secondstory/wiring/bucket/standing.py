"""How it stands with the bucket, from the record alone: no network is asked."""

from datetime import datetime, timedelta

from secondstory.application.keeping.noting import installation_of
from secondstory.application.record import copies
from secondstory.domain.keeping.installation import BucketProbed
from secondstory.kernel.frozen import dataclass
from secondstory.vault.probing import Outcome
from secondstory.wiring.bucket.opening import name_of
from secondstory.wiring.workspace import Workspace

OLD_PROBE = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands. where: empty without a bucket. locked, waiting: pieces of evidence with a copy there, and without one.

    first_end: when the first lock of them ends. left, left_until: copies of erased items that nobody can remove yet.
    probe, probed_at: the last one of this bucket, None before the first.
    """

    where: str
    days: int
    locked: int
    waiting: int
    first_end: datetime | None
    left: int
    left_until: datetime | None
    probe: BucketProbed | None
    probed_at: datetime | None

    @property
    def is_shown(self) -> bool:
        """Whether the last probe showed that the bucket refuses what it has to."""
        return self.probe is not None and self.probe.outcome == Outcome.HOLDS.value


def standing_of(workspace: Workspace) -> Standing:
    """Return how it stands. Raises KeyStoreFailed when the keys cannot be opened."""
    rows, known = workspace.storage.rows, installation_of(workspace.office)
    where = name_of(workspace.settings.bucket)
    locked = copies.copies(rows, where)
    left = copies.left_over(rows)
    probe = known.probe if known.probe is not None and known.probe.where == where else None
    return Standing(
        where=where,
        days=workspace.settings.bucket.days,
        locked=len({one.stream for one in locked}),
        waiting=len(copies.waiting(rows, where)),
        first_end=min((one.until for one in locked), default=None),
        left=len(left),
        left_until=max((one.until for one in left), default=None),
        probe=probe,
        probed_at=known.probed_at if probe is not None else None,
    )
