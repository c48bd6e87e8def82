"""What every scene does: say what is acknowledged, type a command, make a workspace."""

import contextlib
import io
import json
import os
import sys
from pathlib import Path


def said(**words: object) -> None:
    """Acknowledge something, in one call to the system."""
    os.write(1, (json.dumps(words) + "\n").encode())


def run(world: Path, *words: str) -> dict[str, object]:
    """Run one command that has to end well, and return its answer."""
    from secondstory.cli.front import run as front

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = front(["--workspace", str(world / "ws"), *words, "--json"])
    if code:
        sys.exit(f"{words} ended with {code}: {out.getvalue()}")
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def begin(world: Path) -> None:
    """Make the workspace and keep its recovery key where a person would: outside."""
    made = run(world, "init", "--demo", "--name", "Ada")
    (world.parent / "recovery").write_text(str(made["recovery_key"]))


def with_a_post_mortem(world: Path) -> None:
    """Make a workspace with one post-mortem."""
    begin(world)
    run(world, "open", "The first")


def with_evidence(world: Path) -> None:
    """Make a workspace with one post-mortem and one sealed item."""
    with_a_post_mortem(world)
    source = world.parent / "log.txt"
    source.write_bytes(b"22:52 hold released\n" * 300)
    run(world, "evidence", "add", "PM-1", str(source))
