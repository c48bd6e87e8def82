"""Scheduled erasures: together, once a day, in an order nobody chose, and never against a hold."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from secondstory.application.keeping import holding
from secondstory.application.keeping.choosing import Chosen, choose
from secondstory.application.keeping.destroying import finish
from secondstory.application.keeping.erasing import carry_out, due, request_erasure
from secondstory.application.keeping.letting_go.batching import Batch, erase_due, schedule, shuffled
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.domain.keeping.erasure import CarriedOut, RefusedByHold
from secondstory.domain.understanding.incidents import TriggerStated
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from tests.application.keeping.test_erasing import Scene, scene

POLICY = "retention policy 4.2"


def scheduled(here: Scene, ref: str = "PM-1", *parts: str, days: int = 0, approve: bool = True) -> int:
    """Ask for an erasure on a day, approve it after a night, and return its number."""
    office = here.here.office
    what = Chosen(
        ref=ref, parts=parts, words=None, of=None, stream=None, basis=POLICY, reason="kept for a year"
    )
    wanted = replace(choose(office, here.means, what), not_before=office.now() + timedelta(days=days))
    asked = request_erasure(office, here.means, wanted)
    if approve:
        here.here.clock.forward(days=1)
        assert carry_out(office, here.means, due(office, here.means, asked.stream)) is None
    return asked.number


def sealed(here: Scene, name: str) -> StreamId:
    item = Item(post_mortem=here.pm, name=name, captured_from="ops-3")
    return seal_evidence(here.here.office, here.here.vault, item, lambda: [name.encode()]).stream


def batch(here: Scene) -> Batch:
    return erase_due(here.here.office, here.means, by=None)


def carried_out(here: Scene) -> list[int]:
    """Return the numbers of the erasures that were carried out, in the order of the log."""
    found = []
    for number in range(1, 20):
        try:
            stream = here.here.office.door.stream_of(f"ER-{number}")
        except Refused:
            break
        events = here.here.desk.reader.events(stream)
        found += [(one.index, number) for one in events if isinstance(one.event, CarriedOut)]
    return [number for _, number in sorted(found)]


def test_it_erases_together_what_is_due_and_every_part_verifies_as_erased():
    here = scene()
    streams = [sealed(here, f"{n}.log") for n in range(3)]
    numbers = [scheduled(here, f"E-{n}") for n in (1, 2, 3)]
    done = batch(here)
    assert done.done == tuple(numbers)
    assert sorted(carried_out(here)) == numbers
    assert [here.here.desk.keys.key(f"object:{stream}") for stream in streams] == [None] * 3
    assert list(here.here.objects.digests()) == []
    assert here.verdict()[0] == 0
    assert here.here.desk.storage.size() - (done.first or 0) == 6


def test_it_carries_out_one_batch_a_day_at_most():
    here = scene()
    for n in (1, 2):
        sealed(here, f"{n}.log")
    scheduled(here, "E-1")
    scheduled(here, "E-2", days=3)
    assert batch(here).done == (1,)
    here.here.clock.forward(days=1)
    assert batch(here) == Batch()
    here.here.clock.forward(days=1)
    assert batch(here).done == (2,)
    sealed(here, "3.log")
    number = scheduled(here, "E-3")
    assert number == 3
    here.here.clock.forward(hours=-20)
    assert schedule(here.here.office, here.means).next_at > here.here.office.now()
    assert batch(here) == Batch()


def test_it_waits_for_the_day_and_for_the_second_look():
    here = scene()
    here.record(TriggerStated(text="Wilhelmina rang"))
    scheduled(here, "PM-1", "trigger", approve=False)
    assert (schedule(here.here.office, here.means).due, batch(here)) == ((), Batch())
    (waiting,) = schedule(here.here.office, here.means).waiting
    assert waiting.approved_at is None


def test_it_does_not_let_one_of_a_batch_go_alone():
    here = scene()
    sealed(here, "1.log")
    scheduled(here, "E-1", days=30)
    with pytest.raises(Refused, match="goes together with others"):
        due(here.here.office, here.means, here.here.office.door.stream_of("ER-1"))


def test_it_leaves_out_what_a_hold_keeps_and_records_that_once():
    here = scene(held=True)
    sealed(here, "1.log")
    scheduled(here, "E-1")
    assert batch(here) == Batch(held=(1,))
    assert batch(here) == Batch(held=(1,))
    events = [one.event for one in here.here.desk.reader.events(here.here.office.door.stream_of("ER-1"))]
    assert [one for one in events if isinstance(one, RefusedByHold)] == [RefusedByHold(holds=(1,))]
    holding.release(here.here.office, here.hold, "it is over")
    assert batch(here).done == (1,)


def test_it_shuffles_the_order():
    here = scene()
    for n in range(1, 9):
        sealed(here, f"{n}.log")
        scheduled(here, f"E-{n}")
    assert len(batch(here).done) == 8
    order = carried_out(here)
    assert sorted(order) == list(range(1, 9))
    assert order != sorted(order)


def test_it_can_put_anything_anywhere():
    drawn = Random(7)
    seen = {tuple(shuffled("abc", drawn.randbytes)) for _ in range(200)}  # type: ignore[arg-type]
    assert len(seen) == 6


def test_it_is_finished_by_recovery_when_a_crash_came_after_the_record():
    here = scene()
    stream = sealed(here, "1.log")
    scheduled(here, "E-1")

    class Crash(Exception):
        pass

    class Failing:
        def __getattr__(self, name: str):
            raise Crash

    broken = replace(here.means, objects=Failing)
    with pytest.raises(Crash):
        erase_due(here.here.office, broken, by=None)
    assert here.here.desk.keys.key(f"object:{stream}") is not None
    assert finish(here.means) == [here.here.office.door.stream_of("ER-1")]
    assert here.here.desk.keys.key(f"object:{stream}") is None
    assert here.verdict()[0] == 0
