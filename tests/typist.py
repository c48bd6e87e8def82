"""Somebody who types at a real terminal: a pseudo-terminal, a process in it, and a wait for each question."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE_S = 30
SOURCE = Path(__file__).resolve().parents[1] / "src"


class Typist:
    """Runs `secondstory` with `words` in a pseudo-terminal: `expect` waits for a text, `type` answers it."""

    def __init__(self, *words: str, cwd: Path, env: dict[str, str]) -> None:
        """Start the command; it finds the package of this clone."""
        self._ours, theirs = os.openpty()
        environment = {**os.environ, **env, "PYTHONPATH": str(SOURCE), "TERM": "dumb", "NO_COLOR": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "secondstory", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""
        self._heard = 0

    def expect(self, text: str) -> None:
        """Wait until `text` appears after what was expected before."""
        until = time.monotonic() + PATIENCE_S
        while text not in self.seen[self._heard :]:
            if not self._read(until):
                raise AssertionError(f"{text!r} was never said; the end of it: {self.seen[-600:]}")
        self._heard = self.seen.index(text, self._heard) + len(text)

    def type(self, line: str = "") -> None:
        """Type a line once the mark of a question stands there."""
        self.expect("> ")
        os.write(self._ours, f"{line}\n".encode())

    def answer(self, question: str, line: str = "") -> None:
        """Wait for a question, and type a line."""
        self.expect(question)
        self.type(line)

    def interrupt(self) -> None:
        """Press Ctrl-C at the next question, and again when nothing comes of it, as one does.

        A signal between the question and the wait for its answer is noticed only with the next key or signal.
        """
        self.expect("> ")
        for _ in range(PATIENCE_S):
            self._process.send_signal(signal.SIGINT)
            if self._read(time.monotonic() + 1):
                return

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        until = time.monotonic() + PATIENCE_S
        while self._read(until):
            pass
        code = self._process.wait(PATIENCE_S)
        os.close(self._ours)
        return code

    def leave(self) -> None:
        """Stand up, whatever the command is doing."""
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def _read(self, until: float) -> bool:
        """Read what is there; return False at the end, and when patience is over."""
        ready, _, _ = select.select([self._ours], [], [], max(0, until - time.monotonic()))
        if not ready:
            return False
        try:
            found = os.read(self._ours, 65536)
        except OSError:
            return False  # Linux says EIO once nobody holds the other end
        self.seen += found.decode(errors="replace").replace("\r\n", "\n")
        return bool(found)
