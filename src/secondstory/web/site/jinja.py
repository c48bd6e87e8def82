"""The template environment: what every template can call, and how it shows times and text."""

from typing import Any

import jinja2
from django.urls import reverse

from secondstory.web.site import words
from secondstory.web.site.settings import static_version


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's backend asks for."""
    options["undefined"] = jinja2.StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    found = jinja2.Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    found.globals.update(static=static, url=url)
    found.filters.update(
        at=words.at,
        day=words.day,
        clock=words.clock,
        moment=words.moment,
        prose=words.prose,
        plural=words.plural,
        size=words.size,
    )
    return found


def url(name: str, **arguments: Any) -> str:
    """Return the address of the page of that name."""
    return reverse(name, kwargs=arguments or None)


def static(path: str) -> str:
    """Return the address of a static file, which may be kept for a year: it changes when any of them does."""
    return f"/static/{static_version()}/secondstory/{path}"
