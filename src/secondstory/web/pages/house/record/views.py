"""What the record says of one post-mortem, and the receipt of each entry."""

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application.finding import entries
from secondstory.web.pages.house.record.vouching import vouched
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.witnessing.newest import for_receipt

MOST = 50


@page("member")
def record(visit: Visit, number: int) -> HttpResponse:
    """Show what happened to a post-mortem, entry by entry, newest first."""
    standing = visit.postmortem(number)
    workspace = visit.ground.workspace
    first = _from(visit)
    found, count = entries.entries_of(
        visit.office, workspace.storage, visit.stream(standing.pm.label), first=first, most=MOST
    )
    here = reverse("record", kwargs={"number": number})
    return in_space(
        visit,
        standing,
        "record",
        "record/record.html",
        entries=found,
        count=count,
        first=first,
        signed=workspace.keys.last_signed(),
        vouched=vouched(visit),
        newer=f"{here}?from={max(0, first - MOST)}" if first else "",
        older=f"{here}?from={first + MOST}" if first + MOST < count else "",
    )


@page("member")
def receipt(visit: Visit, number: int, entry: int) -> HttpResponse:
    """Answer with the receipt of one entry, as C2SP tlog-proof describes it."""
    workspace = visit.ground.workspace
    stream = visit.stream(f"PM-{number}")
    proof = entries.receipt(visit.office, workspace.storage, stream, entry, for_receipt(workspace, entry))
    return _file(proof, f"entry-{entry}.tlog-proof", "text/plain; charset=utf-8")


@page("member")
def entry_bytes(visit: Visit, number: int, entry: int) -> HttpResponse:
    """Answer with the entry itself, to the byte: what its receipt is about."""
    workspace = visit.ground.workspace
    found = entries.bytes_of(visit.office, workspace.storage, visit.stream(f"PM-{number}"), entry)
    return _file(found, f"entry-{entry}.json", "application/json")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _from(visit: Visit) -> int:
    asked = str(visit.query.get("from", ""))
    return int(asked) if asked.isdecimal() and len(asked) < 10 else 0
