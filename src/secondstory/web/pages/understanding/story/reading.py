"""Reading the story as it stands, and the way to the published page for those who take no part in it."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from secondstory.application.ceremony.visibility import may
from secondstory.application.looking import Standing
from secondstory.application.marks import marked_in
from secondstory.application.understanding.drafting import sources_of
from secondstory.domain.understanding import narrative
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.story.desk import stream_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


def elsewhere(visit: Visit, standing: Standing) -> HttpResponse | None:
    """Return the way to the published page for somebody who takes no part, None for those who write the story.

    The workshop has remarks and old wordings that were never published. Whatever such a reader sends is not here.
    """
    if may(visit.office, stream_of(standing), "story.revised"):
        return None
    if visit.request.method != "GET":
        raise Http404
    return HttpResponseRedirect(reverse("reading", kwargs={"number": standing.pm.incident.number}))


@page("member")
def preview(visit: Visit, number: int) -> HttpResponse:
    """Read the story as it stands, as somebody from outside would."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    text = narrative.text(standing.pm.story)
    sources = sources_of(visit.office, standing.pm)
    cited = frozenset(marked_in(text))
    return in_space(
        visit,
        standing,
        "story",
        "story/read.html",
        here="story-read",
        text=text,
        sources=[one for one in sources if one.mark in cited],
        known=frozenset(one.mark for one in sources),
    )
