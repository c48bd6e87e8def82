"""Opens a post-mortem, in one line, at any hour: the post-mortem, its owner, and a hold, all at once or not at all."""

from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import Appended
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import holds
from secondstory.domain.understanding import incidents
from secondstory.domain.understanding.incidents import (
    Incident,
    IncidentKind,
    Opened,
    Role,
    RoleTaken,
    TimesStated,
)
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment
from secondstory.readmodel.tables import HOLD, POSTMORTEM

ITSELF = "this workspace"
"""Who keeps what is sealed here, in the hold that each post-mortem opens with: nobody has to be asked about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What somebody says in the first minute. Almost nothing is needed. intake: through which door it came."""

    title: str
    kind: IncidentKind = IncidentKind.INCIDENT
    severity: str | None = None
    began: Moment | None = None
    intake: str = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPostMortem:
    """What was opened, and where it stands in the record."""

    stream: StreamId
    number: int
    hold_number: int
    appended: Appended


def open_post_mortem(office: Office, opening: Opening) -> OpenedPostMortem:
    """Open a post-mortem with a hold on its evidence; whoever opens it owns the review until they hand it over.

    Raises Refused without a title, and when the time it began cannot be.
    """
    for attempt in range(ATTEMPTS):
        stream, hold = office.new_stream("pm"), office.new_stream("ho")
        number, hold_number = office.door.next_number(POSTMORTEM), office.door.next_number(HOLD)
        opened = Opened(
            number=number,
            kind=opening.kind,
            title=opening.title.strip(),
            severity=opening.severity,
            intake=opening.intake,
        )
        events = incidents.open_incident(Incident(), opened)
        events.append(RoleTaken(role=Role.OWNER, person=office.me))
        if opening.began is not None:
            events.append(TimesStated(began=opening.began))
        placed = holds.place(holds.Hold(), _hold(number, hold_number, stream), at=office.now())
        drafts = [Draft(stream=stream, event=event) for event in events]
        drafts += [Draft(stream=hold, event=event) for event in placed]
        try:
            appended = office.journal.append(drafts, by=office.me, expects={stream: 0, hold: 0})
        except Conflict:
            # Somebody took the number meanwhile; take the next.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return OpenedPostMortem(stream=stream, number=number, hold_number=hold_number, appended=appended)
    raise AssertionError("every attempt returned or raised")


def _hold(number: int, hold_number: int, stream: StreamId) -> holds.Placed:
    return holds.Placed(
        number=hold_number,
        post_mortem=stream,
        sources=(f"what is sealed for PM-{number}",),
        custodians=(ITSELF,),
        reason=f"opened with PM-{number}",
    )
