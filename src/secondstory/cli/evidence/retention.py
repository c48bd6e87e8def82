"""`retention`: for how long each kind of text or evidence is kept, and what the installation asks to erase by itself."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.application.keeping.letting_go.retaining import Judged, Share
    from secondstory.application.office import Office
    from secondstory.domain.keeping.retention import Rule
    from secondstory.kernel.event import Recorded
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory retention                       # each kind, its rule, and what comes due",
    'secondstory retention set account 730 --basis "retention policy 4.2" --reason "what was learnt is published by then"',
    'secondstory retention set evidence 1095 --since sealing --basis "retention policy 4.3" --reason "claims lapse by then"',
    'secondstory retention remove account --reason "accounts stay with their post-mortem"',
    "secondstory retention due                   # what would be asked for now",
    "secondstory retention ask                   # ask for it; two people approve, as always",
    "secondstory retention agree account         # approve what the rule for accounts asks for, all of it",
)

_NOBODY = (
    "Without a rule a kind is kept until somebody asks. Nothing is set by itself; what we would suggest:"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, the rules are listed."""
    from secondstory.cli.parsing import Parser, add

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    add(acts, "list", "each kind, its rule, how much it covers, and what comes due")
    said = add(acts, "set", "set or change the rule of a kind")
    said.add_argument("kind", metavar="KIND", help="account, support, evidence or people")
    said.add_argument("days", metavar="DAYS", type=int, help="for how many days it is kept")
    said.add_argument(
        "--since",
        default="",
        metavar="MOMENT",
        help="counted from publication (of its post-mortem), sealing, last-act or leaving; the usual one when left out",
    )
    said.add_argument(
        "--basis", default="", metavar="TEXT", help="the policy or the law that says for how long"
    )
    said.add_argument(
        "--reason", default="", metavar="TEXT", help="why so long and no longer; people who write read it"
    )
    gone = add(acts, "remove", "remove the rule of a kind; its history stays readable")
    gone.add_argument("kind", metavar="KIND", help="account, support, evidence or people")
    gone.add_argument("--reason", default="", metavar="TEXT", help="why")
    add(acts, "due", "what the installation would ask for now, and what a hold keeps")
    add(acts, "ask", "ask for the erasure of what is due; nothing is erased before two people approved")
    yes = add(acts, "agree", "approve everything that the rule of a kind asks for, as one of the two")
    yes.add_argument("kind", metavar="KIND", help="account, support, evidence or people")
    yes.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List the rules, or do what was asked with them."""
    from secondstory.cli.ceremony.pieces import workspace_of

    workspace = workspace_of(arguments, terminal)
    acts = {
        None: _list,
        "list": _list,
        "set": _set,
        "remove": _remove,
        "due": _due,
        "ask": _ask,
        "agree": _agree,
    }
    acts[arguments.act](workspace, arguments, terminal)
    return 0


def tell_rule(office: "Office", terminal: Terminal, kind: str) -> None:
    """Say for how long what is about to be written is kept; nothing where no rule stands."""
    from secondstory.application.keeping.letting_go.retaining import words_for

    words = words_for(office, kind)
    if words is not None:
        terminal.say(terminal.style(words, "soft"))


def _list(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.retaining import retention_of, shares
    from secondstory.domain.keeping.retention import FOR_EVER

    found = shares(workspace.office, workspace.means)
    rows = [(one.kind.name, _kept(one), _covered(one), *_counts(one)) for one in found]
    table = terminal.table(("kind", "kept for", "there are", "due", "in 30 days", "in 90 days"), rows)
    lines = [table]
    lines += [f"  {one.rule.words} Basis: {one.rule.basis}. {one.rule.reason}" for one in found if one.rule]
    lines.append(f"For ever, and without a rule: {', '.join(FOR_EVER)}.")
    open_kinds = [one.kind for one in found if one.rule is None]
    lines += [_NOBODY] if open_kinds else []
    lines += [
        f"  {one.name}: {one.suggested_days} days after {one.since[0].value}. {one.why}" for one in open_kinds
    ]
    history = [_history_data(one) for one in retention_of(workspace.office).history]
    data = {"kinds": [_share_data(one) for one in found], "for_ever": list(FOR_EVER), "history": history}
    terminal.answer(data, "\n".join(lines))


def _set(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.retaining import retention_of, set_rule
    from secondstory.domain.keeping.retention import RetentionSet, kind_of

    draft = RetentionSet(
        kind=arguments.kind,
        days=arguments.days,
        since=arguments.since,
        basis=arguments.basis,
        reason=arguments.reason,
    )
    told = set_rule(workspace.office, draft)
    recalled = _recalled(workspace)
    rule = retention_of(workspace.office).rules[kind_of(arguments.kind).name]
    begins = "Set" if told else "It stands so already"
    words = (
        f"{begins}: {rule.words}{_taken_back(recalled)}\nWhoever writes one reads this line. When the days are over the installation asks;"
        f" nothing is erased before two people approved (alone: you, and you after a night).\n"
        f"{terminal.style('Next:', 'lamp')} secondstory retention"
    )
    terminal.answer({"changed": told is not None, "rule": _rule_data(rule), "taken_back": recalled}, words)


def _remove(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.retaining import remove_rule
    from secondstory.domain.keeping.retention import RetentionRemoved, kind_of

    told = remove_rule(workspace.office, RetentionRemoved(kind=arguments.kind, reason=arguments.reason))
    kind = kind_of(arguments.kind)
    recalled = _recalled(workspace)
    words = f"Removed, by entry {told.first}: no rule stands for {kind.many}.{_taken_back(recalled)}"
    terminal.answer({"kind": kind.name, "entry": told.first, "taken_back": recalled}, words)


def _recalled(workspace: "Workspace") -> list[str]:
    from secondstory.application.keeping.letting_go.recalling import recall

    return [f"ER-{number}" for number in recall(workspace.office, workspace.storage, workspace.keys)]


def _taken_back(names: list[str]) -> str:
    return f"\nTaken back, since the rule before asked for it: {', '.join(names)}." if names else ""


def _due(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.retaining import due

    found = due(workspace.office, workspace.means)
    if not found:
        words = "Nothing is due. What rules there are, and what comes due later: secondstory retention"
        terminal.answer({"due": []}, words)
        return
    rows = [
        (one.rule.kind, one.kept.stream, one.day.date() if one.day else "", _in_the_way(one)) for one in found
    ]
    table = terminal.table(("kind", "stream", "kept until", "in the way"), rows)
    after = f"{terminal.style('Next:', 'lamp')} secondstory retention ask"
    words = f"{table}\nAsking erases nothing: two people approve each, as always.\n{after}"
    terminal.answer({"due": [_judged_data(one) for one in found]}, words)


def _ask(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.retaining import ask_due

    asked = ask_due(workspace.office, workspace.means)
    names = [f"ER-{number}" for number in asked.numbers]
    held = f"{asked.held} due and kept by a hold; that it is so is recorded." if asked.held else ""
    if not names:
        words = " ".join(one for one in ("Nothing is to be asked for.", held) if one)
    else:
        words = (
            f"Asked for, in the name of the installation: {', '.join(names)}. Nothing is erased before two people approved."
            f"{' ' + held if held else ''}\n{terminal.style('Next:', 'lamp')} secondstory erase --waiting"
        )
    terminal.answer({"asked": names, "held": asked.held}, words)


def _agree(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.keeping.letting_go.waiting import agree_to_all, waiting
    from secondstory.cli.ceremony.pieces import confirmed
    from secondstory.domain.keeping.retention import kind_of

    office, kind = workspace.office, kind_of(arguments.kind)
    found = [
        one for one in waiting(office) if one.state.rule is not None and one.state.rule.kind == kind.name
    ]
    shown = "\n".join(f"  ER-{one.state.number}: {one.thing}" for one in found)
    question = f"What is erased stays erased. Agree to all of these?\n{shown}\n"
    if found:
        confirmed(terminal, question, yes=arguments.yes, otherwise="Nothing was agreed to.")
    numbers = agree_to_all(office, workspace.means, kind.name)
    names = [f"ER-{number}" for number in numbers]
    left = [one.state.number for one in waiting(office) if one.state.number in numbers]
    waits = "a later you, after a night" if office.alone else "somebody else"
    after = (
        f"Nothing is erased before {waits} agrees as well."
        if left
        else f"They go together with the next batch.\n{terminal.style('Next:', 'lamp')} secondstory erase --due"
    )
    data = {"agreed": names, "waiting": [f"ER-{number}" for number in left]}
    terminal.answer(data, f"Agreed: {', '.join(names)}. {after}")


def _kept(one: "Share") -> str:
    if one.rule is None:
        return "until somebody asks"
    return f"{one.rule.days} days after {one.rule.since}"


def _covered(one: "Share") -> object:
    return "in no count" if one.covered is None else one.covered


def _counts(one: "Share") -> tuple[object, ...]:
    from secondstory.domain.keeping.retention import Standing

    if one.rule is None or one.covered is None:
        return ("", "", "")
    due = one.standing[Standing.DUE] + one.standing[Standing.HELD]
    return (due, *(one.soon[days] for days in sorted(one.soon)))


def _in_the_way(one: "Judged") -> str:
    return ", ".join(f"HO-{number}" for number in one.kept.holds)


def _judged_data(one: "Judged") -> dict[str, Any]:
    return {
        "kind": one.rule.kind,
        "stream": one.kept.stream,
        "kept_until": one.day.isoformat() if one.day else None,
        "rule": one.rule.entry,
        "holds": [f"HO-{number}" for number in one.kept.holds],
    }


def _rule_data(rule: "Rule") -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "days": rule.days,
        "since": rule.since,
        "basis": rule.basis,
        "reason": rule.reason,
        "entry": rule.entry,
        "words": rule.words,
    }


def _history_data(one: "Recorded[Any]") -> dict[str, Any]:
    event = one.event
    return {
        "entry": one.index,
        "at": one.at.isoformat(),
        "kind": event.kind,
        "days": getattr(event, "days", None),
        "since": getattr(event, "since", None),
        "reason": event.reason,
    }


def _share_data(one: "Share") -> dict[str, Any]:
    return {
        "kind": one.kind.name,
        "rule": _rule_data(one.rule) if one.rule else None,
        "suggested": {"days": one.kind.suggested_days, "since": one.kind.since[0].value, "why": one.kind.why},
        "covered": one.covered,
        "standing": {name.value: count for name, count in one.standing.items() if count},
        "due_within_days": {str(days): count for days, count in one.soon.items()},
    }
