"""People and services as a table: tried first, then taken; and the same table to carry away."""

from django.http import HttpResponse

from secondstory.application.keeping import directory
from secondstory.application.keeping.roll import plan, roll_of
from secondstory.kernel.refused import Refused
from secondstory.web.pages.house.people.columns import people_sheet, read_sheet, services_sheet
from secondstory.web.site.words import plural
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit

LONGEST = 4 * 1024 * 1024


@page("administrator")
def table(visit: Visit) -> HttpResponse:
    """Show what a table would change; take it when that was asked for."""
    if not visit.posting:
        return visit.render("people/table.html", drawn=None, text=visit.form.get("text", ""))
    text = _text(visit)
    lines = read_sheet(text)
    if visit.form.get("do") == "take":
        changes = directory.take(visit.office, lines)
        return visit.done(f"Taken: {plural(len(changes), 'change')}.", to="/people")
    return visit.render("people/table.html", drawn=plan(visit.office, lines), text=text)


def _text(visit: Visit) -> str:
    sent = visit.request.FILES.get("file")
    if sent is None:
        return visit.field("text", ask="Choose a file, or paste the table.")
    if sent.size is None or sent.size > LONGEST:
        raise Refused("This file is larger than 4 MB. Part it, and take one part after the other.")
    content: bytes = sent.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused("This file is not UTF-8 text. Save it as “CSV UTF-8”, and choose it again.") from wrong


@page("administrator")
def people_csv(visit: Visit) -> HttpResponse:
    """Give everybody who is here as CSV."""
    return _file(people_sheet(roll_of(visit.office)[0]), "people.csv")


@page("administrator")
def services_csv(visit: Visit) -> HttpResponse:
    """Give the services as CSV."""
    return _file(services_sheet(roll_of(visit.office)[1]), "services.csv")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
