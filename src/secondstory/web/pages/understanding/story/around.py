"""What stands around the text: the two stories, surprise, luck, what went well or was hard, defences, words, thanks."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from secondstory.application.looking import Standing
from secondstory.application.understanding import stories
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.narrative import (
    DefenceKind,
    DefenceNoted,
    GlossaryTermAdded,
    Note,
    NoteReworded,
    StoreysWritten,
    ThanksGiven,
)
from secondstory.kernel.refused import Refused
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.story.desk import number_of, stream_of
from secondstory.web.pages.understanding.story.reading import elsewhere
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of

KINDS = (
    ("surprise", "Surprise", "What was not as somebody expected?", "surprises"),
    ("well", "Went well", "What worked, and is worth keeping?", "went_well"),
    ("luck", "Luck", "What limited the harm without being meant to?", "luck"),
    ("hard", "Hard", "What made the work harder than it had to be?", "hard"),
    ("defence", "Defences", "What held, gave way, or was not there?", "defences"),
)
"""The notes: name, heading, question, and where the state has them."""

_SAID = {
    "surprise": "What had you expected instead?",
    "well": "Worth keeping, and worth saying.",
    "luck": "What would have happened without it?",
    "hard": "What would have made it easier?",
    "defence": "What else relies on it?",
}
_NOTES: Mapping[str, Callable[..., Note]] = {
    "surprise": narrative.SurpriseNoted,
    "well": narrative.WentWellNoted,
    "luck": narrative.LuckNoted,
    "hard": narrative.HardNoted,
}


@page("member")
def two_stories(visit: Visit, number: int) -> HttpResponse:
    """Write what a page opens with: the lede, the first story and the second."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    if visit.posting:
        draft = StoreysWritten(
            lede=visit.field("lede"), first=visit.field("first"), second=visit.field("second")
        )
        told = stories.write_storeys(visit.office, stream_of(standing), draft)
        return visit.done("Written: a page now opens with them." if told.events else "It stood so already.")
    return in_space(
        visit, standing, "story", "story/two.html", here="story-two", storeys=standing.pm.story.storeys
    )


@page("member")
def around(visit: Visit, number: int) -> HttpResponse:
    """Note what else belongs to the story."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    return in_space(
        visit,
        standing,
        "story",
        "story/around.html",
        here="story-around",
        kinds=KINDS,
        story=standing.pm.story,
    )


def _note(visit: Visit, standing: Standing) -> HttpResponse:
    kind, text = visit.field("kind"), visit.field(f"text-{visit.field('kind')}")
    if kind == "defence":
        how = visit.field("defence", ask="Say what it did: it held, it gave way, or it was not there.")
        if how not in set(DefenceKind):
            raise Refused("A defence held, gave way, or was not there. Choose one of the three.")
        draft: Note = DefenceNoted(number=0, kind=DefenceKind(how), text=text)
    elif kind in _NOTES:
        draft = _NOTES[kind](number=0, text=text)
    else:
        raise Refused("Say what this is: a surprise, luck, what went well or was hard, or a defence.")
    told = stories.note(visit.office, stream_of(standing), draft)
    number = getattr(told.events[0], "number", 0)
    return visit.done(f"Noted: N-{number}. {_SAID[kind]}", to=f"{visit.here}#{kind}")


def _reword(visit: Visit, standing: Standing) -> HttpResponse:
    number = number_of(visit, "number")
    text, reason = visit.field(f"words-{number}"), visit.field(f"reason-{number}")
    draft = NoteReworded(cites=number, text=text, reason=reason)
    stories.reword_note(visit.office, stream_of(standing), draft)
    return visit.done(f"Reworded: N-{number}. Its first words stay in the record.", to=visit.here)


def _explain(visit: Visit, standing: Standing) -> HttpResponse:
    draft = GlossaryTermAdded(term=visit.field("term"), meaning=visit.field("meaning"))
    told = stories.explain_term(visit.office, stream_of(standing), draft)
    said = f"Explained: {draft.term}." if told.events else "It says so already."
    return visit.done(said, to=f"{visit.here}#words")


def _thank(visit: Visit, standing: Standing) -> HttpResponse:
    draft = ThanksGiven(
        to=visit.field("to"), text=visit.field("for"), consent=visit.field("consent") == "yes"
    )
    told = stories.thank(visit.office, stream_of(standing), draft)
    said = f"Thanked: {draft.to}." if told.events else "That stands there already."
    return visit.done(said, to=f"{visit.here}#thanks")


ACTS = {"note": _note, "reword": _reword, "explain": _explain, "thank": _thank}
