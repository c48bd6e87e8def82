"""The condition map: nothing overlaps, no link crosses a box, and it is the same picture every time."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings

from secondstory.adapters.pictures import Handles, condition_map_svg
from secondstory.adapters.pictures.lettering import text_width
from secondstory.adapters.pictures.map_links import make_ways, place_words
from secondstory.adapters.pictures.map_places import BOX_PX, INDENT_PX, TEXT_PX, Box, make_places
from secondstory.adapters.pictures.map_rows import make_rows
from secondstory.adapters.pictures.svg import element
from secondstory.application.edition import LEVELS, Condition, Effect, LevelLook, Link
from tests.adapters.page.edition_conditions import CONDITIONS, EFFECTS, LINKS
from tests.adapters.pictures.graphs import graphs

Graph = tuple[tuple[Condition, ...], tuple[Link, ...], tuple[Effect, ...]]
few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def laid_out(graph: Graph):  # type: ignore[no-untyped-def] # the three parts together, as the picture makes them
    rows = make_rows(*graph, ())
    places = make_places(rows, least_width=520)
    return rows, places, make_ways(rows.runs, places)


def strictly_inside(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    return box.left < x < box.right and box.top < y < box.bottom


@few
@given(graphs())
def test_it_never_lays_one_box_on_another(graph: Graph) -> None:
    _, places, _ = laid_out(graph)
    for one, other in combinations(places.boxes.values(), 2):
        beside = one.right < other.left or other.right < one.left
        assert beside or one.bottom < other.top or other.bottom < one.top


@few
@given(graphs())
def test_it_leads_no_link_through_a_box(graph: Graph) -> None:
    _, places, ways = laid_out(graph)
    for way in ways:
        points = way.points()
        for (x0, y0), (x1, y1) in pairwise(points):
            for step in range(5):
                share = step / 4
                point = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                crossed = [key for key, box in places.boxes.items() if strictly_inside(point, box)]
                assert not crossed


@few
@given(graphs())
def test_it_draws_every_link_between_known_ends_and_both_ends_touch(graph: Graph) -> None:
    _, places, ways = laid_out(graph)
    assert len(ways) == sum(link.start != link.end for link in graph[1])
    for way in ways:
        target = places.boxes[way.run.link.end]
        x, y = way.head
        assert target.left < x < target.right
        assert y == (target.bottom if way.run.upward else target.top)


@few
@given(graphs())
def test_it_keeps_every_line_of_text_inside_its_box(graph: Graph) -> None:
    rows, places, _ = laid_out(graph)
    for key, box in places.boxes.items():
        indent = INDENT_PX if rows.nodes[key].level else 12
        assert all(indent + text_width(line, TEXT_PX) <= BOX_PX for line in box.lines)
        assert len(box.lines) * 17 <= box.height


@few
@given(graphs(most=20))
def test_it_lays_no_word_on_a_box_or_on_another_word(graph: Graph) -> None:
    _, places, ways = laid_out(graph)
    rects = [word.rect for word in place_words(ways, places) if word]
    boxes = [(box.left, box.top, box.right, box.bottom) for box in places.boxes.values()]
    for at, rect in enumerate(rects):
        for other in (*boxes, *rects[:at]):
            beside = rect[2] <= other[0] or other[2] <= rect[0]
            assert beside or rect[3] <= other[1] or other[3] <= rect[1]


def test_it_says_the_word_on_every_link_of_an_ordinary_map() -> None:
    _, places, ways = laid_out((CONDITIONS, LINKS, EFFECTS))
    assert all(place_words(ways, places))


@few
@given(graphs(most=12))
def test_it_is_well_formed_and_the_same_every_time(graph: Graph) -> None:
    drawn = condition_map_svg(*graph)
    assert drawn == condition_map_svg(*graph)
    root = ET.fromstring(drawn)
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert root.find("{http://www.w3.org/2000/svg}desc") is not None
    assert " style=" not in drawn


def test_it_stands_the_lanes_from_the_organisation_down_to_software_with_effects_last() -> None:
    rows = make_rows(CONDITIONS, LINKS, EFFECTS, ())
    assert list(dict.fromkeys(rows.lanes)) == [
        "outside", "organisation", "culture", "process", "practices", "software", "effects",
    ]  # fmt: skip


def test_it_tells_evidence_from_hypothesis_and_the_kinds_apart() -> None:
    two = (
        Condition(id="a", level="culture", statement="A"),
        Condition(id="b", level="software", statement="B"),
    )
    seen = condition_map_svg(two, (Link(start="a", end="b", kind="hid"),))
    guessed = condition_map_svg(two, (Link(start="a", end="b", kind="amplified", basis="hypothesis"),))
    assert 'class="link link-hid"' in seen
    assert 'class="head"' in seen
    assert ">hid<" in seen
    assert 'class="link link-amplified"' in guessed
    assert 'class="head-open"' in guessed
    assert ">amplified?<" in guessed


def test_it_draws_a_link_upwards_with_its_arrow_below_the_upper_box() -> None:
    two = (
        Condition(id="a", level="culture", statement="A"),
        Condition(id="b", level="software", statement="B"),
    )
    _, places, ways = laid_out((two, (Link(start="b", end="a", kind="allowed"),), ()))
    assert ways[0].head[1] == places.boxes["a"].bottom


def test_it_shows_a_level_where_nothing_was_found() -> None:
    one = (Condition(id="a", level="software", statement="A"),)
    drawn = condition_map_svg(one, levels=(LevelLook(level="culture", looked="nothing-found"),))
    assert "looked at," in drawn


def test_it_escapes_attributes_as_well_as_words() -> None:
    assert element("text", x='"><b>', class_="a\u202e") == '<text x="&quot;&gt;&lt;b&gt;" class="a"/>'


def test_it_leaves_out_links_to_nothing_and_draws_nothing_from_nothing() -> None:
    one = (Condition(id="a", level="software", statement="A"),)
    assert 'class="link' not in condition_map_svg(one, (Link(start="a", end="zz", kind="hid"),))
    assert condition_map_svg(()) == ""


def test_it_keeps_marks_of_evidence_inside_boxes_that_stay_apart_with_forty_conditions() -> None:
    long = "The sheet says 48 and never which unit, and it is copied by hand each season "
    texts = (
        long * 3,
        "座席が予告なく解放され誰にも気づかれなかった" * 3,
        "Störungsmeldungsweiterleitung" * 3,
        "short",
    )
    conditions = tuple(
        Condition(id=f"C-{at}", level=LEVELS[at % 6], statement=texts[at % 4], marks=tuple(f"E-{at}{mark}" for mark in range(at % 9)))
        for at in range(40)
    )  # fmt: skip
    links = tuple(Link(start=f"C-{at}", end=f"C-{at * 7 % 40}", kind="hid") for at in range(40))
    rows = make_rows(conditions, links, EFFECTS, (), with_marks=True)
    places = make_places(rows, least_width=900)
    for one, other in combinations(places.boxes.values(), 2):
        beside = one.right < other.left or other.right < one.left
        assert beside or one.bottom < other.top or other.bottom < one.top
    for key, box in places.boxes.items():
        lines = len(box.lines) + (1 if box.marks else 0)
        assert lines * 17 + 22 <= box.height
        assert INDENT_PX + text_width(box.marks, TEXT_PX) <= BOX_PX
        assert bool(box.marks) == bool(rows.nodes[key].marks)


def test_it_opens_what_has_an_address_and_lights_what_is_chosen() -> None:
    handles = Handles(addresses={"C-1": "?c=1&x", "software": "?level=software"}, selected="C-1")
    looks = (LevelLook(level="software", looked="found"), LevelLook(level="culture", looked="not-explored"))
    conditions = (
        Condition(id="C-1", level="software", statement="No unit", marks=("E-4",)),
        Condition(id="C-2", level="software", statement="No alert"),
    )
    link = Link(start="C-1", end="C-2", kind="hid")
    drawn = ET.fromstring(condition_map_svg(conditions, (link,), (), looks, handles=handles))
    opened = {one.get("data-node"): one for one in drawn.iter() if one.get("data-node")}
    assert opened["C-1"].get("href") == "?c=1&x"
    assert opened["C-1"].get("aria-current") == "true"
    assert opened["C-2"].get("href") is None
    assert "E-4" in "".join(opened["C-1"].itertext())
    classes = [one.get("class") for one in drawn.iter()]
    assert classes.count("floor unlooked") == 1
    assert classes.count("way on") == 1
    assert classes.count("lane-open") == 1


def test_it_has_nothing_to_press_in_a_picture_that_stands_alone() -> None:
    alone = condition_map_svg(CONDITIONS, LINKS, EFFECTS)
    assert "<a " not in alone
    assert "data-node" not in alone
