"""`coach`: wording that blames or judges, and a better question for each. Nothing about it is kept."""

import argparse
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.documents.coaching.gathering import Wanted
    from secondstory.wiring.documents.coaching.looking import Coached

EXAMPLES = (
    "secondstory coach review.md",
    "secondstory coach docs/ --strict           # exit code 1 when something is found",
    "secondstory coach --diff HEAD              # only what was written since the last commit",
    "secondstory coach docs/ --format sarif > coach.sarif",
    "pbpaste | secondstory coach -",
    "secondstory coach rules",
    "secondstory coach explain hindsight",
)

FORMATS = ("text", "json", "sarif", "github", "lsp")
FOUND, UNREAD = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="FILE", help="files, folders or - for stdin; or `rules`, or `explain RULE`"
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="text for people; json as --json; sarif 2.1.0; github workflow commands; lsp diagnostics",
    )
    parser.add_argument(
        "--strict", action="store_true", help="leave with exit code 1 when something is found"
    )
    parser.add_argument(
        "--diff",
        metavar="REV",
        help="only what the working tree added since REV; REV... counts from where this branch left REV",
    )
    parser.add_argument(
        "--off", metavar="RULE", action="append", default=[], help="do without a rule this time"
    )
    parser.add_argument(
        "--on", metavar="RULE", action="append", default=[], help="with a rule that rests until it is wanted"
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="leave the slow reader out: for many files; finds less, and is wrong more often",
    )
    parser.add_argument(
        "--jobs", metavar="N", type=int, help="read in N processes at once; else as many as help"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Coach what was named, or tell the rules: 0 when all was read, 1 with --strict and a finding, 2 when it was not."""
    arguments.format = arguments.format or ("json" if terminal.as_json else "text")
    terminal.as_json = arguments.format in {"json", "sarif"}
    _write_every_letter(is_for_people=arguments.format == "text")
    what = arguments.what
    try:
        if what == ["rules"]:
            return _rules(terminal)
        if what[:1] == ["explain"]:
            return _explain(what[1:], terminal)
        return _coach(what, arguments, terminal)
    except Refused as refused:
        from secondstory.cli.troubles import tell

        tell(terminal, refused)
        # 1 means that something was found; a script must not take a broken setting for that.
        return UNREAD


def _write_every_letter(*, is_for_people: bool) -> None:
    """Let standard output take whatever stands in a text: a terminal of another encoding shows `?`, a program gets UTF-8."""
    import io
    import sys

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if is_for_people else "utf-8", errors="replace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")


def _rules(terminal: Terminal) -> int:
    from secondstory.coach import RULES

    data = {
        "rules": [
            {"code": rule.code, "status": rule.status.value, "name": rule.name, "opt_in": rule.opt_in}
            for rule in RULES
        ]
    }
    rows = [
        (rule.code, f"{rule.status.value}, rests" if rule.opt_in else rule.status.value, rule.name)
        for rule in RULES
    ]
    words = f"{terminal.table(('rule', 'status', 'what it notices'), rows)}\n\nsecondstory coach explain RULE tells one."
    if any(rule.opt_in for rule in RULES):
        words += "\nA rule that rests speaks where it is wanted: --on RULE, or `on` in the settings."
    terminal.answer(data, words)
    return 0


def _explain(codes: list[str], terminal: Terminal) -> int:
    from secondstory.coach import explain
    from secondstory.coach.pages import UnknownRule

    if len(codes) != 1:
        raise Refused("Which rule? secondstory coach rules lists them.")
    try:
        page = explain(codes[0])
    except UnknownRule as unknown:
        raise Refused(str(unknown)) from unknown
    terminal.answer({"rule": codes[0], "page": page}, page.rstrip())
    return 0


def _coach(what: list[str], arguments: argparse.Namespace, terminal: Terminal) -> int:
    import sys

    from secondstory.wiring.documents.coaching.looking import named_in_utf8
    from secondstory.wiring.documents.coaching.running import coach_all

    wanted = _wanted(what, arguments)
    added = None
    if arguments.diff is not None:
        from secondstory.wiring.documents.coaching.changed import Changes

        added = Changes(arguments.diff)
        wanted = [one for one in wanted if one.why_not or added.touched(one.path)]
    shown: list[Coached] = []
    for one in coach_all(
        wanted,
        stdin=sys.stdin.buffer,
        jobs=arguments.jobs,
        progress=lambda done, total: terminal.progress("Coaching", done, total),
    ):
        coached = named_in_utf8(added.only(one) if added else one)
        shown.append(coached)
        _show_one(coached, arguments, terminal)
    _show_end(shown, arguments, terminal)
    if any(one.why_not for one in shown):
        return UNREAD
    return FOUND if arguments.strict and any(one.seen for one in shown) else 0


def _wanted(what: list[str], arguments: argparse.Namespace) -> "list[Wanted]":
    import sys
    from dataclasses import replace

    from secondstory.wiring.documents.coaching.gathering import gather
    from secondstory.wiring.documents.coaching.settings import Shelf, unknown_rule
    from secondstory.wiring.documents.finding import STDIN

    for code in (*arguments.off, *arguments.on):
        trouble = unknown_rule(code)
        if trouble:
            raise Refused(f"{trouble[:1].upper()}{trouble[1:]}")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise Refused("--jobs takes a number from 1.")
    if arguments.diff is not None:
        what = what or ["."]
        if STDIN in what:
            raise Refused("--diff looks at files that git knows; what is piped in is none of them.")
    elif not what and sys.stdin.isatty():
        raise Refused("Which text? secondstory coach FILE, or a folder, or - to read what is piped in.")
    off, on = frozenset(arguments.off), frozenset(arguments.on)
    gathered = list(gather(what or [STDIN], Shelf()))
    if arguments.fast:
        gathered = [replace(one, settings=one.settings.without_reader()) for one in gathered]
    if off or on:
        return [replace(one, settings=one.settings.with_rules(off=off, on=on)) for one in gathered]
    return gathered


def _show_one(coached: "Coached", arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Say at once what there is to say: in text the findings, otherwise only what could not be read."""
    if coached.why_not:
        terminal.complain(coached.why_not)
    elif arguments.format == "text":
        import shutil

        from secondstory.cli.language.coaching.words import width_of, words_of

        words = words_of(coached, terminal, width_of(shutil.get_terminal_size((100, 24)).columns))
        if words:
            terminal.say(words)


def _show_end(shown: "list[Coached]", arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Say the rest: in text the last words, otherwise everything."""
    if arguments.format == "text":
        from secondstory.cli.language.coaching.words import last_words

        left_out = sum(one.left_out for one in shown)
        read = sum(not one.why_not and not one.left_out for one in shown)
        if read or left_out or arguments.diff is not None:
            found = any(one.seen for one in shown)
            terminal.say(last_words(found, read, left_out, of_change=arguments.diff is not None))
        return
    data, words = _machine(shown, arguments.format)
    terminal.answer(data, words)


def _machine(shown: "list[Coached]", form: str) -> tuple[dict[str, Any], str]:
    """Return the answer in one of the forms for machines: an object for JSON, or text that stands as it is."""
    from secondstory.cli.language.coaching import forms

    if form == "sarif":
        from secondstory.cli.language.coaching.sarif import log

        return log(shown), ""
    if form == "github":
        return {}, "\n".join(forms.workflow_commands(shown))
    if form == "lsp":
        import json

        return {}, json.dumps(forms.diagnostics(shown), ensure_ascii=False, indent=2)
    return forms.report(shown), ""
