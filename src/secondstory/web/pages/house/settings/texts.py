"""The texts that people read here: ours, or the organisation's own."""

from django.http import Http404, HttpResponse

from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.texting import TOPICS, drop_text, is_own, keep_text, text_of

WORDS = {
    "charter": (
        "The charter",
        "What is protected, where the line is. A new version holds once it is adopted.",
    ),
    "questions": ("Guiding questions", "What is asked at each level, from the software outwards."),
    "strength": ("Strength of follow-ups", "Which changes rely on people remembering, and which do not."),
    "gates": ("Gates", "What is said where something is still missing before it is published."),
    "support": ("Support", "How support is offered, declined and followed up."),
    "solo": ("Alone", "The protocol for one person without a room."),
    "agendas": ("Agendas", "The steps of the learning and the commitment sitting."),
    "interventions": ("The facilitator's card", "Cues in a room, and what one can say."),
    "vignettes": ("Cases to practise on", "Small made-up cases that keep the charter alive."),
    "glossary": ("Glossary", "Terms and what they mean."),
    "editor": ("The empty page", "What stands in the editor before anybody writes."),
}


@page("administrator")
def texts(visit: Visit) -> HttpResponse:
    """List the texts, and which of them are the organisation's own."""
    workspace = visit.ground.workspace
    rows = [
        (topic, *WORDS.get(topic, (topic.capitalize(), "")), is_own(workspace, topic)) for topic in TOPICS
    ]
    return visit.render("settings/texts.html", rows=rows)


@page("administrator")
def text(visit: Visit, topic: str) -> HttpResponse:
    """Show one text as its file has it; keep another, or go back to ours."""
    if topic not in TOPICS:
        raise Http404
    workspace = visit.ground.workspace
    name = WORDS.get(topic, (topic.capitalize(), ""))[0]
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"keep": _keep, "drop": _drop})(visit, topic)
        return answer
    return visit.render(
        "settings/text.html",
        topic=topic,
        name=name,
        text=text_of(workspace, topic),
        own=is_own(workspace, topic),
        packaged=text_of(workspace, topic, packaged=True),
    )


def _keep(visit: Visit, topic: str) -> HttpResponse:
    keep_text(visit.ground.workspace, topic, str(visit.form.get("text", "")))
    return visit.done("Kept: this text is yours from now on.")


def _drop(visit: Visit, topic: str) -> HttpResponse:
    drop_text(visit.ground.workspace, topic)
    return visit.done("Taken away: our text stands here again.")
