"""The lamp: the one next step of a post-mortem as a title, a sentence and a place on the web."""

from django.urls import NoReverseMatch, reverse

from secondstory.application.looking import Standing
from secondstory.kernel.frozen import dataclass
from secondstory.web.visiting.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """What is next. step: the key of the step that is lit, empty for none; act: the words of the button."""

    step: str
    title: str
    sentence: str
    act: str
    url: str


@dataclass(frozen=True, slots=True)
class _Words:
    """How one code of a next step reads here. sentence: empty = the sentence of the step itself."""

    step: str
    title: str
    act: str
    sentence: str = ""
    route: str = ""


_ALONE = _Words(
    "support",
    "Before anything else: step away for a moment",
    "Begin there",
    "Tell somebody that this happened, and see what can wait. Ten quiet minutes change what you will remember.",
)
_WORDS = {
    "withdrawn": _Words("", "This post-mortem was withdrawn", "", "Everything in it is kept, and it counts nowhere."),
    "merged": _Words("", "This post-mortem goes on in another one", "", "Everything here is kept. Write there from now on."),
    "waived": _Words("", "No review will be held", ""),
    "support": _Words(
        "support",
        "Before anything else: who was closest to this, and who is with them?",
        "Offer support",
        "The post-mortem waits for this step. What you write there stays between you.",
    ),
    "proposals": _Words("story", "Look at what a document proposed", "Look at them", route="proposals"),
    "solo": _Words("sittings", "Go through it at your own pace", "To the walk", route="solo"),
    "timeline": _Words(
        "timeline",
        "Say what happened when",
        "Add the first entry",
        "Three entries are enough to begin. Each says how anybody knows, and a rough time will do.",
    ),
    "learning-sitting": _Words("sittings", "Meet to learn from it", "To the sittings"),
    "story": _Words("story", "Write the story", "Write", "So that somebody who was not there can follow what people saw, and what made sense then."),
    "condition": _Words("map", "Say what made it possible", "To the map", "What made it likelier, or hard to see? Begin with what stood in people's way that day."),
    "level": _Words("map", "Look at one more level", "To the map"),
    "commitment-sitting": _Words("sittings", "Meet to say yes or no", "To the sittings"),
    "ask": _Words("followups", "Ask for a yes", "See who could be asked"),
    "accept": _Words("followups", "Is it yours?", "See the follow-up"),
    "support-step": _Words("support", "Say how support went", "To support", "Nobody has said how support went for the people closest to this. Offer it, or say that nobody was close."),
    "learning-held": _Words("sittings", "Meet to learn from it", "To the sittings", "No sitting was held yet to learn from this. Publication waits for one."),
    "night-between": _Words("sittings", "Sleep on it", "To the sittings"),
    "human-error-condition": _Words("map", "One condition stops at a person", "To the map"),
    "two-conditions-two-levels": _Words("map", "Look one level up", "To the map", "It takes two conditions, on two levels. What allowed it, and who decided that?"),
    "intermediate-followup": _Words("followups", "Which change works when nobody remembers?", "Propose one", "People were harmed, and every follow-up relies on somebody remembering."),
    "above-code-owned": _Words("map", "Take up what lies above the code", "To the map"),
    "roster-names": _Words("publish", "Speak of roles", "See where"),
    "publish": _Words("publish", "It is ready to be read", "Look once more, then publish"),
    "verify": _Words("followups", "Look whether it is in place", "See the follow-up"),
    "effect": _Words("followups", "Has the condition changed?", "See the follow-up"),
    "answer": _Words("followups", "A follow-up waits for an answer", "See the follow-up"),
    "do": _Words("followups", "See a follow-up through", "See the follow-up"),
    "nothing": _Words("", "Nothing waits here", "", "Read it again when the next one rhymes."),
}  # fmt: skip


def lamp_of(visit: Visit, standing: Standing) -> Lamp:
    """Return the next step of a post-mortem as this reader is shown it."""
    code = standing.next.code
    words = _ALONE if code == "support" and visit.office.alone else _WORDS[code]
    number = standing.pm.incident.number
    url = address_of(words.route, number) or address_of(words.step, number)
    return Lamp(
        step=words.step,
        title=words.title,
        sentence=words.sentence or standing.next.sentence,
        act=words.act if url else "",
        url=url,
    )


def address_of(name: str, number: int) -> str:
    """Return the address of that name for a post-mortem, empty when there is none."""
    try:
        return reverse(name, kwargs={"number": number}) if name else ""
    except NoReverseMatch:
        return ""
