"""What is on the screen of a room: the agenda of this kind of sitting, the decision points, and two questions."""

from collections.abc import Mapping, Sequence

from secondstory.domain.ceremony.sittings import Sitting, SittingKind
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.texts import Agenda, AgendaStep, LevelQuestions
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import Moment

WALKED = "timeline"
SWEPT = "levels"
QUESTIONS_AT_ONCE = 2
_CLOSING = ("close", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One place to stop on the walk: a decision point (D-n), or an entry of the timeline (T-n) when there is none."""

    label: str
    title: str
    text: str
    when: Moment | None


def agenda_of(sitting: Sitting, agendas: Mapping[str, Agenda]) -> Agenda:
    """Return the agenda of a sitting. A combined one learns, and then commits, without parting in between."""
    learning, commitment = agendas["learning"], agendas["commitment"]
    if sitting.kind is SittingKind.COMMITMENT:
        return commitment
    if sitting.kind is not SittingKind.COMBINED:
        return learning
    kept = [step for step in learning.steps if step.code != _CLOSING[0]]
    kept += [step for step in commitment.steps if step.code != _CLOSING[1]]
    return Agenda(
        code="combined",
        name="Combined sitting",
        purpose=f"{learning.purpose.split('.')[0]}; then decide what to change, and ask for a yes.",
        minutes=sum(step.minutes for step in kept),
        steps=tuple(kept),
    )


def stops_of(pm: PostMortem) -> tuple[Stop, ...]:
    """Return where the walk stops, in the order in which it happened."""
    points = pm.story.decision_points
    if points:
        return tuple(
            Stop(label=f"D-{one.number}", title=one.title, text=one.done, when=one.when) for one in points
        )
    return tuple(
        Stop(label=f"T-{one.number}", title=one.text, text="", when=one.occurred)
        for one in pm.timeline.entries
    )


def questions_for(
    step: AgendaStep, levels: Sequence[LevelQuestions], *, turn: int
) -> tuple[tuple[str, str], ...]:
    """Return what could be asked now, as (level or nothing, question). turn: how often others were asked for.

    On the sweep one question for each level; on every other part two of its own.
    """
    if step.code == SWEPT:
        return tuple((one.code, one.questions[turn % len(one.questions)]) for one in levels if one.questions)
    asked = [point for point in step.points if _asks(point)] or list(step.points)
    if step.code == WALKED:
        asked += [question for one in levels for question in one.questions]
    first = turn * QUESTIONS_AT_ONCE
    count = min(QUESTIONS_AT_ONCE, len(asked))
    return tuple(("", asked[(first + place) % len(asked)]) for place in range(count))


def in_writing(
    agenda: Agenda, levels: Sequence[LevelQuestions]
) -> tuple[tuple[AgendaStep, tuple[str, ...]], ...]:
    """Return the parts of an agenda that can be answered in writing, each with its questions."""
    swept = tuple(one.questions[0] for one in levels if one.questions)
    found = (
        (step, swept if step.code == SWEPT else tuple(point for point in step.points if _asks(point)))
        for step in agenda.steps
    )
    return tuple((step, questions) for step, questions in found if questions)


def _asks(point: str) -> bool:
    return point.rstrip().endswith("?")
