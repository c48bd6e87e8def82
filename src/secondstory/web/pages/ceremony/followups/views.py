"""The follow-ups of one post-mortem, the board, one follow-up with its history, and proposing one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from secondstory.application import looking
from secondstory.application.ceremony import committing, seeing_through
from secondstory.application.ceremony.committing import Proposal
from secondstory.application.ceremony.visibility import may
from secondstory.application.looking import Standing
from secondstory.domain.ceremony.followups import (
    Changes,
    FollowUp,
    Phase,
    Strength,
    advice,
    missing_before_asking,
    weak_alone,
)
from secondstory.web.pages.ceremony.followups import words
from secondstory.web.pages.ceremony.followups.acting import ACTS
from secondstory.web.pages.ceremony.followups.history import told
from secondstory.web.pages.ceremony.followups.shown import Shown, owner_of, rows
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import day_in, now_of
from secondstory.web.visiting.visit import Visit

FIRST_SHOWN = 5
_ORDER = {"proposed": 0, "asked": 1}
_FOREMOST = ("ask", "done", "verify", "effect", "reopen", "unblock")


@page("member")
def of_one(visit: Visit, number: int) -> HttpResponse:
    """Show the follow-ups of a post-mortem: what is asked of you, what nobody owns, what was accepted, what ended."""
    standing = visit.postmortem(number)
    live = [one for one in standing.followups if one.is_live]
    mine = [one for one in live if seeing_through.is_asked_of(visit.office, one)]
    others = [one for one in live if one not in mine]
    unowned = sorted(
        (one for one in others if not one.is_owned),
        key=lambda one: (_ORDER[one.standing.value], one.number),
    )
    return in_space(
        visit,
        standing,
        "followups",
        "followups/list.html",
        mine=[(row, _asked_by(visit, row.one)) for row in rows(visit, mine)],
        unowned=rows(visit, unowned),
        owned=rows(visit, [one for one in others if one.is_owned]),
        ended=rows(visit, [one for one in standing.followups if not one.is_live]),
        groups=_by_condition(visit, standing, live) if visit.query.get("by") == "condition" else None,
        can_propose=may(visit.office, visit.stream(standing.pm.label), "followup.proposed"),
        hints=weak_alone(standing.followups, visit.stream(standing.pm.label)),
        words=words,
        today=f"{now_of(visit):%Y-%m-%d}",
    )


@page("member")
def propose(visit: Visit, number: int) -> HttpResponse:
    """Propose a follow-up to a post-mortem."""
    standing = visit.postmortem(number)
    if visit.posting:
        made = committing.propose(visit.office, visit.stream(standing.pm.label), _proposal(visit))
        return visit.done(
            f"Proposed: FU-{made.number}. It is a proposal until somebody says yes.",
            to=reverse("followup", kwargs={"number": made.number}),
        )
    conditions = [
        (str(one.number), one.statement, f"C-{one.number}, {one.level.value}")
        for one in standing.pm.conditions.standing
    ]
    asked = visit.query.getlist("c")
    return in_space(
        visit,
        standing,
        "followups",
        "followups/propose.html",
        conditions=conditions,
        asked=asked,
        words=words,
        today=f"{now_of(visit):%Y-%m-%d}",
    )


@page("member")
def board(visit: Visit) -> HttpResponse:
    """Show the follow-ups that wait: asked of you, unowned, yours, and for a second look."""
    show = str(visit.query.get("show", ""))
    if show in seeing_through.SHELVES:
        return _whole_shelf(visit, show)
    shelves = [
        (name, words.SHELVES[name], rows(visit, found.followups), found.count)
        for name, found in seeing_through.board(visit.office, limit=FIRST_SHOWN).items()
    ]
    return visit.render(
        "followups/board.html",
        shelves=shelves,
        about=_labels(visit, shelves),
        show="",
        words=words,
        earlier="",
        later="",
    )


def _labels(visit: Visit, shelves: Sequence[tuple[str, Any, list[Shown], int]]) -> dict[int, str]:
    """Return which post-mortems each follow-up is of, by its number, as far as whoever looks may read them."""
    shown = [row.one for _, _, found, _ in shelves for row in found]
    known = {
        str(row["stream"]): f"PM-{row['number']}" for row in seeing_through.origins_seen(visit.office, *shown)
    }
    return {
        one.number: ", ".join(
            known[origin.post_mortem] for origin in one.origins if origin.post_mortem in known
        )
        for one in shown
    }


def _whole_shelf(visit: Visit, name: str) -> HttpResponse:
    asked = str(visit.query.get("page", "1"))
    number = int(asked) if asked.isdecimal() and 0 < int(asked) < 10**6 else 1
    per_page = seeing_through.PER_PAGE
    found = seeing_through.shelf(visit.office, name, limit=per_page, offset=(number - 1) * per_page)
    here = f"{reverse('board')}?show={name}&page="
    shelves = [(name, words.SHELVES[name], rows(visit, found.followups), found.count)]
    return visit.render(
        "followups/board.html",
        shelves=shelves,
        about=_labels(visit, shelves),
        show=name,
        words=words,
        earlier=f"{here}{number - 1}" if number > 1 else "",
        later=f"{here}{number + 1}" if number * per_page < found.count else "",
    )


@page("member")
def one(visit: Visit, number: int) -> HttpResponse:
    """Show one follow-up: what it is, what can be done now, and everything that happened to it."""
    stream = visit.stream(f"FU-{number}")
    found = looking.followup(visit.office, stream)
    can = seeing_through.open_acts(visit.office, found)
    # What held needs nothing more; looking once again stays possible, further down.
    first = [] if found.standing.value == "effective" else [key for key in _FOREMOST if key in can]
    return visit.render(
        "followups/one.html",
        one=found,
        row=rows(visit, [found])[0],
        owner=owner_of(found, looking.names(visit.office)),
        origins=seeing_through.origins_seen(visit.office, found),
        others=seeing_through.number_of(visit.office, found.superseded_by),
        history=told(visit, stream),
        can=can,
        first=[(key, ACTS[key]) for key in first[:1]],
        rest=[(key, ACTS[key]) for key in can if key in ACTS and key not in first[:1]],
        missing=missing_before_asking(found) if "ask" in can else [],
        advice=advice(found) if "reword" in can and not found.is_owned else (),
        words=words,
    )


def _proposal(visit: Visit) -> Proposal:
    strength = visit.field("strength")
    return Proposal(
        text=visit.field("text", ask="Say what would be different, beginning with a verb."),
        conditions=tuple(int(one) for one in visit.form.getlist("condition") if str(one).isdecimal()),
        phase=words.chosen(Phase, visit.field("phase") or Phase.PREVENT.value, "Where would it help?"),
        changes=words.chosen(
            Changes, visit.field("changes") or Changes.CONDITION.value, "Does it change a condition?"
        ),
        end_state=visit.field("end_state") or None,
        verified_how=visit.field("verified_how") or None,
        strength=words.chosen(Strength, strength, "How strong is it?") if strength else None,
        side_effects=visit.field("side_effects") or None,
        temporary_until=day_in(visit, "temporary_until"),
        repair_to=visit.field("repair_to") or None,
    )


def _asked_by(visit: Visit, one: FollowUp) -> str:
    """Return the sentence of who asked whom."""
    lines = [line for line in told(visit, visit.stream(f"FU-{one.number}")) if line.what.startswith("Asked ")]
    return lines[-1].who if lines else "Somebody"


def _by_condition(visit: Visit, standing: Standing, live: list[FollowUp]) -> list[dict[str, Any]]:
    stream = visit.stream(standing.pm.label)
    shown = rows(visit, live)
    groups = [
        {"condition": one, "rows": [row for row in shown if one.number in row.one.answers(stream)]}
        for one in standing.pm.conditions.standing
    ]
    loose = [row for row in shown if not row.one.answers(stream)]
    return [*groups, {"condition": None, "rows": loose}] if loose else groups
