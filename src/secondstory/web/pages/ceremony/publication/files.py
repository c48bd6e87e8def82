"""Files to take out: as it stands now for the room, as it was published for everybody, and the feed."""

from django.http import Http404, HttpResponse

from secondstory.application.ceremony.editions import Gathered, gather, gather_published
from secondstory.application.correspondence.links import Links
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.documents import pages
from secondstory.wiring.documents.published import published_frame
from secondstory.wiring.site.post import atom_feed

TYPES = {
    "markdown": "text/markdown",
    "json": "application/json",
    "html": "text/html",
    "svg": "image/svg+xml",
    "csv": "text/csv",
}


@page("member")
def export(visit: Visit, number: int, form: str) -> HttpResponse:
    """Answer with a file of a post-mortem as it stands now, edits included."""
    visit.postmortem(number)
    return _file(visit, gather(visit.office, visit.stream(f"PM-{number}")), form)


@page("member")
def published(visit: Visit, number: int, form: str) -> HttpResponse:
    """Answer with a file of the edition that was published."""
    return _file(visit, gather_published(visit.office, visit.stream(f"PM-{number}")), form)


def _file(visit: Visit, gathered: Gathered, form: str) -> HttpResponse:
    table = str(visit.query.get("table", pages.TABLES[0]))
    if form not in TYPES or table not in pages.TABLES:
        raise Http404
    text = pages.exported(gathered, published_frame(visit.ground.workspace, gathered), form, table=table)
    if not text:
        raise Refused("There is nothing to put into this file yet.")
    name = pages.file_name(gathered, form)
    if form == "csv":
        name = f"{name.removesuffix('.csv')}-{table}.csv"
    answer = HttpResponse(text, content_type=f"{TYPES[form]}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("member")
def feed(visit: Visit) -> HttpResponse:
    """Answer with the published post-mortems that this person may see, as Atom."""
    made = atom_feed(
        visit.ground.workspace,
        visit.person,
        organisation=visit.organisation,
        links=Links(base=visit.ground.config.url),
    )
    return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")
