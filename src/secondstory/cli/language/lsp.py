"""`lsp`: the coach while you write, in any editor that speaks the Language Server Protocol."""

import argparse

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory lsp            # an editor starts this and speaks with it; docs/editors.md says how to set it up",
    "secondstory lsp --stdio    # the same, for editors that add this",
)

MISSING = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the one argument that editors give."""
    parser.add_argument(
        "--stdio", action="store_true", help="speak over standard input and output, as it does anyway"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Hand over to the language server, which another door of this program is."""
    if arguments.door is None:
        terminal.complain("This program was started without its door to editors.")
        return MISSING
    return int(arguments.door(terminal))
