"""Coaches many documents: in this process, or side by side in several when there is much to read."""

import copyreg
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import fields
from multiprocessing import resource_tracker
from typing import Any, BinaryIO

from secondstory.coach import Finding, Note
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.looking import Coached, coach_together
from secondstory.wiring.documents.finding import STDIN

MUCH_BYTES = 8_000_000
_BATCH_BYTES = 128 * 1024
"""Documents of so many bytes are read together: enough to be quick, few enough to show how far it is."""
_MOST_JOBS = 16

Progress = Callable[[int, int], None]


def coach_all(
    wanted: list[Wanted], *, stdin: BinaryIO, jobs: int | None = None, progress: Progress
) -> Iterator[Coached]:
    """Yield what the coach notices in each document, in the order given.

    jobs: how many processes; None means as many as there are processors, and one when little is to be read.
    Leaving early, as Ctrl-C does, ends every process that was begun.
    """
    bytes_in_all = sum(one.size for one in wanted)
    count = min(jobs or (_processors() if bytes_in_all >= MUCH_BYTES else 1), len(wanted), _MOST_JOBS)
    made = _alone(wanted, stdin) if count < 2 else _side_by_side(wanted, count, stdin)
    for done, one in enumerate(made, 1):
        progress(done, len(wanted))
        yield one


def _alone(wanted: list[Wanted], stdin: BinaryIO) -> Iterator[Coached]:
    for batch in _batches(wanted):
        yield from coach_together(batch, stdin)


def _side_by_side(wanted: list[Wanted], count: int, stdin: BinaryIO) -> Iterator[Coached]:
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(count, mp_context=context, initializer=_hear_no_interrupts)
    is_done = False
    try:
        with _interrupts_wait():
            waiting = [
                (batch, None if batch[0].path == STDIN else executor.submit(_coach_batch, batch))
                for batch in _batches(wanted)
            ]
        for batch, future in waiting:
            yield from coach_together(batch, stdin) if future is None else _result(future)
        is_done = True
    finally:
        executor.shutdown(wait=is_done, cancel_futures=True)
        if not is_done:
            for child in multiprocessing.active_children():
                child.terminate()


def _result(future: "Future[list[Coached]]") -> list[Coached]:
    try:
        return future.result()
    except BrokenProcessPool as broken:
        raise Refused(
            "One of the processes that read side by side was ended from outside, perhaps for want of memory. "
            "secondstory coach --jobs 1 reads one document after the other.",
            code="process-ended",
        ) from broken


def _by_fields(one: Any) -> tuple[Callable[..., Any], tuple[type, dict[str, Any]]]:
    """Return how to make a value of the core again in another process; as they are, they refuse to be filled in."""
    return _again, (type(one), {field.name: getattr(one, field.name) for field in fields(one)})


def _again(kind: type, values: dict[str, Any]) -> Any:
    return kind(**values)


copyreg.pickle(Finding, _by_fields)
copyreg.pickle(Note, _by_fields)


def _coach_batch(batch: list[Wanted]) -> list[Coached]:
    return list(coach_together(batch))


def _batches(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Yield documents that are read together; what is piped in stands alone."""
    batch: list[Wanted] = []
    size = 0
    for one in wanted:
        if batch and (one.path == STDIN or size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.size + 1024
        if one.path == STDIN:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: this process hears it afterwards, and processes begun within never do."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    # Its own beginning would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hear_no_interrupts() -> None:
    """Leave Ctrl-C to the process that began this one, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
