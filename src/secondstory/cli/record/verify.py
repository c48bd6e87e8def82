"""`verify`: check the whole record; exit codes 0 verified, 1 altered, 2 missing or unreadable, 3 not witnessed."""

import argparse
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondstory.cli.terminal import Terminal
from secondstory.cli.troubles import tell
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.application.record.verifying.report import Report
    from secondstory.wiring.witnessing.remembered import Remembered

EXAMPLES = (
    "secondstory verify                                   # everything, with what was proved and what was not",
    "secondstory verify ../reviews/.secondstory            # another workspace",
    "secondstory verify --full                            # from the first entry, every word and every piece of evidence",
    "secondstory verify --against checkpoint-4112.txt     # compare with a checkpoint kept outside",
    "secondstory verify --tsa-roots roots.pem             # believe timestamps that these certificates confirm",
    "secondstory verify --policy ours.txt --grace 2        # trust the keys in this policy and no others",
)

UNREADABLE = 2

_CHECKPOINT = re.compile(
    r"(?m)^([^\s+][^\s+]*\n(?:0|[1-9][0-9]{0,18})\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 \S+ [A-Za-z0-9+/]+=*\n)+)"
)
_KEPT = "Kept as evidence of what does not fit together:"
_NOT_KEPT = (
    "What does not fit together could not be kept: neither the workspace nor this folder takes a file. Run it once more"
    " where one can be written."
)
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
    parser.add_argument(
        "--policy", metavar="FILE", help="a policy that was given to you; its keys alone are trusted"
    )
    parser.add_argument(
        "--grace", type=hours, default=24.0, metavar="HOURS", help="how old entries may be unwitnessed (24)"
    )
    parser.add_argument(
        "--tsa-roots", metavar="FILE", help="root certificates (PEM) by which timestamps are believed"
    )
    parser.add_argument(
        "--full", action="store_true", help="from the first entry, not from what you verified last"
    )
    parser.add_argument(
        "--tiles", action="store_true", help="entries and tiles alone, in seconds; no words are opened"
    )
    parser.add_argument(
        "--from", dest="since", metavar="CHECKPOINT", help="go on from a signed checkpoint that you trust"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Verify and say what was proved, what was not, and what is wrong."""
    from secondstory.application.record.verifying.since import verify_since
    from secondstory.application.record.verifying.tiled import verify_tiles
    from secondstory.application.record.verifying.verify import verify
    from secondstory.wiring.places import find, read_settings
    from secondstory.wiring.witnessing.forks import keep_forks
    from secondstory.wiring.witnessing.remembered import remember, trusted_note
    from secondstory.wiring.witnessing.verifying import subject_of
    from secondstory.wiring.workspace import Workspace

    try:
        place = find(arguments.place or getattr(arguments, "workspace", None))
        against = read_note(arguments.against) if arguments.against else None
        workspace = Workspace(place, read_settings(place), read_only=True)
        given = Path(arguments.policy) if arguments.policy else None
        roots = Path(arguments.tsa_roots) if arguments.tsa_roots else None
        grace = timedelta(hours=arguments.grace)
        subject = subject_of(workspace, policy=given, grace=grace, tsa_roots=roots)
        before = _before(workspace.settings.origin, arguments)
        trusted = before.trusted() if before is not None else None
        if arguments.since and not arguments.full:
            trusted = trusted_note(read_note(arguments.since), subject.log_keys, arguments.since)
    except Refused as unread:
        # 1 would say that something was altered; what could not be read at all is 2.
        tell(terminal, unread)
        return UNREADABLE
    if arguments.tiles:
        report = verify_tiles(subject, against=against, progress=terminal.progress)
    elif trusted is None:
        report = verify(subject, against=against, progress=terminal.progress)
    else:
        report = verify_since(subject, trusted, against=against, progress=terminal.progress)
    if given is None and not arguments.since and not arguments.tiles:
        remember(workspace.settings.origin, report, before, workspace.clock.now())
    forks = _forks(report, workspace.settings.origin)
    kept = keep_forks(place, forks)
    since = trusted.size if trusted is not None else 0
    said = _headline(report, since, tiles_alone=arguments.tiles)
    words = [terminal.style(said, "ember" if report.problems else "bold"), "", *_told(report)]
    if forks:
        words += ["", _KEPT if kept else _NOT_KEPT, *(f"  {path}" for path in kept)]
    terminal.answer(_as_data(report, since, kept), "\n".join(words))
    return int(report.verdict)


def _as_data(report: "Report", since: int, kept: list[Path]) -> dict[str, Any]:
    return {
        "verdict": int(report.verdict),
        "since": since,
        "size": report.size,
        "root": report.root.hex(),
        "problems": [
            {"where": one.where, "what": one.words, "verdict": int(one.verdict)} for one in report.problems
        ],
        "proved": list(report.proved),
        "not_proved": list(report.not_proved),
        "forks": [str(path) for path in kept],
    }


def _told(report: "Report") -> list[str]:
    """Return what is wrong, what was proved and what was not, a line each."""
    lines = [f"  {problem.where}: {problem.words}" for problem in report.problems]
    lines += [""] if report.problems else []
    lines += ["Proved:", *(f"  {line}" for line in report.proved), "", "Not proved:"]
    return lines + [f"  {line}" for line in report.not_proved]


def _headline(report: "Report", since: int, *, tiles_alone: bool) -> str:
    """Return the verdict in a line, with how much was looked at when it was not everything."""
    said = _VERDICTS[int(report.verdict)]
    if report.problems:
        return said
    if tiles_alone:
        return f"{said} Entries and tiles alone: no words were opened."
    if since:
        return f"{said} From entry {since:,} on; what came before by its tiles (--full: everything)."
    return said


def _before(origin: str, arguments: argparse.Namespace) -> "Remembered | None":
    """Return what this person verified last, when that is where to go on from."""
    from secondstory.wiring.witnessing.remembered import remembered

    # Whoever brings a checkpoint or a policy from outside wants everything looked at.
    if arguments.full or arguments.since or arguments.policy or arguments.against or arguments.tiles:
        return None
    return remembered(origin)


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
        return pasted(raw)


def pasted(raw: bytes) -> bytes:
    """Return the last checkpoint that stands somewhere in a text, such as a saved mail or page; `raw` when none does.

    Line ends of another system, quotation marks of a reply and spaces around lines are taken away. That is safe: what
    is found still has to be signed.
    """
    lines = [line.strip().lstrip("> ").strip() for line in raw.decode("utf-8", "replace").splitlines()]
    found = _CHECKPOINT.findall("\n".join([*lines, ""]))
    return str(found[-1]).encode() if found else raw


def _forks(report: "Report", origin: str) -> list[tuple[str, bytes]]:
    """Return the notes that contradict this log, and the last one its key signed, each with what it is."""
    word = origin.replace("/", "-")
    own = [(f"last-signed-of-{word}", report.own)] if report.own is not None else []
    return [*((f"fork-of-{word}", note) for note in report.forks), *own]


def hours(text: str) -> float:
    """Return a number of hours. Raises ValueError for what is none."""
    number = float(text)
    if not 0 <= number <= 1_000_000:
        raise ValueError(text)
    return number
