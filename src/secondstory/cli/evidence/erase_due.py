"""What is scheduled to be erased, and the batch that goes together."""

from secondstory.application.keeping.letting_go.batching import Schedule, erase_due, schedule
from secondstory.cli.terminal import Terminal
from secondstory.domain.keeping.erasure import Erasure
from secondstory.kernel.moments import spoken
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace


def show_due(workspace: Workspace, terminal: Terminal, *, yes: bool) -> int:
    """Show what is scheduled; carry out what is due, when somebody says so."""
    office = workspace.office
    standing = schedule(office, workspace.means)
    if not standing.due or office.now() < standing.next_at:
        terminal.answer(_data(standing), _words(standing, terminal, is_day=office.now() >= standing.next_at))
        return 0
    _ask(standing, terminal, yes=yes)
    batch = erase_due(office, workspace.means, by=office.me)
    lines = []
    if batch.done:
        numbers = ", ".join(f"ER-{number}" for number in batch.done)
        lines.append(f"Erased together: {numbers} (from entry {batch.first} on, in an order nobody chose).")
    lines += [
        f"ER-{number} waits: a hold stands in the way, and it is recorded that it did."
        for number in batch.held
    ]
    data = {
        "carried_out": [f"ER-{number}" for number in batch.done],
        "held": [f"ER-{number}" for number in batch.held],
        "entry": batch.first,
    }
    terminal.answer(data, "\n".join(lines))
    return 0


def _ask(standing: Schedule, terminal: Terminal, *, yes: bool) -> None:
    if yes:
        return
    if not terminal.is_interactive:
        raise Refused(
            f"{len(standing.due)} due. What is erased stays erased; in a script, say so: secondstory erase --due --yes",
            code="ask",
        )
    for one in standing.due:
        terminal.say(_line(one))
    if (
        terminal.ask('What is erased stays erased. Type "erase" to go on, anything else to leave it:')
        != "erase"
    ):
        raise Refused("Nothing was erased. They wait: secondstory erase --due")


def _words(standing: Schedule, terminal: Terminal, *, is_day: bool) -> str:
    if not (standing.due or standing.waiting):
        return (
            "Nothing is scheduled to be erased. What is asked for with --on DAY waits for its day, and goes together with\n"
            "others once a day, so that when it went tells nothing about why."
        )
    rows = [(f"ER-{one.number}", _state(one), _day(one)) for one in (*standing.due, *standing.waiting)]
    table = terminal.table(("number", "state", "not before"), rows)
    if is_day:
        return table
    return f"{table}\nA batch went today; the next goes from {spoken(standing.next_at)} on."


def _line(one: Erasure) -> str:
    reason = one.request.reason if one.request is not None else ""
    return f"  ER-{one.number}: {reason}"


def _state(one: Erasure) -> str:
    return "approved" if one.approved_at is not None else "asked for"


def _day(one: Erasure) -> str:
    return one.not_before.date().isoformat() if one.not_before is not None else ""


def _data(standing: Schedule) -> dict[str, object]:
    def told(one: Erasure) -> dict[str, object]:
        return {"number": f"ER-{one.number}", "state": _state(one), "not_before": _day(one)}

    return {
        "due": [told(one) for one in standing.due],
        "waiting": [told(one) for one in standing.waiting],
        "next_at": standing.next_at.isoformat(),
    }
