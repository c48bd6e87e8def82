"""A connection that is over when its time is: the one thing that those behind a network share.

It is written once, because the second copy of a deadline is the one that waits for ever.
"""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult

PORTS = {"https": 443, "http": 80}


@contextmanager
def connected(parts: SplitResult, time_s: float) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that is cut when the time is over, however slowly the other side speaks.

    time_s: for all of it, connecting included. Raises TimeoutError then, and what `http.client` raises.
    """
    made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    with closing(made(parts.hostname or "", parts.port or PORTS[parts.scheme], timeout=time_s)) as connection:
        connection.connect()
        late = threading.Event()
        watch = threading.Timer(time_s, _cut, (connection.sock, late))
        watch.daemon = True
        watch.start()
        try:
            yield connection
        except (OSError, http.client.HTTPException, ValueError) as why:
            if late.is_set():
                raise TimeoutError from why
            raise
        finally:
            watch.cancel()
        if late.is_set():
            raise TimeoutError


def words_of(why: Exception) -> str:
    """Return what went wrong on the way, in words, without a full stop."""
    said = (why.strerror if isinstance(why, OSError) else None) or str(why) or type(why).__name__
    return said.rstrip(".")


def _cut(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
