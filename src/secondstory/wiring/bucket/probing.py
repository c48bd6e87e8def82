"""Sets a bucket and probes it. One that lets a canary be deleted is refused: it would protect nothing and look as if."""

import os
from datetime import datetime

from secondstory.application.keeping.noting import note, note_setting
from secondstory.domain.keeping.installation import BucketProbed
from secondstory.kernel.frozen import replace
from secondstory.kernel.refused import Refused
from secondstory.vault.bucket import Bucket
from secondstory.vault.probing import CANARY_BYTES, Outcome, Probe, probe
from secondstory.wiring.bucket.opening import bucket_of, name_of, this_moment
from secondstory.wiring.places import BucketSettings, write_settings
from secondstory.wiring.workspace import Workspace

SETTING = "bucket"
_GUIDE = "The guide to keeping the record safe says how to make one that does."
LEAST_DAYS, MOST_DAYS = 2, 36_500


def set_bucket(workspace: Workspace, wanted: BucketSettings) -> Probe:
    """Probe a bucket, and make it the one of a workspace; both are recorded.

    Raises Refused for a bucket that does not protect or is none, BucketTrouble when it cannot be asked; then nothing changed.
    """
    if workspace.closed is not None:
        raise Refused(workspace.closed)
    if not LEAST_DAYS <= wanted.days <= MOST_DAYS:
        raise Refused(
            f"Copies are locked for {LEAST_DAYS} to {MOST_DAYS:,} days: --days N. Nobody can make it less afterwards."
        )
    found = probe(bucket_of(wanted), now=this_moment(), seed=os.urandom(CANARY_BYTES))
    if found.outcome is Outcome.OPEN:
        raise Refused(
            [*found.wrong, f"So {found.where} protects nothing, and was not set. {_GUIDE}"],
            code="bucket-open",
        )
    # Recorded first: a bucket in use that the record does not know would look like one that was slipped in.
    note_setting(workspace.office, SETTING, f"{name_of(wanted)}, locked for {wanted.days} days")
    _note(workspace, found)
    _write(workspace, wanted)
    return found


def leave_bucket(workspace: Workspace) -> str:
    """Use no bucket any more; what lies there stays there. Return its name. Raises Refused when there is none."""
    name = name_of(workspace.settings.bucket)
    if not name:
        raise Refused("No bucket is set here, so there is none to leave.", code="no-bucket")
    note_setting(workspace.office, SETTING, "none")
    _write(workspace, BucketSettings())
    return name


def probe_now(workspace: Workspace, bucket: Bucket | None = None, now: datetime | None = None) -> Probe:
    """Probe the bucket of a workspace and record what it showed. Raises Refused when there is none, BucketTrouble."""
    asked = bucket or bucket_of(workspace.settings.bucket)
    found = probe(asked, now=now or this_moment(), seed=os.urandom(CANARY_BYTES))
    if workspace.closed is None:
        _note(workspace, found)
    return found


def _note(workspace: Workspace, found: Probe) -> None:
    note(workspace.office, BucketProbed(where=found.where, outcome=found.outcome.value, wrong=found.wrong))


def _write(workspace: Workspace, wanted: BucketSettings) -> None:
    settings = replace(workspace.settings, bucket=wanted)
    write_settings(workspace.place, settings)
    workspace.take(settings)
