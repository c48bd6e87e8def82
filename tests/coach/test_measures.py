"""What the coach is worth on sentences by others. Nothing of them is kept here; without them, these are skipped."""

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from secondstory.coach import RULES, coach
from secondstory.coach.markup import prepare

LANGUAGE = Path(__file__).parents[2] / ".." / "shared" / "language"
LABELS = {"hindsight": "c", "human-error": "d", "character": "b"}
IMPORT_COST = """
import bisect, collections.abc, dataclasses, enum, functools, itertools, re, typing
from time import process_time
began = process_time()
import secondstory.coach
print(process_time() - began)
"""

with_language = pytest.mark.skipif(not LANGUAGE.is_dir(), reason="the marked sentences are not here")


@with_language
def test_it_flags_at_most_three_of_a_thousand_sentences_of_finished_post_mortems():
    sentences = flags = 0
    began = process_time()
    for path in sorted((LANGUAGE / "corpus").glob("*.txt")):
        text = path.read_text("utf-8", errors="replace")
        sentences += len(prepare(text).sentences)
        flags += len(coach(text, RULES))
    took = process_time() - began
    print(f"{flags} of {sentences} sentences, {sentences / took:,.0f} sentences a second")
    assert sentences > 3_000
    assert flags <= 3 * sentences / 1000
    assert sentences / took > 2_000


@with_language
@pytest.mark.parametrize("code", LABELS)
def test_it_finds_most_of_what_people_marked_and_little_else(code):
    rows = [json.loads(line) for line in (LANGUAGE / "dev.jsonl").read_text("utf-8").splitlines()]
    flagged = {row["id"] for row in rows if any(one.rule == code for one in coach(row["text"], RULES))}
    marked = {row["id"] for row in rows if LABELS[code] in row["labels"]}
    blaming = {row["id"] for row in rows if row["blame"]}
    print(f"{code}: {len(flagged & marked)} of {len(marked)}, false {len(flagged - blaming)}")
    assert len(flagged & marked) >= 0.8 * len(marked)
    assert len(flagged - blaming) <= 1


def test_it_costs_next_to_nothing_to_import():
    source = Path(__file__).parents[2] / "src"
    costs = [
        float(subprocess.run([sys.executable, "-c", IMPORT_COST], env={"PYTHONPATH": str(source)}, capture_output=True,
                             text=True, check=True).stdout)
        for _turn in range(5)
    ]  # fmt: skip
    assert min(costs) < 0.010
