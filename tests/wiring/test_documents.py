import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.adapters.markdown.document import PostMortemDocument
from secondstory.adapters.markdown.own_reader import read_postmortem
from secondstory.application.ceremony.editions import gather
from secondstory.application.understanding.importing import Choice, accept, open_proposals, receive
from secondstory.cli.times import read_moment
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents import pages
from secondstory.wiring.documents.checking import check_document, report_of
from secondstory.wiring.documents.finding import documents
from secondstory.wiring.documents.moments import moment_text, read_moment_text
from secondstory.wiring.documents.reading import foreign, incoming
from secondstory.wiring.documents.schemas import schema
from secondstory.wiring.documents.writing import document_of
from tests.offices import MemoryOffice
from tests.wiring.whole import frame, told

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
YEARS = (datetime(1971, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001  # hypothesis wants them naive
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "+02:00", "-03:30")
KEPT_ELSEWHERE = {"number": "", "status": "", "accounts": (), "sittings": (), "exceptions": (), "vkey": ""}
NASTY = [
    "# heading",
    "- bullet",
    "level: software",
    "a | b",
    "x: y\n\nz",
    "\\n",
    "ünï <b>code</b>",
    "[E-1] said",
]


def read_time(text: str) -> Moment:
    return read_moment(text, now=NOW)


@given(
    at=st.datetimes(*YEARS, timezones=st.just(UTC)),
    precision=st.sampled_from(list(Precision)),
    zone=st.sampled_from(ZONES),
    uncertainty_s=st.sampled_from([0, 300]),
)
def test_it_writes_times_that_read_back_as_the_same_moment(at, precision, zone, uncertainty_s):
    at = at.replace(microsecond=0, second=at.second if precision is Precision.SECOND else 0)
    moment = Moment(at=at, precision=precision, zone=zone, uncertainty_s=uncertainty_s)
    again = read_moment_text(moment_text(moment))
    assert again is not None
    if precision is Precision.DAY:
        assert moment_text(again) == moment_text(moment)
    else:
        assert again == moment


def test_it_leaves_other_words_about_times_alone():
    assert read_moment_text("shortly after lunch") is None
    assert read_moment_text("2026-13-40 14:02+01:00") is None
    assert moment_text(None) == ""


def published(here: MemoryOffice, stream) -> PostMortemDocument:
    return document_of(gather(here.office, stream), status="draft")


def comparable(doc: PostMortemDocument) -> PostMortemDocument:
    """What comes back by import: what is kept elsewhere, and numbers of the one record, left aside."""
    return replace(
        doc,
        **KEPT_ELSEWHERE,
        checkpoint="",
        timeline=tuple(replace(one, sources=()) for one in doc.timeline),
        conditions=tuple(replace(one, evidence=()) for one in doc.conditions),
        followups=tuple(replace(one, number="") for one in doc.followups),
    )


@settings(max_examples=12)
@given(words=st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=40).filter(str.strip)))
def test_it_imports_what_it_wrote_back_to_the_same_fields(words):
    there = MemoryOffice()
    stream = told(there, "".join(one for one in words if one.isprintable() or one == "\n").strip() or "seats")
    text = pages.markdown_of(gather(there.office, stream), frame(there))

    here = MemoryOffice()
    came = receive(here.office, here.vault, incoming("one.md", text.encode(), read_time=read_time))
    choices = [Choice(number=one.number) for one in open_proposals(here.office, came.stream)]
    outcome = accept(here.office, came.stream, choices)

    assert outcome.waiting == ()
    assert comparable(published(here, came.stream)) == comparable(read_postmortem(text))
    assert comparable(read_postmortem(text)) == comparable(published(there, stream))


def test_it_checks_what_it_wrote_as_what_it_is():
    here = MemoryOffice()
    text = pages.markdown_of(gather(here.office, told(here)), frame(here))
    (checked,) = report_of([check_document("PM-1", text.encode())])["files"]
    assert (checked["template"], checked["understood"]) == ("second-story", True)
    assert (len(checked["conditions"]), len(checked["followups"])) == (2, 1)


def test_it_keeps_in_json_what_the_markdown_says():
    here = MemoryOffice()
    gathered = gather(here.office, told(here))
    exported = json.loads(pages.exported(gathered, frame(here), "json"))
    assert exported["post_mortem"]["conditions"][0]["level"] == "software"
    assert exported["post_mortem"]["times"]["began"] == "2026-10-20 22:01+02:00 Europe/Berlin"
    jsonschema.validate(exported, json.loads(schema("export")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**exported, "evidence": [{"id": "no"}]}, json.loads(schema("export")))


def test_it_writes_a_table_that_no_spreadsheet_runs():
    here = MemoryOffice()
    gathered = gather(here.office, told(here, "=cmd|' /C calc'!A0"))
    assert "'=cmd|" in pages.exported(gathered, frame(here), "csv")


def test_it_ships_the_schemas_that_the_documentation_shows(root: Path):
    for name in ("check", "export"):
        assert schema(name) == (root / "docs" / f"{name}.schema.json").read_text("utf-8")


def test_it_reads_times_in_the_zone_the_document_names():
    text = b"# Out\n\n## Timeline\n\nAll times in CET.\n\n| Time | Event |\n|---|---|\n| 2020-01-21 15:36 | gone |\n| 16:02 | back |\n"
    found = foreign("out.md", text, read_time=read_time).candidates
    entries = [one for one in found if one.field == "timeline"]
    assert [one.details["occurred"] for one in entries] == [
        "2020-01-21T14:36:00+00:00 minute Europe/Berlin ±0",
        "2020-01-21T15:02:00+00:00 minute Europe/Berlin ±0",
    ]
    began = next(one for one in found if one.field == "times")
    assert (began.details["name"], began.first_line) == ("began", 9)


def test_it_makes_up_no_day_for_a_time_without_one():
    text = b"# Out\n\n## Timeline\n\n- 15:36 the disk was gone\n\n## Contributing factors\n\n- no alarm\n"
    entry = next(
        one for one in foreign("out.md", text, read_time=read_time).candidates if one.field == "timeline"
    )
    assert entry.details == {"written": "15:36"}
    assert entry.text == "the disk was gone"


def test_it_takes_a_level_from_the_document_and_never_from_its_words():
    text = b"# Out\n\n## Summary\n\nIt was out for a while, for everybody.\n\n## Contributing factors\n\n- [Process] nobody is on call\n- the software has a bug\n"
    found = [
        one for one in foreign("out.md", text, read_time=read_time).candidates if one.field == "condition"
    ]
    assert [one.details.get("level") for one in found] == ["process", None]


def test_it_keeps_headings_that_it_does_not_know():
    text = b"# Out\n\n## Summary\n\nIt was out.\n\n## Weather in Oslo\n\nIt snowed all night.\n\n## Action items\n\n- salt the road\n"
    story = [one for one in foreign("out.md", text, read_time=read_time).candidates if one.field == "story"]
    assert ("Weather in Oslo", "It snowed all night.") in [
        (one.details.get("heading"), one.text) for one in story
    ]


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\xfe", b"just words", b"---\nschema: second-story/1\n---\n", b"#\n" * 999]
)
def test_it_never_stumbles_over_a_document(data):
    read = foreign("odd.md", data, read_time=read_time)
    assert read.title
    report_of([check_document("odd.md", data)])


def test_it_finds_documents_in_folders_and_says_what_is_not_there(tmp_path: Path):
    (tmp_path / "a").mkdir()
    for name, text in (
        ("a/one.md", "# One"),
        ("two.txt", "two"),
        ("three", "# Three"),
        ("four", "no"),
        ("b.py", "# x"),
    ):
        (tmp_path / name).write_text(text)
    (tmp_path / ".hidden.md").write_text("# no")
    found = list(documents([str(tmp_path), str(tmp_path / "gone.md")], stdin=None))
    assert [Path(one.path).name for one in found] == ["one.md", "three", "two.txt", "gone.md"]
    assert found[-1].why_not.startswith("There is no file")


def test_it_refuses_to_read_another_template_as_its_own():
    with pytest.raises(Refused):
        read_postmortem("# Not ours\n")
