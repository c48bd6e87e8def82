"""Posts to a witness. It believes nothing: an answer is a status, a type and bytes, all of limited length and time."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult

from secondstory.adapters.remote.witness.address import PORTS, check_address
from secondstory.application.record.witnessed import Answer, NoAnswer
from secondstory.record.witnessing import ADD_CHECKPOINT, MAX_ANSWER_BYTES

TIME_S = 20.0


def post(url: str, body: bytes, *, plain: bool = False, time_s: float = TIME_S) -> Answer:
    """Post a request to the witness at the submission prefix `url`; return its answer, a redirect included.

    No redirect is followed. time_s: for all of it, connecting included. Raises NoAnswer when none came in time or it
    was too long, Refused as `check_address` does.
    """
    parts = check_address(url, plain=plain)
    path = f"{parts.path.rstrip('/')}{ADD_CHECKPOINT}"
    try:
        with _connected(parts, time_s) as connection:
            connection.request("POST", path, body, {"Content-Type": "application/octet-stream"})
            answer = connection.getresponse()
            content = answer.read(MAX_ANSWER_BYTES + 1)
            if len(content) > MAX_ANSWER_BYTES:
                raise NoAnswer(f"Its answer is longer than {MAX_ANSWER_BYTES} bytes, and was not read on.")
            return Answer(
                status=answer.status, content_type=answer.getheader("Content-Type", ""), body=content
            )
    except TimeoutError as late:
        raise NoAnswer(f"It did not answer within {time_s:.0f} seconds.") from late
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as why:
        raise NoAnswer(f"It could not be asked: {_words(why)}.") from why


@contextmanager
def _connected(parts: SplitResult, time_s: float) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that is cut when the time is over, however slowly the other side speaks."""
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


def _cut(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _words(why: Exception) -> str:
    said = (why.strerror if isinstance(why, OSError) else None) or str(why) or type(why).__name__
    return said.rstrip(".")
