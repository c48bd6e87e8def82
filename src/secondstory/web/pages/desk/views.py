"""The desk: what waits for whoever asks, what runs out, and what is around."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse

from secondstory.application.desk import around
from secondstory.application.desk.mine import Mine, open_ones
from secondstory.application.desk.needs import needs_of
from secondstory.web.pages.desk.words import Line, line_of, near, near_day, shortened, sitting_title
from secondstory.web.pages.library.similar import similar_to
from secondstory.web.pages.library.volumes import address, volume_of
from secondstory.web.site.words import day, plural
from secondstory.web.visiting.page import page
from secondstory.web.visiting.times import now_of
from secondstory.web.visiting.visit import Visit

MOST_LINES = 10
_GREETINGS = ((5, "Good morning"), (12, "Good afternoon"), (18, "Good evening"))


@page("member")
def desk(visit: Visit) -> HttpResponse:
    """Show what waits for whoever asks."""
    mine = open_ones(visit.office)
    lines = [line_of(visit, need) for need in needs_of(visit.office, mine)]
    out = _running_out(visit, mine)
    team = around.of_my_teams(visit.office)
    return visit.render(
        "desk/desk.html",
        greeting=greeting(now_of(visit), visit.person_name),
        today=_today(visit, lines, len(out)),
        lamp=lines[0].lamp if lines else None,
        lamp_about=lines[0].about if lines else "",
        lines=lines[:MOST_LINES],
        more=len(lines) - MOST_LINES,
        out=out,
        newest=volume_of(visit, mine[0].row) if mine else None,
        ahead=_ahead(visit, mine),
        fresh=[volume_of(visit, row) for row in around.fresh(visit.office)],
        team=team,
        team_lines=[
            (
                f"FU-{row['number']}",
                shortened(str(row["text"])),
                row["asked_of"],
                address("followup", number=int(str(row["number"]))),
            )
            for row in team.rows
        ],
        board=address("board"),
        is_new=not mine and not lines and not around.anything_here(visit.office),
    )


@page("member")
def rhyme(visit: Visit) -> HttpResponse:
    """Show what rhymes with the newest post-mortem of whoever asks; the desk asks for it once it is shown."""
    mine = open_ones(visit.office)[:1]
    found = similar_to(visit, mine[0].stream, limit=2) if mine else []
    newest = volume_of(visit, mine[0].row) if mine else None
    return visit.render("desk/rhyme.html", newest=newest, similar=found)


def greeting(now: datetime, name: str) -> str:
    """Return a greeting that fits the hour; at night one that does not sound like a farewell."""
    words = next((said for hour, said in reversed(_GREETINGS) if now.hour >= hour), "Hello")
    first = name.partition(" ")[0]
    return f"{words}, {first}" if first else words


def _today(visit: Visit, lines: list[Line], out: int) -> str:
    said = _waiting(len(lines))
    if out:
        said += f", and {plural(out, 'hold')} {'needs' if out == 1 else 'need'} a word"
    return f"{day(visit.office.now(), visit.zone)}. {said}."


def _waiting(count: int) -> str:
    if count > MOST_LINES:
        return f"More than {MOST_LINES} things wait for you; the most pressing stands first"
    return (
        f"{count or 'Nothing'} {'things wait' if count > 1 else 'thing waits' if count else 'waits'} for you"
    )


def _running_out(visit: Visit, mine: Sequence[Mine]) -> list[dict[str, str]]:
    return [
        {
            "title": _ends(visit, one),
            "text": f"For {one.row['title']} (PM-{one.row['number']}). {_why(one)}",
            "url": address("hold", number=int(str(one.row["number"])), hold=one.hold.number)
            or f"{address('evidence', number=int(str(one.row['number'])))}#holds",
            "act": "Let it stand longer" if one.ends_at else "See the hold",
            "ember": "yes" if one.ends_at else "",
        }
        for one in around.running_out(visit.office, mine)
    ]


def _ends(visit: Visit, one: around.RunningOut) -> str:
    what = _listed(one.hold.sources)
    if one.ends_at is None:
        return f"Nobody has said yet that deletion stopped: {what}"
    return f"The hold on {what} ends on {near_day(visit, one.ends_at)}"


def _why(one: around.RunningOut) -> str:
    if one.ends_at is None:
        return f"Ask {_listed(one.hold.unacknowledged)}; a hold counts once they know of it."
    return "From then on routine deletion goes on. Nobody needs to look at it first to keep it."


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")


def _ahead(visit: Visit, mine: Sequence[Mine]) -> list[dict[str, str]]:
    return [
        {
            "title": f"{sitting_title(one.sitting)}, PM-{one.row['number']}",
            "about": str(one.row["title"]),
            "when": "open now"
            if one.sitting.is_open
            else near(visit, one.sitting.at.at)
            if one.sitting.at
            else "",
            "url": address("sitting", number=int(str(one.row["number"])), sitting=one.sitting.number),
        }
        for one in around.this_week(visit.office, mine)
    ]
