"""The whole log for software that is not ours: checkpoint, key and tiles, and a page that says how to check them.

To members, in the rhythm of `wiring.site.rhythm`, whether or not it is published anywhere.
"""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from secondstory.application.record.proving import tile_at
from secondstory.web.pages.house.record.vouching import ago, signed_at, vouched
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.witnessing.policy import path_of

if TYPE_CHECKING:
    from secondstory.vault.keys import LastSigned

_TEXT = "text/plain; charset=utf-8"
_FOR_EVER = "private, max-age=31536000, immutable"


@page("member")
def verify(visit: Visit) -> HttpResponse:
    """Say how anybody verifies the record without trusting us."""
    workspace, signed = visit.ground.workspace, visit.ground.rhythm.shown()
    return visit.render(
        "record/verify.html",
        signed=signed,
        origin=workspace.settings.origin,
        vkey=workspace.settings.vkey,
        site=visit.ground.config.url,
        vouched=vouched(visit, size=signed.size if signed else 0),
        signed_at=signed_at,
        ago=ago,
        now=workspace.clock.now(),
        has_policy=path_of(workspace.place).is_file(),
    )


@page("member")
def checkpoint(visit: Visit) -> HttpResponse:
    """Answer with the checkpoint that everybody is shown now, verbatim. It follows a rhythm; receipts come at once."""
    return HttpResponse(_signed(visit).note, content_type=_TEXT)


@page("member")
def key(visit: Visit) -> HttpResponse:
    """Answer with the verifier keys, one a line, the newest last."""
    vkeys = visit.ground.workspace.settings.vkeys
    return HttpResponse("".join(f"{vkey}\n" for vkey in vkeys), content_type=_TEXT)


@page("member")
def tile(visit: Visit, name: str) -> HttpResponse:
    """Answer with a tile of hashes or a bundle of entries; entries hold commitments, and no words."""
    found = tile_at(visit.ground.workspace.storage, f"tile/{name}", _signed(visit).size)
    answer = HttpResponse(found, content_type="application/octet-stream")
    answer.headers["Cache-Control"] = _FOR_EVER
    return answer


def _signed(visit: Visit) -> "LastSigned":
    signed = visit.ground.rhythm.shown()
    if signed is None:
        raise Http404
    return signed
