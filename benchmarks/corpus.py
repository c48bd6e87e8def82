"""Makes a workspace with many made-up post-mortems, through the real journal: python -m benchmarks.corpus FOLDER 10000.

The same seed gives the same words, numbers and people; keys and ids are fresh. Nothing here is from a real incident.
"""

import argparse
import base64
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.wording import Tale, Teller
from secondstory.application.record.journal import Journal
from secondstory.application.record.sealing import Draft
from secondstory.domain.ceremony import followups, publication, sittings, support
from secondstory.domain.keeping import people
from secondstory.domain.understanding import conditions, incidents, narrative, timeline
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId, StreamId, new_id
from secondstory.kernel.moments import Moment
from secondstory.vault.keys import LastSigned
from secondstory.wiring.creating import create
from secondstory.wiring.places import KEYS_ENVIRONMENT, Place
from secondstory.wiring.workspace import Workspace

BATCH = 200
FIRST_DAY = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 10, 30, 8, 0, tzinfo=UTC)
PEOPLE = 40
TEAMS = ("platform", "harbour", "payments", "crossing", "desk")
SEVERITIES = ("sev-1", "sev-2", "sev-3", None)
PUBLISHED_SHARE = 0.8
LEVELS = tuple(conditions.Level)


@dataclass
class Steady:
    """A clock that moves when it is told."""

    at: datetime = FIRST_DAY

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at


@dataclass
class Corpus:
    """What was made: the theme of each post-mortem by its number, and the people by whom."""

    workspace: Workspace
    themes: dict[int, int] = field(default_factory=dict)
    persons: tuple[PersonId, ...] = ()
    entries: int = 0
    followups: int = 0


def fill(workspace: Workspace, count: int, *, seed: int = 7) -> Corpus:
    """Add `count` post-mortems to a fresh workspace, in batches of one owner each; return what was made."""
    return _Filling(workspace, count, seed).run()


class _Filling:
    """One run."""

    def __init__(self, workspace: Workspace, count: int, seed: int) -> None:
        self.count = count
        self.clock = Steady()
        self.teller = Teller(seed, themes=max(2, count // 4))
        self.dice = self.teller.dice
        self.journal = Journal(replace(workspace.workings, clock=self.clock))
        self.corpus = Corpus(workspace)
        self.signed: LastSigned | None = None

    def run(self) -> Corpus:
        """Write everybody, then batch after batch."""
        self.corpus.persons = self._people()
        step = (LAST_DAY - FIRST_DAY) / max(1, self.count)
        for first in range(0, self.count, BATCH):
            until = min(first + BATCH, self.count)
            owner = self.dice.choice(self.corpus.persons)
            self.clock.at = FIRST_DAY + step * until
            drafts = [
                draft
                for number in range(first + 1, until + 1)
                for draft in self._post_mortem(number, owner, began=FIRST_DAY + step * (number - 1))
            ]
            self._append(drafts, owner)
        return self.corpus

    def _append(self, drafts: list[Draft], by: PersonId | None) -> None:
        done = self.journal.append(drafts, by=by)
        self.signed = done.signed
        self.corpus.entries += done.count

    def _fresh(self, prefix: str) -> StreamId:
        return StreamId(new_id(prefix, at=self.clock.now(), entropy=self.dice.randbytes(10)))

    def _people(self) -> tuple[PersonId, ...]:
        drafts: list[Draft] = []
        persons: list[PersonId] = []
        for number in range(PEOPLE):
            stream = self._fresh("pe")
            persons.append(PersonId(stream))
            name = f"{self.teller.names[2 * number].capitalize()} {self.teller.names[2 * number + 1].capitalize()}"
            drafts.append(Draft(stream=stream, event=people.Joined(person=PersonId(stream), name=name)))
        self._append(drafts, None)
        return tuple(persons)

    def _post_mortem(self, number: int, owner: PersonId, *, began: datetime) -> Iterator[Draft]:
        tale = self.teller.tale()
        self.corpus.themes[number] = tale.theme.number
        stream = self._fresh("pm")
        for event in self._events(number, tale, owner, began):
            yield Draft(stream=stream, event=event)
        for change in tale.changes:
            yield from self._follow_up(change, stream)

    def _events(self, number: int, tale: Tale, owner: PersonId, began: datetime) -> Iterator[Event]:
        dice = self.dice
        kind = dice.choices(tuple(incidents.IncidentKind), (8, 2, 1))[0]
        yield incidents.Opened(number=number, kind=kind, title=tale.title, severity=dice.choice(SEVERITIES))
        yield incidents.RoleTaken(role=incidents.Role.OWNER, person=owner)
        helper = dice.choice(self.corpus.persons)
        if helper != owner:
            yield incidents.RoleTaken(role=incidents.Role.PARTICIPANT, person=helper)
        yield incidents.TimesStated(began=Moment(at=began), resolved=Moment(at=began + timedelta(hours=2)))
        yield incidents.TriggerStated(text=tale.trigger)
        yield support.Settled(outcome=support.Outcome.GIVEN)
        yield narrative.StoreysWritten(first=tale.title, second=tale.second)
        yield from self._story(tale)
        for at, text in enumerate(tale.moments, 1):
            occurred = Moment(at=began + timedelta(minutes=7 * at))
            yield timeline.EntryAdded(number=at, occurred=occurred, kind=timeline.EntryKind.FACT, text=text)
        for at, statement in enumerate(tale.conditions, 1):
            yield conditions.Added(number=at, statement=statement, level=dice.choice(LEVELS))
        yield from self._ceremony()

    def _story(self, tale: Tale) -> Iterator[Event]:
        paragraphs = narrative.paragraphs_of(tale.story)
        ids = tuple(new_id("pa", at=self.clock.now(), entropy=self.dice.randbytes(10)) for _ in paragraphs)
        yield from narrative.revise(narrative.Story(), tale.story, new_paragraph_ids=ids, authors=())

    def _ceremony(self) -> Iterator[Event]:
        yield sittings.Scheduled(number=1, kind=sittings.SittingKind.COMBINED)
        if self.dice.random() > PUBLISHED_SHARE or self.signed is None:
            return
        yield sittings.Opened(number=1, read_out=True, charter_version="1")
        yield sittings.Closed(number=1)
        yield publication.Published(
            edition=publication.EditionKind.INTERNAL,
            number=1,
            revision=1,
            checkpoint_size=self.signed.size,
            checkpoint_root=base64.b64encode(self.signed.root).decode("ascii"),
        )

    def _follow_up(self, change: str, origin: StreamId) -> Iterator[Draft]:
        dice, stream = self.dice, self._fresh("fu")
        self.corpus.followups += 1
        yield Draft(
            stream=stream,
            event=followups.Proposed(
                number=self.corpus.followups,
                text=change,
                origins=(followups.Origin(post_mortem=origin, conditions=(1,)),),
                phase=dice.choice(tuple(followups.Phase)),
                changes=dice.choice(tuple(followups.Changes)),
                end_state="It can be seen from the desk.",
            ),
        )
        team = dice.choice(TEAMS)
        if dice.random() < 0.8:
            asked = followups.Asked(of=team, because=followups.Because.EXPERTISE, text="You keep this part.")
            yield Draft(stream=stream, event=asked)
            if dice.random() < 0.7:
                yield Draft(stream=stream, event=followups.Accepted(owner_name=team))


def make(root: Path, count: int, *, seed: int = 7) -> Corpus:
    """Make a workspace in `root`, with its keys in `root`/keys, and fill it."""
    before = os.environ.get(KEYS_ENVIRONMENT)
    os.environ[KEYS_ENVIRONMENT] = str(root / "keys")
    try:
        made = create(Place(root / "workspace"), name="Administrator", address=None)
    finally:
        if before is None:
            del os.environ[KEYS_ENVIRONMENT]
        else:
            os.environ[KEYS_ENVIRONMENT] = before
    return fill(made.workspace, count, seed=seed)


def main() -> int:
    """Make what the command line asks for, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="a new folder")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    named = parser.parse_args()
    named.root.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    corpus = make(named.root, named.count, seed=named.seed)
    took = time.perf_counter() - began
    print(
        f"{named.count} post-mortems, {corpus.entries} entries, {corpus.followups} follow-ups in {took:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
