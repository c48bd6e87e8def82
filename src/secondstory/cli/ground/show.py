"""`show`: one post-mortem or one follow-up, whole, on one page of a terminal."""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secondstory.cli.ground.status import stage_words
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.looking import Standing
    from secondstory.cli.times import Shown
    from secondstory.domain.ceremony.followups import FollowUp

EXAMPLES = ("secondstory show PM-7", "secondstory show FU-12", "secondstory show PM-7 --json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", metavar="ID", help="PM-7, FU-12, or enough of an id to be the only one")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show it."""
    from secondstory.application import looking
    from secondstory.application.plain import plain
    from secondstory.cli.times import Shown
    from secondstory.kernel.ids import prefix_of
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress).office
    shown = Shown.at(office.now())
    _point_elsewhere(arguments.ref.strip().upper())
    stream = office.door.stream_of(arguments.ref)
    if prefix_of(stream) == "fu":
        followup = looking.followup(office, stream)
        terminal.answer({"followup": plain(followup)}, "\n".join(_followup(followup, shown, terminal)))
        return 0
    standing = looking.standing_of(office, stream)
    data = {
        "stage": standing.stage.value,
        "post_mortem": plain(standing.pm),
        "followups": plain(standing.followups),
        "next": plain(standing.next),
    }
    terminal.answer(data, "\n".join(_post_mortem(standing, shown, terminal)).rstrip())
    return 0


_ELSEWHERE = {
    "E": "secondstory evidence show {of}/{ref}",
    "A": "secondstory account {of} --show {ref}",
    "T": "secondstory timeline {of}",
    "G": "secondstory timeline {of}",
    "C": "secondstory condition {of} list",
    "D": "secondstory story {of} show",
    "N": "secondstory story {of} show",
    "S": "secondstory sitting {of}",
    "HO": "secondstory hold",
    "ER": "secondstory erase",
}


def _point_elsewhere(named: str) -> None:
    """Raise Refused with the command that shows it, for a number such as E-1 or PM-2/E-1 that another one shows."""
    of, _, ref = named.rpartition("/")
    prefix, _, number = ref.partition("-")
    if number.isdecimal() and prefix in _ELSEWHERE:
        command = _ELSEWHERE[prefix].format(of=of or "PM-7", ref=ref)
        raise Refused(f"{named} is shown elsewhere: {command}")


def _post_mortem(standing: "Standing", shown: "Shown", terminal: Terminal) -> Iterator[str]:
    incident = standing.pm.incident
    yield terminal.style(f"{standing.pm.label}  {incident.title}", "bold")
    facts = [incident.kind.value, stage_words(standing), incident.severity]
    yield terminal.style("  ".join(fact for fact in facts if fact), "soft")
    yield ""
    storeys = standing.pm.story.storeys
    yield from _named("Withdrawn", incident.withdrawn)
    yield from _named("First story", storeys.first)
    yield from _named("Second story", storeys.second)
    yield from _named("Trigger", incident.trigger)
    for name in ("began", "detected", "declared", "mitigated", "resolved"):
        yield from _named(name.capitalize(), shown.moment(getattr(incident.times, name)))
    yield from _impact(standing)
    yield from _timeline(standing, shown)
    yield from _decisions(standing)
    yield from _conditions(standing)
    yield from _notes(standing)
    yield from _section("Follow-ups", [_followup_line(one) for one in standing.followups])
    yield from _exceptions(standing)
    yield f"{terminal.style('Next:', 'lamp')} {standing.next.sentence}"
    yield f"      {standing.next.command}"


def _named(name: str, text: str | None) -> Iterator[str]:
    if text:
        yield f"{name + ':':<14}{text}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"{title}:"
        yield from (f"  {line}" for line in found)


def _impact(standing: "Standing") -> Iterator[str]:
    impacts = standing.pm.incident.impacts
    lines = []
    for one in impacts:
        amount = f"{one.number} {one.unit}" if one.number else ""
        known = f" ({', '.join(one.evidence) or one.method})" if one.evidence or one.method else ""
        lines.append(" ".join(filter(None, (f"{one.party}:", one.kind, amount))) + known)
    yield from _section("Who was affected", lines)


def _timeline(standing: "Standing", shown: "Shown") -> Iterator[str]:
    timeline = standing.pm.timeline
    lines = [
        f"T-{entry.added.number:<3} {shown.moment(entry.occurred)}  {entry.text}"
        + (f"  [{', '.join(entry.added.sources)}]" if entry.added.sources else "")
        for entry in timeline.entries
    ]
    lines += [
        f"G-{gap.recorded.number:<3} gap, {gap.recorded.cause.value}: {gap.recorded.what}"
        for gap in timeline.gaps
    ]
    yield from _section("Timeline", lines)


def _decisions(standing: "Standing") -> Iterator[str]:
    lines = []
    for point in standing.pm.story.decision_points:
        lines.append(f"D-{point.number} {point.title}: {point.done}")
        if point.sensible:
            lines.append(f"    what made it sensible: {point.sensible}")
    yield from _section("Decision points", lines)


def _conditions(standing: "Standing") -> Iterator[str]:
    conditions = standing.pm.conditions
    lines = [f"C-{one.number} {one.level.value}: {one.statement}" for one in conditions.standing]
    lines += [
        f"C-{link.from_number} {link.kind.value.replace('-', ' ')} "
        + (f"C-{link.to_number}" if link.to_number is not None else "the effect")
        + f" ({link.basis.value})"
        for link in conditions.standing_links
    ]
    unexplored = [level.value for level in conditions.unexplored_levels]
    if lines and unexplored:
        lines.append(f"Not looked at yet: {', '.join(unexplored)}")
    yield from _section("Contributing conditions", lines)


def _notes(standing: "Standing") -> Iterator[str]:
    story = standing.pm.story
    for title, notes in (
        ("Surprises", story.surprises),
        ("Luck", story.luck),
        ("Went well", story.went_well),
        ("Was hard", story.hard),
        ("Defences", story.defences),
    ):
        yield from _section(title, [note.text for note in notes])


def _exceptions(standing: "Standing") -> Iterator[str]:
    exceptions = standing.pm.publication.exceptions
    yield from _section(
        "Published with an exception", [f"{one.gate.value}: {one.reason}" for one in exceptions]
    )
    yield ""


def _followup_line(one: "FollowUp") -> str:
    owner = one.owner_name or "nobody owns it yet"
    grade = one.grade.value if one.grade else "not graded"
    return f"FU-{one.number} {one.text} ({one.standing.value}; {grade}; {owner})"


def _followup(one: "FollowUp", shown: "Shown", terminal: Terminal) -> Iterator[str]:
    yield terminal.style(f"FU-{one.number}  {one.text}", "bold")
    yield terminal.style(f"{one.standing.value}  {one.changes.value}", "soft")
    yield ""
    yield from _named("Strength", one.grade.value if one.grade else None)
    yield from _named("End state", one.end_state)
    yield from _named("Verified how", one.verified_how)
    yield from _named("Side effects", one.side_effects)
    yield from _named("Asked of", one.asked[-1].of if one.asked else None)
    yield from _named("Owner", one.owner_name)
    yield from _named("In words", one.words)
    yield from _named("Due", shown.moment(one.due))
    yield from _named("Waiting for", one.waiting_for)
    yield from _named("Effect", one.effect.value if one.effect else None)
    yield ""
    yield "Owning a fix says nothing about who contributed to the incident."
