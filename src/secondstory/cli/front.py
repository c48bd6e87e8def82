"""The front of the terminal: finds the command, parses its words, runs it, and turns refusals into plain words."""

import importlib
import os
import sys
from collections.abc import Sequence

from secondstory.cli.table import BY_NAME, overview

OK, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130
_WITH_VALUE = ("--workspace",)
_WITHOUT_VALUE = ("--json", "--no-colour")


def run(words: Sequence[str]) -> int:
    """Run one command line; return the exit code: 0 done, 1 refused, 2 misused (`verify` has codes of its own)."""
    leading, rest = _split(list(words))
    if rest[:1] in (["--help"], ["-h"], ["help"]):
        if len(rest) > 1 and rest[1] in BY_NAME:
            return _run_command(rest[1], [*leading, "--help"])
        _say(overview())
        return OK
    if rest[:1] == ["--version"]:
        from secondstory import __version__

        _say(f"secondstory {__version__}")
        return OK
    if not rest:
        return _run_command("status", leading)
    if rest[0] not in BY_NAME:
        return _unknown(rest[0])
    return _run_command(rest[0], [*leading, *rest[1:]])


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the options that stand before the command from the rest."""
    leading: list[str] = []
    while words:
        if words[0] in _WITH_VALUE and len(words) > 1:
            leading += [words.pop(0), words.pop(0)]
        elif words[0] in _WITHOUT_VALUE or words[0].startswith(tuple(f"{name}=" for name in _WITH_VALUE)):
            leading.append(words.pop(0))
        else:
            break
    return leading, words


def _run_command(name: str, words: list[str]) -> int:
    from secondstory.cli import parsing, troubles
    from secondstory.cli.terminal import Terminal

    command = importlib.import_module(f"secondstory.cli.{BY_NAME[name].module}")
    try:
        arguments = parsing.parser_of(name, command).parse_args(words)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else MISUSED
    terminal = Terminal.of_process(arguments)
    try:
        return int(command.run(arguments, terminal))
    except KeyboardInterrupt:
        terminal.complain("Stopped. What was recorded before stays recorded.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except troubles.KNOWN as trouble:
        return troubles.tell(terminal, trouble)


def _unknown(word: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(word, BY_NAME, n=2)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    sys.stderr.write(f"There is no command {word}.{hint} secondstory --help lists them all.\n")
    return MISUSED


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
