"""Runs a command and lets it write, output and errors in the order in which they came, into a private file."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from secondstory.kernel.refused import Refused

GRACE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended. exit_code: as a shell counts it, 128 + n after signal n. timed_out: it was stopped."""

    exit_code: int
    timed_out: bool = False


def run_into(descriptor: int, words: Sequence[str], *, timeout_s: float | None = None) -> Ran:
    """Run `words` without a shell, writing to the open file `descriptor`, and return how it ended.

    Without a time limit it shares the terminal, so that it can ask for a password. With one it gets a process group
    of its own, so that what it started is stopped with it. Raises Refused when there is no such command.
    """
    try:
        child = subprocess.Popen(
            list(words),
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            process_group=None if timeout_s is None else 0,
        )
    except (FileNotFoundError, PermissionError, NotADirectoryError) as missing:
        why = "may not be run" if isinstance(missing, PermissionError) else "was not found"
        raise Refused(
            f"{words[0]} {why}, so nothing was run and nothing was sealed.", code="no-command"
        ) from missing
    try:
        return Ran(exit_code=_counted(child.wait(timeout_s)))
    except subprocess.TimeoutExpired:
        return Ran(exit_code=_counted(_stop(child)), timed_out=True)
    except KeyboardInterrupt:
        # Ctrl-C is how `tail -f` ends. What it wrote until then is evidence, and its code says how it ended.
        return Ran(exit_code=_counted(_interrupt(child)))
    except BaseException:
        child.kill()
        child.wait()
        raise


def _interrupt(child: subprocess.Popen[bytes]) -> int:
    child.send_signal(signal.SIGINT)
    try:
        return child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _stop(child: subprocess.Popen[bytes]) -> int:
    os.killpg(child.pid, signal.SIGTERM)
    try:
        code = child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        code = None
    with suppress(ProcessLookupError):  # everything it started may be gone already
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait() if code is None else code


def _counted(code: int) -> int:
    return code if code >= 0 else 128 - code
