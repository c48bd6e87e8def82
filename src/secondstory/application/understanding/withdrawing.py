"""Takes back a post-mortem that was opened in error, or lets it go on in another one. Nothing is deleted."""

from secondstory.application.office import Office, act
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import POSTMORTEM


def withdraw(office: Office, stream: StreamId, reason: str) -> None:
    """Withdraw a post-mortem. Raises Refused without a reason, or when it no longer stands open."""

    def decide(pm: PostMortem) -> list[Event]:
        return incidents.withdraw(pm.incident, reason)

    act(office, stream, lambda entries: fold_stream("pm", entries), decide)


def merge(office: Office, stream: StreamId, into: StreamId) -> None:
    """Let a post-mortem go on in another one. Raises Refused when either does not stand open, or they are the same."""
    if office.door.row(POSTMORTEM, into) is None:
        raise Refused("There is no such post-mortem here. Name the one that this goes on in, such as PM-7.")
    other: PostMortem = office.load(into, lambda entries: fold_stream("pm", entries))
    incidents.must_be_open(other.incident)
    act(
        office,
        stream,
        lambda entries: fold_stream("pm", entries),
        lambda pm: incidents.merge(pm.incident, into),
    )
