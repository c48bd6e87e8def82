"""Who vouches for the record besides us: the witnesses, the places where checkpoints are published, and how far they are."""

from datetime import UTC, datetime

from secondstory.application.record.verifying.timestamps import RecordedStamp
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.rounds import Went
from secondstory.wiring.witnessing.publishing import Publication, newest_publications, published_folder
from secondstory.wiring.witnessing.standing import WitnessesStanding, WitnessStanding, standing_of
from secondstory.wiring.witnessing.timestamping import newest_timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """How far others vouch for it. size: entries that are shown. unread: why policy or history cannot be read, empty when they can.

    stamped: the newest timestamp, if any. troubles: what this process could not do of late, with its name. is_open: whether
    anybody may fetch what is published.
    """

    size: int
    standing: WitnessesStanding | None
    publications: tuple[Publication, ...]
    stamped: RecordedStamp | None
    troubles: tuple[Went, ...]
    unread: str
    is_published: bool
    is_open: bool

    @property
    def is_asked(self) -> bool:
        """Whether a quorum of witnesses is asked for."""
        return self.standing is not None and bool(self.standing.words)

    @property
    def unwitnessed(self) -> int:
        """How many of the newest entries no quorum has confirmed."""
        return max(0, self.size - self.standing.witnessed) if self.standing is not None else self.size


def vouched(visit: Visit, *, size: int | None = None) -> Vouched:
    """Return who vouches for the record of this site. size: how much of it is shown; all of it when left out."""
    workspace, standing, unread = visit.ground.workspace, None, ""
    try:
        standing = standing_of(workspace)
    except Refused as why:
        unread = str(why)
    folder = published_folder(workspace)
    return Vouched(
        size=workspace.storage.head().size if size is None else size,
        standing=standing,
        publications=tuple(newest_publications(workspace)),
        stamped=newest_timestamp(workspace),
        troubles=tuple(one for one in visit.ground.rounds.went if one.troubles),
        unread=unread,
        is_published=folder is not None and (folder / "checkpoint").is_file(),
        is_open=workspace.settings.publish_open,
    )


def signed_at(witness: WitnessStanding) -> datetime | None:
    """Return when a witness signed last, by its own clock; None before the first time."""
    return datetime.fromtimestamp(witness.at, UTC) if witness.at is not None else None


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was, in words: `4 minutes ago`."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    for unit, length in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= length:
            count = minutes // length
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
