"""Bytes to read that nobody wrote in good faith: by chance, near to something good, huge, deep, long."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from hypothesis import strategies as st

LONG = 10_000_000
SHORTER = 1_000_000
CPU_S = 20
"""Work that grows with the bytes takes 0.2 s of CPU for 10 MB here; with their square, hours for 1 MB already."""

HUGE = [
    "0",
    "00",
    "-1",
    "+1",
    "256",
    "65536",
    str(2**53),
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    "9" * 400,
    "1e9",
    "٣",
]

DEEP = [
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b'{"v":1,"keys":' + b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
]

LONG_ONES: dict[str, Callable[[int], bytes]] = {
    "zeros": bytes,
    "newlines": lambda n: b"\n" * n,
    "empty lines and text": lambda n: b"\n\na" * (n // 3),
    "one letter": lambda n: b"A" * n,
    "spaces": lambda n: b" " * n,
    "backslashes": lambda n: b'{"actor":"' + b"\\" * n,
    "escapes": lambda n: b'{"actor":"' + b"\\u0001" * (n // 6),
    "digits": lambda n: b"index " + b"9" * n,
    "signature lines": lambda n: b"x\n\n" + "— w AAAAAAA=\n".encode() * (n // 15),
    "dashes": lambda n: "— ".encode() * (n // 4),
    "digests": lambda n: b'{"b":["' + (b"A" * 43 + b'","') * (n // 46),
    "hashes": lambda n: b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * (n // 45) + b"\n",
    "groups": lambda n: b"tile/0/" + b"x000/" * (n // 5),
    "pluses": lambda n: b"a+" * (n // 2),
    "not utf-8": lambda n: b"\xff" * n,
    "members of a group": lambda n: b"witness w k\ngroup g all" + b" w" * (n // 2),
    "lines of a policy": lambda n: b"# nothing\n" * (n // 10),
    "nested groups": lambda n: b"".join(b"group g%d any g%d\n" % (i + 1, i) for i in range(n // 30)),
}
"""Bytes that ask for work, by what they are made of: each is given how many there should be, about."""


def damaged(good: bytes, *others: bytes) -> st.SearchStrategy[bytes]:
    """Return bytes near to `good`: a stretch replaced by chance, by a huge number, or by a stretch of `others`."""
    places = st.integers(0, len(good))
    pieces = (
        st.binary(max_size=6)
        | st.sampled_from(HUGE).map(str.encode)
        | st.sampled_from(DEEP).map(lambda d: d[:2000])
    )
    if others:
        pieces |= st.sampled_from(others).flatmap(stretches)
    cut = st.tuples(places, st.integers(0, 40), pieces).map(
        lambda at: good[: at[0]] + at[2] + good[at[0] + at[1] :]
    )
    return (
        cut
        | numbers_changed(good)
        | stretches(good)
        | st.integers(0, 7).flatmap(lambda bit: flipped(good, bit))
    )


def numbers_changed(good: bytes) -> st.SearchStrategy[bytes]:
    """Return `good` with one of the numbers in it made huge, negative or strange; `good` itself when it has none."""
    found = list(re.finditer(rb"[0-9]+", good))
    if not found:
        return st.just(good)
    at = st.sampled_from(found)
    return st.tuples(at, st.sampled_from(HUGE)).map(
        lambda new: good[: new[0].start()] + new[1].encode() + good[new[0].end() :]
    )


def stretches(good: bytes) -> st.SearchStrategy[bytes]:
    """Return a stretch out of `good`: cut short, or without its beginning."""
    ends = st.tuples(st.integers(0, len(good)), st.integers(0, len(good)))
    return ends.map(lambda at: good[min(at) : max(at)])


def flipped(good: bytes, bit: int) -> st.SearchStrategy[bytes]:
    """Return `good` with one bit changed."""
    if not good:
        return st.just(good)
    places = st.integers(0, len(good) - 1)
    return places.map(lambda at: good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :])


def anything(*goods: bytes) -> st.SearchStrategy[bytes]:
    """Return any bytes: by chance, near to one of `goods`, or spliced of several."""
    near = st.sampled_from(goods).flatmap(lambda good: damaged(good, *goods))
    return st.binary(max_size=80) | near | near


class TooMuchWork(BaseException):
    """A reader went on for longer than any reader that looks at each byte a few times."""


@contextmanager
def bounded(seconds: int = CPU_S) -> Iterator[None]:
    """Stop what is inside once it has used that much CPU: a hang becomes a failure, on a busy machine too."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooMuchWork

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
