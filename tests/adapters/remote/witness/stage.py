"""A log with two histories, and what is posted to a witness of it."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secondstory.adapters.remote.witness.memory import Memory, open_memory
from secondstory.adapters.remote.witness.server import Desk, WitnessServer
from secondstory.record.checkpoint import Checkpoint, sign_checkpoint
from secondstory.record.vkey import Verifier, parse_vkey, vkey
from secondstory.record.witnessing import Request, render_request
from tests.record import by_hand
from tests.record.by_hand import ADA, signer

ORIGIN = "log.example/record"
SIGN, PUBLIC = signer(ADA)
LOG = vkey(ORIGIN, PUBLIC)
LOGS = [parse_vkey(LOG)]
LEAVES = by_hand.numbered(40)
FORK = [*by_hand.numbered(5), *(bytes([n]) * 32 for n in range(35))]
NAME = "w.example"
NOW = 1_790_000_000


def note(size: int, leaves: list[bytes] = LEAVES, *, origin: str = ORIGIN) -> bytes:
    """Return the signed checkpoint over the first `size` leaves."""
    checkpoint = Checkpoint(origin=origin, size=size, root=by_hand.mth(leaves[:size]))
    return sign_checkpoint(checkpoint, sign=SIGN, public=PUBLIC)


def body(old: int, size: int, leaves: list[bytes] = LEAVES) -> bytes:
    """Return what is posted, with an honest proof between the two sizes of one history."""
    proof = tuple(by_hand.proof(old, leaves[:size])) if 0 < old < size else ()
    return render_request(Request(old=old, proof=proof, note=note(size, leaves)))


@contextmanager
def serving(
    folder: Path, *, logs: list[Verifier] = LOGS, request_s: float = 5.0, now: float = NOW
) -> Iterator[tuple[int, Memory, list[str]]]:
    """Serve a witness; yield its port, its memory, and what it says to its owner."""
    said: list[str] = []
    memory = open_memory(folder, name=None if (folder / "witness.key").exists() else NAME)
    desk = Desk(memory=memory, logs=logs, now=lambda: now, say=said.append, request_s=request_s)
    server = WitnessServer(("127.0.0.1", 0), desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1], memory, said
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def posted(port: int, given: bytes, path: str = "/add-checkpoint") -> tuple[int, str, bytes]:
    """Post over real HTTP; return status, type and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, given)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read()
    finally:
        connection.close()


def got(port: int, path: str) -> tuple[int, bytes]:
    """Get a page; return status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
