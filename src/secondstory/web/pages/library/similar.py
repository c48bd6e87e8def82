"""Earlier post-mortems that rhyme with one, each with the reasons why it is shown."""

from django.http import HttpResponse

from secondstory.application.finding.rhyming import Rhyme, rhyming_with
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
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


def similar_to(visit: Visit, stream: StreamId, *, limit: int = 3) -> list[Similar]:
    """Return what rhymes with a post-mortem, of what this reader may read; the piece `library/similar.html` shows it."""
    words = words_of(visit.ground.workspace)
    return [_similar(visit, one) for one in rhyming_with(visit.office.door, words, stream, limit=limit)]


def _similar(visit: Visit, one: Rhyme) -> Similar:
    return Similar(
        volume=volume_of(visit, one.row),
        words=one.words[:MOST_WORDS],
        conditions=tuple((each.level, each.theirs, each.ours) for each in one.conditions),
        services=one.services,
        levels=one.levels,
    )


@page("member")
def similar(visit: Visit, number: int) -> HttpResponse:
    """Show what rhymes with one post-mortem."""
    standing = visit.postmortem(number)
    found = similar_to(visit, standing.pm.stream or StreamId(""), limit=SHOWN)
    return in_space(visit, standing, "overview", "library/similar_page.html", similar=found)
