"""`erase`: lawful erasure of a part, an item or a stream, in the open, by two people or after a night."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.kernel.moments import spoken
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.keeping.destroying import Means
    from secondstory.application.keeping.erasing import Due, Wanted
    from secondstory.application.office import Office
    from secondstory.kernel.ids import StreamId
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    'secondstory erase PM-3 --part T-4 --basis "GDPR art. 17" --reason "a guest\'s name stands in it"',
    'secondstory erase PM-3 --words "Jane Doe" --basis "GDPR art. 17" --reason "she asked for it"',
    'secondstory erase E-2 --of PM-3 --basis "retention policy 4.2" --reason "holds card numbers"',
    'secondstory erase --stream ac_01k2 --basis "GDPR art. 17" --reason "its author left and asked"',
    "secondstory erase --confirm ER-1       # a second person; alone, you, after a night",
    'secondstory erase E-4 --of PM-3 --basis "retention policy 4.2" --reason "kept for a year" --on 2027-03-01',
    "secondstory erase --due                # what is scheduled, and what goes together now",
    "secondstory erase --waiting            # which wait for approval, and what asks for them",
    "secondstory erase                      # the erasures there are",
)

_SHOWN = 70
_BEYOND = "Copies outside the record are not reached: earlier backups, pages that were published or exported, drafts."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "ref", nargs="?", metavar="ID", help="PM-3, FU-2, E-2 (with --of), or ER-1 to carry it out"
    )
    parser.add_argument(
        "--part",
        action="append",
        default=[],
        metavar="WHAT",
        help="T-4, C-2, D-1, A-1, P-3 (third paragraph), title, 412.1",
    )
    parser.add_argument("--words", metavar="TEXT", help="every text that has these words in it")
    parser.add_argument("--of", metavar="PM", help="the post-mortem that an E-n belongs to")
    parser.add_argument("--stream", metavar="ID", help="a whole stream, by its id")
    parser.add_argument("--basis", default="", help="the law and article, or the policy, that asks for it")
    parser.add_argument("--reason", default="", help="what is to become unreadable, and why, in a sentence")
    parser.add_argument(
        "--confirm", "--approve", metavar="ER", help="approve and carry out what was requested"
    )
    parser.add_argument("--withdraw", metavar="ER", help="take a request back, with --reason")
    parser.add_argument("--on", metavar="DAY", help="carry it out together with others, on that day or after")
    parser.add_argument(
        "--due", action="store_true", help="show what is scheduled, and carry out what is due (once a day)"
    )
    parser.add_argument(
        "--waiting",
        action="store_true",
        help="which wait for approval, those that a rule asks for among them",
    )
    parser.add_argument("--yes", action="store_true", help="destroy without asking, for scripts")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List, request, take back, or carry out."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    office, means = workspace.office, workspace.means
    ref = arguments.ref or ""
    if arguments.withdraw:
        return _withdraw(office, arguments.withdraw, arguments.reason, terminal)
    if arguments.due:
        from secondstory.cli.evidence.erase_due import show_due

        return show_due(workspace, terminal, yes=arguments.yes)
    if arguments.waiting:
        from secondstory.cli.evidence.erase_waiting import show_waiting

        return show_waiting(office, terminal)
    confirmed = arguments.confirm or (ref if ref.upper().startswith("ER") else None)
    if confirmed:
        return _carry_out(office, means, confirmed, arguments, terminal)
    if not ref and not arguments.stream:
        return _list(office, terminal)
    return _request(workspace, arguments, terminal)


def _list(office: "Office", terminal: Terminal) -> int:
    from secondstory.application.keeping.erasing import erasures

    rows = [{**row, "number": f"ER-{row['number']}"} for row in erasures(office)]
    empty = (
        "Nothing was erased here, and nobody asked for it. Erasing takes a legal basis and two people (alone: a night);\n"
        "the record goes on saying that something stood there.\n"
        'Begin: secondstory erase PM-3 --part T-4 --basis "GDPR art. 17" --reason "..."'
    )
    cells = [
        (row["number"], row["state"], row["scope"], row["basis"], str(row["requested_at"])[:10])
        for row in rows
    ]
    text = terminal.table(("number", "state", "scope", "basis", "asked on"), cells) if rows else empty
    terminal.answer({"erasures": rows}, text)
    return 0


def _withdraw(office: "Office", ref: str, reason: str, terminal: Terminal) -> int:
    from secondstory.application.keeping.erasing import withdraw_erasure

    withdraw_erasure(office, office.door.stream_of(ref, default="ER"), reason)
    terminal.answer({"withdrawn": ref.upper()}, f"Taken back: {ref.upper()}. Nothing was erased.")
    return 0


def _request(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.application.keeping.erasing import request_erasure

    office = workspace.office
    wanted = _wanted(workspace, arguments)
    asked = request_erasure(office, workspace.means, wanted)
    name = f"ER-{asked.number}"
    lines = [f"Requested: {name}, the erasure of {_what(wanted)}.", *_shown(wanted.texts)]
    lines.append(
        f"What is erased stays erased, so a later you confirms it, from {spoken(asked.earliest)} on."
        if office.alone
        else "What is erased stays erased, so a second person confirms it."
    )
    lines.append(f"{terminal.style('Next:', 'lamp')} secondstory erase --confirm {name}")
    parts = [{"entry": one.index, "part": one.part, "field": one.field} for one in wanted.texts]
    data = {
        "number": name,
        "id": asked.stream,
        "scope": wanted.scope.value,
        "target": wanted.target,
        "parts": parts,
    }
    terminal.answer({**data, "earliest": asked.earliest.isoformat()}, "\n".join(lines))
    return 0


def _wanted(workspace: "Workspace", arguments: argparse.Namespace) -> "Wanted":
    from secondstory.application.keeping.choosing import Chosen, choose

    chosen = Chosen(
        ref=arguments.ref,
        parts=tuple(arguments.part),
        words=arguments.words,
        of=arguments.of,
        stream=arguments.stream,
        basis=arguments.basis,
        reason=arguments.reason,
    )
    wanted = choose(workspace.office, workspace.means, chosen)
    if not arguments.on:
        return wanted
    from secondstory.cli.times import read_moment
    from secondstory.kernel.frozen import replace

    return replace(wanted, not_before=read_moment(arguments.on, now=workspace.office.now()).at)


def _carry_out(
    office: "Office", means: "Means", ref: str, arguments: argparse.Namespace, terminal: Terminal
) -> int:
    from secondstory.application.keeping.erasing import carry_out, due, finished

    stream = office.door.stream_of(ref, default="ER")
    if finished(office, means, stream):
        words = f"{ref.upper()} is done; what it named is unreadable, and nothing of it was left to destroy."
        terminal.answer({"number": ref.upper(), "state": "carried out"}, words)
        return 0
    what = due(office, means, stream)
    _ask(what, arguments, terminal)
    appended = carry_out(office, means, what)
    if appended is None:
        return _approved(office, stream, terminal)
    count = len(what.targets)
    how_much = f"{count} text{'s' if count != 1 else ''}" if count else "what it named"
    entry = appended.first
    words = (
        f"Erased: {how_much} ({ref.upper()}, entry {entry}). In its place stands that it was erased, on which basis, and"
        f" who stood for it.\n{_BEYOND}\n{_until(office)}{_left_over(office, stream)}{terminal.style('Next:', 'lamp')} secondstory verify"
    )
    data: dict[str, Any] = {"number": ref.upper(), "state": "carried out", "entry": entry, "parts": count}
    terminal.answer(data, words)
    return 0


def _left_over(office: "Office", stream: "StreamId") -> str:
    """Return until when locked copies of it lie elsewhere, empty where there are none."""
    from secondstory.application.keeping.erasing import erasure_of

    left = erasure_of(office, stream).left
    if not left:
        return ""
    until = max(one.until for one in left)
    return (
        f"Its ciphertext lies in {left[0].where} until {until.day} {until:%B %Y}, unreadable: no key opens it, and nobody can"
        " remove it before. A round of secondstory bucket push removes it then.\n"
    )


def _approved(office: "Office", stream: "StreamId", terminal: Terminal) -> int:
    """Say that a scheduled erasure was approved: by the first of two where a rule asked, or as a whole."""
    from secondstory.application.keeping.erasing import erasure_of
    from secondstory.cli.evidence.erase_waiting import after_first

    state = erasure_of(office, stream)
    name = f"ER-{state.number}"
    if state.approvals_needed:
        data = {"number": name, "state": "requested", "approvals_needed": state.approvals_needed}
        terminal.answer(data, after_first(state, alone=office.alone))
        return 0
    assert state.not_before is not None
    when = state.not_before.astimezone(office.now().tzinfo)
    words = (
        f"Approved: {name} goes together with others, from {spoken(when)} on."
        if state.not_before > office.now()
        else f"Approved: {name} goes together with others, with the next batch."
    )
    after = f"{words}\n{terminal.style('Next:', 'lamp')} secondstory erase --due"
    terminal.answer({"number": name, "state": "approved"}, after)
    return 0


def _until(office: "Office") -> str:
    """Return from which day on no key backup opens what was erased, for the keys among it."""
    from datetime import timedelta

    from secondstory.application.keeping.noting import key_backup_days

    days = key_backup_days(office)
    until = office.now() + timedelta(days=days)
    return (
        f"Key backups from before may open what was sealed until {until.day} {until:%B %Y} ({days} days), if they are removed"
        " by then: secondstory keys prune DIR\n"
    )


def _ask(what: "Due", arguments: argparse.Namespace, terminal: Terminal) -> None:
    request = what.state.request
    assert request is not None
    name = f"ER-{request.number}"
    if arguments.yes:
        return
    if not terminal.is_interactive:
        raise Refused(
            f"What is erased stays erased. In a script, say so: secondstory erase --confirm {name} --yes",
            code="ask",
        )
    terminal.say(f"{name}: {request.reason}\nBasis: {request.basis}")
    for line in _shown(what.texts):
        terminal.say(line)
    if (
        terminal.ask('What is erased stays erased. Type "erase" to go on, anything else to leave it:')
        != "erase"
    ):
        raise Refused(
            f"Nothing was erased. {name} waits; take it back with secondstory erase --withdraw {name}."
        )


def _what(wanted: "Wanted") -> str:
    if wanted.scope.value == "part":
        count = len(wanted.texts)
        return f"{count} text{'s' if count != 1 else ''}"
    return "the bytes of one item of evidence" if wanted.scope.value == "item" else "a whole stream"


def _shown(texts: Any) -> list[str]:
    return [f"  entry {one.index}, {one.field}: {_cut(one.words)}" for one in texts]


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
