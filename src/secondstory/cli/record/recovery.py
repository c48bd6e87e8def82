"""Where the printed recovery key comes from: a file, the environment, or a question that does not show what is typed."""

import argparse
import getpass
import os
from pathlib import Path

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

ENVIRONMENT = "SECONDSTORY_RECOVERY_KEY"


def add_recovery_key(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a file with the recovery key."""
    parser.add_argument(
        "--recovery-key-file",
        metavar="FILE",
        help=f"a file with the printed recovery key (else ${ENVIRONMENT}, else asked)",
    )


def recovery_key(arguments: argparse.Namespace, terminal: Terminal) -> str:
    """Return the recovery key. Raises Refused with the ways to give it when nobody is there to type it."""
    if arguments.recovery_key_file:
        try:
            return Path(arguments.recovery_key_file).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as wrong:
            raise Refused(f"{arguments.recovery_key_file} cannot be read ({wrong}).") from wrong
    if given := os.environ.get(ENVIRONMENT):
        return given
    if terminal.is_interactive:
        return getpass.getpass("The printed recovery key (what you type is not shown): ")
    raise Refused(
        f"The recovery key is needed: --recovery-key-file FILE, or {ENVIRONMENT} in the environment.",
        code="key",
    )
