"""Parsers for commands: the options everywhere, examples in every help, and errors that say what to do."""

import argparse
import sys
from typing import NoReturn, Protocol

from secondstory.cli.table import BY_NAME


class CommandModule(Protocol):
    """What a module of a command has."""

    EXAMPLES: tuple[str, ...]

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""
        ...

    def run(self, arguments: argparse.Namespace, terminal: object) -> int:
        """Do it; return the exit code."""
        ...


class Misused(SystemExit):
    """The words of a command could not be read; leaves with exit code 2."""

    def __init__(self, message: str) -> None:
        """Leave with `message`, which was said already."""
        super().__init__(2)
        self.message = message


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors end with the way to the help."""

    def error(self, message: str) -> NoReturn:
        """Say what could not be read and where the examples are; leave with exit code 2."""
        words = f"{message[0].upper()}{message[1:]}."
        sys.stderr.write(f"{words}\n{self.prog} --help shows examples.\n")
        raise Misused(words)


def everywhere() -> Parser:
    """Return the parser of the options that every command and subcommand takes."""
    shared = Parser(add_help=False)
    group = shared.add_argument_group("everywhere")
    group.add_argument("--workspace", metavar="DIR", default=argparse.SUPPRESS, help="where the record lives")
    group.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer in JSON")
    group.add_argument("--no-colour", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return shared


def parser_of(name: str, command: object) -> Parser:
    """Return the parser of one command, examples included."""
    examples: tuple[str, ...] = getattr(command, "EXAMPLES", ())
    shown = "\n".join(f"  {example}" for example in examples)
    parser = Parser(
        prog=f"secondstory {name}",
        description=_sentence(BY_NAME[name].summary),
        epilog=f"examples:\n{shown}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[everywhere()],
    )
    command.configure(parser)  # type: ignore[attr-defined]
    return parser


def subcommands(parser: argparse.ArgumentParser) -> "argparse._SubParsersAction[Parser]":
    """Return the place to add subcommands to; each gets the options everywhere through `add`."""
    return parser.add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)


def add(acts: "argparse._SubParsersAction[Parser]", name: str, summary: str) -> Parser:
    """Add one subcommand and return its parser."""
    return acts.add_parser(name, help=summary, description=_sentence(summary), parents=[everywhere()])


def _sentence(words: str) -> str:
    end = "" if words[-1] in ".?" else "."
    return f"{words[0].upper()}{words[1:]}{end}"
