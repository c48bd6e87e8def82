"""The published page: open to everybody here, frozen to what went out, its sources and follow-ups as they are now."""

import time

from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.application.understanding import stories, timelines
from secondstory.application.understanding.withdrawing import withdraw
from secondstory.domain.ceremony.followups import Reworded
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import FOLLOWUP
from secondstory.wiring.evidence import vault_of
from tests.web.conftest import Town, text_of
from tests.web.pages.telling_for_tests import WORDS, goes_out, whole_story
from tests.wiring.whole import stated

READ = "/post-mortems/1"


def test_it_is_read_by_everybody_here_and_by_nobody_outside(town: Town):
    whole_story(town)
    assert town.ada.get(READ).status_code == 404
    goes_out(town)
    for name in ("ada", "bo", "fay"):
        assert getattr(town, name).get(READ).status_code == 200
    answer = town.stranger.get(READ)
    assert answer.status_code == 302
    assert town.ada.get("/post-mortems/9").status_code == 404


def test_it_tells_both_stories_and_all_that_belongs_to_them(town: Town):
    whole_story(town)
    goes_out(town)
    page = town.fay.get(READ)
    words = text_of(page)
    for part in (
        "The first story",
        "The second story",
        "Who was affected",
        "How it went, with what could be seen then",
        "What made it possible, level by level",
        "How these led to one another",
        "Where we were lucky",
        "What went well",
        "What will be different",
        "What is missing",
        "Verify it yourself",
    ):
        assert part in words
    assert "style=" not in page.content.decode()
    assert "<style" not in page.content.decode()


def test_it_stays_as_it_went_out_until_the_next_edition(town: Town):
    stream = whole_story(town)
    goes_out(town)
    office = town.ground.workspace.office
    entry = EntryAdded(number=3, occurred=stated(5), kind=EntryKind.ACCOUNT, text="something seen much later")
    timelines.add_entry(office, stream, entry)
    stories.revise(office, stream, "Quite another ending.")
    words = text_of(town.fay.get(READ))
    assert "something seen much later" not in words
    assert "Quite another ending." not in words
    assert WORDS in words


def test_it_shows_follow_ups_as_they_stand_now(town: Town):
    whole_story(town)
    goes_out(town)
    assert "the form asks for the unit" not in text_of(town.fay.get(READ))
    office = town.ground.workspace.office
    followup = StreamId(str(office.door.rows(FOLLOWUP)[0]["stream"]))
    reworded = Reworded(text="the form asks for the unit", reason="clearer")
    office.journal.append([Draft(stream=followup, event=reworded)], by=office.me)
    assert "the form asks for the unit" in text_of(town.fay.get(READ))


def test_it_opens_each_source_with_its_custody_and_its_receipt(town: Town):
    stream = whole_story(town)
    workspace = town.ground.workspace
    item = Item(post_mortem=stream, name="mailer.log", captured_from="notices-live")
    seal_evidence(workspace.office, vault_of(workspace), item, lambda: [b"48 saved"])
    stories.revise(workspace.office, stream, "The log shows it [E-1].")
    goes_out(town)
    page = town.fay.get(READ).content.decode()
    assert 'href="#E-1"' in page
    assert 'id="E-1"' in page
    assert 'href="/pm/1/evidence/1"' in page
    receipt = page.partition('.tlog-proof"')[0].rpartition('"')[2]
    assert town.fay.get(f"{receipt}.tlog-proof").content.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_it_never_serves_what_was_kept_to_somebody_who_may_not_see_it(town: Town):
    whole_story(town)
    goes_out(town)
    assert town.fay.get(READ).status_code == 200
    restriction = {"do": "restrict", "category": "legal", "reason": "A claim", "until": "2026-12-01"}
    assert town.ada.post("/pm/1/publish/restrict", restriction).status_code == 303
    assert town.ada.get(READ).status_code == 200
    assert town.fay.get(READ).status_code == 404


def test_it_says_when_it_was_withdrawn_since(town: Town):
    stream = whole_story(town)
    goes_out(town)
    withdraw(town.ground.workspace.office, stream, "It was a drill")
    assert "It was withdrawn: It was a drill" in text_of(town.ada.get(READ))


def test_it_escapes_what_people_wrote(town: Town):
    whole_story(town, "<script>alert(1)</script>")
    goes_out(town)
    page = town.fay.get(READ).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_carries_its_own_look_which_a_browser_may_keep(town: Town):
    whole_story(town)
    goes_out(town)
    page = town.fay.get(READ).content.decode()
    address = page.partition('href="/post-mortems/reading.css')[2].partition('"')[0]
    look = town.fay.get(f"/post-mortems/reading.css{address}")
    assert look.headers["Content-Type"].startswith("text/css")
    assert "immutable" in look.headers["Cache-Control"]
    assert look.content.decode().startswith(".published {")


def test_it_answers_at_once_when_it_was_rendered_before(town: Town):
    whole_story(town)
    goes_out(town)
    town.fay.get(READ)
    taken = []
    for _ in range(9):
        began = time.perf_counter()
        town.fay.get(READ)
        taken.append(time.perf_counter() - began)
    # The target is 30 ms at 10,000 post-mortems on a quiet machine; this bound only says that it is not rendered again.
    assert sorted(taken)[4] < 0.15


def test_its_feed_leads_to_the_pages_that_this_person_may_read(town: Town):
    whole_story(town)
    assert b"<entry" not in town.fay.get("/feed.atom").content
    goes_out(town)
    feed = town.fay.get("/feed.atom")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert b"/post-mortems/1" in feed.content
    assert town.stranger.get("/feed.atom").status_code == 302
