"""The versions of the story: who kept them and when, the difference between any two, and the way back to one."""

from django.http import Http404, HttpResponse

from secondstory.application import looking
from secondstory.application.looking import Standing
from secondstory.application.understanding.drafting import compared, restore
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.narrative import Story
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.story.desk import base_of, number_of, stream_of
from secondstory.web.pages.understanding.story.reading import elsewhere
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit


@page("member")
def versions(visit: Visit, number: int) -> HttpResponse:
    """List the versions, and show how two of them differ."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    if visit.posting:
        return _restore(visit, standing)
    story = standing.pm.story
    last = story.latest.number if story.latest else 0
    newer = _asked(visit, "to", last, last)
    older = _asked(visit, "from", max(newer - 1, 0), last)
    older, newer = sorted((older, newer))
    return in_space(
        visit,
        standing,
        "story",
        "story/versions.html",
        here="story-versions",
        names=looking.names(visit.office),
        older=older,
        newer=newer,
        last=last,
        parts=compared(_text(story, older), _text(story, newer)),
    )


def _asked(visit: Visit, name: str, otherwise: int, last: int) -> int:
    stated = visit.query.get(name, "")
    if not stated:
        return otherwise
    if not stated.isdecimal() or int(stated) > last:
        raise Http404
    return int(stated)


def _text(story: Story, number: int) -> str:
    return narrative.text(story, number) if number else ""


def _restore(visit: Visit, standing: Standing) -> HttpResponse:
    wanted = number_of(visit, "version")
    kept = restore(visit.office, stream_of(standing), wanted, started_from=base_of(visit))
    if not kept.is_new:
        return visit.done(f"Nothing to restore: the story reads as version {wanted} does.", to=visit.here)
    said = f"Restored: version {wanted} stands again, as version {kept.number}. Nothing between them is gone."
    return visit.done(said, to=visit.here)
