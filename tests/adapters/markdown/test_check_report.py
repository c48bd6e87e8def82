"""What `check` reports about a document, for scripts and for people."""

import json
from pathlib import Path

import jsonschema

from secondstory.adapters.markdown.card import MOST_LINES, card_text, report_card
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.reading import FIELDS, LEVELS
from secondstory.adapters.markdown.report import LanguageFinding, report, to_json

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "check.schema.json").read_text("utf-8"))

TEXT = """# Parcels vanish

## Summary

The list was empty for an hour.

## Impact

TODO

## Contributing factors

- The form shows a bare number
- Nobody owns the form; the team was understaffed

## Action items

- Cap what one run can delete (owner: Storage, due 2026-03-20)
- Document the form
"""
FINDING = LanguageFinding(
    rule="hindsight",
    message="What was on the screen?",
    line=5,
    column=1,
    end_line=5,
    end_column=4,
    text="The",
)


def test_it_reports_in_the_form_the_schema_promises() -> None:
    files = [report("a.md", read_document(TEXT), [FINDING]), report("b.md", read_document("hello"))]
    document = to_json(files)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert json.loads(json.dumps(document)) == document


def test_it_names_every_field_and_level_in_schema_and_report_alike() -> None:
    file_ = SCHEMA["$defs"]["file"]["properties"]
    assert file_["fields"]["required"] == list(FIELDS)
    assert file_["levels"]["required"] == list(LEVELS)
    (written,) = to_json([report("a.md", read_document(TEXT))])["files"]
    assert list(written["fields"]) == list(FIELDS)


def test_it_gives_lines_for_what_is_found_and_null_for_what_is_not() -> None:
    (written,) = to_json([report("a.md", read_document(TEXT))])["files"]
    assert written["fields"]["summary"] == {"found": True, "lines": [3, 5]}
    assert written["fields"]["impact"] == {"found": False, "lines": None}
    assert written["followups"][0] == {
        "text": "Cap what one run can delete (owner: Storage, due 2026-03-20)",
        "owner": "Storage",
        "due": "2026-03-20",
        "strength": "stronger",
        "line": 18,
    }
    assert written["followups"][1]["owner"] is None
    assert written["levels"]["organisation"] and not written["levels"]["culture"]


def test_it_asks_a_question_in_each_part_that_lacks_something() -> None:
    sections = {
        section.title: section for section in report_card(report("a.md", read_document(TEXT), [FINDING]))
    }
    assert "a heading on line 7, nothing below it" in sections["What is missing"].lines[0]
    assert sections["What is missing"].question.endswith("?")
    assert any("without an owner: 1 of 2 (line 19)" in line for line in sections["Follow-ups"].lines)
    assert sections["Language"].lines == ("5:1 \u201cThe\u201d (hindsight)",)


def test_it_says_why_a_document_was_not_understood() -> None:
    card = card_text(report("notes.md", read_document("# Shopping\n\n- milk\n")))
    assert (
        "Looked for a summary, a timeline or another part of the story and for contributing conditions"
        in " ".join(card.split())
    )


def test_it_fits_one_screen_and_never_scores() -> None:
    long = TEXT + "".join(f"\n## Heading number {i} with some words\n\ntext\n" for i in range(60))
    for width in (40, 80, 120):
        card = card_text(report("a/very/long/path/" * 9, read_document(long), [FINDING] * 9), width)
        assert len(card.splitlines()) <= MOST_LINES
        assert max(map(len, card.splitlines())) <= width
        for word in ("score", "grade", "%", "!"):
            assert word not in card
