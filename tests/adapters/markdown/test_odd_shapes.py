"""Post-mortems in shapes nobody listed, and documents that are none: all that is there is found, and nothing else."""

from pathlib import Path

import pytest

from secondstory.adapters.markdown.reader import read_document
from tests.adapters.markdown.marked_documents import Marked, marked_documents

DOCUMENTS = marked_documents(Path(__file__).parent / "odd")
POST_MORTEMS = [document for document in DOCUMENTS if document.is_post_mortem]
OTHERS = [document for document in DOCUMENTS if not document.is_post_mortem]


@pytest.mark.parametrize("document", POST_MORTEMS, ids=lambda document: document.name)
def test_it_finds_all_conditions_and_nothing_else(document: Marked) -> None:
    reading = read_document(document.text)
    assert reading.understood, reading.why_not
    assert [(c.line, " ".join(c.text.split())) for c in reading.conditions] == list(document.conditions)


@pytest.mark.parametrize("document", POST_MORTEMS, ids=lambda document: document.name)
def test_it_finds_all_follow_ups_with_owner_and_date(document: Marked) -> None:
    found = [
        (f.line, " ".join(f.text.split()), f.owner, f.due) for f in read_document(document.text).followups
    ]
    assert found == list(document.followups)


@pytest.mark.parametrize("document", OTHERS, ids=lambda document: document.name)
def test_it_does_not_take_another_document_for_a_post_mortem(document: Marked) -> None:
    reading = read_document(document.text)
    assert not reading.understood
    assert reading.why_not


def test_it_has_something_to_find() -> None:
    assert len(POST_MORTEMS) >= 40 and len(OTHERS) >= 5
    assert all(document.conditions or document.followups for document in POST_MORTEMS)


def test_it_says_that_an_empty_file_is_no_post_mortem() -> None:
    for text in ("", "\n\n", "---\n---\n", "# \n"):
        reading = read_document(text)
        assert not reading.understood and reading.why_not
