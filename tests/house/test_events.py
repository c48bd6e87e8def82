"""Every tag that was ever written decodes for ever: each has golden bytes, and no golden bytes lost their tag."""

import json
import re

import pytest

from tests.house.source import ROOT

GOLDEN = ROOT / "tests" / "domain" / "golden"
TAG_FORM = r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*\.v[1-9][0-9]*$"

TABLE = pytest.importorskip("secondstory.domain.event_table").TABLE


def golden_tags() -> set[str]:
    return {tag for page in GOLDEN.glob("*.json") for tag in json.loads(page.read_text("utf-8"))}


def test_it_keeps_golden_bytes_of_every_tag():
    assert {row.tag for row in TABLE} - golden_tags() == set()


def test_it_still_has_a_reader_for_every_tag_ever_written():
    assert golden_tags() - {row.tag for row in TABLE} == set()


def test_it_uses_no_tag_twice():
    tags = [row.tag for row in TABLE]
    assert len(set(tags)) == len(tags)


def test_it_names_every_tag_topic_event_version():
    assert [row.tag for row in TABLE if not re.match(TAG_FORM, row.tag)] == []
