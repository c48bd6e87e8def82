"""The desk."""

from django.http import HttpResponse

from secondstory.application import looking
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


@page("member")
def desk(visit: Visit) -> HttpResponse:
    """Show what waits for whoever asks."""
    return visit.render("desk/desk.html", rows=looking.post_mortems(visit.office))
