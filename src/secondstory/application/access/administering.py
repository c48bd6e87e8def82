"""Who looks after the installation: a policy in the record, so that it can be read, proved and changed in the open."""

from collections.abc import Iterable, Sequence

from secondstory.application.office import Office, act
from secondstory.application.record.journal import INSTALLATION_STREAM, Appended
from secondstory.domain.keeping import installation
from secondstory.domain.keeping.installation import Installation, PolicySet
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.event import Event, Recorded
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import ADMINISTRATORS, Relation


def administrators(office: Office) -> tuple[PersonId, ...]:
    """Return who looks after this installation; nobody as long as nobody was named."""
    return _named(office.load(INSTALLATION_STREAM, _fold))


def is_administrator(office: Office) -> bool:
    """Return whether whoever acts looks after this installation. It opens no post-mortem to them."""
    return office.alone or Relation.ADMINISTRATOR in office.door.relations(INSTALLATION_STREAM)


def name_administrators(
    office: Office, people: Iterable[PersonId], reason: str | None = None
) -> Appended | None:
    """Name who looks after this installation from now on; None when that is so already.

    Raises Refused when nobody would be left, and for whoever does not look after it themselves.
    """
    value = " ".join(dict.fromkeys(people))
    if not value:
        raise Refused("Somebody has to look after this installation; name at least one person.")
    draft = PolicySet(name=ADMINISTRATORS, value=value, reason=reason)
    return act(office, INSTALLATION_STREAM, _fold, lambda state: installation.set_policy(state, draft))


def _named(state: Installation) -> tuple[PersonId, ...]:
    return tuple(PersonId(one) for one in state.policies.get(ADMINISTRATORS, "").split())


def _fold(entries: Sequence[Recorded[Event]]) -> Installation:
    folded: Installation = fold_stream("in", entries)
    return folded
