"""What the script of the editor says and hears: drafts, versions, who else is here, the wording. All of it JSON."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.ceremony.visibility import may
from secondstory.application.looking import Standing
from secondstory.application.understanding.drafting import look_at_wording
from secondstory.domain.understanding import narrative
from secondstory.kernel.refused import Refused
from secondstory.web.pages.understanding.story.desk import drafts_of, stream_of
from secondstory.web.pages.understanding.story.presence import HERE, initials_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.drafts import Before, Draft
from secondstory.wiring.wording import notebook_for

Said = dict[str, Any]
Answer = Callable[[Visit, Standing, Said], HttpResponse]


@page("member")
def draft(visit: Visit, number: int) -> HttpResponse:
    """Keep what somebody is writing, for them alone."""
    return _answered(visit, number, "PUT", _draft)


@page("member")
def keep(visit: Visit, number: int) -> HttpResponse:
    """Keep a version; 409 when a person has to settle two wordings first."""
    return _answered(visit, number, "POST", _keep)


@page("member")
def wording(visit: Visit, number: int) -> HttpResponse:
    """Say what the coach notices. Nothing of it is kept or counted."""
    return _answered(visit, number, "POST", _wording)


@page("member")
def now(visit: Visit, number: int) -> HttpResponse:
    """Say who else is here, and how the story stands when that is news."""
    return _answered(visit, number, "GET", _now)


def _answered(visit: Visit, number: int, method: str, act: Answer) -> HttpResponse:
    standing = visit.postmortem(number)
    if not may(visit.office, stream_of(standing), "story.revised"):
        raise Http404
    if visit.request.method != method:
        return JsonResponse({"refused": f"Send this with {method}."}, status=405)
    try:
        return act(visit, standing, _said(visit))
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=422)


def _said(visit: Visit) -> Said:
    """Return what the script sent. Raises Refused for anything but one flat object."""
    if visit.request.method == "GET":
        return dict(visit.query.items())
    try:
        found = json.loads(visit.request.body)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise Refused("This was not understood. Load the page again; your words stay on this device.")
    return found


def _base(said: Said) -> int:
    found = said.get("base")
    if not isinstance(found, int) or found < 0:
        raise Refused("This did not say which version it began with. Load the page again.")
    return found


def _put(visit: Visit, standing: Standing, said: Said) -> Draft:
    old = str(said.get("instead_of") or "")
    return drafts_of(visit, standing).put(
        str(said.get("sheet", "")),
        said["text"],
        started_from=_base(said),
        at=visit.office.now(),
        after=Before(sheet=old, at=str(said.get("instead_at") or "")) if old else None,
    )


def _draft(visit: Visit, standing: Standing, said: Said) -> HttpResponse:
    put = _put(visit, standing, said)
    return JsonResponse({"at": put.at.isoformat(), **_news(visit, standing)})


def _keep(visit: Visit, standing: Standing, said: Said) -> HttpResponse:
    put = _put(visit, standing, said)
    kept = drafts_of(visit, standing).keep(visit.office, stream_of(standing), put)
    if kept.passages:
        address = reverse("story-settle", kwargs={"number": standing.pm.incident.number})
        return JsonResponse({"settle": f"{address}?sheet={put.sheet}"}, status=409)
    return JsonResponse(
        {"number": kept.number, "text": kept.text, "is_new": kept.is_new, "joined": kept.joined}
    )


def _wording(visit: Visit, standing: Standing, said: Said) -> HttpResponse:
    del standing
    found = look_at_wording(said["text"], notebook_for(visit.office))
    names = ("name", "says", "bias", "question", "words", "rewording", "start", "end")
    return JsonResponse({"found": [{name: getattr(one, name) for name in names} for one in found]})


def _now(visit: Visit, standing: Standing, said: Said) -> HttpResponse:
    news = _news(visit, standing)
    base = str(said.get("base", ""))
    if base.isdecimal() and int(base) < news["last"]:
        news["text"] = narrative.text(standing.pm.story)
    return JsonResponse({**news, "token": get_token(visit.request)})


def _news(visit: Visit, standing: Standing) -> Said:
    names = looking.names(visit.office)
    others = HERE.note(stream_of(standing), visit.person, at=visit.office.now())
    here = [{"name": names.get(one, ""), "initials": initials_of(names.get(one, ""))} for one in others]
    last = standing.pm.story.latest
    by = names.get(last.by, "") if last and last.by else ""
    if last and last.by == visit.person:
        by = "You"
    return {"here": here, "last": last.number if last else 0, "by": by}
