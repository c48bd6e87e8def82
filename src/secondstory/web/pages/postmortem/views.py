"""Opening a post-mortem, and its overview."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


@page("member")
def open_one(visit: Visit) -> HttpResponse:
    """Open a post-mortem in one line."""
    if visit.posting:
        title = visit.field("title", ask="Say in one line what happened. Everything else can wait.")
        opened = open_post_mortem(visit.office, Opening(title=title, intake="web"))
        return visit.done(
            f"PM-{opened.number} is open, and what belongs to it is held.",
            to=reverse("overview", kwargs={"number": opened.number}),
        )
    return visit.render("postmortem/open.html")


@page("member")
def overview(visit: Visit, number: int) -> HttpResponse:
    """Show where a post-mortem stands, and what is next."""
    return in_space(visit, visit.postmortem(number), "overview", "postmortem/overview.html")
