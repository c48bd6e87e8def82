"""Which erasures wait for somebody: what asks for them, how many approvals they still need, and how to answer."""

from typing import Any

from secondstory.application.keeping.letting_go.waiting import Waiting, waiting
from secondstory.application.looking import names
from secondstory.application.office import Office
from secondstory.cli.terminal import Terminal
from secondstory.domain.keeping.erasure import Erasure


def show_waiting(office: Office, terminal: Terminal) -> int:
    """Show the erasures that wait for approval, oldest first."""
    found = waiting(office)
    if not found:
        words = "No erasure waits for anybody. All there are: secondstory erase"
        terminal.answer({"waiting": []}, words)
        return 0
    known = names(office)
    first = f"ER-{found[0].state.number}"
    lines = [line for one in found for line in _lines(one, known, alone=office.alone)]
    lines.append(f"{terminal.style('Approve:', 'lamp')} secondstory erase --confirm {first}")
    lines.append(f'Decline: secondstory erase --withdraw {first} --reason "..."')
    terminal.answer({"waiting": [_data(one, known) for one in found]}, "\n".join(lines))
    return 0


def after_first(state: Erasure, *, alone: bool) -> str:
    """Return what is said after the first of two approvals, where a rule asked."""
    who = "a later you, after a night" if alone else "somebody else"
    return (
        f"Approved, the first of two: ER-{state.number}. Nothing is erased before {who} approves it as well."
    )


def _lines(one: Waiting, known: dict[Any, str], *, alone: bool) -> list[str]:
    state = one.state
    assert state.request is not None
    waits = "two approvals" if state.approvals_needed == 2 else "a later you" if alone else "one more person"
    asked = "" if state.rule is not None else f" Asked by {_who(state, known)}."
    reason = f"  {state.request.reason}{asked}"
    return [f"ER-{state.number}, {one.thing}, waits for {waits}.", reason, f"  Basis: {state.request.basis}"]


def _who(one: Erasure, known: dict[Any, str]) -> str:
    if one.rule is not None:
        return "the installation"
    return known.get(one.requested_by, "somebody")


def _data(one: Waiting, known: dict[Any, str]) -> dict[str, Any]:
    state = one.state
    assert state.request is not None
    return {
        "number": f"ER-{state.number}",
        "thing": one.thing,
        "scope": state.request.scope.value,
        "target": state.request.target,
        "asked_by": _who(state, known),
        "rule": state.rule.rule if state.rule is not None else None,
        "reason": state.request.reason,
        "basis": state.request.basis,
        "approvals_needed": state.approvals_needed,
        "not_before": state.not_before.isoformat() if state.not_before is not None else None,
    }
