"""The folder that the example is played in: its own, marked as such, with its keys and its clock inside."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from secondstory.cli.ground.playing.steps import FILES, Tampering
from secondstory.kernel.refused import Refused
from secondstory.wiring.clock import DEMO_CLOCK
from secondstory.wiring.places import ENVIRONMENT, FOLDER, KEYS_ENVIRONMENT
from secondstory.wiring.witnessing.remembered import STATE

MARKER = ".secondstory-example"
_MARK = "A folder of secondstory example. Playing it again replaces everything in here.\n"


def prepare(out: Path) -> None:
    """Make `out` ready: new, empty, or emptied when an earlier play left its mark there.

    Raises Refused for a folder that holds something else; nothing in it is touched.
    """
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} is a file. Name a folder: secondstory example --out DIR")
    if out.exists() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise Refused(
            f"{out} holds something that is not an earlier example. Nothing was touched; name another folder."
        )
    out.mkdir(parents=True, exist_ok=True)
    # The mark goes first: whatever is interrupted after it can be cleared away by playing again.
    (out / MARKER).write_text(_MARK, encoding="utf-8")
    for inside in out.iterdir():
        if inside.name == MARKER:
            continue
        if inside.is_dir() and not inside.is_symlink():
            shutil.rmtree(inside)
        else:
            inside.unlink()
    shutil.copytree(FILES, out / "incident")


@contextmanager
def on(out: Path) -> Iterator[None]:
    """Stand in `out`, with its own keys and no other workspace in sight; afterwards everything is as it was."""
    stood = Path.cwd()
    before = {name: os.environ.get(name) for name in (DEMO_CLOCK, ENVIRONMENT, KEYS_ENVIRONMENT, STATE)}
    os.environ.pop(ENVIRONMENT, None)
    os.environ[KEYS_ENVIRONMENT] = str(out / "keys")
    os.environ[STATE] = str(out / "state")
    os.chdir(out)
    try:
        yield
    finally:
        os.chdir(stood)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def set_clock(at: datetime) -> None:
    """Set the clock of the demo log."""
    os.environ[DEMO_CLOCK] = at.isoformat()


def tamper(out: Path, tampering: Tampering) -> int:
    """Copy the workspace and change some bytes in the copy, as a database tool would; return in how many places."""
    copy = out / tampering.copy
    shutil.copytree(out / FOLDER, copy)
    before, after = tampering.before.encode(), tampering.after.encode()
    changed = 0
    connection = sqlite3.connect(copy / "record.db")
    try:
        found = connection.execute("SELECT idx, slot, envelope FROM payload").fetchall()
        for index, slot, envelope in found:
            if before in envelope:
                put = (envelope.replace(before, after), index, slot)
                connection.execute("UPDATE payload SET envelope = ? WHERE idx = ? AND slot = ?", put)
                changed += 1
        connection.commit()
    finally:
        with suppress(sqlite3.Error):
            connection.close()
    return changed
