"""Takes back a post-mortem that was opened in error. Nothing is deleted."""

from secondstory.application.office import Office, act
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.understanding import incidents
from secondstory.kernel.event import Event
from secondstory.kernel.ids import StreamId


def withdraw(office: Office, stream: StreamId, reason: str) -> None:
    """Withdraw a post-mortem. Raises Refused without a reason, or when it no longer stands open."""

    def decide(pm: PostMortem) -> list[Event]:
        return incidents.withdraw(pm.incident, reason)

    act(office, stream, lambda entries: fold_stream("pm", entries), decide)
