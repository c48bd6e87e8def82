"""What a person sees who looks around: post-mortems, follow-ups, evidence, holds, and the one next step."""

from collections.abc import Sequence

from secondstory.application.holidays import holidays_of
from secondstory.application.office import Office
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.lifecycle import NextStep, PostMortem, Stage, fold_stream, next_step, stage
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import EVIDENCE, FOLLOWUP, FOLLOWUP_ORIGIN, HOLD, PERSON, POSTMORTEM, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One post-mortem as it stands, with the follow-ups that answer it, its stage and its next step."""

    pm: PostMortem
    followups: tuple[FollowUp, ...]
    stage: Stage
    next: NextStep


def standing_of(office: Office, stream: StreamId) -> Standing:
    """Return one post-mortem as it stands. Raises Refused when there is none or it may not be seen."""
    if office.door.row(POSTMORTEM, stream) is None:
        raise Refused("There is no such post-mortem here. secondstory list shows those there are.")
    pm: PostMortem = office.load(stream, lambda entries: fold_stream("pm", entries))
    own = followups_of(office, stream)
    step = next_step(pm, own, at=office.now(), alone=office.alone, holidays=holidays_of(office))
    return Standing(pm=pm, followups=own, stage=stage(pm, own), next=step)


def followups_of(office: Office, stream: StreamId) -> tuple[FollowUp, ...]:
    """Return the follow-ups that answer a post-mortem, those that ended included, by number."""
    rows = answering(office, stream)
    return tuple(followup(office, StreamId(str(row["stream"]))) for row in rows)


def answering(office: Office, stream: StreamId) -> list[Row]:
    """Return the rows of the follow-ups that answer a post-mortem, by number."""
    streams = [row["stream"] for row in office.door.rows(FOLLOWUP_ORIGIN, {"postmortem": stream})]
    return office.door.rows(FOLLOWUP, {"stream": streams}, order="number")


def followup(office: Office, stream: StreamId) -> FollowUp:
    """Return one follow-up. Raises Refused when there is none or it may not be seen."""
    if office.door.row(FOLLOWUP, stream) is None:
        raise Refused("There is no such follow-up here. secondstory list --followups shows those there are.")
    folded: FollowUp = office.load(stream, lambda entries: fold_stream("fu", entries))
    return folded


def post_mortems(office: Office, *, withdrawn: bool = False) -> list[Row]:
    """Return the rows of post-mortems, newest first; withdrawn and merged ones only when asked for."""
    rows = office.door.rows(POSTMORTEM, order="-number")
    return [row for row in rows if withdrawn or (row["withdrawn"] is None and row["merged_into"] is None)]


def follow_ups(office: Office) -> list[Row]:
    """Return the rows of follow-ups by number."""
    return office.door.rows(FOLLOWUP, order="number")


def evidence(office: Office) -> list[Row]:
    """Return the rows of sealed evidence, oldest first."""
    return office.door.rows(EVIDENCE, order="sealed_at")


def held_of(office: Office, stream: StreamId) -> int:
    """Return how many items of evidence a post-mortem has that may be seen."""
    return office.door.count(EVIDENCE, {"postmortem": stream})


def holds(office: Office) -> list[Row]:
    """Return the rows of holds by number."""
    return office.door.rows(HOLD, order="number")


def people(office: Office) -> list[Row]:
    """Return the rows of the people here, by name."""
    return office.door.rows(PERSON, order="name")


def names(office: Office) -> dict[str, str]:
    """Return the names of people by their id, for showing."""
    return {str(row["person"]): str(row["name"]) for row in people(office)}


def latest(office: Office, rows: Sequence[Row]) -> list[Standing]:
    """Return the standings of several post-mortems."""
    return [standing_of(office, StreamId(str(row["stream"]))) for row in rows]
