"""`witness`: be one for somebody's log, name those of yours, and ask them to confirm the newest checkpoint."""

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.application.record.witnessed import Requested
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory witness                                          # the policy, and who signed what, when",
    "secondstory witness add VKEY https://witness.example.org     # a witness that somebody else runs",
    "secondstory witness add VKEY https://other.example --quorum 2",
    "secondstory witness policy our-policy.txt                    # a policy with groups, written by hand",
    "secondstory witness request                                  # ask them all; nightly, or every ten minutes",
    "secondstory witness serve ~/witness --log VKEY               # be a witness, on another machine than the log",
)

ALARMING, NOT_WITNESSED = 1, 3
"""Exit codes of `request`, as those of `verify`: another history was seen; not as the policy asks."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, the policy is shown."""
    from secondstory.cli.parsing import Parser, add

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    serving = add(acts, "serve", "be a witness for the logs that are named")
    serving.add_argument(
        "folder", metavar="DIR", help="where its key and its memory lie; made on the first run"
    )
    serving.add_argument(
        "--log",
        action="append",
        default=[],
        metavar="VKEY",
        help="the verifier key of a log to follow; repeatable",
    )
    serving.add_argument("--name", metavar="NAME", help="what it is called, on the first run")
    serving.add_argument(
        "--listen", default="127.0.0.1:8790", metavar="HOST:PORT", help="where it answers (127.0.0.1:8790)"
    )
    new = add(acts, "add", "add a witness to the policy of this workspace")
    new.add_argument("vkey", metavar="VKEY", help="its verifier key, as it prints it")
    new.add_argument("url", metavar="URL", help="where it is asked, such as https://witness.example.org")
    new.add_argument("--name", metavar="NAME", help="what it is called here (else as its key says)")
    new.add_argument(
        "--quorum", type=int, metavar="N", help="how many of all have to sign (else more than half)"
    )
    whole = add(acts, "policy", "take a policy that was written by hand, with groups of its own")
    whole.add_argument("file", metavar="FILE", help="the policy, in the format of c2sp.org/tlog-policy")
    asking = add(acts, "request", "ask every witness to confirm the newest checkpoint")
    for one in (new, asking):
        one.add_argument(
            "--plain-http",
            action="store_true",
            help="allow http beyond this machine, in a network that you trust",
        )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do the act that was named, or show how it stands."""
    if arguments.act == "serve":
        return _serve(arguments, terminal)
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if arguments.act == "add":
        return _add(workspace, arguments, terminal)
    if arguments.act == "policy":
        return _policy(workspace, Path(arguments.file), terminal)
    if arguments.act == "request":
        return _request(workspace, arguments, terminal)
    return _show(workspace, terminal)


def _serve(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.serving import make_ready

    serving = make_ready(
        Path(arguments.folder),
        logs=arguments.log,
        listen=arguments.listen,
        name=arguments.name,
        say=terminal.complain,
    )
    words = (
        f"The witness {serving.name} answers on {serving.address}\n"
        f"Its key:  {serving.vkey}\n\n"
        "Whoever runs the log adds it there, with the address at which it is reached from outside:\n"
        f"  secondstory witness add {serving.vkey} https://...\n\n"
        "Keep its folder: without its memory it signs nothing. Stop it with Ctrl-C."
    )
    terminal.answer({"name": serving.name, "vkey": serving.vkey, "address": serving.address}, words)
    sys.stdout.flush()
    try:
        # What stops a service is answered as Ctrl-C is.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        serving.serve()
    except KeyboardInterrupt:
        terminal.say("\nStopped. What it signed stays in its memory.")
    return 0


def _add(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.policy import Wanted, add_witness, path_of

    wanted = Wanted(
        vkey=arguments.vkey,
        url=arguments.url,
        name=arguments.name,
        quorum=arguments.quorum,
        plain=arguments.plain_http,
    )
    policy = add_witness(workspace, wanted)
    added = policy.witnesses[-1]
    words = (
        f"Added: {added.name}. {policy.words()}\n"
        f"Whoever runs it needs the key of this log: {workspace.settings.vkey}\n"
        f"{terminal.style('Next:', 'lamp')} secondstory witness request"
    )
    data = {
        "name": added.name,
        "policy": str(path_of(workspace.place)),
        "asks": policy.words(),
        "log": workspace.settings.vkey,
    }
    terminal.answer(data, words)
    return 0


def _policy(workspace: "Workspace", path: Path, terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.policy import path_of, take_policy

    policy = take_policy(workspace, path)
    words = f"The policy is recorded. {policy.words()}"
    terminal.answer({"policy": str(path_of(workspace.place)), "asks": policy.words()}, words)
    return 0


def _request(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.asking import request

    asked = request(workspace, plain=arguments.plain_http)
    rows = [(one.witness, one.standing.value, one.words) for one in asked.told]
    lines = [f"Checkpoint over {asked.size} entries", ""]
    lines += [f"  {name} ({standing}): {words}" for name, standing, words in rows]
    lines += ["", _outcome(asked)]
    data = {
        "size": asked.size,
        "is_witnessed": asked.is_witnessed,
        "is_alarming": asked.is_alarming,
        "missing": list(asked.missing),
        "witnesses": [{"name": name, "standing": standing, "words": words} for name, standing, words in rows],
    }
    terminal.answer(data, "\n".join(lines))
    if asked.is_alarming:
        return ALARMING
    return 0 if asked.is_witnessed else NOT_WITNESSED


def _outcome(asked: "Requested") -> str:
    if asked.is_alarming:
        return "A witness saw another history than the one that is here. Look into that before anything else."
    if asked.is_witnessed:
        return "Witnessed as the policy asks."
    missing = ", ".join(asked.missing)
    return f"Not yet witnessed as the policy asks. Not signed: {missing}. Nothing here waits for it."


def _show(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.witnessing.standing import standing_of

    standing = standing_of(workspace)
    rows = [(one.name, one.size or "", _at(one.at), one.url or "no address") for one in standing.witnesses]
    lines = [f"This log: {workspace.settings.vkey}", ""]
    if rows:
        lines += [
            standing.asks,
            terminal.table(("witness", "entries", "signed", "asked at"), rows),
            "",
            standing.words,
        ]
    else:
        lines += [
            "No witness is known here. One on another machine catches whoever holds the key of this log."
        ]
        lines += [f"{terminal.style('Next:', 'lamp')} secondstory witness add VKEY URL"]
    if standing.is_edited:
        lines.append(
            "The policy file is not the one that was recorded last: somebody wrote into it. When it is as it should be:"
            " secondstory witness policy FILE"
        )
    data = {
        "log": workspace.settings.vkey,
        "asks": standing.asks,
        "size": standing.size,
        "witnessed": standing.witnessed,
        "policy_edited": standing.is_edited,
        "witnesses": [
            {"name": one.name, "size": one.size, "at": _at(one.at), "url": one.url}
            for one in standing.witnesses
        ],
    }
    terminal.answer(data, "\n".join(lines))
    return 0


def _at(seconds: int | None) -> str:
    from datetime import UTC, datetime

    if seconds is None or seconds > 253402300799:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
