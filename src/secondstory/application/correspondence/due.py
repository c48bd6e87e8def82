"""Letters that are due because time went by: after 7 and after 30 days a supporter is reminded to look in."""

from datetime import datetime

from secondstory.application.correspondence.letters import about_support
from secondstory.application.correspondence.letters.wording import Envelope
from secondstory.application.correspondence.links import Links
from secondstory.application.correspondence.on_support import link_for
from secondstory.application.correspondence.recipients import addressee_of, person_of
from secondstory.application.office import Office
from secondstory.application.ports.post import Letter
from secondstory.domain.ceremony.support import Outcome, Support, reminders_due
from secondstory.domain.lifecycle import fold_stream
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import SUPPORT


def due_letters(office: Office, at: datetime, *, links: Links) -> list[Letter]:
    """Return the reminders that are due to whoever the office is of, as a supporter. at: aware.

    Only they may read what they offered, so each supporter's letters are found through their own door; whoever
    sends the reminders of a day asks once for each person. The same reminder has the same key on every day, so that
    it goes out once. When both are overdue, the later one stands for both.
    """
    to = addressee_of(person_of(office, office.me))
    zone = office.now().tzinfo
    if to is None or zone is None:
        return []
    letters: list[Letter] = []
    for row in office.door.rows(SUPPORT, order="stream"):
        stream = StreamId(str(row["stream"]))
        support: Support = office.load(stream, lambda entries: fold_stream("su", entries))
        due = reminders_due(support, at)
        if due and office.me in support.supporters and not support.is_to_oneself:
            letters.append(
                about_support.look_in(
                    Envelope(to=to, key=f"{stream}/{office.me}", zone=zone),
                    link_for(office, office.me, support.post_mortem, links),
                    days=due[-1],
                    said_no=support.outcome is Outcome.DECLINED,
                )
            )
    return letters
