"""What a serving process does by itself, now and then: each round in a thread of its own, so that none waits for another.

A round that meets trouble says so once, goes on at its next time, and shows it on the page of the record until it is over.
"""

import sqlite3
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.application.correspondence.links import Links
from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull
from secondstory.application.record.witnessed import Standing
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded, MustReload
from secondstory.wiring.bucket.pushing import push
from secondstory.wiring.site.bundles import Bundles
from secondstory.wiring.site.post import Outbox, send_due
from secondstory.wiring.site.uploads import sweep_uploads
from secondstory.wiring.tidying import ask_due, erase_due
from secondstory.wiring.witnessing.asking import request
from secondstory.wiring.witnessing.into_bucket import into_bucket
from secondstory.wiring.witnessing.patience import Patience
from secondstory.wiring.witnessing.policy import policy_of
from secondstory.wiring.witnessing.publishing import publish_if_due
from secondstory.wiring.witnessing.standing import standing_of
from secondstory.wiring.witnessing.timestamping import WhenDue
from secondstory.wiring.workspace import Workspace

MINUTE_S = 60.0
STOP_WITHIN_S = 2.0
_WEATHER = (
    Refused,
    OSError,
    sqlite3.Error,
    Conflict,
    StorageFull,
    StorageFailed,
    KeyStoreFailed,
    BadProof,
    BadSignature,
    KeyNeeded,
    MustReload,
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing that is done again and again. go: does it, and returns words about what went wrong, empty when nothing did.

    is_at_once: done at the start already, and not only when `every_s` went by.
    """

    name: str
    every_s: float
    go: Callable[[], Sequence[str]]
    is_at_once: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """How the last turn of a round went. at: when it ended, None before the first. troubles: what is in the way."""

    name: str
    at: datetime | None = None
    troubles: tuple[str, ...] = ()


class Rounds:
    """The rounds of one process."""

    def __init__(self, workspace: Workspace, rounds: Sequence[Round] = (), *, say: Say | None = None) -> None:
        """Get ready to do `rounds`. say: where trouble is said, once each; standard error unless told otherwise."""
        self._workspace = workspace
        self._rounds = tuple(rounds)
        self._say = say or _complain
        self._went = {one.name: Went(name=one.name) for one in rounds}
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in the background."""
        for one in self._rounds:
            thread = threading.Thread(target=self._walk, args=(one,), name=f"round: {one.name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Begin no other turn, and wait a moment for those that are under way; a network is not waited for."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(STOP_WITHIN_S / len(self._threads))

    @property
    def went(self) -> tuple[Went, ...]:
        """How each went last, in their order; empty in a process that does none."""
        return tuple(self._went.values())

    def turn(self, one: Round) -> Went:
        """Do one turn of a round; return how it went."""
        before = self._went[one.name]
        try:
            self._workspace.look_again()
            troubles = tuple(one.go())
        except _WEATHER as why:
            troubles = (str(why) or type(why).__name__,)
        finally:
            self._workspace.storage.close()
        for trouble in troubles:
            if trouble not in before.troubles:
                self._say(f"{one.name}: {trouble}")
        went = Went(name=one.name, at=self._workspace.clock.now(), troubles=troubles)
        self._went[one.name] = went
        return went

    def _walk(self, one: Round) -> None:
        if not one.is_at_once:
            self._stopped.wait(one.every_s)
        while not self._stopped.is_set():
            self.turn(one)
            self._stopped.wait(one.every_s)


def rounds_of(
    workspace: Workspace, outbox: Outbox, *, links: Links, bundles: Bundles | None = None
) -> tuple[Round, ...]:
    """Return what a process does that serves `workspace`."""
    patience = Patience()

    def remind() -> list[str]:
        send_due(workspace, outbox, workspace.clock.now(), links=links)
        outbox.close()
        return []

    def sweep() -> list[str]:
        sweep_uploads(workspace)
        return []

    def retain() -> list[str]:
        ask_due(workspace)  # what is asked for is not asked for again
        return []

    def erase() -> list[str]:
        erase_due(workspace)  # at most one batch in a day, however often it is asked
        return []

    def clear() -> list[str]:
        (bundles or Bundles(workspace)).sweep()
        return []

    def change_keys() -> list[str]:
        workspace.catch_up_with_keys()
        return []

    return (
        Round(name="bucket", every_s=10 * MINUTE_S, go=lambda: lock_copies(workspace)),
        Round(name="keys", every_s=60 * MINUTE_S, go=change_keys),
        Round(name="witnesses", every_s=10 * MINUTE_S, go=lambda: ask_witnesses(workspace)),
        Round(
            name="publication",
            every_s=MINUTE_S,  # to look costs little; each place is published to every ten minutes at most
            go=lambda: publish_if_due(
                workspace, workspace.clock.now(), patience, more=into_bucket(workspace)
            ),
        ),
        # As often as the settings ask, once a day unless they say otherwise; after a failure it waits by itself.
        Round(name="timestamps", every_s=5 * MINUTE_S, go=WhenDue(workspace)),
        Round(name="retention", every_s=24 * 60 * MINUTE_S, go=retain),
        Round(name="erasures", every_s=60 * MINUTE_S, go=erase),
        Round(name="bundles", every_s=15 * MINUTE_S, go=clear),
        Round(name="reminders", every_s=15 * MINUTE_S, go=remind, is_at_once=False),
        Round(name="unfinished uploads", every_s=15 * MINUTE_S, go=sweep, is_at_once=False),
    )


def lock_copies(workspace: Workspace) -> Sequence[str]:
    """Do a round with the bucket, when there is one; return words about what is in the way."""
    is_set = bool(workspace.settings.bucket.name) and workspace.closed is None
    return push(workspace).wrong if is_set else ()


def ask_witnesses(workspace: Workspace) -> list[str]:
    """Ask the witnesses of the policy when one has not signed the newest entry; return words about those that did not.

    Raises Refused when policy or history cannot be read.
    """
    policy = policy_of(workspace)
    if policy is None or not policy.witnesses or not workspace.storage.head().size:
        return []
    standing = standing_of(workspace)
    if all(one.size == standing.size for one in standing.witnesses):
        return []
    # Whoever put an address without TLS into the policy was told what it means; asking is no place to ask again.
    asked = request(workspace, plain=True)
    return [f"{one.witness}: {one.words}" for one in asked.told if one.standing is not Standing.SIGNED]


def _complain(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
