"""The map as a picture, as sentences and as a table, with what one condition or one level says beside it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from markupsafe import Markup

from secondstory.application.ceremony.visibility import may
from secondstory.application.looking import Standing
from secondstory.application.understanding.mapping import ConditionMap, map_of, words_of
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.understanding.conditions import Condition, Level, LevelStatus, LinkDrawn, gaps
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.map import words
from secondstory.web.pages.understanding.map.acts import ACTS, stream_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import now_of
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring import picturing


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one level stands. state: in words; said: what was asked of whom, or why nobody looked."""

    level: str
    name: str
    state: str
    said: str
    count: int
    is_open: bool
    is_solved: bool


@page("member")
def map_page(visit: Visit, number: int) -> HttpResponse:
    """Show the map and what is chosen in it; take what was said of a condition, a link or a level."""
    standing = visit.postmortem(number)
    here = reverse("map", kwargs={"number": number})
    if visit.posting:
        said, chosen = act_of(visit, ACTS)(visit, standing)
        return visit.done(said, to=f"{here}?{chosen}#panel")
    one, level = _chosen(visit, standing)
    drawn = map_of(standing.pm)
    return in_space(
        visit,
        standing,
        "map",
        "map/map.html",
        picture=_picture(drawn, here, one, level),
        sentences=picturing.sentences(drawn),
        table=picturing.table(drawn),
        as_words=visit.query.get("as") == "sentences",
        here=here,
        one=one,
        level=level,
        looks=[_look(standing, each) for each in _levels(standing)],
        can_shape=may(visit.office, stream_of(standing), "condition.added"),
        gaps=gaps(standing.pm.conditions),
        sent=str(visit.form.get("do", "")),
        words=words,
        today=f"{now_of(visit):%Y-%m-%d}",
        **_panel(visit, standing, one, level),
    )


@page("member")
def download(visit: Visit, number: int, kind: str) -> HttpResponse:
    """Answer with the map as a file: a picture, a Mermaid flowchart, or a graph for Graphviz."""
    if kind not in words.FILES:
        raise Http404
    drawn = map_of(visit.postmortem(number).pm)
    make = {"svg": picturing.svg, "mmd": picturing.mermaid, "dot": picturing.dot}[kind]
    answer = HttpResponse(make(drawn), content_type=words.FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="PM-{number}-map.{kind}"'
    return answer


def _chosen(visit: Visit, standing: Standing) -> tuple[Condition | None, str]:
    """Return what is open beside the map: a condition or a level, after a refusal that of its form."""
    form = visit.form
    asked = str(form.get("back") or form.get("c") or "") if form else str(visit.query.get("c", ""))
    number = asked.upper().removeprefix("C").removeprefix("-")
    one = standing.pm.conditions.find(int(number)) if number.isdecimal() and len(number) < 7 else None
    in_form = form.get("level", "") if form.get("do") == "explore" else ""
    level = str(in_form or ("" if form else visit.query.get("level", "")))
    return one, level if level in words.NAMES and one is None else ""


def _picture(drawn: ConditionMap, here: str, one: Condition | None, level: str) -> Markup:
    addresses = {condition.id: f"{here}?c={condition.id[2:]}#panel" for condition in drawn.conditions}
    addresses |= {each: f"{here}?level={each}#panel" for each in words.NAMES}
    selected = f"C-{one.number}" if one else level
    return Markup(picturing.map_to_edit(drawn, addresses, selected=selected))  # noqa: S704 - it escapes every text


def _levels(standing: Standing) -> list[Level]:
    state = standing.pm.conditions
    spoken = state.at(Level.OUTSIDE) or state.said_of(Level.OUTSIDE)
    return [each for each in reversed(Level) if each is not Level.OUTSIDE or spoken] + (
        [] if spoken else [Level.OUTSIDE]
    )


def _look(standing: Standing, level: Level) -> Look:
    state = standing.pm.conditions
    status = state.status_of(level)
    return Look(
        level=level.value,
        name=words.NAMES[level.value],
        state=words.LOOKED[status],
        said=words_of(state.said_of(level)),
        count=len(state.at(level)),
        is_open=status is LevelStatus.NOT_EXPLORED,
        is_solved=status is LevelStatus.NOTHING_FOUND,
    )


def _panel(visit: Visit, standing: Standing, one: Condition | None, level: str) -> dict[str, Any]:
    texts = {each.code: each for each in visit.ground.workspace.texts.questions()}
    asks = texts.get(one.level.value if one else level)
    questions = (asks.for_one() if visit.office.alone else asks.questions) if asks else ()
    state = standing.pm.conditions
    return {
        "asks": asks,
        "questions": questions,
        "said_of": state.said_of(Level(level)) if level else None,
        "from_here": [_said(link, standing) for link in state.standing_links if one and link.from_number == one.number],
        "to_here": [_said(link, standing) for link in state.standing_links if one and link.to_number == one.number],
        "ends": [
            (str(each.number), f"C-{each.number} {each.statement}")
            for each in state.standing
            if one is None or each.number != one.number
        ],
        "to": str(visit.query.get("to", "")),
        "answering": _answering(standing, one),
    }  # fmt: skip


def _said(link: LinkDrawn, standing: Standing) -> dict[str, Any]:
    start = standing.pm.conditions.find(link.from_number)
    end = standing.pm.conditions.find(link.to_number) if link.to_number is not None else None
    return {"link": link, "kind": words.KIND_NAMES[link.kind.value], "start": start, "end": end}


def _answering(standing: Standing, one: Condition | None) -> list[FollowUp]:
    if one is None:
        return []
    stream = stream_of(standing)
    return [each for each in standing.followups if each.is_live and one.number in each.answers(stream)]
