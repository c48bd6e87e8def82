"""Many who append at once: no gap, no entry twice, and each receipt proves; and a clock that goes backwards."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.record.proving import prove
from secondstory.application.record.verifying.report import Verdict
from secondstory.application.record.verifying.verify import verify
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.domain.keeping.installation import ClockStepped
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.proof import verify_proof
from secondstory.vault.keys import LastSigned
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.proofs.scenes import opened_at_last
from tests.proofs.worlds import SCENES

WRITERS = 4
Receipt = tuple[int, int, bytes]
"""First index, how many entries, the signed checkpoint that was given out with them."""


def from_processes(world, each: int) -> list[Receipt]:
    words = [sys.executable, str(SCENES), "_some", "act", str(world.here)]
    env = {**world.env, "COUNT": str(each)}
    writers = [
        subprocess.Popen(words, env={**env, "TAG": f"writer {n}"}, stdout=subprocess.PIPE, text=True)
        for n in range(WRITERS)
    ]
    with ThreadPoolExecutor(WRITERS) as pool:
        said = list(pool.map(lambda one: one.communicate()[0], writers))
    assert [one.returncode for one in writers] == [0] * WRITERS
    lines = [json.loads(line) for text in said for line in text.splitlines()]
    return [(one["first"], one["count"], base64.b64decode(one["note"])) for one in lines]


def from_threads(workspace: Workspace, each: int) -> list[Receipt]:
    receipts: list[Receipt] = []
    together = threading.Barrier(WRITERS)

    def write(tag: int) -> None:
        together.wait()
        for n in range(each):
            done = opened_at_last(workspace.office, f"thread {tag}, {n}").appended
            receipts.append((done.first, done.count, done.signed.note))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    return receipts


def must_be_one_history(workspace: Workspace, receipts: Sequence[Receipt], each: int) -> None:
    """Hold every receipt against the record: its own entries, no gap, nothing twice, proven under its checkpoint."""
    assert len(receipts) == WRITERS * each
    owned = [index for first, count, _ in receipts for index in range(first, first + count)]
    assert len(set(owned)) == len(owned)
    assert verify(workspace.subject(), against=receipts[-1][2]).verdict is Verdict.VERIFIED
    indexes = [stored.index for stored in workspace.storage.entries()]
    assert indexes == list(range(workspace.storage.size()))
    entries = {stored.index: stored.entry for stored in workspace.storage.entries()}
    roots: dict[int, bytes] = {}
    for first, _, note in receipts:
        checkpoint = read_checkpoint(note, [workspace.verifier])
        assert roots.setdefault(checkpoint.size, checkpoint.root) == checkpoint.root
        signed = LastSigned(size=checkpoint.size, root=checkpoint.root, note=note)
        verify_proof(prove(workspace.storage, first, signed), entries[first], [workspace.verifier])


@pytest.mark.parametrize("each", [12, pytest.param(200, marks=pytest.mark.proof)])
def test_it_writes_one_history_for_many_processes_and_threads(stage, each, write_proof):
    world = stage("apart")
    receipts = from_processes(world, each)
    workspace = open_workspace(str(world.here / "ws"))
    must_be_one_history(workspace, receipts, each)
    more = from_threads(workspace, each)
    must_be_one_history(workspace, more, each)
    figures = {
        "acts by 4 processes at once": len(receipts),
        "acts by 4 threads at once": len(more),
        "entries, without a gap": workspace.storage.size(),
        "receipts that prove their entry": len(receipts) + len(more),
        "given twice, lost, or forked": 0,
    }
    workspace.storage.close()
    workspace.keys.close()
    write_proof("writers", "Many who append at once make one history", figures)


def test_it_keeps_the_order_when_the_clock_goes_backwards(stage, monkeypatch):
    world = stage("one_by_one")
    workspace = open_workspace(str(world.here / "ws"))
    start = datetime.fromisoformat(world.env["SECONDSTORY_DEMO_CLOCK"])
    shown = [timedelta(0), timedelta(hours=1), -timedelta(days=400), -timedelta(days=399), timedelta(hours=2)]
    indexes = []
    for n, after in enumerate(shown):
        monkeypatch.setenv("SECONDSTORY_DEMO_CLOCK", (start + after).isoformat())
        indexes.append(open_post_mortem(workspace.office, Opening(title=f"at {n}")).appended.first)
    assert indexes == sorted(indexes)
    steps = [
        one.event
        for one in workspace.office.reader.events(INSTALLATION_STREAM)
        if isinstance(one.event, ClockStepped)
    ]
    assert [(one.stood_at - start, one.showed_at - start) for one in steps] == [(shown[1], shown[2])]
    assert verify(workspace.subject()).verdict is Verdict.VERIFIED
    workspace.storage.close()
    workspace.keys.close()
