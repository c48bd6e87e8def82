"""Many documents, in one process or in several."""

import io
import pickle

from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.looking import coach_one
from secondstory.wiring.documents.coaching.running import _batches, coach_all

BLAMING = b"The operator should have known better.\n"


def test_it_answers_in_the_order_asked_and_tells_how_far_it_is(tmp_path):
    wanted = []
    for n in range(5):
        path = tmp_path / f"{n}.md"
        path.write_bytes(BLAMING * n)
        wanted.append(Wanted(str(path), size=len(BLAMING) * n))
    wanted.insert(2, Wanted("-"))
    wanted.append(Wanted("gone.md", why_not="There is no file gone.md."))
    told = []
    for jobs in (1, 2):
        steps = []
        made = coach_all(
            wanted, stdin=io.BytesIO(BLAMING), jobs=jobs, progress=lambda *far, steps=steps: steps.append(far)
        )
        told.append(list(made))
        assert steps == [(n, 7) for n in range(1, 8)]
    assert told[0] == told[1]
    assert [one.path for one in told[0]] == [one.path for one in wanted]
    assert len(told[0][2].seen) == 1


def test_it_sends_what_it_found_between_processes():
    coached = coach_one(Wanted("-"), io.BytesIO(BLAMING + b"\xff"))
    assert coached.seen
    assert coached.notes
    assert pickle.loads(pickle.dumps(coached)) == coached


def test_it_puts_small_documents_together_and_the_pipe_alone():
    wanted = [Wanted("a"), Wanted("b", size=10**6), Wanted("c"), Wanted("-"), Wanted("d")]
    assert [[one.path for one in batch] for batch in _batches(wanted)] == [["a", "b"], ["c"], ["-"], ["d"]]
