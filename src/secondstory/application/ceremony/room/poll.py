"""The exit poll of a sitting: answers without names, five at least, or nothing at all.

Until the poll is closed, answers wait in a ballot. It says who has answered, and separately what was answered to
each question, sorted; nothing joins the two, nothing joins the answers of one person, and there are no times.
"""

from collections.abc import Mapping

from secondstory.application.ceremony import meeting
from secondstory.application.office import Office
from secondstory.domain.ceremony.sittings import PollAnswer, PollAnswered
from secondstory.kernel.frozen import dataclass, field, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

FEWEST = 5
UNSAID = "Rather not say"
YES_PARTLY_NO = ("Yes", "Partly", "No", UNSAID)
LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the poll. choices: empty where people answer in their own words."""

    code: str
    text: str
    choices: tuple[str, ...] = YES_PARTLY_NO


QUESTIONS = (
    Question(code="learnt", text="Did you learn something that changes how you work?"),
    Question(code="again", text="Would you come to such a sitting again?"),
    Question(code="said", text="Could you say what you needed to say?"),
    Question(code="missing", text="What was missing?", choices=()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What waits until the poll is closed. is_closed: it was closed, and holds nothing any more."""

    answered: tuple[PersonId, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_closed: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether so many answered that something can be shown."""
        return len(self.answered) >= FEWEST


def answer(ballot: Ballot, person: PersonId, given: Mapping[str, str]) -> Ballot:
    """Return the ballot with one more person's answers, by the code of the question.

    Raises Refused when they have answered, when the poll is closed, or for an answer nobody offered.
    """
    if ballot.is_closed:
        raise Refused("This poll is closed. Tell whoever held the room in person; it is not too late.")
    if person in ballot.answered:
        raise Refused("You have answered; with names nowhere, an answer cannot be taken back or given twice.")
    added = {question.code: _said(question, given.get(question.code, "")) for question in QUESTIONS}
    answers = {code: tuple(sorted((*ballot.answers.get(code, ()), text))) for code, text in added.items()}
    return replace(ballot, answered=tuple(sorted((*ballot.answered, person))), answers=answers)


def close(office: Office, stream: StreamId, number: int, ballot: Ballot) -> Ballot:
    """Close the poll: keep the counts in the record when five or more answered; return the ballot, empty."""
    if ballot.is_closed:
        raise Refused("This poll is closed already.")
    if ballot.is_enough:
        meeting.polls(office, stream, [_counted(number, one, ballot) for one in QUESTIONS])
    return Ballot(is_closed=True)


def _said(question: Question, text: str) -> str:
    said = " ".join(text.split())
    if not question.choices:
        if len(said) > LONGEST:
            raise Refused(f"Say it in {LONGEST} characters at most; a few words are harder to recognise.")
        return said or UNSAID
    if said and said not in question.choices:
        raise Refused("Choose one of the answers that are offered.")
    return said or UNSAID


def _counted(number: int, question: Question, ballot: Ballot) -> PollAnswered:
    said = ballot.answers[question.code]
    counts = tuple(PollAnswer(answer=one, count=said.count(one)) for one in dict.fromkeys(said))
    return PollAnswered(number=number, question=question.text, answers=counts)
