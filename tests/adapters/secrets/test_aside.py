"""Searching in another process finds what searching here finds, and leaves nothing running."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondstory.adapters.secrets.aside import SMALL_BYTES, find_secrets_aside
from secondstory.adapters.secrets.detect import MOST_FINDINGS, find_secrets
from secondstory.kernel.refused import Refused

PLANTED = b"Authorization: Bearer q7Zt3VbN8xLw2RkJ5mPd9sHc\n"
PLAIN = b"a line of a log that says nothing of interest\n"
LONG = PLAIN * (2 * SMALL_BYTES // len(PLAIN))


def chunks(text: bytes, size: int = 100_000) -> list[bytes]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def searchers() -> list[int]:
    """Return the processes that this one started and that search for secrets."""
    children = [file.read_text().split() for file in Path("/proc/self/task").glob("*/children")]
    return [int(pid) for found in children for pid in found if _searches(pid)]


def _searches(pid: str) -> bool:
    return b"secondstory.adapters.secrets.aside" in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize("text", [b"", PLANTED, LONG, LONG + PLANTED + LONG + PLANTED])
def test_it_finds_what_is_found_in_the_same_process(text: bytes):
    assert find_secrets_aside(chunks(text)) == find_secrets(chunks(text))


def test_it_leaves_to_another_process_what_is_long_and_nothing_else():
    seen: list[int] = []

    def watched(text: bytes) -> Iterator[bytes]:
        yield from chunks(text)
        seen.append(len(searchers()))

    find_secrets_aside(watched(PLANTED))
    find_secrets_aside(watched(LONG))
    assert seen == [0, 1]
    assert searchers() == []


def test_it_goes_on_when_enough_was_found_before_the_end():
    text = PLANTED * (MOST_FINDINGS + 10) + LONG * 20
    assert len(find_secrets_aside(chunks(text))) == MOST_FINDINGS


def test_it_passes_on_what_goes_wrong_with_the_source():
    def broken() -> Iterator[bytes]:
        yield LONG
        raise ValueError("other bytes than were declared")

    with pytest.raises(ValueError, match="declared"):
        find_secrets_aside(broken())
    assert searchers() == []


def test_it_refuses_when_the_search_broke_off():
    def ended() -> Iterator[bytes]:
        yield LONG
        for pid in searchers():
            os.kill(pid, signal.SIGKILL)
        yield LONG

    with pytest.raises(Refused, match="broke off"):
        find_secrets_aside(ended())
