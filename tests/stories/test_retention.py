"""Two years in a team: a rule is set, its day comes, the installation asks, two people agree, and the batch carries it out.

Over a real workspace on a real disk. What a hold keeps stays, nothing is erased by itself, and the record verifies with its
erased parts called lawfully erased. P10: what was erased is in no file of the workspace, and in no key that is kept.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from secondstory.application.access.administering import name_administrators
from secondstory.application.ceremony.knowing_people import make_known
from secondstory.application.keeping import directory, holding
from secondstory.application.keeping.erasing import carry_out, due, erasure_of
from secondstory.application.keeping.letting_go import retaining
from secondstory.application.keeping.letting_go.waiting import waiting
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.sealing import Draft
from secondstory.application.record.verifying.verify import verify
from secondstory.application.understanding import accounts
from secondstory.application.understanding.opening import Opening, open_post_mortem
from secondstory.application.understanding.roles import give_role
from secondstory.domain.keeping.retention import RetentionHeld, RetentionSet
from secondstory.domain.understanding.incidents import Role
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.wiring.creating import create
from secondstory.wiring.evidence import vault_of
from secondstory.wiring.places import Place
from secondstory.wiring.tidying import ask_due, erase_due
from secondstory.wiring.workspace import Workspace, open_workspace
from tests.application.access.world import edition

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
NAME = "Wilhelmina Roe"


class House:
    """A workspace of a team; Ada and Bo look after it, and time passes when a test says so."""

    def __init__(self, root: Path, env: pytest.MonkeyPatch) -> None:
        self.env, self.at, self.root = env, MONDAY, root
        env.setenv("SECONDSTORY_KEYS", str(root / "keys"))
        self.later()
        self.workspace: Workspace = create(
            Place(root / "ws"), name="Ada Okafor", address=None, demo=True
        ).workspace
        office = self.workspace.office
        self.bo = make_known(office, "Bo Lindqvist").person
        self.cem = make_known(office, "Cem Yıldız").person
        name_administrators(office, [office.me, self.bo])

    def later(self, days: float = 0) -> None:
        self.at += timedelta(days=days)
        self.env.setenv("SECONDSTORY_DEMO_CLOCK", self.at.isoformat())

    def of(self, person):
        return self.workspace.office_for(person, alone=False)

    def opened(self, title: str, *, held: bool) -> StreamId:
        """Open and publish a post-mortem with an account of Cem's and an item."""
        ada = self.of(self.workspace.office.me)
        pm = open_post_mortem(ada, Opening(title=title)).stream
        give_role(ada, pm, Role.PARTICIPANT, self.cem)
        accounts.write(self.of(self.cem), pm, f"I rang {NAME}.", role="on call")
        item = Item(post_mortem=pm, name="console.log", captured_from="ops-3")
        seal_evidence(ada, vault_of(self.workspace), item, lambda: [NAME.encode()])
        self.workspace.office.journal.append([Draft(stream=pm, event=edition())], by=ada.me)
        if not held:
            holds = [one for one in holding.holds_of(ada, pm) if one.stream is not None]
            for one in holds:
                holding.release(ada, one.stream, "nothing routine is deleted here")
        return pm

    def files(self) -> bytes:
        return b"".join(one.read_bytes() for one in (self.root / "ws").rglob("*") if one.is_file())


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return House(tmp_path, monkeypatch)


def agree(house: House, person, number: int) -> None:
    office, means = house.of(person), house.workspace.means
    assert carry_out(office, means, due(office, means, office.door.stream_of(f"ER-{number}"))) is None


def test_a_rule_its_day_two_people_and_the_batch(house: House):
    ada, bo = house.workspace.office.me, house.bo
    for kind in ("account", "evidence", "people"):
        draft = RetentionSet(kind=kind, days=730, since="", basis="policy 4.2", reason="two years are enough")
        retaining.set_rule(house.of(bo), draft)
    house.opened("Seats released too early", held=False)
    kept = house.opened("Tickets printed twice", held=True)
    gone = directory.join(house.of(ada), NAME, "wilhelmina@example.org").person
    directory.leave(house.of(ada), gone)
    hold = next(one for one in holding.holds_of(house.of(ada), kept))

    house.later(days=729)
    assert ask_due(house.workspace).numbers == ()
    house.later(days=1)
    asked = ask_due(house.workspace)
    assert (asked.numbers, asked.held) == ((1, 2, 3), 2)
    assert ask_due(house.workspace).numbers == ()
    house.later(days=40)
    assert erase_due(house.workspace).done == (), "nobody has agreed"
    things = {one.thing for one in waiting(house.of(bo))}
    assert f"name and address of {NAME}" in things

    for number in asked.numbers:
        agree(house, bo, number)
    assert erase_due(house.workspace).done == (), "one person is not two"
    with pytest.raises(Refused, match="two people"):
        agree(house, bo, 1)
    for number in asked.numbers:
        agree(house, ada, number)
    done = erase_due(house.workspace)
    assert (done.done, done.held) == ((1, 2, 3), ())

    fresh = open_workspace(str(house.workspace.place.root))
    report = verify(fresh.subject())
    assert int(report.verdict) == 0
    assert any("lawfully erased" in one for one in report.proved)
    assert NAME.encode() not in house.files()
    assert b"wilhelmina@" not in house.files()
    for number in (1, 2):
        target = erasure_of(fresh.office, fresh.office.door.stream_of(f"ER-{number}")).carried_out.target
        assert fresh.keys.key(f"object:{target}") is None
    held = [one.event for one in fresh.office.reader.events(StreamId("in_installation"))]
    assert [one for one in held if isinstance(one, RetentionHeld)] == [
        RetentionHeld(kind="account", holds=(hold.number,)),
        RetentionHeld(kind="evidence", holds=(hold.number,)),
    ]
    assert len(accounts.accounts_of(house.of(house.cem), kept)) == 1
    fresh.storage.close()
    house.workspace.storage.close()
