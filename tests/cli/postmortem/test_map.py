"""`map`: the same graph as sentences, a table, a picture, Mermaid and Graphviz."""

import pytest


@pytest.fixture
def mapped(shell):
    shell.ok("open", "Seats released too early")
    shell.ok("condition", "PM-1", "add", "Both fields read alike", "--level", "software")
    shell.ok("condition", "PM-1", "add", "Nobody looks twice at night", "--level", "process")
    shell.ok("condition", "PM-1", "link", "C-2", "C-1", "--kind", "allowed", "--hypothesis")
    return shell


def test_it_says_the_map_in_sentences(mapped):
    shown = mapped.ok("map", "PM-1").out
    assert "C-2 “Nobody looks twice at night” allowed C-1 “Both fields read alike”." in shown
    assert mapped.ok("map", "PM-1", "--sentences").out == shown


def test_it_shows_the_map_as_a_table(mapped):
    assert "allowed" in mapped.ok("map", "PM-1", "--table").out.splitlines()[1]


def test_it_writes_a_picture_that_stands_alone(mapped):
    mapped.ok("map", "PM-1", "--svg", "map.svg")
    drawn = (mapped.root / "map.svg").read_text()
    assert drawn.startswith("<svg")
    assert "Both fields read alike" in drawn
    assert mapped.ok("map", "PM-1", "--svg", "-").out.strip() == drawn.strip()


def test_it_gives_the_graph_to_other_programs(mapped):
    assert mapped.ok("map", "PM-1", "--mermaid").out.startswith("flowchart TB")
    assert mapped.ok("map", "PM-1", "--dot").out.startswith("digraph")
    said = mapped.json("map", "PM-1")
    assert [one["id"] for one in said["conditions"]] == ["C-1", "C-2"]
    assert said["links"][0]["kind"] == "allowed"


def test_it_says_what_is_safe_when_the_picture_cannot_be_written(mapped):
    refused = mapped("map", "PM-1", "--svg", "none/map.svg")
    assert refused.code == 2
    assert "none/map.svg" in refused.err


def test_it_teaches_when_no_condition_stands(shell):
    shell.ok("open", "Seats released too early")
    assert "Next: secondstory condition PM-1 add" in shell.ok("map", "PM-1", "--svg", "map.svg").out
    assert not (shell.root / "map.svg").exists()
