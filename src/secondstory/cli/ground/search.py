"""`search`: words in everything you may read, the bodies included."""

import argparse

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

EXAMPLES = ('secondstory search "certificate expired"', "secondstory search kafka --json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("words", nargs="+", help="words; all of them must be there")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many (20)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Search and show each place with the words around it."""
    from secondstory.wiring.workspace import open_workspace

    office = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress).office
    words = " ".join(arguments.words)
    if not words.strip():
        raise Refused("Say which words to look for: secondstory search kafka")
    found = office.door.matching(words, limit=arguments.limit)
    data = [
        {"title": row["title"], "place": row["place"], "id": row["stream"], "snippet": cut}
        for row, cut in found
    ]
    lines = []
    for row, cut in found:
        lines += [
            f"{terminal.style(str(row['title']), 'bold')}  {row['place']}",
            f"    {' '.join(cut.split())}",
        ]
    empty = f'Nothing here has the words "{words}". Try fewer, or another form of them.'
    terminal.answer({"words": words, "found": data}, "\n".join(lines) or empty)
    return 0
