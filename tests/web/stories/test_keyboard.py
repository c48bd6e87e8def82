"""With the keyboard alone people open a post-mortem, answer a follow-up and add a condition."""

import re

import pytest

from tests.web.stories.conftest import Site
from tests.web.stories.walking import Walker

pytestmark = pytest.mark.slow

STATEMENT = "Nobody on the late shift is told when the unit of a field changes"


def test_they_open_a_post_mortem(site: Site):
    runa = Walker(site, "runa")
    runa.goes("/")
    runa.tabs_to("Open")
    runa.page.keyboard.press("Enter")
    runa.page.wait_for_url(re.compile("/open$"))
    runa.page.wait_for_function("document.activeElement.name === 'title'")
    runa.page.keyboard.type("The gangway stood a metre too low")
    runa.page.keyboard.press("Enter")
    runa.page.wait_for_url(re.compile(r"/pm/\d+/"))
    runa.sees("The gangway stood a metre too low")


def test_they_skip_to_the_content(site: Site):
    runa = Walker(site, "runa")
    runa.goes("/pm/1/map")
    runa.page.keyboard.press("Tab")
    runa.page.keyboard.press("Enter")
    runa.page.wait_for_function("location.hash !== ''")
    runa.page.keyboard.press("Tab")
    assert runa.page.evaluate("document.activeElement.closest('main') !== null")


def test_they_add_a_condition_and_walk_the_map(site: Site):
    runa = Walker(site, "runa")
    runa.goes("/pm/1/map")
    runa.tabs_to("Add a condition")
    runa.page.keyboard.press("Enter")
    runa.tabs_to("What was it, and what did it make likelier?")
    runa.page.keyboard.type(STATEMENT)
    runa.tabs_to("On which level does it live?")
    for _ in range(3):
        runa.page.keyboard.press("ArrowDown")
    runa.tabs_to("Add it")
    runa.page.keyboard.press("Enter")
    runa.page.wait_for_url(re.compile(r"[?&]c=\d+"))
    runa.sees(STATEMENT)
    runa.sees("Process", under="#panel")


def test_they_answer_a_follow_up(site: Site):
    marta = Walker(site, "marta")
    marta.goes("/follow-ups/4/answer")
    marta.tabs_to("No, and here is why")
    marta.page.keyboard.press("Enter")
    marta.page.wait_for_url(re.compile("with=no"))
    marta.tabs_to("What stands in the way?")
    marta.page.keyboard.type("The late shift does not own that field.")
    marta.tabs_to("No, for this reason")
    marta.page.keyboard.press("Enter")
    marta.page.wait_for_url(re.compile("/follow-ups/4/(?!answer)"))
    marta.sees("The late shift does not own that field.")
