"""A visit asks who is there no more often than it must, and never keeps an answer beyond what it holds for."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from secondstory.readmodel.door import Door, Glance
from secondstory.web.signin.models import User
from secondstory.web.visiting.visit import Visit
from tests.web.conftest import Town


def visit_of(town: Town, name: str, method: str = "get") -> Visit:
    request = getattr(RequestFactory(), method)("/")
    request.user = User.objects.get(person=town.people[name])
    return Visit(request)


def test_it_knows_whoever_signs_in_or_out_within_the_visit(town: Town):
    visit = visit_of(town, "ada")
    assert visit.is_administrator
    visit.request.user = User.objects.get(person=town.people["bo"])
    assert (visit.person, visit.is_administrator) == (town.people["bo"], False)
    visit.request.user = AnonymousUser()
    assert not visit.is_signed_in


def test_it_knows_nobody_who_was_let_go(town: Town):
    visit = visit_of(town, "bo")
    assert visit.user is not None
    visit.user.is_active = False
    assert not visit.is_signed_in


def test_it_asks_once_what_somebody_is_who_only_looks_and_each_time_when_they_act(town: Town):
    assert isinstance(visit_of(town, "bo").office.door, Glance)
    acting = visit_of(town, "bo", "post").office.door
    assert isinstance(acting, Door)
    assert not isinstance(acting, Glance)


def test_it_asks_the_sign_in_tables_two_things_for_a_page(town: Town):
    town.ada.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert town.ada.get("/").status_code == 200
    # Who that is, and whether they are alone here; whose session it is stands in memory.
    assert len(asked.captured_queries) == 2
