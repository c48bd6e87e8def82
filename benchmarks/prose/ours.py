"""Runs our coach over texts in a loop, in a fresh process: python -m benchmarks.prose.ours."""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.coach import RULES, Notebook, Setup, look, look_at
from secondstory.coach.engine import Noticed, Rules, findings, settled, settling
from secondstory.coach.lines import Span
from secondstory.coach.markup import Prepared, prepare
from secondstory.coach.model import looks

T = TypeVar("T")
LETTERS = "etaoinshrdlu   .,\n"
DOCUMENT_BYTES = 20_000
TOGETHER_BYTES = 128 * 1024


def main() -> None:
    """Read the work, do it, say how long it took."""
    work = json.load(sys.stdin)
    texts: list[str] = work["texts"]
    setup = Setup(model=coach_model(), reader=coach_reader())
    passes = []
    found = 0
    for _ in range(work["warm"] + 1):
        began = time.process_time()
        found = sum(len(one.findings) for some in together(texts) for one in look_at(some, setup))
        passes.append(time.process_time() - began)
    answer = {
        "passes": passes,
        "found": found,
        "flagged": [bool(look(one, setup).findings) for one in work["sentences"]],
        "shares": shares(texts, setup),
        "keystrokes": keystrokes(document(texts), setup, work["edits"]),
    }
    sys.stdout.write(json.dumps(answer))


def shares(texts: Sequence[str], setup: Setup) -> dict[str, float]:
    """Return the seconds that each part of a warm look takes by itself."""
    model = setup.model
    assert model is not None
    rules, alone_rules = Rules(RULES, setup), Rules(RULES, replace(setup, reader=None))
    prepared, preparing = timed(lambda: [prepare(text) for text in texts])
    _, reading = timed(lambda: [looks(model, sentences_of(one)) for one in prepared])
    _, alone = timed(lambda: _settled(alone_rules, prepared))
    said, both = timed(lambda: _settled(rules, prepared))
    _, saying = timed(
        lambda: [list(findings(one, some, setup.allow)) for one, some in zip(prepared, said, strict=True)]
    )
    return {
        "prepare": preparing,
        "model": reading,
        "rules": max(0.0, alone - reading),
        "reader": max(0.0, both - alone),
        "findings": saying,
    }


def together(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield texts that are read together, as many as the command takes."""
    some: list[str] = []
    for text in texts:
        some.append(text)
        if sum(map(len, some)) > TOGETHER_BYTES:
            yield some
            some = []
    if some:
        yield some


def _settled(rules: Rules, prepared: Sequence[Prepared]) -> list[dict[Span, list[Noticed]]]:
    every = [
        settling(rules, dict(zip(one.sentences, rules.first(sentences_of(one)), strict=True)))
        for one in prepared
    ]
    return settled(every, rules.hear)


def sentences_of(prepared: Prepared) -> list[str]:
    """Return the sentences of a text, as the coach sees them."""
    return [prepared.masked[start:end] for start, end in prepared.sentences]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what `work` gives, and the seconds of a processor it took: the least of three turns."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        made = work()
        taken.append(time.process_time() - began)
    return made, min(taken)


def document(texts: Sequence[str]) -> str:
    """Return a document of 20 KB: texts one after another, cut at a line."""
    joined = "\n\n".join(texts)
    return joined[: joined.find("\n", DOCUMENT_BYTES)]


def keystrokes(text: str, setup: Setup, count: int) -> dict[str, float]:
    """Return what somebody waits for who types in `text`, in milliseconds."""
    dice = random.Random(1)
    book = Notebook(setup)
    began = time.perf_counter()
    book.look(text)
    first = time.perf_counter() - began
    waits = []
    for _ in range(count):
        at = dice.randrange(len(text))
        kept = at + (dice.random() < 0.25)
        text = text[:at] + dice.choice(LETTERS) + text[kept:]
        began = time.perf_counter()
        book.look(text)
        waits.append(1000 * (time.perf_counter() - began))
    ordered = sorted(waits)
    return {
        "bytes": len(text.encode()),
        "first": 1000 * first,
        "p50": statistics.median(waits),
        "p99": ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))],
        "most": ordered[-1],
    }


if __name__ == "__main__":
    main()
