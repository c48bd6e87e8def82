"""The map in plain types: what stands, and nothing that was dropped."""

from secondstory.application.edition import Effect, Link
from secondstory.application.understanding import naming
from secondstory.application.understanding.mapping import EFFECT, map_of
from secondstory.application.understanding.telling import read
from secondstory.domain.understanding.conditions import (
    Added,
    Dropped,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkKind,
)
from tests.offices import MemoryOffice


def mapped(*levels: Level):
    place = MemoryOffice()
    pm = place.opened().stream
    for number, level in enumerate(levels, 1):
        naming.add(place.office, pm, Added(number=0, statement=f"Statement {number}", level=level))
    return place.office, pm


def test_it_maps_a_post_mortem_without_conditions():
    office, pm = mapped()
    drawn = map_of(read(office, pm))
    assert (drawn.conditions, drawn.links) == ((), ())
    assert [look.looked for look in drawn.levels] == ["not-explored"] * 5


def test_it_leads_links_to_conditions_and_to_the_effect():
    office, pm = mapped(Level.SOFTWARE, Level.PROCESS)
    naming.name_holder(office, pm, HolderNamed(number=2, holder="head of operations"))
    kinds = {"kind": LinkKind.HID, "basis": LinkBasis.HYPOTHESIS}
    naming.link(office, pm, LinkDrawn(from_number=2, to_number=1, **kinds))
    naming.link(office, pm, LinkDrawn(from_number=1, **kinds))
    drawn = map_of(read(office, pm))
    assert drawn.links == (
        Link(start="C-2", end="C-1", kind="hid", basis="hypothesis"),
        Link(start="C-1", end=EFFECT, kind="hid", basis="hypothesis"),
    )
    assert drawn.effects == (Effect(id=EFFECT, text="Seats released too early"),)
    assert [one.holder for one in drawn.conditions] == ["", "head of operations"]


def test_it_leaves_out_what_was_dropped_with_its_links():
    office, pm = mapped(Level.SOFTWARE, Level.PROCESS)
    naming.link(office, pm, LinkDrawn(from_number=1, kind=LinkKind.HID, basis=LinkBasis.HYPOTHESIS))
    naming.drop(office, pm, Dropped(number=1, reason="the clock was right"))
    drawn = map_of(read(office, pm))
    assert [one.id for one in drawn.conditions] == ["C-2"]
    assert drawn.links == ()


def test_it_says_what_was_asked_at_a_level_and_names_the_outside_when_somebody_spoke_of_it():
    office, pm = mapped()
    for level in (Level.CULTURE, Level.OUTSIDE):
        explored = LevelExplored(
            level=level, status=LevelStatus.NOTHING_FOUND, asked="who had a doubt", of_whom="the team"
        )
        naming.explore(office, pm, explored)
    looks = {look.level: look for look in map_of(read(office, pm)).levels}
    assert (looks["culture"].looked, looks["culture"].note) == (
        "nothing-found",
        "who had a doubt, asked of the team",
    )
    assert "outside" in looks
