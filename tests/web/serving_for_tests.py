"""The real server in this process: waitress on a port of its own, for tests that need a line to break."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def served(*, threads: int = 4, channel_timeout_s: int = 120) -> Iterator[int]:
    """Serve the town that stands; yield the port."""
    import waitress
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        get_wsgi_application(),
        map=sockets,
        host="127.0.0.1",
        port=0,
        threads=threads,
        channel_timeout=channel_timeout_s,
        clear_untrusted_proxy_headers=True,
    )
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        for one in list(sockets.values()):
            one.close()
        server.task_dispatcher.shutdown()
        thread.join(5)
        connections.close_all()


def _run(server: Any) -> None:
    try:
        server.run()
    except OSError:
        # Its sockets were closed under it: that is how this server is told to end.
        return


class Line:
    """A line to the server on which one may say anything, and hang up at any moment."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        """Speak as the owner of `cookies`."""
        self._port = port
        self._cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._token = cookies["csrftoken"]

    def head(self, method: str, path: str, headers: dict[str, str]) -> bytes:
        """Return the head of a request."""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            f"Cookie: {self._cookie}",
            f"X-CSRFToken: {self._token}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def say(self, pieces: list[bytes], *, hang_up: bool = False, pause_s: float = 0) -> tuple[int, bytes]:
        """Send pieces, and return status and body of the answer; (0, b"") when hanging up before it comes."""
        import time

        with socket.create_connection(("127.0.0.1", self._port), timeout=20) as line:
            for piece in pieces:
                line.sendall(piece)
                if pause_s:
                    time.sleep(pause_s)
            if hang_up:
                return 0, b""
            received = bytearray()
            while more := line.recv(1 << 16):
                received += more
        head, _, body = bytes(received).partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body
