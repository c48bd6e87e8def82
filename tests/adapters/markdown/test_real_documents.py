"""Real post-mortems of other people, read where they lie beside the project; counted by other code than the reader's."""

import re
from pathlib import Path

import pytest

from secondstory.adapters.markdown.decode import decode_text
from secondstory.adapters.markdown.reader import read_document

SHARED = Path(__file__).parents[3] / ".." / "shared"
REAL = SHARED / "data" / "dfds_postmortems"
CORPUS = SHARED / "language" / "corpus"
FEWEST_UNDERSTOOD = 36

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the shared documents are not here")


def real_documents() -> list[Path]:
    return sorted(path for path in REAL.iterdir() if path.name.startswith("PM")) if REAL.is_dir() else []


def bullets_under(text: str, heading: str) -> list[str]:
    """The first lines of the bullets between a second-level heading and the next heading."""
    found = re.search(rf"^## {heading}[^\n]*\n(.*?)(?=^#{{1,6}} |\Z)", text, re.DOTALL | re.MULTILINE)
    marked = re.findall(r"^[ \t]*[-*][ \t]+(\S.*)$", found[1], re.MULTILINE) if found else []
    return [" ".join(words.split()) for words in marked]


@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.name[:10])
def test_it_finds_every_contributing_factor_and_action_item(path: Path) -> None:
    text, notes = decode_text(path.read_bytes())
    reading = read_document(text)
    assert notes == ()
    assert reading.understood, reading.why_not
    for heading, found in (("Contributing Factors", reading.conditions), ("Action Items", reading.followups)):
        there = [" ".join(item.text.split()) for item in found]
        expected = bullets_under(text, heading)
        assert len(there) == len(expected), heading
        for words, item, bullet in zip(there, found, expected, strict=True):
            assert words.startswith(bullet)
            assert bullet[:30] in " ".join(text.split("\n")[item.line - 1].split())


def test_it_understands_nearly_all_of_them_and_says_why_of_the_others() -> None:
    readings = [read_document(decode_text(path.read_bytes())[0]) for path in real_documents()]
    assert len(readings) == 39
    assert sum(reading.understood for reading in readings) >= FEWEST_UNDERSTOOD
    assert all(reading.why_not for reading in readings if not reading.understood)
    assert all(reading.title and reading.timeline for reading in readings)
    assert all(item.time_text for reading in readings for item in reading.timeline)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
def test_it_reads_finished_post_mortems_of_many_other_shapes() -> None:
    readings = [read_document(decode_text(path.read_bytes())[0]) for path in sorted(CORPUS.glob("*.txt"))]
    assert all(reading.title for reading in readings if reading.understood)
    assert sum(reading.understood for reading in readings) >= 0.6 * len(readings)
    assert all(reading.why_not for reading in readings if not reading.understood)
