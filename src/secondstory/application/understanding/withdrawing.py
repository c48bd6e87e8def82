"""Takes back a post-mortem that was opened in error, or lets it go on in another one. Nothing is deleted."""

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


def merged_into(office: Office, stream: StreamId, number: int) -> int:
    """Let a post-mortem go on in PM-`number`; return that number.

    Raises Refused when either does not stand open, when they are the same, and when the other is not there to be seen.
    """
    into = office.door.stream_of(f"PM-{number}")
    other: PostMortem = office.load(into, lambda entries: fold_stream("pm", entries))
    incidents.must_be_open(other.incident)
    act(
        office,
        stream,
        lambda entries: fold_stream("pm", entries),
        lambda pm: incidents.merge(pm.incident, into),
    )
    return number
