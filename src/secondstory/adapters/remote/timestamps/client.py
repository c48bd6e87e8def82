"""Posts to a time-stamping authority and believes nothing: the answer is bytes of limited length and time.

Over http as well: what is asked is a digest, and what comes back is signed by its maker. Source: RFC 3161 section 3.4.
"""

import http.client
from urllib.parse import SplitResult, urlsplit

from secondstory.adapters.remote.connected import PORTS, connected, words_of
from secondstory.adapters.remote.timestamps.troubles import NoToken
from secondstory.kernel.refused import Refused

TIME_S = 20.0
MAX_ANSWER_BYTES = 1 << 16
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
_OK = 200


def ask(url: str, query: bytes, *, time_s: float = TIME_S) -> bytes:
    """Post a request to the authority at `url`; return what it answered, unread.

    No redirect is followed. time_s: for all of it, connecting included. Raises NoToken when no answer came in time, when
    it was too long or is no timestamp, Refused as `check_authority` does.
    """
    parts = check_authority(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    name = name_of(url)
    try:
        with connected(parts, time_s) as connection:
            connection.request("POST", path, query, {"Content-Type": QUERY, "Accept": REPLY})
            answer = connection.getresponse()
            body = answer.read(MAX_ANSWER_BYTES + 1)
            kind = answer.getheader("Content-Type", "").partition(";")[0].strip().lower()
    except TimeoutError as late:
        raise NoToken(f"{name} did not answer within {time_s:.0f} seconds. Nothing was kept.") from late
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as why:
        raise NoToken(f"{name} could not be asked: {words_of(why)}. Nothing was kept.") from why
    _refuse(name, answer.status, kind, len(body))
    return body


def check_authority(url: str) -> SplitResult:
    """Return the parts of an authority's address. Raises Refused for anything but http or https without a sign-in."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise Refused(f"{url} is no address of a time-stamping authority ({wrong}).") from wrong
    is_odd = parts.fragment or parts.username or parts.password or any(char <= " " for char in url)
    if parts.scheme not in PORTS or not host or is_odd or not url.isascii():
        raise Refused(f"{url} is no address of a time-stamping authority. It reads https://host/path.")
    return parts


def name_of(url: str) -> str:
    """Return an authority's address as it is recorded and shown: without what may stand behind a question mark."""
    return url.partition("?")[0]


def _refuse(name: str, status: int, kind: str, length: int) -> None:
    if 300 <= status < 400:
        words = "answered with a redirect, which is not followed. Correct its address"
    elif status != _OK:
        words = (
            f"answered with status {status}, and stamped nothing. Ask again later, or ask another authority"
        )
    elif length > MAX_ANSWER_BYTES:
        words = f"sent more than {MAX_ANSWER_BYTES} bytes, which were not read on: that is no timestamp"
    elif kind != REPLY:
        words = "answered with something else than a timestamp. Correct its address"
    else:
        return
    raise NoToken(f"{name} {words}. Nothing was kept.")
