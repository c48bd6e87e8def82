"""Which bucket a workspace has, and the way to it. Nothing is asked here, and the library is not loaded before it has to be."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from secondstory.application.record.copies import LockedCopies
from secondstory.kernel.refused import Refused
from secondstory.vault.bucket import Bucket
from secondstory.wiring.places import BucketSettings
from secondstory.wiring.workspace import Workspace

NONE_SET = "No bucket is set here. One that locks what is put into it: secondstory bucket set NAME"


def name_of(settings: BucketSettings) -> str:
    """Return how people and the record name a bucket, empty when there is none; as `Address.name` does."""
    if not settings.name:
        return ""
    place = f"s3://{settings.name}/{settings.prefix}"
    return f"{place} at {urlsplit(settings.endpoint).netloc}" if settings.endpoint else place


def bucket_of(settings: BucketSettings) -> Bucket:
    """Return the bucket of these settings. Raises Refused when there is none, or no library; BucketTrouble for a profile."""
    if not settings.name:
        raise Refused(NONE_SET, code="no-bucket")
    from secondstory.adapters.remote.bucket.opening import Address, open_bucket

    return open_bucket(
        Address(
            bucket=settings.name,
            prefix=settings.prefix,
            endpoint=settings.endpoint,
            region=settings.region,
            profile=settings.profile,
        )
    )


def copies_of(workspace: Workspace) -> LockedCopies | None:
    """Return what reads locked copies of a workspace, None when it has no bucket."""
    settings = workspace.settings.bucket
    if not settings.name:
        return None
    return LockedCopies(workspace.storage.rows, name_of(settings), lambda: bucket_of(settings))


def this_moment() -> datetime:
    """Return the time by the clock of this machine: a bucket knows no demo clock, and locks by its own."""
    return datetime.now(UTC)


def lock_until(now: datetime, days: int) -> datetime:
    """Return until when a copy is locked that is put there now."""
    return (now + timedelta(days=days)).replace(microsecond=0)
