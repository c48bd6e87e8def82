"""Everything that one edition is made of, loaded once through the door: what the reader may not see is not in it."""

from collections.abc import Mapping

from secondstory.application import looking
from secondstory.application.office import Office
from secondstory.application.understanding.accounts import accounts_of
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.keeping.evidence import Evidence
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding.accounts import Account
from secondstory.kernel.frozen import dataclass, field
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import CHARTER, EVIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One post-mortem with what belongs to it.

    followups: those that stand, by number. accounts: those that were shared, by number. names: of people, by id.
    """

    pm: PostMortem
    followups: tuple[FollowUp, ...] = ()
    accounts: tuple[Account, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    charter_version: str = ""

    def owner_of(self, one: FollowUp) -> str:
        """Return the name of who owns a follow-up; empty when nobody has said yes."""
        if not one.is_owned:
            return ""
        return one.owner_name or self.names.get(str(one.owner), "")


def gather(office: Office, stream: StreamId) -> Gathered:
    """Return what an edition of one post-mortem is made of. Raises Refused when it may not be seen."""
    standing = looking.standing_of(office, stream)
    charter = office.door.rows(CHARTER, order="-adopted_at")
    return Gathered(
        pm=standing.pm,
        followups=tuple(one for one in standing.followups if one.is_live),
        accounts=tuple(one for one in accounts_of(office, stream) if one.is_shared),
        evidence=_evidence(office, stream),
        names=looking.names(office),
        charter_version=str(charter[0]["version"]) if charter else "",
    )


def _evidence(office: Office, stream: StreamId) -> tuple[Evidence, ...]:
    rows = office.door.rows(EVIDENCE, {"postmortem": stream}, order="number")
    found: list[Evidence] = [
        office.load(StreamId(str(row["stream"])), lambda entries: fold_stream("ev", entries)) for row in rows
    ]
    return tuple(one for one in found if one.sealed is not None)
