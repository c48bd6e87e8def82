"""What protects a workspace today, said of five who could harm it: a disk, a thief, a colleague, an administrator, us.

Everything here was looked at; what cannot be seen from here is said to be unknown, never taken as well.
"""

from datetime import UTC, datetime, timedelta

from secondstory.application.keeping.noting import installation_of
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.domain.keeping.installation import (
    BackedUp,
    CheckpointPublished,
    CheckpointTimestamped,
    Drilled,
    Installation,
    Restored,
)
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.wiring.bucket.standing import Standing
from secondstory.wiring.bucket.standing import standing_of as standing_of_bucket
from secondstory.wiring.safekeeping.signing_keys.retaining import days_of, gone_after
from secondstory.wiring.workspace import Workspace

YEAR = timedelta(days=365)
VERIFIED = "verified"
"""The outcome of a drill that showed no loss, as the record has it; what `drilling` records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found. newer: entries after the last backup, None when there is none; keys_since: None likewise.

    published: the newest publication, and when. stamped: the newest timestamp. witnessed: entries that a quorum confirms; None where no witness is asked for.
    """

    size: int
    backed_up_at: datetime | None
    newer: int | None
    keys_at: datetime | None
    keys_since: int
    drilled_at: datetime | None
    drill: Drilled | None
    published: CheckpointPublished | None
    published_at: datetime | None
    stamped: CheckpointTimestamped | None
    witnesses: int
    witnessed: int | None
    is_open_to_others: bool
    is_one_disk: bool
    erased_at: datetime | None
    gone_at: datetime | None
    keep_days: int
    now: datetime
    bucket: Standing


def facts_of(workspace: Workspace) -> Facts:
    """Return what protects a workspace. Raises KeyStoreFailed when its keys cannot be opened."""
    events = workspace.office.reader.events(INSTALLATION_STREAM)
    known: Installation = installation_of(workspace.office)
    size = workspace.storage.head().size
    backups = [one for one in events if isinstance(one.event, BackedUp)]
    published = [(one.at, one.event) for one in events if isinstance(one.event, CheckpointPublished)]
    state = workspace.keys.backup_state()
    witnesses, witnessed = _witnessed(workspace)
    erased = max((gone.at for gone in workspace.keys.destroyed()), default=None)
    root, keys = workspace.place.root, workspace.settings.keys
    is_news = {BackedUp, Drilled, Restored}
    newer = list(workspace.storage.entries(backups[-1].index + 1)) if backups else []
    quiet = {one.index for one in events if type(one.event) in is_news}
    return Facts(
        size=size,
        backed_up_at=known.backed_up_at,
        newer=sum(one.index not in quiet for one in newer) if backups else None,
        keys_at=state.at,
        keys_since=state.keys_since,
        drilled_at=known.drilled_at,
        drill=known.drill,
        published=published[-1][1] if published else None,
        published_at=published[-1][0] if published else None,
        stamped=known.timestamps[-1] if known.timestamps else None,
        witnesses=witnesses,
        witnessed=witnessed,
        is_open_to_others=bool(root.stat().st_mode & 0o077),
        is_one_disk=not keys.exists() or keys.stat().st_dev == root.stat().st_dev,
        erased_at=erased,
        gone_at=gone_after(workspace, erased) if erased is not None else None,
        keep_days=days_of(workspace),
        now=workspace.clock.now().astimezone(UTC),
        bucket=standing_of_bucket(workspace),
    )


def sentences(facts: Facts) -> tuple[str, ...]:
    """Return, in plain words, against whom this workspace is protected today: a disk, a thief, a colleague and us, root."""
    return (_disk(facts), _thief(facts), _colleague(facts), _root(facts))


def _disk(facts: Facts) -> str:
    if facts.newer is None or facts.keys_at is None:
        lost = "the record" if facts.newer is None else "everything that is sealed, and the key that signs,"
        return f"A failing disk: {lost} would be lost, since no backup of it was made here."
    newest = {0: "everything", 1: "everything but the newest entry"}.get(
        facts.newer, f"everything but the newest {facts.newer} entries"
    )
    tried = f"rehearsed on {_day(facts.drilled_at)}" if facts.drilled_at else "never rehearsed"
    words = f"A failing disk: {newest} comes back from the backup of {_day(facts.backed_up_at)} ({tried}), if it lies elsewhere."
    more = f" {facts.keys_since} newer keys are in no backup." if facts.keys_since else ""
    return words + more


def _thief(facts: Facts) -> str:
    if facts.is_one_disk:
        return (
            "Whoever takes this disk: has data and keys together, and reads everything, unless the whole disk is encrypted,"
            " which cannot be seen from here."
        )
    return (
        "Whoever takes the disk with the data: reads what is not sealed; accounts, support and evidence stay closed without the"
        " other disk."
    )


def _colleague(facts: Facts) -> str:
    door = (
        "can open the folder on this machine and read what is not sealed"
        if facts.is_open_to_others
        else "cannot open the folder under another sign-in of this machine"
    )
    return (
        f"A colleague with a text editor: {door}, and no change gets by secondstory verify. Nor does one of ours: we hold no key,"
        " and software that is not ours can check the record (docs/verify-us.md)."
    )


def _root(facts: Facts) -> str:
    return f"{_rewriting(facts)}{_dating_back(facts)}{_destroying(facts)}"


def _destroying(facts: Facts) -> str:
    """Return what locked copies add, empty where there are none whose lock was seen to hold."""
    one = facts.bucket
    if not one.locked or not one.is_shown or one.first_end is None:
        return ""
    pieces = "1 piece" if one.locked == 1 else f"{one.locked} pieces"
    return (
        f" They can destroy what is here; copies of {pieces} of evidence stay locked in {one.where} until {_day(one.first_end)} at"
        " least, as long as they do not own that account too."
    )


def _dating_back(facts: Facts) -> str:
    """Return what an authority's clock adds, empty where none was asked."""
    if facts.stamped is None:
        return ""
    return (
        f" What they rewrite can get no timestamp of {_day(facts.stamped.stamped_at)} any more; the first {facts.stamped.size}"
        f" entries have one, from {facts.stamped.authority}."
    )


def _rewriting(facts: Facts) -> str:
    who = "An administrator with root: holds the signing key"
    if facts.witnessed:
        rest = facts.size - facts.witnessed
        newest = f"; the newest {rest} are not confirmed yet" if rest else ""
        return f"{who}, and cannot rewrite the first {facts.witnessed} entries without its witnesses{newest}."
    if facts.published is not None and facts.published_at is not None:
        return (
            f"{who}; a rewrite of the first {facts.published.size} entries would contradict the checkpoint published"
            f" {_ago(facts.now - facts.published_at)} ({facts.published.where}), as long as they cannot change that place as well."
        )
    return (
        f"{who} and could rewrite everything unseen, except before those who kept a receipt or a checkpoint of their own; this"
        " machine cannot know whether anybody did."
    )


def _witnessed(workspace: Workspace) -> tuple[int, int | None]:
    """Return how many witnesses are asked, and how many entries a quorum confirms; None where none is asked for."""
    from secondstory.wiring.witnessing.standing import standing_of

    try:
        standing = standing_of(workspace)
    except Refused:
        return 0, None  # policy or history cannot be read: `verify` says so
    return len(standing.witnesses), standing.witnessed if standing.words else None


def _day(at: datetime | None) -> str:
    return f"{at.day} {at:%B %Y}" if at is not None else "an unknown day"


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} minutes ago"
    return f"{minutes // 60} hours ago" if minutes < 2880 else f"{minutes // 1440} days ago"
