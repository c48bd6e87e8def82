"""`verify`: check the whole record; exit codes 0 verified, 1 altered, 2 missing or unreadable, 3 not witnessed."""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal
from secondstory.cli.troubles import tell
from secondstory.kernel.refused import Refused

EXAMPLES = (
    "secondstory verify                                   # everything, with what was proved and what was not",
    "secondstory verify ../reviews/.secondstory            # another workspace",
    "secondstory verify --against checkpoint-4112.txt     # compare with a checkpoint kept outside",
)

UNREADABLE = 2

_VERDICTS = {
    0: "Verified.",
    1: "ALTERED. Something does not stand as it was recorded.",
    2: "MISSING. Something that the record names is not here, or cannot be read.",
    3: "Verified, and not witnessed as the policy asks.",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "place", nargs="?", metavar="WORKSPACE", help="the workspace, when it is not the one here"
    )
    parser.add_argument(
        "--against", metavar="CHECKPOINT", help="a signed checkpoint, or a .tlog-proof, kept outside"
    )
    parser.add_argument("--full", action="store_true", help="from the first entry (always so for now)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Verify and say what was proved, what was not, and what is wrong."""
    from secondstory.application.record.verifying.verify import verify
    from secondstory.wiring.places import find, read_settings
    from secondstory.wiring.workspace import Workspace

    try:
        place = find(arguments.place or getattr(arguments, "workspace", None))
        against = read_note(arguments.against) if arguments.against else None
        workspace = Workspace(place, read_settings(place), read_only=True)
    except Refused as unread:
        # 1 would say that something was altered; what could not be read at all is 2.
        tell(terminal, unread)
        return UNREADABLE
    report = verify(workspace.subject(), against=against, progress=terminal.progress)
    kept = _keep_forks(report.forks, workspace.settings.origin)
    data = {
        "verdict": int(report.verdict),
        "size": report.size,
        "root": report.root.hex(),
        "problems": [
            {"where": one.where, "what": one.words, "verdict": int(one.verdict)} for one in report.problems
        ],
        "proved": list(report.proved),
        "not_proved": list(report.not_proved),
        "forks": [str(path) for path in kept],
    }
    lines = [terminal.style(_VERDICTS[int(report.verdict)], "ember" if report.problems else "bold"), ""]
    lines += [f"  {problem.where}: {problem.words}" for problem in report.problems]
    lines += [""] if report.problems else []
    lines += ["Proved:", *(f"  {line}" for line in report.proved), "", "Not proved:"]
    lines += [f"  {line}" for line in report.not_proved]
    lines += [f"\nThe contradicting checkpoint is kept as evidence: {path}" for path in kept]
    terminal.answer(data, "\n".join(lines))
    return int(report.verdict)


def read_note(source: str) -> bytes:
    """Return the signed checkpoint in a file, be it a checkpoint or a `.tlog-proof`. Raises Refused without one."""
    from secondstory.record.errors import BadProof
    from secondstory.record.proof import decode_proof

    try:
        raw = Path(source).read_bytes()
    except OSError as wrong:
        raise Refused(
            f"{source} cannot be read ({wrong.strerror}). Name the file that holds the checkpoint."
        ) from wrong
    try:
        return decode_proof(raw).checkpoint_note
    except BadProof:
        return raw


def _keep_forks(forks: tuple[bytes, ...], origin: str) -> list[Path]:
    kept = []
    for n, note in enumerate(forks, start=1):
        path = Path.cwd() / f"fork-of-{origin.replace('/', '-')}-{n}.txt"
        path.write_bytes(note)
        kept.append(path)
    return kept
