"""Rules, holds, approvals, refusals and days in any order."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from secondstory.application.keeping import holding
from secondstory.application.keeping.erasing import withdraw_erasure
from secondstory.application.keeping.letting_go.batching import erase_due
from secondstory.domain.keeping.retention import (
    STAYS_DECLINED_DAYS,
)
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ERASURE
from tests.application.keeping.letting_go.years import approve, ask, begun, er, published, ruled


class Years(RuleBasedStateMachine):
    """Rules, holds, approvals, refusals and days in any order: nothing held is asked for, nothing twice."""

    @initialize()
    def begin(self) -> None:
        self.here = begun()
        self.holds: list[StreamId] = []

    @rule(kind=st.sampled_from(["account", "support", "evidence"]), days=st.sampled_from([1, 30, 200]))
    def set_rule(self, kind, days):
        ruled(self.here, kind, days)

    @rule()
    def publish(self):
        published(self.here)

    @rule(days=st.sampled_from([1, 30, STAYS_DECLINED_DAYS]))
    def wait(self, days):
        self.here.here.clock.forward(days=days)

    @rule()
    def hold(self):
        wish = holding.Wish(sources=("everything",))
        self.holds.append(holding.place(self.here.here.office, self.here.pm, wish).stream)

    @rule()
    def let_go(self):
        if self.holds:
            holding.release(self.here.here.office, self.holds.pop(), "over")

    @rule()
    def decline(self):
        for row in self._rows():
            if row["state"] == "requested":
                withdraw_erasure(self.here.here.office, StreamId(str(row["stream"])), "not now")

    @rule()
    def approve_all(self):
        for row in self._rows():
            if row["state"] == "requested":
                approve(self.here, int(str(row["number"])))
        done = erase_due(self.here.here.office, self.here.means, by=None).done
        assert not (done and self.holds)

    @rule()
    def look(self):
        before = {str(row["target"]) for row in self._rows() if row["state"] != "withdrawn"}
        asked = ask(self.here)
        assert not (asked.numbers and self.holds)
        fresh = [str(er(self.here, number).request.target) for number in asked.numbers]
        assert before.isdisjoint(fresh)
        assert len(fresh) == len(set(fresh))

    @invariant()
    def erased_only_by_two(self):
        for row in self._rows():
            if row["state"] == "carried out":
                assert er(self.here, int(str(row["number"]))).carried_out.later_self

    def _rows(self):
        return self.here.here.desk.storage.rows.select(ERASURE) if hasattr(self, "here") else []


TestYears = Years.TestCase
TestYears.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=timedelta(seconds=30),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
