"""The map in a browser: conditions, links and levels said by forms, shown as a picture, as sentences and as files."""

import re

import pytest

from secondstory.application.understanding import naming
from secondstory.application.understanding.telling import tell
from secondstory.domain.ceremony.publication import EditionKind, Published
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding.conditions import (
    Added,
    Level,
    LevelStatus,
    LinkBasis,
    LinkKind,
    Persistence,
)
from tests.web.conftest import Town, text_of

MAP = "/pm/1/map"
FIELD = "The field shows a number without its unit"
CALLS = "A call counted as noise until five had come"


def mapped(town: Town) -> None:
    town.opens("ada", "Forty-eight of what?")
    office = town.office("ada")
    stream = office.door.stream_of("PM-1")
    naming.add(office, stream, Added(number=1, statement=FIELD, level=Level.SOFTWARE))
    naming.add(office, stream, Added(number=2, statement=CALLS, level=Level.CULTURE))


def state(town: Town) -> PostMortem:
    from secondstory.application.looking import standing_of

    office = town.office("ada")
    return standing_of(office, office.door.stream_of("PM-1")).pm


def one(town: Town, number: int = 1):  # type: ignore[no-untyped-def] # a condition, or the test fails
    found = state(town).conditions.find(number)
    assert found is not None
    return found


def does(town: Town, act: str, **fields: str) -> str:
    answer = town.ada.post(MAP, {"do": act, "c": "1", **fields}, follow=True)
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


def refused(town: Town, act: str, **fields: str) -> str:
    answer = town.ada.post(MAP, {"do": act, "c": "1", **fields})
    assert answer.status_code == 422
    return str(answer.content.decode())


def test_it_adds_the_first_condition(town: Town):
    town.opens()
    assert "Nothing stands on the map yet" in text_of(town.ada.get(MAP))
    page = does(town, "add", statement=FIELD, level="software", effect="a wrong save")
    assert "Added: C-1." in page
    assert (one(town).statement, one(town).effect) == (FIELD, "a wrong save")


def test_it_keeps_what_was_typed_when_a_condition_has_no_level(town: Town):
    town.opens()
    page = refused(town, "add", statement=FIELD, level="")
    assert "On which level does it live?" in page
    assert FIELD in page


def test_it_asks_further_where_a_statement_ends_at_a_person(town: Town):
    town.opens()
    page = does(town, "add", statement="The engineer was careless", level="practices")
    assert "Added: C-1." in page
    assert one(town).statement == "The engineer was careless"
    assert "?" in page[page.index("Added: C-1.") : page.index("Added: C-1.") + 200]


def test_it_opens_a_condition_beside_the_map_and_lights_it(town: Town):
    mapped(town)
    page = town.ada.get(f"{MAP}?c=2").content.decode()
    assert re.search(r'<a[^>]* class="node sel" data-node="C-2" aria-current="true"', page)
    assert f'<h3 class="map-said">{CALLS}</h3>' in page
    assert 'class="map-said"' not in town.ada.get(MAP).content.decode()


def test_it_rewords_and_moves_a_condition_with_a_reason(town: Town):
    mapped(town)
    refused(town, "reword", statement="Another", level="practices", reason="")
    does(town, "reword", statement="The field takes a bare number", level="practices", reason="Seen again")
    assert (one(town).statement, one(town).level) == ("The field takes a bare number", Level.PRACTICES)


def test_it_draws_a_hypothesis_and_a_link_to_what_happened(town: Town):
    mapped(town)
    does(town, "link", kind="hid", to="2", link_basis="hypothesis")
    page = does(town, "link", kind="amplified", to="effect", link_basis="hypothesis")
    links = {(link.to_number, link.kind, link.basis) for link in state(town).conditions.links}
    assert links == {
        (2, LinkKind.HID, LinkBasis.HYPOTHESIS),
        (None, LinkKind.AMPLIFIED, LinkBasis.HYPOTHESIS),
    }
    assert f"It hid C-2 {CALLS}" in page
    assert 'data-from="C-1" data-to="C-2"' in town.ada.get(MAP).content.decode()


def test_it_draws_no_link_by_evidence_without_naming_any(town: Town):
    mapped(town)
    page = refused(town, "link", kind="hid", to="2", link_basis="evidence", evidence="")
    assert "A link by evidence names it" in page
    assert '<details class="map-fold" id="do-link" open>' in page
    refused(town, "link", kind="hid", to="1")
    refused(town, "link", kind="hid", to="")


def test_it_removes_a_link_with_a_reason(town: Town):
    mapped(town)
    does(town, "link", kind="hid", to="2")
    refused(town, "unlink", kind="hid", to="2", reason="")
    does(town, "unlink", kind="hid", to="2", reason="The call came first", back="2")
    assert state(town).conditions.links == ()


def test_it_opens_the_form_of_a_link_that_was_dragged(town: Town):
    mapped(town)
    page = town.ada.get(f"{MAP}?c=1&to=2").content.decode()
    assert '<details class="map-fold" id="do-link" open>' in page
    assert re.search(r'<option value="2" selected', page)


def test_it_cites_evidence_that_is_there_only(town: Town):
    mapped(town)
    refused(town, "cite", evidence="")
    refused(town, "cite", evidence="E-9")
    assert one(town).evidence == ()


def test_it_says_what_became_of_a_level(town: Town):
    mapped(town)
    assert "was asked" in refused(town, "explore", level="process", status="nothing-found")
    said = {"status": "nothing-found", "asked": "Is the changeover rehearsed?", "of_whom": "timetable office"}
    does(town, "explore", level="process", **said)
    does(town, "explore", level="organisation", status="not-explored", reason="Nobody to ask yet")
    conditions = state(town).conditions
    assert conditions.status_of(Level.PROCESS) is LevelStatus.NOTHING_FOUND
    assert "Nobody to ask yet" in text_of(town.ada.get(MAP))


def test_it_asks_the_questions_of_a_level_and_lights_where_nobody_looked(town: Town):
    mapped(town)
    asked = town.ground.workspace.texts.questions()
    process = next(each for each in asked if each.code == "process")
    page = town.ada.get(f"{MAP}?level=process").content.decode()
    assert all(question.split("’")[0].split("'")[0] in page for question in process.questions)
    # practices, process and organisation
    assert page.count('class="floor unlooked"') == 3


def test_it_names_who_can_speak_for_it_and_whether_it_is_still_there(town: Town):
    mapped(town)
    refused(town, "holder", holder="")
    does(town, "holder", holder="Head of engineering")
    refused(town, "persistence", persistence="")
    page = does(town, "persistence", persistence="persisting")
    assert (one(town).holder, one(town).persistence) == ("Head of engineering", Persistence.PERSISTING)
    assert "Yes, it is still there, Mon 2 November 2026" in page


def test_it_is_lived_with_escalated_or_dropped_with_reasons(town: Town):
    mapped(town)
    refused(town, "accept", reason="It goes in spring", authority="", until="2026-12-01")
    refused(town, "accept", reason="It goes in spring", authority="Head of booking", until="")
    does(town, "accept", reason="It goes in spring", authority="Head of booking", until="2026-12-01")
    refused(town, "escalate", to_whom="", until="2026-12-01")
    page = does(town, "escalate", to_whom="Head of engineering", until="2026-12-01")
    assert "Head of engineering answer by Tue 1 December 2026" in page
    refused(town, "drop", reason="")
    assert "The log shows the unit" in does(town, "drop", reason="The log shows the unit")
    assert [each.number for each in state(town).conditions.standing] == [2]


def test_it_says_the_map_in_sentences_and_as_a_table(town: Town):
    mapped(town)
    does(town, "link", kind="hid", to="2")
    page = text_of(town.ada.get(f"{MAP}?as=sentences"))
    assert "This is a hypothesis; there is no evidence for it yet." in page
    assert "hypothesis, no evidence yet" in page
    assert "<svg" in town.ada.get(MAP).content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("svg", "<svg"), ("mmd", "flowchart TB"), ("dot", "digraph")])
def test_it_goes_along_as_a_file(town: Town, kind: str, begins: str):
    mapped(town)
    answer = town.ada.get(f"{MAP}.{kind}")
    assert answer.content.decode().startswith(begins)
    assert f'filename="PM-1-map.{kind}"' in answer.headers["Content-Disposition"]
    assert town.ada.get(f"{MAP}.exe").status_code == 404


def test_it_stays_a_page_with_forty_conditions_in_every_script(town: Town):
    town.opens()
    office = town.office("ada")
    stream = office.door.stream_of("PM-1")
    words = (
        "The sheet says 48 and never which unit " * 4,
        "座席が予告なく解放された",
        "Störungsmeldung" * 6,
        "لا أحد يملك لوحة الإعدادات",
    )
    for at in range(40):
        naming.add(
            office, stream, Added(number=1, statement=f"{words[at % 4]} {at}", level=list(Level)[at % 6])
        )
    page = town.ada.get(MAP).content.decode()
    assert len(set(re.findall(r'data-node="(C-\d+)"', page))) == 40


def test_it_takes_no_act_that_it_does_not_know(town: Town):
    mapped(town)
    refused(town, "burn")
    refused(town, "reword", c="77", statement="x", reason="y")
    refused(town, "drop", c="", reason="y")


def test_it_leaves_the_map_of_a_post_mortem_to_those_in_its_room(town: Town):
    mapped(town)
    for address in (MAP, f"{MAP}.svg", f"{MAP}.mmd", f"{MAP}?c=1"):
        assert town.fay.get(address).status_code == 404
        assert town.stranger.get(address).status_code == 302
    assert town.fay.post(MAP, {"do": "drop", "c": "1", "reason": "x"}).status_code == 404
    assert one(town).dropped is None


def test_it_shows_readers_the_map_without_a_form_to_change_it(town: Town):
    mapped(town)
    town.ada.post(MAP, {"do": "link", "c": "1", "kind": "hid", "to": "2"})
    office = town.office("ada")
    out = Published(
        edition=EditionKind.INTERNAL, number=1, revision=1, checkpoint_size=1, checkpoint_root="r"
    )
    tell(office, office.door.stream_of("PM-1"), lambda _: [out])
    for address in (f"{MAP}?c=1", f"{MAP}?level=process", MAP):
        page = town.fay.get(address).content.decode()
        assert FIELD in page
        assert 'name="do"' not in page
        assert "data-map-shape" not in page
    assert 'href="/pm/1/follow-ups/propose"' not in town.fay.get("/pm/1/follow-ups").content.decode()
    assert town.fay.post(MAP, {"do": "drop", "c": "1", "reason": "x"}).status_code == 422
    assert one(town).dropped is None
