"""`followup`: propose, ask, take with a yes, finish, and look again at whether it helped."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.cli.parsing import Parser

EXAMPLES = (
    "secondstory followup                                     # all of them, nobody's first",
    'secondstory followup propose PM-1 "Delete the form that takes minutes" --for C-1 --end-state "the form is gone"',
    'secondstory followup ask FU-1 "Booking team" --because expertise "they wrote the form and run it"',
    'secondstory followup accept FU-1 --due "6 November"',
    'secondstory followup decline FU-2 "the second person would see the same bare number"',
    'secondstory followup done FU-1 --shown-by E-3 --words "the form answers 410"',
    "secondstory followup verify FU-1",
    'secondstory followup check FU-1 --changed --words "no hold under an hour since 1 December"',
    "secondstory followup --ics looks.ics                     # when to look again, for a calendar",
)

_PHASES = ("prevent", "detect", "contain", "recover", "respond", "repair", "learn")
_GRADES = ("stronger", "intermediate", "weaker")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, follow-ups are listed."""
    from secondstory.cli.parsing import Parser, add

    parser.add_argument("--of", metavar="PM", help="only those that answer this post-mortem")
    parser.add_argument("--csv", metavar="FILE", help="write them as CSV, - for standard output")
    parser.add_argument(
        "--ics", metavar="FILE", help="write the days to look again as a calendar, - for standard output"
    )
    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    shown = add(acts, "show", "one follow-up, whole")
    _which(shown)
    _proposing(acts)
    _asking(acts)
    _holding(acts)
    _doing(acts)
    _ending(acts)


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="FU", help="the follow-up, such as FU-1")


def _proposing(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    new = add(acts, "propose", "propose a change; anybody may")
    new.add_argument("pm", metavar="PM", help="the post-mortem it answers, such as PM-1")
    new.add_argument(
        "text", nargs="?", help="what will be different, beginning with a verb; left out, your editor opens"
    )
    new.add_argument("--file", metavar="FILE", help="the same from a file, - for standard input")
    new.add_argument(
        "--for", dest="conditions", action="append", default=[], metavar="C", help="C-1; repeatable"
    )
    new.add_argument("--phase", choices=_PHASES, default="prevent", help="where it would help (prevent)")
    new.add_argument(
        "--changes", choices=("condition", "symptom"), default="condition", help="what it changes"
    )
    new.add_argument("--end-state", metavar="TEXT", help="how somebody else will see that it is finished")
    new.add_argument("--verified-how", metavar="TEXT", help="how somebody checks it without asking you")
    new.add_argument("--strength", choices=_GRADES, help="how little it relies on people remembering")
    new.add_argument("--side-effects", metavar="TEXT", help="what new failure or work it could add")
    new.add_argument("--until", metavar="DAY", help="for one that covers for a while: when it ends")
    new.add_argument("--repair-to", metavar="WHO", help="for one that repairs harm: to whom")
    graded = add(acts, "strength", "say how strong it is, whatever was suggested")
    _which(graded)
    graded.add_argument("strength", choices=_GRADES)
    graded.add_argument("--because", metavar="REASON", help="why, in a sentence")
    worded = add(acts, "reword", "put it into other words, with a reason; the first ones stay readable")
    _which(worded)
    worded.add_argument("--because", metavar="REASON", required=True, help="why the words change")
    worded.add_argument("--text", help="what will be different")
    worded.add_argument("--end-state", metavar="TEXT", help="how somebody else will see that it is finished")
    worded.add_argument("--verified-how", metavar="TEXT", help="how somebody checks it")
    worded.add_argument("--side-effects", metavar="TEXT", help="what new failure or work it could add")


def _asking(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    asked = add(acts, "ask", "ask a team or a person whether it is theirs")
    _which(asked)
    asked.add_argument("of", nargs="?", metavar="TEAM-OR-PERSON")
    asked.add_argument(
        "--because",
        nargs=2,
        metavar=("REASON", "TEXT"),
        help="expertise, proximity or authority; and why, in a sentence",
    )
    asked.add_argument("--until", metavar="DAY", help="by when an answer would help")
    yes = add(acts, "accept", "say yes; alone, after a night")
    _which(yes)
    yes.add_argument("--owner", metavar="NAME", help="who owns it (else you)")
    yes.add_argument("--words", metavar="TEXT", help="in your words, with what you would change")
    yes.add_argument("--due", metavar="DAY", help='by when, such as "6 November"')
    yes.add_argument(
        "--tonight", metavar="REASON", help="why it cannot wait for a night; kept beside your yes"
    )
    no = add(acts, "decline", "say no, with a reason; as welcome as a yes")
    _which(no)
    no.add_argument("reason", help="why, in a sentence")
    no.add_argument("--better-address", metavar="WHO", help="who should be asked instead")
    up = add(acts, "escalate", "take it to somebody who can free time for it or decide it")
    _which(up)
    up.add_argument("to", help="a role or a person")
    up.add_argument("reason", help="why, in a sentence")


def _holding(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    over = add(acts, "hand-over", "hand it over to somebody who said yes")
    _which(over)
    over.add_argument("to", help="the next owner")
    over.add_argument("--because", metavar="REASON", required=True, help="why it changes hands")
    free = add(acts, "let-go", "let it go; it is asked for again")
    _which(free)
    free.add_argument("reason", help="why, in a sentence")
    when = add(acts, "due", "say by when, or move the day with a reason")
    _which(when)
    when.add_argument("day", help='such as "6 November"')
    when.add_argument("--because", metavar="REASON", help="why it moves")
    stuck = add(acts, "block", "it waits for something or somebody")
    _which(stuck)
    stuck.add_argument("waiting_for", metavar="WAITING-FOR", help="for what, or for whom")
    going = add(acts, "unblock", "it goes on")
    _which(going)
    tracked = add(acts, "track", "where a tracker has it")
    _which(tracked)
    tracked.add_argument("tracker", metavar="REF", help="a number or an address there")


def _doing(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    done = add(acts, "done", "its end state is reached, and this shows it")
    _which(done)
    done.add_argument(
        "--shown-by", action="append", default=[], metavar="REF", help="a link, or E-3; repeatable"
    )
    done.add_argument("--words", metavar="TEXT", help="what shows it, in words")
    seen = add(acts, "verify", "look whether it is so: somebody else, or a later you after a night")
    _which(seen)
    seen.add_argument("--how", metavar="TEXT", help="how you looked")
    for name in ("check", "effect"):
        look = add(acts, name, "weeks later: has the condition changed?")
        _which(look)
        answer = look.add_mutually_exclusive_group(required=True)
        answer.add_argument("--changed", dest="effect", action="store_const", const="changed")
        answer.add_argument("--not-changed", dest="effect", action="store_const", const="not-changed")
        answer.add_argument("--cannot-tell", dest="effect", action="store_const", const="cannot-tell")
        look.add_argument(
            "--shown-by", action="append", default=[], metavar="REF", help="a link, or E-3; repeatable"
        )
        look.add_argument("--words", metavar="TEXT", help="what shows it, in words")


def _ending(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    again = add(acts, "reopen", "it turned out not to be finished")
    _which(again)
    again.add_argument("reason", help="what is not finished")
    other = add(acts, "supersede", "another follow-up takes its place")
    _which(other)
    other.add_argument("by", metavar="BY", help="the other one, such as FU-4")
    other.add_argument("--because", metavar="REASON", help="why, in a sentence")
    never = add(acts, "drop", "it will not be done, in the open")
    _which(never)
    never.add_argument("reason", help="why, in a sentence")
    never.add_argument("--authority", metavar="ROLE", default="", help="who may decide that")
    never.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List follow-ups, or do what was asked with one."""
    from secondstory.cli.ceremony import followup_acts, followup_shown
    from secondstory.cli.ceremony.pieces import workspace_of

    workspace = workspace_of(arguments, terminal)
    if arguments.act is None:
        followup_shown.list_all(workspace, arguments, terminal)
        return 0
    if arguments.act == "propose":
        followup_acts.propose(workspace, arguments, terminal)
        return 0
    stream = workspace.office.door.stream_of(arguments.ref, default="FU")
    if arguments.act == "show":
        followup_shown.show(workspace, stream, terminal)
        return 0
    followup_acts.ACTS[arguments.act](workspace, stream, arguments, terminal)
    return 0
