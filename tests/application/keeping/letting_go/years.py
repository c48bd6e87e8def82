"""A post-mortem over a record in memory, with rules of retention: what the tests of this folder begin with."""

from secondstory.application.ceremony import supporting
from secondstory.application.keeping.erasing import carry_out, due, erasure_of
from secondstory.application.keeping.letting_go import retaining
from secondstory.application.keeping.letting_go.retaining import Asked
from secondstory.application.keeping.sealing import Item, seal_evidence
from secondstory.application.record.journal import INSTALLATION_STREAM
from secondstory.application.understanding import accounts
from secondstory.domain.keeping.erasure import Erasure
from secondstory.domain.keeping.installation import Created
from secondstory.domain.keeping.retention import (
    RetentionSet,
)
from tests.application.access.world import edition
from tests.application.keeping.test_erasing import Scene, scene


def begun(*, held: bool = False) -> Scene:
    """Return a scene with a log that began, and a post-mortem with an account, an offer of support and an item."""
    here = scene(held=held)
    here.record(Created(origin="demo/tests", format_version=1), stream=INSTALLATION_STREAM)
    accounts.write(here.here.office, here.pm, "I saw it fall.", role="on call")
    supporting.offer(here.here.office, here.pm, what="an hour", to_role="on call")
    item = Item(post_mortem=here.pm, name="console.log", captured_from="ops-3")
    seal_evidence(here.here.office, here.here.vault, item, lambda: [b"console"])
    return here


def ruled(here: Scene, kind: str = "account", days: int = 30, since: str = "") -> None:
    draft = RetentionSet(kind=kind, days=days, since=since, basis="policy 4", reason="it was learnt from")
    retaining.set_rule(here.here.office, draft)


def published(here: Scene, days: float = 0) -> None:
    """Publish, and let days pass."""
    here.record(edition())
    here.here.clock.forward(days=days)


def ask(here: Scene) -> Asked:
    return retaining.ask_due(here.here.office, here.means)


def er(here: Scene, number: int = 1) -> Erasure:
    return erasure_of(here.here.office, here.here.office.door.stream_of(f"ER-{number}"))


def approve(here: Scene, number: int = 1) -> None:
    """Approve as somebody alone does: once, and again a night later."""
    office = here.here.office
    stream = office.door.stream_of(f"ER-{number}")
    for _ in range(2):
        carry_out(office, here.means, due(office, here.means, stream))
        here.here.clock.forward(days=1)
