"""What people wrote for the model: every mark can be read, and nothing stands on both sides of the fence."""

import json
import re
from collections import Counter
from functools import cache

import pytest

from secondstory.coach.markup import prepare
from training.coach import phrases
from training.coach.measure import Counted, counted
from training.coach.sentences import (
    CATEGORIES,
    HERE,
    drafts_of,
    held_out,
    lines_of,
    sentence,
    unmarked,
    written,
)

LANGUAGE = HERE.parents[2] / "shared" / "language"
FILES = sorted(path for folder in ("sentences", "drafts", "held_out") for path in (HERE / folder).iterdir())
PHRASES = sorted((HERE / "phrases").glob("*.txt"))
FEWEST_WORDS = 7
"""A shorter line (`Human error.`, `What happened`) is nobody's own."""

training = cache(written)
kept_apart = cache(held_out)


def plain(text):
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def own(texts):
    return {said for text in texts if len((said := plain(text)).split()) >= FEWEST_WORDS}


@cache
def ours():
    return own(row.text for row in (*training(), *kept_apart(), *phrases.combined()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_can_read_every_mark(path):
    text = path.read_text("utf-8")
    plain_text, spans = unmarked(text)
    assert "[[" not in plain_text
    assert "]]" not in plain_text
    assert len(spans) == text.count("[[") == text.count("]]")
    for start, end, letters in spans:
        assert plain_text[start:end].strip(), "a mark stands around words"
        assert set(letters) <= set(CATEGORIES)
        assert len(set(letters)) == len(letters)
        assert "\n\n" not in plain_text[start:end], "a mark stays in one paragraph"


SINGLES = [path for path in FILES if path.suffix == ".txt"]
DRAFTS = [path for path in FILES if path.suffix == ".md"]


@pytest.mark.parametrize("path", SINGLES, ids=lambda path: path.name)
def test_it_loses_no_mark_of_single_sentences(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
    assert sum(len(row.marks) for row in lines_of(path)) == sum(line.count("[[") for line in lines)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name)
def test_it_loses_marks_of_drafts_only_inside_quotations(path):
    drafts = [unmarked(draft) for _, draft in drafts_of(path)]
    marks = sum(len(spans) for _, spans in drafts)
    assert marks == path.read_text("utf-8").count("[["), "the file begins with <!-- draft 1 -->"
    lost = [
        text[: span[1]].rpartition("\n")[2]
        for text, spans in drafts
        for sentences in [prepare(text).sentences]
        for span in spans
        if not any(start < span[1] and end > span[0] for start, end in sentences)
    ]
    print(f"{path.name}: {len(lost)} of {marks} marks stand where the coach does not look")
    assert all(line.startswith(">") or '"' in line for line in lost), lost
    assert len(lost) <= 1 + 0.12 * marks


def test_it_has_enough_of_every_category_and_of_none():
    for name, rows, least in (("training", training(), 150), ("held out", kept_apart(), 20)):
        counts = Counter(letter for row in rows for letter in row.labels)
        clean = sum(not row.labels for row in rows)
        print(
            f"{name}: {len(rows)} sentences, {clean} clean, "
            + ", ".join(f"{one} {counts[one]}" for one in CATEGORIES)
        )
        assert all(counts[one] >= least for one in CATEGORIES), counts
        assert clean > len(rows) / 2


def test_it_keeps_the_held_out_sentences_out_of_training():
    learnt = own(row.text for row in (*training(), *phrases.combined()))
    assert learnt & own(row.text for row in kept_apart()) == set()


def test_it_says_the_same_sentence_always_of_the_same_kind():
    said = {}
    both = [
        row.text
        for row in training()
        if len(plain(row.text).split()) >= FEWEST_WORDS
        and said.setdefault(plain(row.text), bool(row.labels)) is not bool(row.labels)
    ]
    assert both == []


@pytest.mark.skipif(not LANGUAGE.is_dir(), reason="the marked sentences of others are not here")
def test_it_holds_no_sentence_of_others():
    marked = [json.loads(line)["text"] for line in (LANGUAGE / "dev.jsonl").read_text("utf-8").splitlines()]
    corpus = [
        text[start:end]
        for path in (LANGUAGE / "corpus").glob("*.txt")
        for text in [path.read_text("utf-8", errors="replace")]
        for start, end in prepare(text).sentences
    ]
    assert ours() & own(marked) == set()
    assert ours() & own(corpus) == set()


# --- phrases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PHRASES, ids=lambda path: path.name)
def test_it_marks_nothing_in_phrases_and_says_each_once(path):
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert not any("[[" in line or "|" in line for line in lines)
    twice = [line for line, count in Counter(map(str.lower, lines)).items() if count > 1]
    assert twice == []


def test_it_puts_phrases_together_alike_for_the_same_seed():
    assert phrases.combined(3) == phrases.combined(3)
    assert phrases.combined(3) != phrases.combined(4)


def test_it_makes_sentences_of_every_category_from_phrases():
    rows = phrases.combined()
    counts = Counter(row.labels or "none" for row in rows)
    print(f"phrases: {len(rows)} sentences, {dict(sorted(counts.items()))}")
    assert set(counts) == {"none", *CATEGORIES}
    assert all(row.text[0].isupper() or not row.text[0].isalpha() for row in rows if row.labels == "a")


def test_it_takes_out_marks_and_says_where_they_stood():
    row = sentence("[[ab|Typical Ludo]]: he [[c|should know]].", "test")
    assert row.text == "Typical Ludo: he should know."
    assert [(row.text[a:b], letters) for a, b, letters in row.marks] == [
        ("Typical Ludo", "ab"),
        ("should know", "c"),
    ]
    assert row.labels == "abc"


# --- measures --------------------------------------------------------------------------------------------------------


def test_it_counts_what_was_marked_and_what_was_found():
    few = counted([True, True, True, False, False], [True, True, False, True, False])
    assert few == Counted(found=2, missed=1, alarms=1, quiet=1)
    assert (few.precision, few.recall, few.f1) == (2 / 3, 2 / 3, 2 / 3)
    assert few.alarms_per_1000 == 500


def test_it_says_how_far_chance_may_have_played_in():
    few, many = (
        Counted(found=20, missed=10, alarms=10, quiet=10),
        Counted(found=2000, missed=1000, alarms=1000, quiet=1000),
    )
    (a, b), (c, d) = few.f1_interval(), many.f1_interval()
    assert 0 < a < c < few.f1 == many.f1 < d < b < 1


def test_it_knows_an_interval_when_nothing_was_there():
    assert counted([False], [False]).f1_interval() == (0.0, 1.0)
