"""Finding likely secrets in a process of its own, behind everybody else: for servers that answer people meanwhile.

Searching is work for the processor alone. In the process that answers requests, five megabytes would hold every reader up
for half a second. What is found is the same as `detect.find_secrets` finds.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from itertools import chain
from threading import BoundedSemaphore

from secondstory.adapters.secrets.detect import Finding, find_secrets
from secondstory.kernel.refused import Refused

SMALL_BYTES = 1 << 18
_AT_ONCE = BoundedSemaphore(2)
_BEHIND_OTHERS = 15
_PIECE_BYTES = 1 << 16


def find_secrets_aside(chunks: Iterable[bytes]) -> list[Finding]:
    """Return what `find_secrets` returns; what is longer than 256 kB is searched by another process.

    Two search at once; others wait for their turn. Raises Refused when the other process broke off.
    """
    coming = iter(chunks)
    begun: list[bytes] = []
    while sum(map(len, begun)) <= SMALL_BYTES:
        chunk = next(coming, None)
        if chunk is None:
            return find_secrets(begun)
        begun.append(chunk)
    with _AT_ONCE:
        return _searched(chain(begun, coming))


def _searched(chunks: Iterable[bytes]) -> list[Finding]:
    alone = "-I" if sys.flags.isolated else "-P"
    words = [sys.executable, alone, "-m", __name__]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as searcher:
        assert searcher.stdin is not None
        assert searcher.stdout is not None
        # It closes its end when it has seen enough.
        with suppress(BrokenPipeError):
            for chunk in chunks:
                searcher.stdin.write(chunk)
            searcher.stdin.flush()
        with suppress(BrokenPipeError):
            searcher.stdin.close()
        said = searcher.stdout.read()
    if searcher.returncode:
        raise Refused(
            "The search for likely secrets broke off, so nothing was sealed. What arrived is kept; seal it again."
        )
    return [Finding(**one) for one in json.loads(said)]


def _pieces(descriptor: int) -> Iterator[bytes]:
    while piece := os.read(descriptor, _PIECE_BYTES):
        yield piece


def main() -> None:
    """Search what comes in, and write what was found as JSON."""
    os.nice(_BEHIND_OTHERS)
    found = find_secrets(_pieces(0))
    os.close(0)
    sys.stdout.write(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    main()
