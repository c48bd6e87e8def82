"""Without scripts people can read, acknowledge, accept, write and publish."""

import re

import pytest

from tests.web.stories.conftest import Site
from tests.web.stories.walking import Walker

pytestmark = pytest.mark.slow

READ = ("/", "/post-mortems", "/follow-ups", "/pm/1/", "/pm/1/timeline", "/pm/1/map", "/pm/1/record")
ADDED = "On an ordinary evening the length is typed as a bare number."


def plain(site: Site, who: str) -> Walker:
    return Walker(site, who, java_script_enabled=False)


def test_they_read(site: Site):
    runa = plain(site, "runa")
    for path in READ:
        assert runa.goes(path) == 200, path
        assert runa.page.locator("h1").count() == 1, path
    runa.goes("/pm/1/timeline")
    assert runa.page.locator("[data-entry]").first.is_visible()


def test_they_acknowledge_the_charter(site: Site):
    yulia = plain(site, "yulia")
    yulia.goes("/charter")
    yulia.presses("I have read it")
    yulia.sees("You have read version")


def test_they_accept_a_follow_up(site: Site):
    runa, jonas = plain(site, "runa"), plain(site, "jonas")
    runa.goes("/pm/1/follow-ups/propose")
    runa.writes("What would be different?", "Let the sheet refuse a length without its unit")
    runa.ticks("C-1")
    runa.writes("Finished when", "A bare number is refused in the sheet")
    runa.presses("Propose it")
    runa.sees("Let the sheet refuse a length without its unit")
    number = max(int(one) for one in re.findall(r"/follow-ups/(\d+)/", runa.page.content()))
    runa.goes(f"/follow-ups/{number}/ask")
    runa.writes("Whom do you ask?", "Jonas Weld")
    runa.ticks("Proximity")
    runa.writes("What makes them the ones to ask?", "You hold the sheet on most evenings.")
    runa.page.locator("main form button").first.click()
    runa.sees("Of Jonas Weld.")
    assert runa.page.get_by_text("Is it yours?").count() == 0  # it was asked of somebody else
    jonas.goes(f"/follow-ups/{number}/answer")
    jonas.sees("You hold the sheet on most evenings.")
    jonas.presses("Yes, this is ours", under="nav[aria-label='Your answer']")
    jonas.presses("Yes, this is ours", under="form.stack")
    jonas.page.wait_for_url(re.compile(rf"/follow-ups/{number}/(?!answer)"))
    jonas.sees("Jonas Weld")


def test_they_write_the_story_and_publish_it(site: Site):
    runa, tomas = plain(site, "runa"), plain(site, "ines")
    runa.goes("/pm/1/story")
    field = runa.page.locator("#text")
    field.fill(f"{field.input_value()}\n\n{ADDED}")
    runa.presses("Keep this version")
    runa.sees("Kept: version")
    runa.goes("/pm/1/publish")
    closed = runa.page.get_by_role("link", name="Publish with an exception")
    closed.or_(runa.page.get_by_role("link", name="Publish it")).first.click()
    for reason in runa.page.locator("main textarea").all():
        reason.fill("Whoever holds the sheet tonight should have read it.")
    runa.page.locator("section.ask button.btn-main").click()
    runa.sees("Edition 1")
    assert tomas.goes("/post-mortems/1") == 200
    tomas.sees(ADDED)
