"""`bundle`: a post-mortem or the whole log as a BagIt bag that a stranger checks without our software."""

import argparse
import re
from pathlib import Path

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory bundle PM-7                               # a folder, PM-7-bundle",
    'secondstory bundle PM-7 --out PM-7.zip --purpose "for the auditors"',
    "secondstory bundle PM-7 --without-evidence",
    "secondstory bundle --whole --out log.zip              # every entry and every tile",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", nargs="?", metavar="ID", help="the post-mortem, such as PM-7")
    parser.add_argument("--whole", action="store_true", help="the whole log instead of one post-mortem")
    parser.add_argument("--out", metavar="PATH", help="a new folder, or a file that ends in .zip")
    parser.add_argument(
        "--purpose",
        default="A copy for a bundle.",
        metavar="TEXT",
        help="why evidence leaves; stands in its custody",
    )
    parser.add_argument("--without-evidence", action="store_true", help="leave the sealed items closed")
    parser.add_argument("--force", action="store_true", help="replace a bundle that is there already")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write it, check it, and say what somebody needs who receives it."""
    from secondstory.kernel.refused import Refused
    from secondstory.wiring.witnessing.bundling import Wanted, bundle
    from secondstory.wiring.workspace import open_workspace

    if bool(arguments.ref) == arguments.whole:
        raise Refused("A bundle of what? secondstory bundle PM-7, or secondstory bundle --whole")
    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if not (arguments.purpose.strip() or arguments.without_evidence):
        raise Refused(
            "What are the copies of evidence for? The purpose stands in its custody: --purpose TEXT."
        )
    wanted = Wanted(
        ref=arguments.ref,
        evidence=None if arguments.without_evidence else arguments.purpose,
        replace=arguments.force,
    )
    named = arguments.ref.upper() if arguments.ref else "log"
    out = Path(arguments.out or f"{re.sub('[^A-Za-z0-9-]', '-', named)}-bundle").expanduser()
    made = bundle(workspace, workspace.office, wanted, out, progress=terminal.progress)
    vkey, states = workspace.settings.vkey, made.states
    parts = f"{states['present']} open, {states['closed']} closed, {states['erased']} lawfully erased"
    words = [
        f"Written and checked: {made.path}, {made.written.files} files, {made.written.length_bytes / 1e6:.1f} MB.",
        f"  {made.entries} entries of {made.label}; of their parts: {parts}.",
        *(f"  {one}" for one in made.missing),
        "Whoever receives it checks it with Python alone: python3 verify.py BUNDLE --key VKEY",
        f"Give them the key by another way than the bundle: {vkey}",
        "What is in it is out of our hands.",
    ]
    data = {
        "out": str(made.path),
        "about": made.label,
        "entries": made.entries,
        "parts": dict(states),
        "missing": list(made.missing),
        "files": made.written.files,
        "bytes": made.written.length_bytes,
    }
    terminal.answer({**data, "vkey": vkey}, "\n".join(words))
    return 0
