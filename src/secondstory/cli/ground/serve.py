"""`serve`: the web application, for everybody who works on these post-mortems together."""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

EXAMPLES = (
    "secondstory serve                                 # on http://127.0.0.1:8470, with the workspace of this folder",
    "secondstory serve --config /etc/secondstory.toml  # as an operator decided it",
    "secondstory serve --config site.toml --check      # only look whether it could start",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="one TOML file; the environment goes on top"
    )
    parser.add_argument("--host", help="the address to listen on; 127.0.0.1 unless told otherwise")
    parser.add_argument("--port", type=int, help="the port to listen on; 8470 unless told otherwise")
    parser.add_argument(
        "--check", action="store_true", help="check the configuration and the deployment, then stop"
    )
    parser.add_argument(
        "--example",
        type=Path,
        metavar="DIR",
        help="make an example in DIR first, with a team in it, and serve that",
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Hand over to the web application, which another door of this program is."""
    if arguments.door is None:
        raise Refused(
            "The web application is not installed with this program. Install it: pip install 'secondstory[web]'"
        )
    return int(arguments.door(arguments, terminal))
