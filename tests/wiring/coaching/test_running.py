"""Many documents, in one process or in several."""

import io
import pickle

from secondstory.wiring.documents.coaching.gathering import Wanted
from secondstory.wiring.documents.coaching.looking import coach_together
from secondstory.wiring.documents.coaching.running import _batches, coach_all
from secondstory.wiring.documents.coaching.settings import Settings

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
    (coached,) = coach_together([Wanted("-")], io.BytesIO(BLAMING + b"\xff"))
    assert coached.seen
    assert coached.notes
    assert pickle.loads(pickle.dumps(coached)) == coached


def test_it_puts_small_documents_together_and_the_pipe_alone():
    wanted = [Wanted("a"), Wanted("b", size=10**6), Wanted("c"), Wanted("-"), Wanted("d")]
    assert [[one.path for one in batch] for batch in _batches(wanted)] == [["a", "b"], ["c"], ["-"], ["d"]]


def test_it_reads_documents_together_each_under_its_own_settings(tmp_path):
    quiet = Settings(off=frozenset({"hindsight"}))
    wanted = []
    for number, settings in enumerate([Settings(), quiet, quiet, Settings(folder=tmp_path)]):
        path = tmp_path / f"{number}.md"
        path.write_bytes(BLAMING)
        wanted.append(Wanted(str(path), settings))
    wanted.insert(1, Wanted("gone.md", why_not="There is no file gone.md."))
    wanted.insert(3, Wanted(str(tmp_path / "not-there.md")))
    made = list(coach_together(wanted))
    assert [one.path for one in made] == [one.path for one in wanted]
    assert [len(one.seen) for one in made] == [1, 0, 0, 0, 0, 1]
    assert Settings().setup is Settings(folder=tmp_path).setup
    assert [bool(one.why_not) for one in made] == [False, True, False, True, False, False]
