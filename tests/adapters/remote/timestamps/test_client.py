"""Asking an authority that may lie, linger or lead elsewhere: an answer in time and of limited length, or words."""

import socket
import time

import pytest

from secondstory.adapters.remote.timestamps.client import MAX_ANSWER_BYTES, ask, check_authority, name_of
from secondstory.adapters.remote.timestamps.tokens import query_over
from secondstory.adapters.remote.timestamps.troubles import NoToken
from secondstory.kernel.refused import Refused
from tests.adapters.remote.timestamps.authority import REPLY, made, serving
from tests.adapters.remote.witness.test_client import said, speaking

QUERY = query_over(b"checkpoint\n").der


def test_it_brings_back_what_the_authority_said(tmp_path):
    here = made(tmp_path / "north")
    with serving(here) as (url, asked):
        answer = ask(url, QUERY)
    assert (answer, asked) == ((here.folder / "r.tsr").read_bytes(), [QUERY])


def test_it_asks_at_the_very_address():
    with speaking(said(200, b"x", f"Content-Type: {REPLY}; q=1")) as (port, heard):
        assert ask(f"http://127.0.0.1:{port}/a/tsr?key=1", QUERY) == b"x"
    assert heard[0].startswith(b"POST /a/tsr?key=1 HTTP/1.1\r\n")
    assert name_of("https://tsa.example/a/tsr?key=1") == "https://tsa.example/a/tsr"


@pytest.mark.parametrize(
    ("status", "headers", "content", "why"),
    [
        (302, ("Location: http://127.0.0.1:9/",), b"", "redirect, which is not followed"),
        (500, (f"Content-Type: {REPLY}",), b"x", "status 500, and stamped nothing"),
        (404, (), b"", "status 404"),
        (200, ("Content-Type: text/html",), b"<p>Welcome", "something else than a timestamp"),
        (200, (), b"x", "something else than a timestamp"),
        (200, (f"Content-Type: {REPLY}",), b"x" * (MAX_ANSWER_BYTES + 1), "more than 65536 bytes"),
    ],
)
def test_it_says_what_kind_of_answer_it_does_not_take(status, headers, content, why):
    with (
        speaking(said(status, content, *headers)) as (port, heard),
        pytest.raises(NoToken, match=why) as told,
    ):
        ask(f"http://127.0.0.1:{port}/tsr", QUERY)
    assert len(heard) == 1
    assert str(told.value).endswith("Nothing was kept.")


def test_it_reads_only_so_much_when_nobody_says_how_long():
    pieces = [f"HTTP/1.1 200 X\r\nContent-Type: {REPLY}\r\n\r\n".encode(), *[b"x" * 65536] * 20]
    with speaking(*pieces) as (port, _), pytest.raises(NoToken, match="not read on"):
        ask(f"http://127.0.0.1:{port}", QUERY)


@pytest.mark.parametrize("pieces", [[b""], [b"HTTP/1.1 200 X\r\nContent-Length: 50\r\n\r\n", *[b"."] * 1000]])
def test_it_waits_only_so_long(pieces):
    began = time.monotonic()
    with (
        speaking(*pieces, pause_s=0.02, stay=True) as (port, _),
        pytest.raises(NoToken, match="did not answer within"),
    ):
        ask(f"http://127.0.0.1:{port}", QUERY, time_s=0.3)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("spoken", [b"", b"SSH-2.0-what\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_it_says_when_there_is_no_answer_to_read(spoken):
    with speaking(spoken) as (port, _), pytest.raises(NoToken, match="could not be asked"):
        ask(f"http://127.0.0.1:{port}", QUERY, time_s=5)


def test_it_says_when_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NoToken, match="refused"):
        ask(f"http://127.0.0.1:{port}", QUERY)


@pytest.mark.parametrize(
    "url",
    [
        "tsa.example",
        "ftp://tsa.example",
        "https://",
        "https://who:word@tsa.example/tsr",
        "https://tsa.example/#a",
        "https://tsa.example/ a",
        "https://tsa.example/\r\nHost: other",
        "https://tsa.example:port",
        "https://[tsa.example",
        "https://tsa.example/é",
    ],
)
def test_it_takes_no_odd_address(url):
    with pytest.raises(Refused, match="no address of a time-stamping authority"):
        check_authority(url)


@pytest.mark.parametrize(
    "url", ["https://tsa.example/tsr", "http://timestamp.example", "http://[::1]:1/?a=b"]
)
def test_it_asks_without_tls_as_well_since_the_answer_is_signed(url):
    assert check_authority(url).hostname
