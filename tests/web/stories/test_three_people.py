"""One post-mortem from its opening to its publication, held by three people in three browsers."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from secondstory.application.record.verifying.verify import verify
from tests.web.stories.conftest import Site
from tests.web.stories.walking import Walker

pytestmark = pytest.mark.slow

TITLE = "Tickets of the 17:40 were sold twice"
LOG = "16:58 seat map copied by hand\n17:04 second sale of seat 12A\nno time on this line\n17:09 desk calls booking"
STORY = """## An ordinary afternoon

The seat map is copied by hand when a ship is exchanged [E-1].

## What it looked like from the desk

Seat 12A was free on one screen and sold on the other [T-1].
"""
FIRST = "Somebody forgot to copy the seat map."
SECOND = "Two seat maps stood side by side, and nothing said which of them was sold from."
PROPOSAL = "Make the console refuse to sell from a seat map that was replaced"
POINT = "At the desk both maps look the same."


def test_three_people_hold_one_post_mortem_and_a_fourth_reads_it(site: Site):
    runa, jonas, bo, tomas = (Walker(site, who) for who in ("runa", "jonas", "bo", "tomas"))
    pm = opens_in_one_line(runa)
    gives_roles(runa, pm)
    assert tomas.goes(f"{pm}/") == 404
    support_comes_first(runa, jonas, pm)
    writes_before_looking(jonas, pm)
    seals_evidence(runa, pm)
    lines_up(runa, jonas, pm)
    tells(runa, pm)
    draws_the_map(runa, pm)
    learning = plans_to_learn(runa, pm)
    meets_to_learn(bo, jonas, learning)
    fu = proposes(runa, pm)
    meets_to_commit(runa, bo, jonas, pm, fu)
    says_yes_from_the_letter(jonas, fu)
    assert tomas.goes(f"{pm}/") == 404
    reading = publishes(runa, pm)
    reads_it(tomas, reading)
    for one in (runa, jonas, bo, tomas):
        assert one.complaints == []
    report = verify(site.ground.workspace.subject())
    assert report.problems == ()


def opens_in_one_line(runa: Walker) -> str:
    runa.goes("/")
    runa.goes("/open")
    runa.writes("In one line", TITLE)
    runa.writes("When did it begin?", "about 16:58")
    runa.presses("Open it")
    runa.page.wait_for_url(re.compile(r"/pm/\d+/"))
    runa.sees(TITLE)
    found = re.search(r"/pm/\d+", runa.page.url)
    assert found is not None
    return found[0]


def gives_roles(runa: Walker, pm: str) -> None:
    for name, role, place in (
        ("Jonas Weld", "involved", "the ticket desk"),
        ("Bo Lindqvist", "facilitator", ""),
    ):
        runa.goes(f"{pm}/people")
        runa.chooses("Who", name, under="section:has(> #add)")
        runa.page.locator("section:has(> #add) select[name=role]").select_option(role)
        runa.writes("From where they saw it", place)
        runa.presses("Add them")
        runa.sees(f"Added: {name}")


def support_comes_first(runa: Walker, jonas: Walker, pm: str) -> None:
    runa.goes(f"{pm}/support")
    runa.writes("For whom, by role", "the person at the desk")
    runa.chooses("Who that is", "Jonas Weld")
    runa.writes("What do you offer?", "An hour tomorrow, and somebody else takes the desk on Friday.")
    runa.presses("Offer it")
    runa.sees("Offered to the person at the desk.")
    jonas.goes("/")
    jonas.goes(f"{pm}/support")
    jonas.sees("somebody else takes the desk on Friday")
    jonas.presses("Yes, thank you")
    jonas.sees("Accepted. The post-mortem can go on")
    jonas.opens("A word in public from a leader")
    jonas.writes("The words", "The desk did what its screens said.")
    jonas.presses("Keep the words agreed to")
    jonas.sees("Consent comes first")
    jonas.ticks("I have read these words about me, and agree")
    jonas.presses("Keep the words agreed to")
    jonas.sees("Agreed to by the person it is about.")


def writes_before_looking(jonas: Walker, pm: str) -> None:
    jonas.goes(f"{pm}/accounts/write")
    jonas.writes("What you remember", "12A was free on my screen.\n\nThe traveller had a ticket in his hand.")
    jonas.writes("From which role do you tell it?", "person at the desk")
    jonas.presses("Send it")
    jonas.sees("The facilitator alone reads it.")
    jonas.presses("Share it with the room")
    jonas.sees("The room reads it from now on.")


def seals_evidence(runa: Walker, pm: str) -> None:
    runa.goes(f"{pm}/evidence")
    text = b"16:58 map M1 -> M2 by hand\n17:04 sold 12A from M1\n"
    runa.page.set_input_files("#f-files", {"name": "sales.log", "mimeType": "text/plain", "buffer": text})
    runa.writes("Where does it come from?", "the console of the desk")
    runa.presses("Seal it")
    runa.page.locator(".item-name", has_text="sales.log").wait_for()
    runa.sees("E-1")


def lines_up(runa: Walker, jonas: Walker, pm: str) -> None:
    runa.goes(f"{pm}/timeline")
    runa.writes("What happened, as it looked", "A ship was exchanged, and the map of its seats with it")
    runa.writes("When it happened", "16:50")
    runa.writes("What shows it", "E-1")
    runa.presses("Add it")
    runa.sees("A ship was exchanged, and the map of its seats with it", under="[data-entry]")
    runa.goes(f"{pm}/timeline/paste")
    runa.writes("The excerpt", LOG)
    runa.presses("Read it")
    runa.sees("3 lines have a time")
    runa.page.locator("input[name=line]").nth(0).uncheck()
    runa.presses("Take those ticked")
    runa.sees("desk calls booking", under="[data-entry]:last-of-type")
    assert runa.page.locator("[data-entry]").count() == 3
    jonas.goes(f"{pm}/timeline")
    jonas.presses("I saw it so", under="[data-entry]:has-text('second sale')")
    jonas.sees("1 person saw it the same way")


def tells(runa: Walker, pm: str) -> None:
    runa.goes(f"{pm}/story")
    runa.page.wait_for_selector("[data-ready]")
    runa.page.locator("#text").click()
    runa.page.keyboard.insert_text(STORY)
    runa.presses("Keep this version")
    runa.sees("Kept: version 1.")
    runa.presses("First and second story")
    runa.writes("First story", FIRST)
    runa.page.fill("#f-second", SECOND)
    runa.presses("Write both")
    runa.goes(f"{pm}/story/read")
    runa.sees("Seat 12A was free on one screen")


def draws_the_map(runa: Walker, pm: str) -> None:
    for statement, level in (
        ("Two seat maps can be sold from at once", "software"),
        ("Ships are exchanged by a table that is kept by hand", "process"),
    ):
        runa.goes(f"{pm}/map")
        runa.page.fill("#add-statement", statement)
        runa.page.locator("#add-level").select_option(level)
        runa.page.fill("#add-evidence", "E-1")
        runa.page.locator("#add-basis").select_option("fact")
        runa.presses("Add it")
        runa.sees(statement)
    runa.goes(f"{pm}/map?c=2")
    runa.opens("Draw a link from it")
    runa.chooses("To what?", "C-1 Two seat maps can be sold from at once")
    runa.presses("Draw it")
    runa.sees("made more likely")
    assert runa.page.locator("svg .link").count() > 0


def hour_from(days: int) -> tuple[str, str]:
    at = datetime.now(UTC) + timedelta(days=days)
    return at.date().isoformat(), "10:00"


def plans(runa: Walker, pm: str, kind: str, *, sooner: str = "") -> str:
    runa.goes(f"{pm}/sittings")
    runa.page.locator(f"input[name=kind][value={kind}]").check()
    day, hour = hour_from(1)
    runa.page.fill("#plan-form input[name=day]", day)
    runa.page.fill("#plan-form input[name=time]", hour)
    if sooner:
        runa.opens("It cannot wait two working days")
        runa.writes("Why it cannot wait", sooner)
    runa.presses("Plan it")
    runa.sees(f"Planned: {kind} sitting")
    return str(re.sub(r"https?://[^/]+", "", runa.page.url).split("#")[0])


def plans_to_learn(runa: Walker, pm: str) -> str:
    sitting = plans(runa, pm, "learning")
    runa.sees("Nothing stands in the way of: ")
    runa.sees("Bo Lindqvist")
    runa.writes("Name", "Bo Lindqvist", under="#facilitator-form")
    runa.presses("Ask them to hold the room")
    runa.sees("Bo Lindqvist holds the room.")
    return sitting


def comes_in(one: Walker, sitting: str) -> None:
    one.goes(f"{sitting}/room")
    if one.page.get_by_role("heading", name="Before you come in").count():
        one.presses("I have read it")
    one.page.wait_for_selector("[data-room]")


def is_open_to(one: Walker) -> None:
    one.page.wait_for_selector("#point-text")
    one.page.evaluate("window.stayed = true")


def stayed(one: Walker) -> bool:
    return bool(one.page.evaluate("window.stayed === true"))


def meets_to_learn(bo: Walker, jonas: Walker, sitting: str) -> None:
    comes_in(jonas, sitting)
    jonas.sees("The room is not open yet")
    comes_in(bo, sitting)
    bo.sees("Read this aloud")
    bo.presses("Read aloud: open the room")
    bo.sees("Not heard yet")
    is_open_to(bo)
    is_open_to(jonas)
    was = jonas.page.locator("[data-region=now] h1").inner_text()
    bo.presses("Next part")
    jonas.page.wait_for_function(
        "was => document.querySelector('[data-region=now] h1').innerText !== was", arg=was
    )
    jonas.page.fill("#point-text", POINT)
    jonas.presses("Raise it")
    bo.sees(POINT, under="[data-region=minutes]")
    assert stayed(bo)
    assert stayed(jonas)
    bo.opens("Close the sitting")
    bo.presses("Close it")
    bo.sees("Thank you for being here")
    jonas.sees("Thank you for being here")


def proposes(runa: Walker, pm: str) -> str:
    runa.goes(f"{pm}/follow-ups/propose")
    runa.writes("What would be different?", PROPOSAL)
    runa.ticks("C-1")
    runa.writes("Finished when", "A sale from a replaced map is refused on the desk's own console")
    runa.writes("How could somebody check it", "Sell from a replaced map in the test harbour")
    runa.writes("What new failure", "A sale may wait while a map is replaced")
    runa.page.locator("input[name=strength][value=stronger]").check()
    runa.presses("Propose it")
    runa.sees(PROPOSAL)
    found = re.search(r"/follow-ups/\d+", runa.page.url + runa.page.content())
    assert found is not None
    return found[0]


def meets_to_commit(runa: Walker, bo: Walker, jonas: Walker, pm: str, fu: str) -> None:
    sitting = plans(runa, pm, "commitment", sooner="The ship sails again on Monday.")
    runa.writes("Name", "Bo Lindqvist", under="#facilitator-form")
    runa.presses("Ask them to hold the room")
    runa.sees("Bo Lindqvist holds the room.")
    for one in (jonas, runa, bo):
        comes_in(one, sitting)
    bo.page.locator("button[name=do][value=open]").click()
    bo.sees("Not heard yet")
    is_open_to(jonas)
    is_open_to(runa)
    asks_in_the_room(runa, fu.rpartition("/")[2])
    jonas.sees("Asked of Jonas Weld")
    assert stayed(jonas)
    bo.opens("Close the sitting")
    bo.presses("Close it")
    for one in (bo, runa, jonas):
        one.sees("Thank you for being here")


def asks_in_the_room(runa: Walker, number: str) -> None:
    form = f"#ask-{number}"
    runa.sees(PROPOSAL)
    runa.sees("changes a condition")
    runa.page.locator(f"{form} summary").click()
    runa.writes("Whom do you ask?", "Jonas Weld", under=form)
    runa.writes("In a few words", "The desk sells from it every day", under=form)
    runa.presses("Ask them", under=form)


def says_yes_from_the_letter(jonas: Walker, fu: str) -> None:
    jonas.goes(f"{fu}/answer?with=yes")
    jonas.sees("The desk sells from it every day")
    jonas.writes("When could it be done?", hour_from(30)[0])
    jonas.presses("Yes, this is ours", under="form.stack")
    jonas.page.wait_for_url(re.compile(rf"{fu}/(?!answer)"))
    jonas.sees("Jonas Weld")


def publishes(runa: Walker, pm: str) -> str:
    runa.goes(f"{pm}/publish")
    runa.presses("Publish with an exception")
    form: Any = runa.page.locator("dialog[open] form")
    for field in form.locator("textarea").all():
        field.fill("The ship sails on Monday, and its crew should have read it.")
    form.get_by_role("button", name="Publish with this reason").click()
    runa.sees("Edition 1")
    return f"/post-mortems/{pm.rpartition('/')[2]}"


def reads_it(tomas: Walker, reading: str) -> None:
    assert tomas.goes(reading) == 200
    tomas.sees(SECOND)
    tomas.sees("its crew should have read it")
    assert "Bo Lindqvist" not in tomas.page.locator("main").inner_text()
    tomas.goes("/post-mortems")
    tomas.sees(TITLE)
