"""A sitting as an entry in one person's own calendar: the same entry that the letters carry, at that person's hour."""

from datetime import datetime, timedelta

from secondstory.application.correspondence.letters.about_sittings import ALL_DAY_MINUTES, MINUTES
from secondstory.application.correspondence.links import Links
from secondstory.application.office import Office
from secondstory.application.ports.post import Invitation, Method
from secondstory.domain.ceremony.sittings import Lapsed, Moved, Sitting
from secondstory.domain.lifecycle import PostMortem
from secondstory.kernel.refused import Refused


def calendar_entry(
    office: Office, pm: PostMortem, sitting: Sitting, *, begins: datetime | None, links: Links
) -> Invitation:
    """Return the entry of a sitting. begins: when the part of whoever asks begins. It names PM-7, not what it is about.

    Raises Refused for a sitting without an hour.
    """
    if begins is None or pm.stream is None or sitting.at is None:
        raise Refused("This sitting has no hour, so there is nothing to put into a calendar.")
    changes = (one.event for one in office.reader.events(pm.stream))
    version = sum(isinstance(one, Moved | Lapsed) and one.number == sitting.number for one in changes)
    ends = sitting.at.at + timedelta(minutes=MINUTES.get(sitting.kind, ALL_DAY_MINUTES))
    url = links.sitting(pm.incident.number, sitting.number)
    return Invitation(
        method=Method.REQUEST if sitting.lapsed is None else Method.CANCEL,
        uid=f"{pm.stream}-s{sitting.number}@{links.host}",
        sequence=version,
        starts_at=begins,
        ends_at=max(ends, begins + timedelta(minutes=ALL_DAY_MINUTES)),
        stamped_at=office.now(),
        summary=f"{pm.label}, {sitting.kind.value} sitting",
        description=f"The sitting: {url}\nWhat is safe to say there: {links.charter}",
        url=url,
    )
