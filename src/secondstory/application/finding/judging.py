"""What people said about two post-mortems being alike: recorded in the one they looked from, shown to who reads both."""

from collections.abc import Mapping

from secondstory.application.office import Office
from secondstory.application.understanding.telling import Told, read, tell
from secondstory.domain.understanding import incidents
from secondstory.domain.understanding.incidents import LikenessJudged
from secondstory.kernel.ids import StreamId


def judge(office: Office, stream: StreamId, number: int, *, alike: bool) -> Told:
    """Record whether PM-`number` is like the one in `stream`.

    Raises Refused when the other is not there to be read, is the same one, or this one is not open.
    """
    other = office.door.stream_of(f"PM-{number}")
    draft = LikenessJudged(other=other, alike=alike)
    return tell(office, stream, lambda pm: incidents.judge_likeness(pm.incident, draft))


def judged(office: Office, stream: StreamId) -> Mapping[str, bool]:
    """Return what was said last of the likeness of each other post-mortem, by its stream."""
    return {str(one.other): one.alike for one in read(office, stream).incident.likenesses}
