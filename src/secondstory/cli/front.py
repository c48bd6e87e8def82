"""The front of the terminal: finds the command, parses its words, runs it, and turns refusals into plain words."""

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TextIO

from secondstory.cli.table import BY_NAME, overview

OK, REFUSED, MISUSED, WEATHER, INTERRUPTED = 0, 1, 2, 2, 130
_WITH_VALUE = ("--workspace",)
_WITHOUT_VALUE = ("--json", "--no-colour")


Door = Callable[..., Any]
"""Another door of the program, such as the web, called with arguments and terminal; only `main` knows which."""


def run(words: Sequence[str], doors: Mapping[str, Door] | None = None) -> int:
    """Run one command line; return the exit code: 0 done, 1 refused, 2 misused (`verify` has codes of its own).

    doors: other doors of the program by the name of the command that leads there.
    """
    _steady_streams()
    if any(_is_broken(word) for word in words):
        return _misused(words, "Some of these words are not UTF-8, so nothing was done. Write them in UTF-8.")
    leading, rest = _split(list(words))
    if rest[:1] in (["--help"], ["-h"], ["help"]):
        if len(rest) > 1 and rest[1] in BY_NAME:
            return _run_command(rest[1], [*leading, "--help"], None)
        return _say(overview())
    if rest[:1] == ["--version"]:
        from secondstory import __version__

        return _say(f"secondstory {__version__}")
    if not rest:
        return _run_command("status", leading, None)
    if rest[0] not in BY_NAME:
        return _unknown(rest[0], words)
    return _run_command(rest[0], [*leading, *rest[1:]], (doors or {}).get(rest[0]))


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


def _run_command(name: str, words: list[str], door: Door | None) -> int:
    from secondstory.cli import parsing, troubles
    from secondstory.cli.terminal import Terminal

    command = importlib.import_module(f"secondstory.cli.{BY_NAME[name].module}")
    try:
        arguments = parsing.parser_of(name, command).parse_args(words)
    except parsing.Misused as misused:
        _in_json(words, misused.message)
        return MISUSED
    except SystemExit as left:
        return _written(left.code if isinstance(left.code, int) else MISUSED)
    arguments.door = door
    terminal = Terminal.of_process(arguments)
    try:
        return _written(int(command.run(arguments, terminal)))
    except KeyboardInterrupt:
        terminal.complain("Stopped. What was recorded before stays recorded.")
        return INTERRUPTED
    except BrokenPipeError:
        _write_nowhere()
        return OK
    except troubles.KNOWN as trouble:
        code = troubles.tell(terminal, trouble)
        try:
            sys.stdout.flush()
        except OSError:  # it was the answer that could not be written, and that was said
            _write_nowhere()
        return code


def _steady_streams() -> None:
    """Give a process that was started without standard input, output or error an empty one."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _is_broken(word: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in word)


def _written(code: int) -> int:
    """Return `code` once the answer has left the process; a reader that went away has seen enough of it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()
    except OSError as why:
        _write_nowhere()
        sys.stderr.write(
            f"The answer could not be written ({why.strerror}). What was recorded stays recorded.\n"
        )
        return WEATHER
    return code


def _write_nowhere() -> None:
    """Let what Python still holds back at the end of the process go to the null device."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_json(words: Sequence[str], message: str) -> None:
    """Say in JSON what was misused, when JSON was asked for before any `--`."""
    ours = words[: words.index("--")] if "--" in words else words
    if "--json" in ours:
        sys.stdout.write(f"{json.dumps({'refused': [message], 'code': 'misused'}, ensure_ascii=False)}\n")


def _misused(words: Sequence[str], message: str) -> int:
    _in_json(words, message)
    sys.stderr.write(f"{message}\n")
    return MISUSED


def _unknown(word: str, words: Sequence[str]) -> int:
    from difflib import get_close_matches

    if word in _WITH_VALUE:
        return _misused(words, f"{word} takes a folder: secondstory {word} DIR COMMAND")
    near = get_close_matches(word, BY_NAME, n=2)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return _misused(words, f"There is no command {word}.{hint} secondstory --help lists them all.")


def _say(text: str) -> int:
    try:
        sys.stdout.write(f"{text}\n")
    except OSError as why:
        _write_nowhere()
        return OK if isinstance(why, BrokenPipeError) else WEATHER
    return _written(OK)
