"""Writing the story: nothing typed is lost, two who write are joined, the coach forgets, and strangers see nothing."""

import json
import re

import pytest

from secondstory.application.understanding.roles import give_role
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.incidents import Role
from tests.web.conftest import text_of
from tests.web.pages.telling_for_tests import goes_out, whole_story

STORY = "/pm/1/story"
SHEET, OTHER = "a" * 16, "b" * 16
BLAMING = "She should have noticed."

PAGES = (
    STORY,
    f"{STORY}/read",
    f"{STORY}/two",
    f"{STORY}/around",
    f"{STORY}/moments",
    f"{STORY}/versions",
    f"{STORY}/now",
)


@pytest.fixture
def story(town):
    town.opens()
    return town


def state(town):
    office = town.office("ada")
    return read(office, office.door.stream_of("PM-1")).story


def keeps(browser, text, base=0, sheet=SHEET):
    return browser.post(STORY, {"do": "keep", "text": text, "base": base, "sheet": sheet})


def sends(browser, method, where, **said):
    send = getattr(browser, method)
    return send(f"{STORY}/{where}", json.dumps(said), content_type="application/json")


def hidden(answer, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("address", PAGES)
def test_it_is_here_for_its_people_alone(story, address):
    assert story.ada.get(address).status_code == 200
    assert story.fay.get(address).status_code == 404
    assert story.stranger.get(address).status_code == 302


def test_it_lets_nobody_else_write(story):
    for browser, status in ((story.fay, 404), (story.stranger, 302)):
        assert keeps(browser, "Mine.").status_code == status
        assert sends(browser, "put", "draft", text="Mine.", base=0, sheet=SHEET).status_code == status
        assert sends(browser, "post", "keep", text="Mine.", base=0, sheet=SHEET).status_code == status
        assert sends(browser, "post", "wording", text=BLAMING).status_code == status
    assert state(story).latest is None


def test_it_keeps_a_version_and_says_so(story):
    assert keeps(story.ada, "It was late.").status_code == 303
    page = story.ada.get(STORY)
    assert "Kept: version 1." in text_of(page)
    assert hidden(page, "base") == "1"
    keeps(story.ada, "It was late.", base=1)
    assert "Nothing to keep: version 1" in text_of(story.ada.get(STORY))


def test_it_refuses_an_empty_text_and_gives_back_what_was_typed(story):
    assert keeps(story.ada, "  ").status_code == 422
    answer = story.ada.post(STORY, {"do": "keep", "text": "Long work.", "base": "none", "sheet": SHEET})
    assert answer.status_code == 422
    assert "Long work." in answer.content.decode()


def test_it_joins_what_another_kept_in_the_meantime(story):
    keeps(story.ada, "one\n\ntwo")
    keeps(story.ada, "one\n\ntwo, Bo", base=1, sheet=OTHER)
    keeps(story.ada, "one, Ada\n\ntwo", base=1)
    assert "What others kept in the meantime is in it too." in text_of(story.ada.get(STORY))
    assert narrative.text(state(story)) == "one, Ada\n\ntwo, Bo\n"


def test_it_shows_both_wordings_until_somebody_settles_them(story):
    keeps(story.ada, "one\n\nlast")
    keeps(story.ada, "one, theirs\n\nlast", base=1, sheet=OTHER)
    settling = keeps(story.ada, "one, mine\n\nlast", base=1).headers["Location"]
    page = story.ada.get(settling)
    assert "one, theirs" in text_of(page)
    assert "one, mine" in text_of(page)
    assert state(story).latest.number == 2
    story.ada.post(settling, {"base": hidden(page, "base"), "passage-0": "one, ours"})
    assert narrative.text(state(story)) == "one, ours\n\nlast\n"
    assert story.ada.get(settling).status_code == 404


def test_it_settles_nothing_for_somebody_else(story):
    keeps(story.ada, "one")
    keeps(story.ada, "one, theirs", base=1, sheet=OTHER)
    settling = keeps(story.ada, "one, mine", base=1).headers["Location"]
    assert story.fay.get(settling).status_code == 404
    assert story.stranger.get(settling).status_code == 302


def test_it_keeps_a_draft_for_its_writer_alone(story):
    answer = sends(story.ada, "put", "draft", text="Half a sente", base=0, sheet=SHEET)
    assert answer.status_code == 200
    page = story.ada.get(STORY)
    assert "Half a sente" in page.content.decode()
    assert "You go on where you were" in text_of(page)
    assert state(story).latest is None
    assert "Half a sente" not in story.bo.get(STORY).content.decode()
    story.ada.post(STORY, {"do": "put-aside", "draft": SHEET})
    assert "Half a sente" not in story.ada.get(STORY).content.decode()


def test_it_lets_the_draft_go_once_its_words_are_kept(story):
    sends(story.ada, "put", "draft", text="Whole.", base=0, sheet=SHEET)
    answer = sends(
        story.ada,
        "post",
        "keep",
        text="Whole, now.",
        base=0,
        sheet=OTHER,
        instead_of=SHEET,
        instead_at="2026-11-02T09:00:00+00:00",
    )
    assert answer.json() == {"number": 1, "text": "Whole, now.\n", "is_new": True, "joined": False}
    assert "You go on" not in text_of(story.ada.get(STORY))


def test_it_keeps_a_draft_that_was_written_on_elsewhere(story):
    sends(story.ada, "put", "draft", text="First words.", base=0, sheet=SHEET)
    story.later(minutes=1)
    sends(story.ada, "put", "draft", text="First words, and more.", base=0, sheet=SHEET)
    old = "2026-11-02T09:00:00+00:00"
    sends(story.ada, "put", "draft", text="Other.", base=0, sheet=OTHER, instead_of=SHEET, instead_at=old)
    assert "First words, and more." in story.ada.get(STORY).content.decode()


def test_it_says_no_word_twice_when_an_answer_was_lost_on_the_way(story):
    keeps(story.ada, "one")
    sends(story.ada, "post", "keep", text="one\n\ntwo", base=1, sheet=SHEET)
    sends(story.ada, "post", "keep", text="one\n\ntwo and three", base=1, sheet=SHEET)
    assert narrative.text(state(story)) == "one\n\ntwo and three\n"


def test_it_answers_409_with_the_place_to_settle(story):
    keeps(story.ada, "one")
    keeps(story.ada, "one, theirs", base=1, sheet=OTHER)
    answer = sends(story.ada, "post", "keep", text="one, mine", base=1, sheet=SHEET)
    assert answer.status_code == 409
    assert story.ada.get(answer.json()["settle"]).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"text": "x"},
        {"text": "x", "base": -1, "sheet": SHEET},
        {"text": "x", "base": 0, "sheet": "../../x"},
    ],
)
def test_it_refuses_what_it_does_not_understand(story, said):
    assert sends(story.ada, "put", "draft", **said).status_code == 422
    assert story.ada.get(f"{STORY}/draft").status_code == 405


def test_it_says_who_else_writes_and_what_is_new(story):
    keeps(story.ada, "one")
    sends(story.ada, "put", "draft", text="one more", base=1, sheet=SHEET)
    office = story.office("ada")
    from secondstory.web.pages.understanding.story.presence import HERE

    HERE.note(office.door.stream_of("PM-1"), story.people["bo"], at=office.now())
    news = story.ada.get(f"{STORY}/now?base=0").json()
    assert news["here"] == [{"name": "Bo Lindqvist", "initials": "BL"}]
    assert (news["last"], news["text"]) == (1, "one\n")
    assert news["token"]
    story.later(minutes=2)
    assert story.ada.get(f"{STORY}/now?base=1").json()["here"] == []


def test_the_coach_asks_and_keeps_nothing(story):
    before = story.ground.workspace.storage.head()
    found = sends(story.ada, "post", "wording", text=f"😀 {BLAMING}").json()["found"]
    assert [(one["words"], one["start"]) for one in found] == [("should have noticed", 7)]
    assert found[0]["question"].endswith("?")
    assert story.ground.workspace.storage.head() == before
    assert list(story.ground.workspace.place.drafts.rglob("*")) == []


def test_the_coach_works_without_script_and_changes_nothing(story):
    page = story.ada.post(STORY, {"do": "look", "text": BLAMING, "base": 0, "sheet": SHEET})
    assert page.status_code == 200
    assert "Only you see this. Nothing about it is kept." in text_of(page)
    assert BLAMING in page.content.decode()
    assert state(story).latest is None


def test_it_takes_remarks_on_a_paragraph_with_answers_and_settles_them(story):
    keeps(story.ada, "one\n\ntwo")
    about = state(story).latest.paragraphs[1]
    story.ada.post(STORY, {"do": "remark", "remark": "Which sheet?", "about": about})
    story.ada.post(STORY, {"do": "remark", "remark": "The printed one.", "about": "remark-1"})
    words = text_of(story.ada.get(STORY))
    assert "On: two Which sheet? Ada Okafor: The printed one." in words
    keeps(story.ada, "one\n\ntwo, of the printed sheet", base=1)
    assert "On: two , which reads differently now" in text_of(story.ada.get(STORY))
    story.ada.post(STORY, {"do": "settle-remark", "number": 1})
    assert "Settled" in text_of(story.ada.get(STORY))
    assert story.ada.post(STORY, {"do": "remark", "remark": " "}).status_code == 422
    assert story.fay.post(STORY, {"do": "remark", "remark": "Mine"}).status_code == 404
    assert story.stranger.post(STORY, {"do": "remark", "remark": "Mine"}).status_code == 302


def test_it_compares_versions_and_restores_one_as_a_new_one(story):
    keeps(story.ada, "It was saved at 20:52.")
    keeps(story.ada, "It was saved at 20:54.", base=1)
    page = story.ada.get(f"{STORY}/versions").content.decode()
    assert "<del>20:52.</del><ins>20:54.</ins>" in page
    address = f"{STORY}/versions"
    for browser, status in ((story.fay, 404), (story.stranger, 302), (story.ada, 303)):
        assert browser.post(address, {"version": 1, "base": 2}).status_code == status
    assert narrative.text(state(story)) == "It was saved at 20:52.\n"
    assert state(story).latest.number == 3
    assert story.ada.post(address, {"version": 2, "base": 2}).status_code == 422
    assert story.ada.get(f"{address}?from=1&to=9").status_code == 404


def test_it_writes_what_a_reader_meets_first(story):
    words = {"lede": "", "first": "Somebody typed 48.", "second": "The field had changed its unit."}
    for browser, status in ((story.fay, 404), (story.stranger, 302), (story.ada, 303)):
        assert browser.post(f"{STORY}/two", words).status_code == status
    assert state(story).storeys.second == "The field had changed its unit."
    empty = story.ada.post(f"{STORY}/two", {"lede": "", "first": " ", "second": ""})
    assert empty.status_code == 422


def test_it_adds_a_decision_point_and_fills_it_in(story):
    draft = {"title": "Whether to page", "done": "Waited.", "when": "2026-10-13T20:52"}
    for browser, status in ((story.fay, 404), (story.stranger, 302), (story.ada, 303)):
        assert browser.post(f"{STORY}/moments", draft).status_code == status
    filled = {**draft, "expected": "One rule changed."}
    for browser, status in ((story.fay, 404), (story.stranger, 302), (story.ada, 303)):
        assert browser.post(f"{STORY}/moments/1", filled).status_code == status
    (point,) = state(story).decision_points
    assert (point.title, point.expected, point.assumed) == ("Whether to page", "One rule changed.", None)
    assert point.when.at.isoformat() == "2026-10-13T20:52:00+00:00"
    assert 'value="2026-10-13T20:52"' in story.ada.get(f"{STORY}/moments/1").content.decode()
    assert story.ada.post(f"{STORY}/moments", {"title": "No deed"}).status_code == 422
    assert story.ada.post(f"{STORY}/moments", {**draft, "when": "soon"}).status_code == 422
    assert story.ada.get(f"{STORY}/moments/7").status_code == 404


@pytest.mark.parametrize("kind", ["surprise", "well", "luck", "hard", "defence"])
def test_it_notes_what_else_belongs(story, kind):
    said = {"do": "note", "kind": kind, f"text-{kind}": "A note.", "defence": "held"}
    for browser, status in ((story.fay, 404), (story.stranger, 302), (story.ada, 303)):
        assert browser.post(f"{STORY}/around", said).status_code == status
    page = text_of(story.ada.get(f"{STORY}/around"))
    assert "Noted: N-1." in page
    assert "A note." in page
    assert story.ada.post(f"{STORY}/around", {**said, f"text-{kind}": ""}).status_code == 422
    reworded = {"do": "reword", "number": "1", "words-1": "Other.", "reason-1": "Clearer"}
    assert story.ada.post(f"{STORY}/around", reworded).status_code == 303
    assert state(story).notes[0].text == "Other."


def test_it_refuses_a_defence_without_what_it_did(story):
    said = {"do": "note", "kind": "defence", "text-defence": "The second look."}
    answer = story.ada.post(f"{STORY}/around", said)
    assert answer.status_code == 422
    assert "The second look." in answer.content.decode()


def test_it_explains_words_and_thanks_only_with_consent(story):
    around = f"{STORY}/around"
    assert (
        story.ada.post(around, {"do": "explain", "term": "hold", "meaning": "Seats set aside."}).status_code
        == 303
    )
    assert story.ada.post(around, {"do": "explain", "term": "hold"}).status_code == 422
    thanks = {"do": "thank", "to": "the late shift", "for": "asking twice"}
    assert story.ada.post(around, thanks).status_code == 422
    assert story.ada.post(around, {**thanks, "consent": "yes"}).status_code == 303
    assert "the late shift" in text_of(story.ada.get(around))
    assert "Seats set aside." in text_of(story.ada.get(f"{STORY}/read"))


def test_it_reads_as_prose_with_its_marks(story):
    keeps(story.ada, "## Before\n\nLine 23 [E-4]. <script>alert(1)</script>")
    page = story.ada.get(f"{STORY}/read").content.decode()
    assert "<h2>Before</h2>" in page
    assert "<script>alert" not in page
    assert "E-4" in page


def test_it_leads_those_who_take_no_part_to_the_published_page(town):
    whole_story(town)
    assert goes_out(town).status_code == 303
    for part in ("", "/around", "/moments", "/two", "/versions", "/read"):
        answer = town.fay.get(STORY + part)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/post-mortems/1")
        assert town.fay.post(STORY + part, {"do": "keep", "text": "Mine."}).status_code == 404
    assert town.fay.get(f"{STORY}/now?base=0").status_code == 404
    assert sends(town.fay, "put", "draft", text="Mine.", base=1, sheet=SHEET).status_code == 404
    assert sends(town.fay, "post", "keep", text="Mine.", base=1, sheet=SHEET).status_code == 404


def test_it_lets_those_who_take_part_write_in_their_own_name(story):
    office = story.office("ada")
    give_role(office, office.door.stream_of("PM-1"), Role.PARTICIPANT, story.people["bo"])
    keeps(story.ada, "one\n\ntwo")
    keeps(story.bo, "one\n\ntwo, Bo", base=1, sheet=OTHER)
    assert "by Bo Lindqvist" in text_of(story.ada.get(STORY))
    assert state(story).latest.by == story.people["bo"]
