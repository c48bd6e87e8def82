"""`keys`: which key signs the record, its change, what to do when somebody else has it, and how long backups are kept."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.record.recovery import add_recovery_key, recovery_key
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory keys                                        # which key signs, since when; fingerprints to read aloud",
    'secondstory keys rotate --why "a new machine"           # a new key; both sign for 90 days',
    "secondstory keys finish                                 # end that early: the older key is destroyed",
    'secondstory keys compromised --since 4112 --why "the laptop was stolen"',
    "secondstory keys keep 30                                # for how many days key backups are kept",
    "secondstory keys prune ~/Keys                           # remove older ones, once the newest is known to open",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, the keys are shown."""
    from secondstory.cli.parsing import Parser, add

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    changing = add(acts, "rotate", "let a new key sign, and the present one beside it for a while")
    changing.add_argument("--why", default="", metavar="TEXT", help="why it changes; stands in the record")
    changing.add_argument(
        "--overlap", type=int, default=90, metavar="DAYS", help="for how long both sign (90)"
    )
    ending = add(acts, "finish", "let the older key sign no more, and destroy it")
    lost = add(acts, "compromised", "somebody else may hold the key: end this log, and open its successor")
    lost.add_argument(
        "--since",
        metavar="ENTRY",
        help="the first entry in doubt, or a date such as 2026-11-20 (else none is)",
    )
    lost.add_argument("--why", default="", metavar="TEXT", help="what happened; stands in the record")
    keeping = add(acts, "keep", "set for how many days key backups are kept")
    keeping.add_argument("days", type=int, metavar="DAYS", help="30 when nothing is set")
    pruning = add(acts, "prune", "remove key backups that are older than that")
    pruning.add_argument("folder", metavar="DIR", help="the folder with the key backups")
    pruning.add_argument("--older-than", type=int, metavar="DAYS", help="another age, this once")
    add_recovery_key(pruning)
    for act in (changing, ending, lost, pruning):
        act.add_argument("--yes", action="store_true", help="do it without asking, for scripts")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do the act that was named, or show the keys."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    acts = {
        "rotate": _rotate,
        "finish": _finish,
        "compromised": _compromised,
        "keep": _keep,
        "prune": _prune,
    }
    act = acts.get(arguments.act)
    return act(workspace, arguments, terminal) if act else _show(workspace, terminal)


def _show(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.keyring import keyring

    ring = keyring(workspace)
    lines = [f"The log {ring.origin}", ""]
    for key in ring.keys:
        lines += [f"  {terminal.style(key.state, 'bold' if key.signs else 'soft')}", f"    {key.vkey}"]
        lines += [f"    to read aloud: {key.fingerprint}", f"    {key.words}", ""]
    lines += [f"  {one}" for one in ring.words]
    keys = [
        {
            "vkey": key.vkey,
            "state": key.state,
            "signs": key.signs,
            "fingerprint": key.fingerprint,
            "since": key.since,
            "since_at": key.since_at.isoformat(),
            "retired": key.retired,
        }
        for key in ring.keys
    ]
    terminal.answer({"origin": ring.origin, "keys": keys, "words": ring.words}, "\n".join(lines).rstrip())
    return 0


def _rotate(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.rotating import rotate

    question = f'A new key signs from here on, and both for {arguments.overlap} days. Type "rotate" to go on:'
    _ask(arguments, terminal, "rotate", question)
    made = rotate(workspace, reason=arguments.why, overlap_days=arguments.overlap)
    words = (
        f"A new key signs:\n  {made.new}\nThe older one signs beside it until {made.until:%d %B %Y}:\n  {made.old}\n"
        "The record names the new key under the older one's signature. Give it to everybody who verifies, to the witnesses,\n"
        "and into policies; receipts of before verify with the older key, for ever. A serving process: start it again.\n"
        f"{terminal.style('Next:', 'lamp')} secondstory backup      # the key backups of before lack the new key"
    )
    data = {"vkey": made.new, "older": made.old, "until": made.until.isoformat(), "entry": made.entry}
    terminal.answer(data, words)
    return 0


def _finish(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.rotating import finish_rotation

    if workspace.keys.older() is None:
        terminal.answer({"destroyed": None}, "One key signs; there is no older one to end.")
        return 0
    question = (
        'The older key is destroyed; who knows it alone cannot follow from here. Type "finish" to go on:'
    )
    _ask(arguments, terminal, "finish", question)
    gone = finish_rotation(workspace, reason="ended by hand")
    words = f"Destroyed, and the record says so:\n  {gone}\nWhat it signed goes on verifying with it."
    terminal.answer({"destroyed": gone}, words)
    return 0


def _compromised(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.succeeding import end_compromised

    since = _since(workspace, arguments.since)
    question = (
        'This log ends here, and a successor with another name and key takes it up. Type "end" to go on:'
    )
    _ask(arguments, terminal, "end", question)
    made = end_compromised(workspace, since=since, reason=arguments.why)
    doubt = (
        "No entry is in doubt."
        if since is None
        else f"Entries from {since} on are in doubt, and stay readable."
    )
    words = (
        f"The log {made.older} ended. Its successor: {made.origin}, which carries its {made.carried} entries.\n{doubt}\n"
        f"Its key:\n  {made.vkey}\nEntry {made.entry} names the older checkpoints. Tell everybody who verifies: a checkpoint of the\n"
        "older log over more entries than it carried is not ours. Receipts of before verify with the older key.\n"
        f"{terminal.style('Next:', 'lamp')} secondstory backup, then give the key to witnesses and to whoever verifies"
    )
    data = {"origin": made.origin, "vkey": made.vkey, "older": made.older, "entry": made.entry}
    terminal.answer({**data, "carried": made.carried}, words)
    return 0


def _since(workspace: "Workspace", said: str | None) -> int | None:
    from secondstory.cli.times import read_moment
    from secondstory.wiring.safekeeping.signing_keys.succeeding import entry_at

    if said is None or said.isdecimal():
        return None if said is None else int(said)
    return entry_at(workspace, read_moment(said, now=workspace.clock.now()).at)


def _keep(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.retaining import keep_days

    keep_days(workspace, arguments.days)
    words = (
        f"Key backups are kept for {arguments.days} days. Nothing removes them by itself: whoever keeps them runs\n"
        f"{terminal.style('Next:', 'lamp')} secondstory keys prune DIR"
    )
    terminal.answer({"days": arguments.days}, words)
    return 0


def _prune(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.safekeeping.signing_keys.retaining import prunable, prune

    found = prunable(workspace, Path(arguments.folder).expanduser(), older_than_days=arguments.older_than)
    data = {"removed": [path.name for path in found.old], "kept": found.kept, "days": found.days}
    if not found.old:
        terminal.answer(
            data,
            f"No key backup there is older than {found.days} days and has a newer one. Nothing was removed.",
        )
        return 0
    listed = "\n".join(f"  {path.name}" for path in found.old)
    terminal.say(f"Older than {found.days} days, with a newer one beside them:\n{listed}")
    key = recovery_key(arguments, terminal)
    _ask(arguments, terminal, "remove", 'They are removed for good. Type "remove" to go on:')
    prune(workspace, found, key)
    words = (
        f"Removed: {len(found.old)}. The newest one, {found.newest.name}, was opened with the recovery key first.\n"
        "Copies of them elsewhere are not reached: a key that was erased lives on there."
    )
    terminal.answer(data, words)
    return 0


def _ask(arguments: argparse.Namespace, terminal: Terminal, word: str, question: str) -> None:
    """Go on only when somebody typed the word, or said --yes."""
    if arguments.yes:
        return
    if not terminal.is_interactive:
        raise Refused("This cannot be taken back. In a script, say so: --yes", code="ask")
    if terminal.ask(question) != word:
        raise Refused("Nothing was done.")
