"""The text of the story: writing it, looking at its wording, remarks on it, reading it, settling two wordings."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.looking import Standing
from secondstory.application.understanding import stories
from secondstory.application.understanding.drafting import (
    Woven,
    look_at_wording,
    sources_of,
    weave,
)
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.narrative import CommentMade, CommentResolved
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.story.desk import base_of, drafts_of, number_of, on_desk, stream_of
from secondstory.web.pages.understanding.story.reading import elsewhere
from secondstory.web.pages.understanding.story.remarks import paragraphs_by_number, remarks_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.drafts import Before, Draft
from secondstory.wiring.wording import notebook_for


@page("member")
def story(visit: Visit, number: int) -> HttpResponse:
    """Write the story; whoever has no script keeps versions and looks at the wording with buttons."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing)
        return answer
    return _editor(visit, standing)


def _editor(visit: Visit, standing: Standing, *, with_wording: bool = False) -> HttpResponse:
    desk = on_desk(visit, standing)
    return in_space(
        visit,
        standing,
        "story",
        "story/story.html",
        desk=desk,
        here="story",
        wording=look_at_wording(desk.text, notebook_for(visit.office)) if with_wording else None,
        prompts=visit.ground.workspace.texts.editor()["story"].template,
        sources=sources_of(visit.office, standing.pm),
        remarks=remarks_of(standing.pm.story),
        paragraphs=paragraphs_by_number(standing.pm.story),
        names=looking.names(visit.office),
    )


def _keep(visit: Visit, standing: Standing) -> HttpResponse:
    drafts = drafts_of(visit, standing)
    old = visit.field("instead_of")
    draft = drafts.put(
        visit.field("sheet"),
        str(visit.form.get("text", "")),
        started_from=base_of(visit),
        at=visit.office.now(),
        after=Before(sheet=old, at=visit.field("instead_at")) if old else None,
    )
    kept = drafts.keep(visit.office, stream_of(standing), draft)
    if kept.passages:
        return visit.done(to=_settling(standing, draft.sheet))
    if not kept.is_new:
        return visit.done(f"Nothing to keep: version {kept.number} reads so already.")
    also = " What others kept in the meantime is in it too." if kept.joined else ""
    return visit.done(f"Kept: version {kept.number}.{also}", to=visit.here)


def _look(visit: Visit, standing: Standing) -> HttpResponse:
    visit.posting = False
    return _editor(visit, standing, with_wording=True)


def _put_aside(visit: Visit, standing: Standing) -> HttpResponse:
    drafts_of(visit, standing).remove(visit.field("draft"))
    return visit.done("Let go: that draft. The versions that were kept are all there.", to=visit.here)


def _remark(visit: Visit, standing: Standing) -> HttpResponse:
    draft = CommentMade(number=0, text=visit.field("remark"), about=visit.field("about") or None)
    stories.comment(visit.office, stream_of(standing), draft)
    return visit.done("Remark made.", to=f"{visit.here}#remarks")


def _settle_remark(visit: Visit, standing: Standing) -> HttpResponse:
    number = number_of(visit, "number")
    note = visit.field("note") or None
    stories.resolve_comment(visit.office, stream_of(standing), CommentResolved(number=number, note=note))
    return visit.done("Settled.", to=f"{visit.here}#remarks")


ACTS = {
    "keep": _keep,
    "look": _look,
    "put-aside": _put_aside,
    "remark": _remark,
    "settle-remark": _settle_remark,
}


@page("member")
def settle(visit: Visit, number: int) -> HttpResponse:
    """Settle paragraphs that two people changed, each in their way; both wordings stand side by side."""
    standing = visit.postmortem(number)
    if away := elsewhere(visit, standing):
        return away
    drafts = drafts_of(visit, standing)
    draft = drafts.get(visit.query.get("sheet", ""))
    if draft is None or not draft.waits:
        raise Http404
    last = standing.pm.story.latest
    base = base_of(visit) if visit.form else (last.number if last else 0)
    woven = _woven(standing, draft, base)
    if visit.posting:
        return _keep_settled(visit, standing, draft, text=_settled_text(visit, woven), base=base)
    if not woven.open and not visit.refusal:
        return visit.done(to=f"{reverse('story', kwargs={'number': number})}?sheet={draft.sheet}")
    return in_space(
        visit, standing, "story", "story/settle.html", here="story", woven=woven, base=base, draft=draft
    )


def _keep_settled(visit: Visit, standing: Standing, draft: Draft, *, text: str, base: int) -> HttpResponse:
    drafts = drafts_of(visit, standing)
    settled = drafts.put(draft.sheet, text, started_from=base, at=visit.office.now())
    kept = drafts.keep(visit.office, stream_of(standing), settled)
    if kept.passages:
        again = "Somebody kept another version in the meantime. Look once more; your words are here."
        return visit.done(again, to=_settling(standing, draft.sheet))
    address = reverse("story", kwargs={"number": standing.pm.incident.number})
    return visit.done(f"Kept: version {kept.number}.", to=address)


def _woven(standing: Standing, draft: Draft, base: int) -> Woven:
    written = draft.as_written()
    story = standing.pm.story
    common = written.common
    if common is None:
        common = narrative.text(story, written.started_from) if written.started_from else ""
    return weave(common, written.text, narrative.text(story, base) if base else "")


def _settled_text(visit: Visit, woven: Woven) -> str:
    """Return the text with the passages as the form has them; a passage that is empty is left out."""
    parts: list[str] = []
    turn = 0
    for passage in woven.passages:
        if passage.is_open:
            parts += narrative.paragraphs_of(visit.form.get(f"passage-{turn}", ""))
            turn += 1
        else:
            parts += passage.text
    return narrative.joined(parts)


def _settling(standing: Standing, sheet: str) -> str:
    number = standing.pm.incident.number
    return f"{reverse('story-settle', kwargs={'number': number})}?sheet={sheet}"
