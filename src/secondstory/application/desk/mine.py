"""What one person is to the post-mortems that are not published yet, and how the newest of them stand."""

from collections.abc import Mapping, Sequence

from secondstory.application.looking import Standing, standing_of
from secondstory.application.office import Office
from secondstory.domain.lifecycle import Stage
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.relations import Relation
from secondstory.readmodel.tables import ACCESS, POSTMORTEM, Row

__all__ = ["IN_IT", "LOOKED_INTO", "STANDING", "Mine", "Relation", "open_ones", "relations_of"]

LOOKED_INTO = 4
"""How many post-mortems are read from the record for one desk; the others show what their rows say."""
SHOWN = 12
OPEN_STAGES = tuple(stage.value for stage in Stage if stage not in (Stage.PUBLISHED, Stage.FOLLOWED_THROUGH))
STANDING: Mapping[str, None] = {"withdrawn": None, "merged_into": None}
"""A filter: neither withdrawn nor gone on in another one."""
IN_IT = (
    Relation.OWNER,
    Relation.FACILITATOR,
    Relation.FACILITATOR_AFTER,
    Relation.SCRIBE,
    Relation.INVOLVED,
    Relation.COMMANDER,
    Relation.PARTICIPANT,
    Relation.OPENER,
)
"""What makes a post-mortem one's own, that which says most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A post-mortem that is not published yet, and what the reader is in it. standing: None for an older one."""

    row: Row
    roles: tuple[Relation, ...]
    standing: Standing | None = None

    @property
    def stream(self) -> StreamId:
        """Its stream."""
        return StreamId(str(self.row["stream"]))


def relations_of(office: Office, relations: Sequence[Relation]) -> dict[str, list[Relation]]:
    """Return what whoever asks is by themselves, not through a team or a group, to which streams."""
    wanted = {"viewer": office.me, "relation": [one.value for one in relations]}
    found: dict[str, list[Relation]] = {}
    for row in office.door.rows(ACCESS, wanted):
        found.setdefault(str(row["stream"]), []).append(Relation(str(row["relation"])))
    return found


def open_ones(office: Office) -> list[Mine]:
    """Return the post-mortems that whoever asks takes part in and that are not published, newest first."""
    roles = relations_of(office, IN_IT)
    where = {"stream": tuple(roles), "stage": OPEN_STAGES, "published_at": None, **STANDING}
    rows = office.door.rows(POSTMORTEM, where, order="-number", limit=SHOWN)
    return [
        Mine(
            row=row,
            roles=tuple(sorted(roles[str(row["stream"])], key=IN_IT.index)),
            standing=standing_of(office, StreamId(str(row["stream"]))) if at < LOOKED_INTO else None,
        )
        for at, row in enumerate(rows)
    ]
