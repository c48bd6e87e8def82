"""How well the one that rhymes is found: on made-up post-mortems in every run, on 39 real ones in a long proof."""

from pathlib import Path

import pytest

from benchmarks.corpus import make
from benchmarks.similar import (
    KNOWN_RECURRENCES,
    body_of,
    by_cosine,
    by_cosine_of,
    by_index_alone,
    groups_of,
    quality,
    title_of,
)
from secondstory.application.finding.rhyming import rhyming_with
from secondstory.application.finding.searching import asked, search
from secondstory.application.record.verifying.verify import verify
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import POSTMORTEM
from secondstory.wiring.site.finding import library_of, words_of
from secondstory.wiring.workspace import open_workspace
from tests.cli.conftest import Shell


def streams(door: Door) -> dict[int, str]:
    return {int(str(row["number"])): str(row["stream"]) for row in door.rows(POSTMORTEM)}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return make(tmp_path_factory.mktemp("corpus"), 120, seed=3)


def owner_of_all(corpus) -> Door:
    """A door that may read everything: whoever has a relation in it, plus everybody."""
    return Door(corpus.workspace.storage.rows, corpus.persons[0])


def test_it_finds_made_up_recurrences_among_the_first_three(corpus):
    door, words = owner_of_all(corpus), words_of(corpus.workspace)
    here = streams(door)
    themes = {here[number]: theme for number, theme in corpus.themes.items() if number in here}
    measured = quality(groups_of(themes), by_cosine(door, words))
    assert measured.questions > 40
    assert measured.answered / measured.questions >= 0.9


def test_it_makes_the_same_corpus_from_the_same_seed(corpus, tmp_path):
    again = make(tmp_path, 120, seed=3)
    titles = [
        [row["title"] for row in one.workspace.storage.rows.select(POSTMORTEM, order="number")]
        for one in (corpus, again)
    ]
    assert titles[0] == titles[1]
    assert len(set(titles[0])) > 60
    assert again.themes == corpus.themes
    other = make(tmp_path / "other", 5, seed=4)
    assert other.workspace.storage.rows.select(POSTMORTEM, order="number")[0]["title"] != titles[0][0]


def test_it_makes_a_corpus_that_verifies(corpus):
    assert verify(corpus.workspace.subject()).problems == ()


def test_it_finds_the_same_after_the_rows_are_made_anew(corpus):
    door, words = owner_of_all(corpus), words_of(corpus.workspace)

    def answers():
        shelf = search(door, library_of(corpus.workspace), asked("screen unit"))
        rhymes = rhyming_with(door, words, StreamId(str(shelf.hits[0].row["stream"])))
        return shelf.count, [hit.row for hit in shelf.hits], [(one.row, one.words) for one in rhymes]

    before = answers()
    assert before[0] > 3
    assert corpus.workspace.rebuild() == {}
    assert answers() == before


@pytest.mark.proof
def test_it_finds_the_known_recurrences_of_the_real_set(shell: Shell, shared: Path, write_proof):
    documents = sorted(
        path for path in (shared / "data" / "dfds_postmortems").iterdir() if path.name.startswith("PM")
    )
    named = {}
    for path in documents:
        (done,) = shell.json("import", str(path), "--accept")["imported"]
        named[path.name[: len("PM2019-009")]] = done["id"]
    workspace = open_workspace(None)
    door, words = workspace.office.door, words_of(workspace)
    groups = [{named[one] for one in group} for group in KNOWN_RECURRENCES]
    product = quality(groups, by_cosine(door, words))
    body = body_of(door, words)
    untitled = quality(groups, by_cosine_of(door, words, body))
    index = quality(groups, by_index_alone(door, words, body))
    titles = quality(groups, by_index_alone(door, words, title_of(door)))
    figures = {
        "real post-mortems": len(documents),
        "questions: those with a known partner": product.questions,
        "partners": "named by hand: documents that cite each other, or name the same failure in their titles",
        "how much a title counts": "three times; chosen on this set, where 2, 3 and 5 do alike and 1 finds 26 of 28",
        "answered: candidates of the index, ranked again by cosine": product,
        "answered: the same, asked with the text without its title": untitled,
        "answered: the index alone, asked with the text without its title": index,
        "answered: the index alone, asked with the title (partners were named by their titles)": titles,
    }
    print(figures)
    write_proof("similar", "The one that rhymes is among the first three", figures)
    assert product.answered == product.questions
    assert untitled.partners_found > index.partners_found
