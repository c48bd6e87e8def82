"""Earlier post-mortems that rhyme with one, each with the reasons why it is shown."""

from collections.abc import Mapping

from django.http import HttpResponse

from secondstory.application.access.policy import ROOM
from secondstory.application.finding.judging import judge, judged
from secondstory.application.finding.rhyming import Rhyme, rhyming_with
from secondstory.application.looking import Standing
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.library.volumes import Volume, volume_of
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.finding import words_of

SHOWN = 5
MOST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """One earlier post-mortem and why it is shown. conditions: (level, theirs, ours) that say about the same."""

    volume: Volume
    words: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    services: tuple[str, ...]
    levels: tuple[str, ...]
    number: int
    said: bool | None = None


def similar_to(visit: Visit, stream: StreamId, *, limit: int = 3) -> list[Similar]:
    """Return what rhymes with a post-mortem, of what this reader may read; the piece `library/similar.html` shows it."""
    words = words_of(visit.ground.workspace)
    said = judged(visit.office, stream)
    return [_similar(visit, one, said) for one in rhyming_with(visit.office.door, words, stream, limit=limit)]


def _similar(visit: Visit, one: Rhyme, said: Mapping[str, bool]) -> Similar:
    return Similar(
        volume=volume_of(visit, one.row),
        words=one.words[:MOST_WORDS],
        conditions=tuple((each.level, each.theirs, each.ours) for each in one.conditions),
        services=one.services,
        levels=one.levels,
        number=int(str(one.row["number"])),
        said=said.get(str(one.row["stream"])),
    )


@page("member")
def similar(visit: Visit, number: int) -> HttpResponse:
    """Show what rhymes with one post-mortem, and take what people say of it."""
    standing = visit.postmortem(number)
    if visit.posting:
        return _judge(visit, standing)
    stream = standing.pm.stream or StreamId("")
    return in_space(
        visit,
        standing,
        "overview",
        "library/similar_page.html",
        similar=similar_to(visit, stream, limit=SHOWN),
        may_judge=standing.pm.incident.is_open and bool(visit.office.door.relations(stream) & ROOM),
    )


def _judge(visit: Visit, standing: Standing) -> HttpResponse:
    words = visit.field("do")
    other = visit.field("other")
    if words not in _SAID or not other.isascii() or not other.isdecimal():
        raise Refused("Say of one post-mortem whether it is alike; nothing was recorded.")
    assert standing.pm.stream is not None
    judge(visit.office, standing.pm.stream, int(other), alike=words == "alike")
    return visit.done(
        f"{_SAID[words]}: PM-{int(other)}. It is kept in the record, and you can say otherwise."
    )


_SAID = {"alike": "Alike", "unlike": "Not alike"}
