"""`rebuild`: fold the rows that people see afresh from the record; the record itself is not touched."""

import argparse

from secondstory.cli.terminal import Terminal

EXAMPLES = ("secondstory rebuild",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add no arguments: there is nothing to choose."""
    del parser


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Rebuild, with progress, and say what could not be folded."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    wrong = workspace.rebuild(terminal.progress)
    size = workspace.storage.head().size
    lines = [f"Folded afresh: every row that people see, from {size} entries. The record was not touched."]
    lines += [f"  {stream} could not be folded: {why}" for stream, why in wrong.items()]
    terminal.answer({"entries": size, "unfolded": wrong}, "\n".join(lines))
    return 2 if wrong else 0
