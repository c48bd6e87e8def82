"""`evidence`: seal files and command output, with a chain of custody for everything that is done with them."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.cli.parsing import Parser

EXAMPLES = (
    "secondstory evidence                                    # everything that is sealed",
    "secondstory evidence add PM-1 hold.log screenshot.png",
    'kubectl logs api-0 | secondstory evidence add PM-1 - --name api-0.log --captured-from "api-0, production"',
    "secondstory evidence run PM-1 --timeout 60 -- journalctl -u booking --since 22:00",
    "secondstory evidence show PM-1/E-2                      # with its custody",
    'secondstory evidence open E-2 --of PM-1 --purpose "checking the time of the first hold"',
    'secondstory evidence export E-2 --to handover/ --purpose "for the insurer"',
    "secondstory evidence reproduce E-2                      # run its command again and compare",
    'secondstory evidence gap PM-1 "access log, 22:00 to 22:24" --cause never-captured',
    'secondstory evidence redact E-3 --lines 10-12 --reason secret --why "a token of the payment provider"',
    "secondstory evidence expires                            # which holds run out, and when",
)

_REASONS = ("secret", "personal-data", "third-party", "legal", "other")
_CAUSES = ("retention-expired", "never-captured", "access-denied", "legally-erased", "unknown")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, everything that is sealed is listed."""
    from secondstory.cli.parsing import Parser

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    _sealing(acts)
    _reading(acts)
    _custody(acts)
    _redacting(acts)
    _around(acts)


def _sealing(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    new = add(acts, "add", "seal files, or what comes on standard input (-)")
    new.add_argument("pm", metavar="PM", help="the post-mortem, such as PM-1")
    new.add_argument("files", nargs="+", metavar="FILE", help="a file; - for standard input")
    new.add_argument("--name", help="how it is called (else its file name)")
    new.add_argument("--captured-from", metavar="WHERE", help="a host, a service, a person's screen")
    new.add_argument(
        "--how", choices=("file", "export", "screenshot", "copy"), default="file", help="how it was taken"
    )
    new.add_argument("--media-type", metavar="TYPE", help="such as text/plain (else by its name)")
    new.add_argument(
        "--length", type=int, metavar="BYTES", help="how long the sender says it is, with --sha256"
    )
    new.add_argument("--sha256", metavar="HEX", help="which SHA-256 the sender says it has, with --length")
    _about_sealing(new)
    captured = add(acts, "run", "run a command and seal what it writes")
    captured.add_argument("pm", metavar="PM", help="the post-mortem, such as PM-1")
    captured.add_argument(
        "--timeout", type=float, metavar="SECONDS", help="stop it after so long, and seal what came"
    )
    captured.add_argument("--name", help="how it is called (else the command)")
    captured.add_argument("--captured-from", metavar="WHERE", help="a host or a service (else this machine)")
    _about_sealing(captured)
    captured.add_argument("command", nargs="+", metavar="COMMAND", help="after --, with its arguments")


def _about_sealing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--clock", metavar="TEXT", help='which clock its times are from, such as "host clock ±2 s"'
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--redact", action="store_true", help="blot out likely secrets and seal that copy")
    ways.add_argument(
        "--seal-anyway", metavar="REASON", help="seal likely secrets as they are; the reason is kept"
    )


def _reading(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    listed = add(acts, "list", "what is sealed, of one post-mortem or of all")
    listed.add_argument("pm", nargs="?", metavar="PM", help="the post-mortem, such as PM-1")
    shown = add(acts, "show", "one item with its chain of custody; the content stays sealed")
    _which(shown)
    opened = add(acts, "open", "read it; recorded once per person and day")
    _which(opened)
    opened.add_argument("--purpose", metavar="TEXT", help="what for, in your words")
    opened.add_argument(
        "--original", action="store_true", help="the original of what was redacted, with --purpose"
    )
    opened.add_argument("--out", metavar="FILE", help="write it there instead of to standard output")
    taken = add(acts, "export", "write a copy that leaves, with its manifest; recorded with the purpose")
    _which(taken)
    taken.add_argument("--to", metavar="DIR", required=True, help="the folder to write to")
    taken.add_argument("--purpose", metavar="TEXT", default="", help="what the copy is for")


def _custody(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    right = add(acts, "correct", "put a correction beside what was said about it")
    _which(right)
    right.add_argument("text", help="what is right instead")
    right.add_argument(
        "--cites", type=int, default=1, metavar="N", help="the line of its custody (1: the sealing)"
    )
    over = add(acts, "hand", "custody passes to somebody else")
    _which(over)
    over.add_argument("to", help="to whom")
    over.add_argument("--because", metavar="REASON", required=True, help="why")
    again = add(acts, "reproduce", "run its command again and record whether the result is the same")
    _which(again)
    again.add_argument("--because", metavar="TEXT", help="if it differs: what explains it")
    again.add_argument("--timeout", type=float, metavar="SECONDS", help="stop it after so long")
    again.add_argument("--yes", action="store_true", help="do not ask before running it")


def _redacting(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    less = add(acts, "redact", "seal a copy with lines covered, and have it read in place of the original")
    _which(less)
    less.add_argument(
        "--lines", metavar="N-M", help="such as 10-12 or 4,10-12; without it a note replaces it all"
    )
    less.add_argument("--reason", choices=_REASONS, help="the kind of reason; it stands there for good")
    less.add_argument(
        "--why", default="", metavar="TEXT", help="the reason in a sentence, without the secret itself"
    )
    less.add_argument("--seal-anyway", metavar="REASON", help="why likely secrets on other lines may stay")


def _around(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    gap = add(acts, "gap", "nothing was kept of something: a gap, and no question about anybody")
    gap.add_argument("pm", metavar="PM", help="the post-mortem, such as PM-1")
    gap.add_argument("what", help='such as "access log of the console"')
    gap.add_argument("--cause", choices=_CAUSES, default="unknown", help="why it is not there")
    gap.add_argument("--since", metavar="TIME")
    gap.add_argument("--until", metavar="TIME")
    gap.add_argument("--policy", metavar="TEXT", help="the rule or setting that let it go")
    add(acts, "expires", "holds by the day on which they run out, and who has not answered yet")


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="E", help="the item: PM-1/E-2, or E-2 with --of")
    parser.add_argument("--of", metavar="PM", help="the post-mortem it belongs to")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List what is sealed, or do what was asked."""
    from secondstory.cli.ceremony.pieces import workspace_of
    from secondstory.cli.evidence import custody_acts, redacting_acts, sealing_acts

    workspace = workspace_of(arguments, terminal)
    act = arguments.act or "list"
    if act in sealing_acts.ACTS:
        return sealing_acts.ACTS[act](workspace, arguments, terminal)
    if act in redacting_acts.ACTS:
        return redacting_acts.ACTS[act](workspace, arguments, terminal)
    return custody_acts.ACTS[act](workspace, arguments, terminal)
