"""`sitting`: people meet to learn, sleep on it, and meet again to commit; alone, the protocol is the sitting."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.cli.parsing import Parser

EXAMPLES = (
    "secondstory sitting                                   # what is planned or open",
    "secondstory sitting PM-1                              # the sittings of one post-mortem",
    'secondstory sitting PM-1 schedule learning --at "tomorrow 10:00"',
    'secondstory sitting PM-1 facilitator "Bo Lindqvist" --new',
    "secondstory sitting PM-1 open S-1 --read-out",
    "secondstory sitting PM-1 attend facilitator=1 operations=4 product=1",
    'secondstory sitting PM-1 park "make the field refuse minutes"',
    "secondstory sitting PM-1 close S-1 --minutes timeline=35 --minutes levels=6",
    'secondstory sitting PM-1 poll "I learnt something that changes how I work" yes=5 no=1',
)

_KINDS = ("learning", "commitment", "combined", "asynchronous", "solo")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, sittings are listed."""
    from secondstory.cli.parsing import Parser

    # Not nargs="?": argparse would then read a lone PM-1 as the act.
    ref = parser.add_argument("ref", metavar="PM", help="the post-mortem, such as PM-1; left out: all")
    ref.required = False
    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    _planning(acts)
    _in_the_room(acts)
    _afterwards(acts)


def _planning(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    plan = add(acts, "schedule", "plan a sitting")
    plan.add_argument("word", nargs="?", choices=_KINDS, metavar="KIND", help=", ".join(_KINDS))
    plan.add_argument("--kind", choices=_KINDS, help="the same; alone, solo unless said otherwise")
    plan.add_argument("--at", metavar="TIME", help='when, such as "tomorrow 10:00" or "Friday 14:00"')
    plan.add_argument(
        "--invite", action="append", default=[], metavar="NAME", help="somebody known here; repeatable"
    )
    plan.add_argument(
        "--sooner", metavar="REASON", help="why people commit before the time to sleep on it is over"
    )
    later = add(acts, "move", "move a planned sitting, with a reason")
    later.add_argument("sitting", metavar="S", help="such as S-1")
    later.add_argument("--at", metavar="TIME", required=True, help="when it is now")
    later.add_argument("--because", metavar="REASON", required=True, help="why it moves, in a few words")
    who = add(acts, "facilitator", "say who holds the room; their independence is computed")
    who.add_argument("name", help="somebody who was not part of it")
    who.add_argument("--in", dest="sitting", metavar="S", help="which sitting; else the one that is planned")
    who.add_argument(
        "--override", metavar="REASON", help="why it must be so although something stands between"
    )
    who.add_argument("--new", action="store_true", help="they are not known here yet; make them known")
    prepared = add(acts, "prepared", "the draft went round and the people closest were spoken to")
    prepared.add_argument("sitting", nargs="?", metavar="S", help="such as S-1")
    gone = add(acts, "lapse", "it did not take place, with a reason")
    gone.add_argument("sitting", metavar="S", help="such as S-1")
    gone.add_argument("reason", help="why, in a few words")
    agenda = add(acts, "agenda", "the steps with their minutes, and phrases for whoever holds the room")
    agenda.add_argument("sitting", nargs="?", metavar="S", help="such as S-1; else the next one")


def _in_the_room(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    begin = add(acts, "open", "open it; the read-out comes first")
    begin.add_argument("sitting", nargs="?", metavar="S", help="such as S-1; else the one that is planned")
    begin.add_argument("--read-out", action="store_true", help="the opening was read aloud")
    begin.add_argument(
        "--sooner", metavar="REASON", help="why people commit before the time to sleep on it is over"
    )
    there = add(acts, "attend", "how many were there in each role; no names")
    there.add_argument("roles", nargs="+", metavar="ROLE=N", help="such as operations=4")
    _in(there)
    for name, summary, what in (
        ("point", "something that belongs into the minutes", "what was said, without who said it"),
        ("park", "an idea for a fix waits for the commitment sitting", "the idea, in a sentence"),
    ):
        said = add(acts, name, summary)
        said.add_argument("text", help=what)
        _in(said)
    other = add(acts, "dissent", "somebody saw it differently; both stay")
    other.add_argument("text", help="how it looked to them, without who said it")
    other.add_argument(
        "--about", metavar="REF", required=True, help="what was said otherwise, such as T-4 or C-2"
    )
    _in(other)


def _afterwards(acts: "argparse._SubParsersAction[Parser]") -> None:
    from secondstory.cli.parsing import add

    written = add(acts, "minutes", "write minutes, in your editor or from a file")
    written.add_argument("text", nargs="?", help="the words; left out, your editor opens")
    written.add_argument("--file", metavar="FILE", help="a file, or - for standard input")
    _in(written)
    end = add(acts, "close", "close it, with how long each step took")
    end.add_argument("sitting", nargs="?", metavar="S", help="such as S-1; else the one that is open")
    end.add_argument(
        "--minutes", action="append", nargs="+", default=[], metavar="STEP=N", help="such as timeline=35"
    )
    asked = add(acts, "poll", "a batch of answers to one question: five people or more, or nothing")
    asked.add_argument("question", help="what was asked")
    asked.add_argument("answers", nargs="+", metavar="ANSWER=PEOPLE", help="such as yes=5")
    _in(asked)


def _in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--in", dest="sitting", metavar="S", help="which sitting; else the one that is open")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List sittings, or do what was asked with one."""
    from secondstory.cli.ceremony import sitting_acts
    from secondstory.cli.ceremony.pieces import workspace_of

    workspace = workspace_of(arguments, terminal)
    if arguments.ref is None:
        sitting_acts.list_all(workspace, terminal)
        return 0
    stream = workspace.office.door.stream_of(arguments.ref)
    desk = sitting_acts.Desk(workspace=workspace, terminal=terminal, stream=stream)
    sitting_acts.ACTS[arguments.act or "list"](desk, arguments)
    return 0
