"""A bare page of the same framework on the same server, to hold our pages against: python -m benchmarks.bare PORT."""

import sys

import django
import jinja2
import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><title>Bare</title><table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td>"
    "<td>{{ row.line }}</td></tr>{% endfor %}</table>"
)
ROWS = [
    {"number": n, "title": f"Something stopped, number {n}", "line": "What made it likely. " * 6}
    for n in range(25)
]


def page(_: HttpRequest) -> HttpResponse:
    """Return a table of 25 rows."""
    return HttpResponse(PAGE.render(rows=ROWS))


urlpatterns = [path("", page)]


def main() -> None:
    """Serve it."""
    settings.configure(
        SECRET_KEY="bare",  # noqa: S106 - a benchmark keeps no secret
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    )
    django.setup()
    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=12, _quiet=True)


if __name__ == "__main__":
    main()
