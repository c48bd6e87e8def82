"""What this person verified last, kept outside the data: where the next `verify` goes on from.

One file for each log, below `$XDG_STATE_HOME/secondstory/verified/`, written when a verification found nothing wrong.
It is a memory and no proof: whoever can write there can make the next one look at less. A full one needs none.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from secondstory.adapters.local_files.durable import make_place_durably, write_durably
from secondstory.application.record.verifying.report import Report, Verdict
from secondstory.application.record.verifying.since import Trusted
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused
from secondstory.record.checkpoint import read_checkpoint
from secondstory.record.errors import BadProof, BadSignature
from secondstory.record.vkey import Verifier

STATE = "XDG_STATE_HOME"
_VERSION = 1
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What was verified. at: when; full_size, full_at: the last time that everything was looked at."""

    size: int
    root: bytes
    at: datetime
    full_size: int
    full_at: datetime

    def trusted(self) -> Trusted:
        """Return it as a checkpoint to go on from."""
        looked = f"were hashed and read on {_day(self.full_at)}"
        if self.size > self.full_size:
            looked = f"{looked} and, from {self.full_size:,} on, by {_day(self.at)}"
        return Trusted(size=self.size, root=self.root, looked=looked)


def path_for(origin: str) -> Path:
    """Return where what was verified of a log is remembered."""
    home = os.environ.get(STATE)
    base = Path(home) if home else Path.home() / ".local" / "state"
    return base / "secondstory" / "verified" / origin.replace("/", "-")


def remembered(origin: str) -> Remembered | None:
    """Return what was verified last, None when nothing is remembered or it cannot be read: then look at everything."""
    try:
        raw = json.loads(path_for(origin).read_text("utf-8"))
        if raw["v"] != _VERSION:
            return None
        return Remembered(
            size=int(raw["size"]),
            root=bytes.fromhex(raw["root"]),
            at=datetime.fromisoformat(raw["at"]),
            full_size=int(raw["full_size"]),
            full_at=datetime.fromisoformat(raw["full_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(origin: str, report: Report, before: Remembered | None, now: datetime) -> bool:
    """Remember a verification that found nothing wrong; return whether it could be kept.

    before: what it went on from; None when it looked at everything.
    """
    if report.verdict not in {Verdict.VERIFIED, Verdict.NOT_WITNESSED} or not report.size:
        return True
    path = path_for(origin)
    told = {
        "v": _VERSION,
        "size": report.size,
        "root": report.root.hex(),
        "at": now.isoformat(),
        "full_size": before.full_size if before else report.size,
        "full_at": (before.full_at if before else now).isoformat(),
    }
    try:
        make_place_durably(path.parent)
        write_durably(path, json.dumps(told).encode() + b"\n", mode=_PRIVATE)
    except (OSError, Refused):
        return False
    return True


def trusted_note(note: bytes, keys: tuple[Verifier, ...], source: str) -> Trusted:
    """Return a signed checkpoint that somebody hands over as verified. Raises Refused when this log did not sign it."""
    try:
        checkpoint = read_checkpoint(note, list(keys))
    except (BadProof, BadSignature) as bad:
        raise Refused(
            f"{source} is no checkpoint that this log signed: {bad} Without --from, everything is looked at."
        ) from bad
    return Trusted(size=checkpoint.size, root=checkpoint.root, looked=f"are trusted as {source} says")


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
