"""The charter that holds, its earlier versions, and adopting a new one."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application.ceremony import chartering
from secondstory.application.ceremony.cases import readers
from secondstory.application.ceremony.charter_text import adoption_of
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of


@page("member")
def charter(visit: Visit) -> HttpResponse:
    """Show the charter that holds; take that somebody has read it."""
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"acknowledge": _acknowledge})(visit)
        return answer
    known = chartering.charter_of(visit.office)
    return visit.render(
        "charter/charter.html",
        known=known,
        current=known.current,
        has_read=known.knows(visit.person),
        readers=readers(known),
        cases=visit.ground.workspace.texts.vignettes(),
    )


@page("member")
def version(visit: Visit, version: str) -> HttpResponse:
    """Show one version as it was adopted."""
    known = chartering.charter_of(visit.office)
    found = next((one for one in known.versions if one.version == version), None)
    if found is None:
        raise Http404
    return visit.render("charter/version.html", found=found, holds=found == known.current)


@page("administrator")
def adopt(visit: Visit) -> HttpResponse:
    """Ask for the text of a new version, then adopt it for everybody."""
    if visit.posting:
        return _adopt(visit)
    return visit.render("charter/adopt.html", current=chartering.charter_of(visit.office).current)


def _acknowledge(visit: Visit) -> HttpResponse:
    read = chartering.acknowledge(visit.office)
    return visit.done(f"Acknowledged: version {read}. It holds for everybody, at every rank.")


def _adopt(visit: Visit) -> HttpResponse:
    name = visit.field("version", ask="Give the new version a name, such as 2.")
    text = str(visit.form.get("text", "")).replace("\r\n", "\n")
    if "/" in name:
        raise Refused("Name the version without a slash; it becomes part of an address.")
    chartering.adopt(visit.office, adoption_of(name, text))
    return visit.done(f"Adopted: version {name}. Everybody is asked to read it.", to=reverse("charter"))
