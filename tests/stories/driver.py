"""Runs the real command many times in one process, as a test asks; somebody else kills it on the way.

python driver.py WHAT TAG COUNT: every answer is one line of JSON, written out before the next command begins.
"""

import contextlib
import io
import json
import os
import sys
from datetime import datetime, timedelta

from secondstory.cli.front import run


def said(*words: str) -> dict[str, object]:
    """Run one command and return its answer; write it out at once, as a process that ends does."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run([*words, "--json"])
    answer = json.loads(out.getvalue())
    # One call to the system, so that a kill leaves a whole line or none.
    os.write(1, (json.dumps({"command": words[0], "words": words, "code": code, **answer}) + "\n").encode())
    return answer


def opens(tag: str, count: int) -> None:
    """Open post-mortems."""
    for n in range(count):
        said("open", f"{tag} {n}")


def backups(tag: str, count: int) -> None:
    """Open and back up in turns."""
    for n in range(count):
        said("open", f"{tag} {n}")
        said("backup", "--to", "kept")


def erasures(tag: str, count: int) -> None:
    """Open, release the hold, ask for an erasure, sleep, and carry it out."""
    from secondstory.application.keeping import holding
    from secondstory.wiring.workspace import open_workspace

    for n in range(count):
        opened = said("open", f"erased{tag}x{n}end")
        office = open_workspace(None).office
        holding.release(office, office.door.stream_of(str(opened["hold"])), "nothing routine is deleted here")
        asked = said(
            "erase", str(opened["number"]), "--part", "title", "--basis", "policy 4", "--reason", "a name"
        )
        clock = datetime.fromisoformat(os.environ["SECONDSTORY_DEMO_CLOCK"]) + timedelta(days=1)
        os.environ["SECONDSTORY_DEMO_CLOCK"] = clock.isoformat()
        said("erase", "--confirm", str(asked["number"]), "--yes")


WHAT = {"opens": opens, "backups": backups, "erasures": erasures}

if __name__ == "__main__":
    WHAT[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
