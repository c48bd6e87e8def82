"""A witness over HTTP/1.1: `POST /add-checkpoint`, a page about itself, and what it holds of each log.

Source: tlog-witness v1.1.0, "HTTP Interface". It answers whoever asks, so every answer has a limit: how long a request
may take, how long it may be, and how many are heard at once. Nobody's address is written down.
"""

import hashlib
import io
import socket
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from secondstory.adapters.remote.witness.memory import Memory, Remembered
from secondstory.adapters.remote.witness.troubles import WitnessFailed
from secondstory.kernel.frozen import dataclass
from secondstory.record.vkey import Verifier
from secondstory.record.witnessing import (
    ADD_CHECKPOINT,
    MAX_REQUEST_BYTES,
    NOT_FOUND,
    OK,
    TEXT_TYPE,
    Decision,
)

REQUEST_S = 15.0
MOST_AT_ONCE = 64
_LENGTH_NEEDED, _TOO_LONG, _BROKEN = 411, 413, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a witness answers with. logs: the keys it follows. now: seconds since 1970. say: takes a line for its owner."""

    memory: Memory
    logs: Sequence[Verifier]
    now: Callable[[], float]
    say: Callable[[str], None]
    request_s: float = REQUEST_S


class WitnessServer(ThreadingHTTPServer):
    """Answers on one address until it is shut down; a connection above the limit is closed unheard."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = MOST_AT_ONCE

    def __init__(self, address: tuple[str, int], desk: Desk) -> None:
        """Listen on (host, port); port 0 takes a free one. Raises OSError when it cannot be had."""
        self.desk = desk
        self._seats = threading.BoundedSemaphore(MOST_AT_ONCE)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Hearing)

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Hear one connection in a thread of its own, while there is a seat."""
        if not self._seats.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Free the seat whatever happened."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._seats.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a connection that broke: whoever asked can ask again."""


class _Timed(io.RawIOBase):
    """Reads from a socket until a moment that is set for each request: one byte a minute is not heard for ever."""

    def __init__(self, connection: socket.socket, limit_s: float) -> None:
        self._connection, self._limit_s = connection, limit_s
        self._until = 0.0
        self.begin()

    def begin(self) -> None:
        """Give the next request its time."""
        self._until = time.monotonic() + self._limit_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(max(0.001, self._until - time.monotonic()))
        return self._connection.recv_into(buffer)


class _Hearing(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "secondstory-witness"
    sys_version = ""
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = TEXT_TYPE
    # One packet for head and body: with two, the second waits for the other side's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: WitnessServer

    def setup(self) -> None:
        super().setup()
        self._timed = _Timed(self.connection, self.server.desk.request_s)
        self.rfile = io.BufferedReader(self._timed)

    def handle_one_request(self) -> None:
        self._timed.begin()
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def do_POST(self) -> None:
        """Answer a checkpoint that was submitted."""
        if self.path != ADD_CHECKPOINT:
            self._answer(_plain(NOT_FOUND, f"Checkpoints are posted to {ADD_CHECKPOINT}."), close=True)
            return
        body = self._body()
        if body is None:
            return
        desk = self.server.desk
        try:
            decision = desk.memory.judge(body, desk.logs, desk.now)
        except WitnessFailed as why:
            desk.say(str(why))
            decision = _plain(_BROKEN, "This witness cannot sign now. Nothing was signed; ask again later.")
        if decision.is_fork:
            desk.say("Two signed checkpoints of one size have different roots. Both are kept in evidence/.")
        self._answer(decision)

    def do_GET(self) -> None:
        """Show what this is, or the newest checkpoint of one log at `/<SHA-256 of its origin in hex>/checkpoint`."""
        desk = self.server.desk
        try:
            held = desk.memory.held()
        except WitnessFailed as why:
            desk.say(str(why))
            self._answer(_plain(_BROKEN, "This witness cannot read its memory, and signs nothing."))
            return
        if self.path == "/":
            self._answer(_plain(OK, about(desk.memory, desk.logs, held)))
            return
        for one in held:
            if self.path == f"/{hashlib.sha256(one.origin.encode()).hexdigest()}/checkpoint":
                self._answer(Decision(status=OK, body=one.note))
                return
        self._answer(_plain(NOT_FOUND, "There is nothing here."))

    def _body(self) -> bytes | None:
        """Return what was posted, or None when it was refused unread."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdecimal()):
            self._answer(_plain(_LENGTH_NEEDED, "Say how long the body is: Content-Length."), close=True)
            return None
        if len(length) > 9 or int(length) > MAX_REQUEST_BYTES:
            self._answer(_plain(_TOO_LONG, f"A request has at most {MAX_REQUEST_BYTES} bytes."), close=True)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _answer(self, decision: Decision, *, close: bool = False) -> None:
        self.close_connection = self.close_connection or close
        self.connection.settimeout(self.server.desk.request_s)
        self.send_response(decision.status)
        self.send_header("Content-Type", decision.content_type)
        self.send_header("Content-Length", str(len(decision.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(decision.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name of the method that is replaced)
        """Write nobody's address down."""


def about(memory: Memory, logs: Sequence[Verifier], remembered: Sequence[Remembered]) -> str:
    """Return the page about a witness: what it does, its key, and what it holds of which logs."""
    held = {one.origin: one for one in remembered}
    lines = [
        "This is a witness. It watches that the logs below only ever grow: it signs a log's newest checkpoint after a",
        "proof that the log still begins with everything it signed before, and refuses a second history.",
        "",
        f"It is called   {memory.name}",
        f"Its key        {memory.vkey}",
        f"Submit to      {ADD_CHECKPOINT} (c2sp.org/tlog-witness)",
        "",
        "It follows:" if logs else "It follows no log, and signs nothing.",
    ]
    for origin in dict.fromkeys(key.name for key in logs):
        one = held.get(origin)
        at = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(one.time)) if one else ""
        state = f"{one.size} entries, signed {at}" if one else "nothing signed yet"
        lines.append(f"  {origin}: {state}")
        lines.append(f"    /{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint")
    return "\n".join(lines)


def _plain(status: int, words: str) -> Decision:
    return Decision(status=status, body=f"{words}\n".encode("utf-8", "replace"))
