"""Every address of the site says who may ask for it, and nobody who is not signed in gets past that."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from secondstory.web.visiting.page import DECLARED
from tests.web.conftest import Town

PUBLISHED = {
    "published-checkpoint",
    "published-keys",
    "published-policy",
    "published-tile",
    "verifier",
}
"""The log as it was published: 404 to a stranger unless the settings say `[publish] open = true` (decision 17)."""

OPEN = {"come-in", "begin", "join", *PUBLISHED}
"""What somebody without a session may see: the ways in. A new name here needs a reason in a decision record."""


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def ours() -> list[tuple[str, URLPattern]]:
    return [found for found in addresses(get_resolver()) if not found[0].startswith("account/")]


def declared(pattern: URLPattern) -> str | None:
    view = pattern.callback
    return DECLARED.get(f"{view.__module__}.{view.__qualname__}")


def test_it_declares_who_may_ask_for_each_address(django_site: object):
    assert [path for path, one in ours() if declared(one) is None] == []


def test_it_opens_no_more_doors_than_it_says(django_site: object):
    assert {one.name for _, one in ours() if declared(one) == "anybody"} <= OPEN


def example(path: str) -> str:
    for kind in ("<int:", "<str:", "<slug:", "<path:"):
        while kind in path:
            start = path.index(kind)
            end = path.index(">", start)
            path = path[:start] + ("1" if kind == "<int:" else "x") + path[end + 1 :]
    return "/" + path


def test_it_asks_everybody_else_to_sign_in(town: Town):
    closed = [example(path) for path, one in ours() if declared(one) != "anybody"]
    answers = {path: [way(path) for way in (town.stranger.get, town.stranger.post)] for path in closed}
    wrong = {
        path: [one.status_code for one in found]
        for path, found in answers.items()
        if not all(one.headers.get("Location", "").startswith("/account/login/") for one in found)
    }
    assert wrong == {}


@pytest.mark.parametrize("path", ["/", "/open", "/account/login/", "/nowhere"])
def test_it_sends_a_strict_policy_with_every_page(town: Town, path: str):
    answer = town.ada.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_it_keeps_pages_of_people_out_of_shared_caches(town: Town):
    assert town.ada.get("/").headers["Cache-Control"] == "private, no-store"


def test_it_takes_no_form_without_its_token(town: Town):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = town.ada.cookies
    answer = strict.post("/open", {"title": "From elsewhere"})
    assert answer.status_code == 403
    assert b"too old to be taken" in answer.content
