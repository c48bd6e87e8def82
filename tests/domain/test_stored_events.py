"""The stored form is for ever: golden bytes of every tag, and a round trip of every event."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from secondstory.domain.event_table import TABLE, decode, encode, tag_of
from secondstory.domain.stored import MOST_PARTS, Undecodable, decode_parts, encode_parts
from secondstory.kernel.event import Gone
from tests.domain.golden_bytes import GOLDEN, golden, sample, topic_of

TOPIC_WORDS = {
    "incident", "support", "hold", "evidence", "timeline", "account", "story", "condition", "sitting", "followup",
    "publication", "charter", "people", "installation", "import", "erasure",
}  # fmt: skip
ALL_ROWS = [pytest.param(row, id=row.tag) for row in TABLE]


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_decodes_the_golden_bytes_of_every_tag_to_the_same_event(row):
    kept = golden(topic_of(row.tag))[row.tag]
    parts = [bytes.fromhex(part) for part in kept["parts"]]
    assert repr(decode(row.tag, parts)) == kept["event"]


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_encodes_the_golden_event_of_every_tag_to_the_same_bytes(row):
    kept = golden(topic_of(row.tag))[row.tag]
    parts = tuple(bytes.fromhex(part) for part in kept["parts"])
    assert encode_parts(row, decode_parts(row, parts)) == parts


def test_it_keeps_no_golden_bytes_of_a_tag_that_left_the_table():
    kept = {tag for path in Path(GOLDEN).glob("*.json") for tag in golden(path.stem)}
    assert kept <= {row.tag for row in TABLE}, "a retired tag keeps its reader for ever"


@pytest.mark.parametrize("row", ALL_ROWS)
@pytest.mark.parametrize("spare", [False, True], ids=["full", "spare"])
def test_it_gives_every_event_back_as_it_was(row, spare):
    event = sample(row.event, spare=spare)
    tag, parts = encode(event)
    assert decode(tag, parts) == event


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_stores_every_field_of_every_event_exactly_once(row):
    stored_names = sorted((*row.facts, *row.texts))
    assert stored_names == sorted(one.name for one in fields(row.event))


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_reads_an_event_whose_every_text_was_erased(row):
    parts = encode_parts(row, sample(row.event))
    hollow = [parts[0], *(Gone("erased", 12) for _ in parts[1:])]
    assert decode(row.tag, hollow) is not None


def test_it_uses_every_tag_and_every_event_class_once():
    tags = [row.tag for row in TABLE]
    assert len(tags) == len(set(tags))
    assert all(tag_of(sample(row.event)) in tags for row in TABLE)


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_names_every_tag_topic_then_event_then_version(row):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+\.v[1-9]", row.tag)
    assert topic_of(row.tag) in TOPIC_WORDS


@pytest.mark.parametrize("row", ALL_ROWS)
def test_it_leaves_room_for_the_facts_beside_the_texts(row):
    assert len(encode_parts(row, sample(row.event))) <= MOST_PARTS


def test_it_says_so_when_a_tag_is_not_in_the_table():
    with pytest.raises(Undecodable, match="newer"):
        decode("incident.dreamt.v1", [b"{}"])


def test_it_refuses_to_guess_when_the_facts_are_gone():
    row = TABLE[0]
    parts = encode_parts(row, sample(row.event))
    with pytest.raises(Undecodable, match="facts"):
        decode(row.tag, [Gone("missing"), *parts[1:]])
