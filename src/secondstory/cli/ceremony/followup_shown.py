"""How follow-ups are shown: as a list with nobody's first, one by one, as CSV, and as days in a calendar."""

import argparse
import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from secondstory.application import looking
from secondstory.application.ceremony import committing
from secondstory.application.office import Office
from secondstory.cli.ceremony.calendar_file import CalendarDay, calendar
from secondstory.cli.ceremony.pieces import lit
from secondstory.cli.terminal import Terminal
from secondstory.cli.times import Shown
from secondstory.domain.ceremony.followups import FollowUp, Standing, advice, weak_alone
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment, Precision
from secondstory.wiring.workspace import Workspace

OWNING = "Owning a fix says nothing about who contributed to the incident."
LOOK_AGAIN_DAYS = 60

_COLUMNS = (
    "followup", "state", "text", "owner", "asked_of", "due", "strength", "changes", "answers", "look_again",
)  # fmt: skip


def list_all(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Show follow-ups, or write them as CSV or as a calendar."""
    office = workspace.office
    of = office.door.stream_of(arguments.of) if arguments.of else None
    found = [
        looking.followup(office, StreamId(str(row["stream"]))) for row in committing.in_order(office, of)
    ]
    if arguments.csv:
        _write(arguments.csv, _csv(office, found), terminal, len(found))
        return
    if arguments.ics:
        days = _days(office, found)
        text = calendar(days, made_at=office.now(), origin=workspace.settings.origin)
        _write(arguments.ics, text, terminal, len(days))
        return
    text = _table(office, found, terminal)
    relied = weak_alone(found, of) if of else ()
    text += "".join(f"\n{words}" for words in relied)
    terminal.answer({"followups": [data_of(office, one) for one in found], "questions": list(relied)}, text)


def _table(office: Office, found: Sequence[FollowUp], terminal: Terminal) -> str:
    if not found:
        return (
            "No follow-up yet. One is proposed, asked of those who know it or may decide it, and taken with a yes.\n"
            + lit(terminal, 'secondstory followup propose PM-1 "…" --for C-1 --end-state "…"')
        )
    shown = Shown.at(office.now())
    rows = [
        (f"FU-{one.number}", _state(one), _whose(one), shown.moment(one.due), one.grade or "", one.text)
        for one in found
    ]
    table = terminal.table(("follow-up", "state", "whose", "due", "strength", "what changes"), rows)
    return f"{table}\n\n{terminal.style(OWNING, 'soft')}"


def show(workspace: Workspace, stream: StreamId, terminal: Terminal) -> None:
    """Show one follow-up, whole, with what we would ask about it."""
    office = workspace.office
    one = looking.followup(office, stream)
    lines = [f"{terminal.style(f'FU-{one.number}', 'bold')}  {one.text}", ""]
    lines += [f"  {label:<14}{value}" for label, value in _facts(office, one) if value]
    history = _history(office, one)
    lines += ["", *(f"  {line}" for line in history)] if history else []
    asked = advice(one) if one.is_live and one.standing in (Standing.PROPOSED, Standing.ASKED) else ()
    if asked:
        lines += ["", "What we would ask:", *(f"  {question}" for question in asked)]
    lines += ["", terminal.style(OWNING, "soft")]
    terminal.answer({**data_of(office, one), "questions": list(asked)}, "\n".join(lines))


def _facts(office: Office, one: FollowUp) -> list[tuple[str, str]]:
    shown = Shown.at(office.now())
    grade = one.grade.value if one.grade else ""
    if grade and one.strength is None:
        grade += " (suggested by its words; nobody confirmed it yet)"
    look = look_again(office, one)
    return [
        ("state", _state(one)),
        ("whose", _whose(one)),
        ("answers", "; ".join(committing.origins_of(office, one))),
        ("helps to", f"{one.phase.value}, {one.changes.value}"),
        ("end state", one.end_state or ""),
        ("checked by", one.verified_how or ""),
        ("strength", grade),
        ("side effects", one.side_effects or ""),
        ("covers until", shown.moment(one.temporary_until)),
        ("repairs to", one.repair_to or ""),
        ("due", shown.moment(one.due)),
        ("waits for", one.waiting_for or ""),
        ("tracked as", ", ".join(one.refs)),
        ("look again", f"{look:%a} {look.day} {look:%B %Y}" if look else ""),
    ]


def _history(office: Office, one: FollowUp) -> list[str]:
    shown = Shown.at(office.now())
    lines = [f"asked of {asked.of}, by {asked.because.value}: {asked.text}" for asked in one.asked]
    lines += [f"declined, with the reason kept: {no.reason}" for no in one.declined]
    lines += [f"taken up to {up.to}: {up.reason}" for up in one.escalations]
    if one.accepted_at:
        said = f" “{one.words}”" if one.words else ""
        lines.append(f"accepted {shown.instant(one.accepted_at)}{said}")
    lines += [f"without a night between: {one.night_skipped}"] if one.night_skipped else []
    lines += [f"its day moved to {shown.moment(move.due)}: {move.reason}" for move in one.due_moves]
    if one.done and one.done_at:
        shows = "; ".join(filter(None, (*one.done.evidence, one.done.words)))
        lines.append(f"reported done {shown.instant(one.done_at)}: {shows}")
    if one.verified_at:
        by = "a later you" if one.by_later_self else "somebody else"
        lines.append(f"seen to be so by {by}, {shown.instant(one.verified_at)}")
    lines += [f"has the condition changed? {one.effect.value.replace('-', ' ')}"] if one.effect else []
    lines += [f"ended: {one.ended_because}"] if one.ended_because else []
    return lines


def look_again(office: Office, one: FollowUp) -> date | None:
    """Return the day to look whether the condition has changed: 60 days after it is done, or is due; None when looked."""
    if not one.is_live or one.effect is not None:
        return None
    begins = one.done_at or (one.due.at if one.due else None)
    if begins is None:
        return None
    return (begins.astimezone(office.now().tzinfo) + timedelta(days=LOOK_AGAIN_DAYS)).date()


def data_of(office: Office, one: FollowUp) -> dict[str, Any]:
    """Return a follow-up for scripts."""
    return {
        "followup": f"FU-{one.number}",
        "id": one.stream,
        "state": one.standing.value,
        "text": one.text,
        "owner": one.owner_name,
        "asked_of": one.asked[-1].of if one.asked else None,
        "due": _day_or_time(office, one.due) if one.due else None,
        "strength": one.grade,
        "strength_confirmed": one.strength is not None,
        "changes": one.changes.value,
        "phase": one.phase.value,
        "end_state": one.end_state,
        "verified_how": one.verified_how,
        "side_effects": one.side_effects,
        "waiting_for": one.waiting_for,
        "effect": one.effect,
        "refs": list(one.refs),
        "answers": list(committing.origins_of(office, one)),
        "look_again": look_again(office, one),
    }


def _day_or_time(office: Office, due: Moment) -> str:
    local = due.at.astimezone(office.now().tzinfo)
    return local.date().isoformat() if due.precision is Precision.DAY else local.isoformat()


def _state(one: FollowUp) -> str:
    if one.standing is Standing.VERIFIED and one.effect is not None:
        return f"verified, {one.effect.value.replace('-', ' ')}"
    return f"{one.standing.value}, waiting" if one.waiting_for else one.standing.value


def _whose(one: FollowUp) -> str:
    if one.is_owned:
        return one.owner_name or "somebody"
    if not one.is_live:
        return ""
    return f"asked: {one.asked[-1].of}" if one.asked and one.standing is Standing.ASKED else "nobody yet"


def _csv(office: Office, found: Sequence[FollowUp]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for one in found:
        row = data_of(office, one)
        writer.writerow(
            {key: _cell("; ".join(v) if isinstance(v := row[key], list) else v) for key in _COLUMNS}
        )
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Return a cell that a spreadsheet reads as text, whatever it begins with."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _days(office: Office, found: Sequence[FollowUp]) -> list[CalendarDay]:
    days = [(one, look_again(office, one)) for one in found]
    return [
        CalendarDay(
            uid=str(one.stream),
            day=day,
            title=f"Has it changed? FU-{one.number}: {one.text}",
            words=f"{one.end_state or ''}\nsecondstory followup check FU-{one.number}",
        )
        for one, day in days
        if day is not None and one.is_owned
    ]


def _write(place: str, text: str, terminal: Terminal, count: int) -> None:
    if place == "-":
        terminal.answer({"text": text, "count": count}, text.removesuffix("\n"))
        return
    Path(place).write_text(text, encoding="utf-8", newline="")
    terminal.answer({"written": place, "count": count}, f"Written: {place} ({count}).")
