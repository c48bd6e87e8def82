"""Dresses the pages of allauth in the house's own layout: the visit in their context, a refused form as a refusal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from secondstory.web.visiting.visit import Visit

UNPROCESSABLE = 422


class Dressing:
    """Gives every page that a class of Django's renders what our layouts need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before `get_response`."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on."""
        return self._get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Put a visit into the context of a page that has none."""
        context = response.context_data if response.context_data is not None else {}
        response.context_data = context
        if "visit" in context:
            return response
        visit = Visit(request)
        form = context.get("form")
        if form is not None and request.method == "POST" and form.errors:
            visit.refusal = _refusal(form)
            response.status_code = UNPROCESSABLE
        context["visit"] = visit
        context["zone"] = visit.zone
        context.setdefault("redirect_field_value", request.POST.get("next") or request.GET.get("next") or "")
        return response


def _refusal(form: object) -> str:
    general = [str(one) for one in form.non_field_errors()]  # type: ignore[attr-defined]
    return " ".join(general) or "Something in the form needs another look; it is marked below."
