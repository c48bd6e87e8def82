"""A post-mortem as it was when its last edition went out, with what has happened to that since."""

from collections.abc import Iterator

from secondstory.application import looking
from secondstory.application.ceremony.editions.gathering import Gathered
from secondstory.application.office import Office
from secondstory.application.understanding.references import account_rows
from secondstory.domain.ceremony.publication import Amended, Announced, Cited, Published, Restricted
from secondstory.domain.keeping.evidence import Evidence
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.stored import read_instant
from secondstory.domain.understanding.accounts import Account
from secondstory.domain.understanding.incidents import Merged, Withdrawn
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import CHARTER, EVIDENCE

_SINCE = (Amended, Announced, Restricted, Cited, Merged, Withdrawn)
"""What happens to an edition after it went out, without making it another one."""


def gather_published(office: Office, stream: StreamId) -> Gathered:
    """Return the last edition as it went out: what was written or shared later is not in it.

    Follow-ups are as they stand now, and so is what was erased, withdrawn or amended. Raises Refused when it may not
    be seen, and while nothing is published.
    """
    entries = office.reader.events(stream)
    out = [entry for entry in entries if isinstance(entry.event, Published)]
    if not out:
        raise Refused("Nothing is published here yet.")
    cut = out[-1].index
    kept = [entry for entry in entries if entry.index <= cut or isinstance(entry.event, _SINCE)]
    pm: PostMortem = fold_stream("pm", kept)
    return Gathered(
        pm=pm,
        followups=tuple(one for one in looking.followups_of(office, stream) if one.is_live),
        accounts=tuple(_accounts(office, stream, cut)),
        evidence=tuple(_evidence(office, stream, cut)),
        names=looking.names(office),
        charter_version=_charter(office, out[-1]),
    )


def _accounts(office: Office, stream: StreamId, cut: int) -> Iterator[Account]:
    """Yield the accounts that were shared then and still are, in the words of then."""
    for row in account_rows(office, stream):
        entries = office.reader.events(StreamId(str(row["stream"])))
        now: Account = fold_stream("ac", entries)
        then: Account = fold_stream("ac", [entry for entry in entries if entry.index <= cut])
        if now.stream is not None and now.is_shared and then.is_shared:
            yield then


def _evidence(office: Office, stream: StreamId, cut: int) -> Iterator[Evidence]:
    """Yield what was sealed by then, with its custody until now."""
    for row in office.door.rows(EVIDENCE, {"postmortem": stream}, order="number"):
        entries = office.reader.events(StreamId(str(row["stream"])))
        found: Evidence = fold_stream("ev", entries)
        if found.sealed is not None and entries[0].index <= cut:
            yield found


def _charter(office: Office, out: Recorded[Event]) -> str:
    rows = office.door.rows(CHARTER, order="adopted_at")
    held = [str(row["version"]) for row in rows if read_instant(str(row["adopted_at"])) <= out.at]
    return held[-1] if held else ""
