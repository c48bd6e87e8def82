"""Asking a witness that may lie, linger or lead elsewhere: an answer in time and of limited length, or words."""

import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

from secondstory.adapters.remote.witness.address import check_address
from secondstory.adapters.remote.witness.client import post
from secondstory.application.record.witnessed import NoAnswer
from secondstory.kernel.refused import Refused
from secondstory.record.witnessing import MAX_ANSWER_BYTES
from tests.adapters.remote.witness.stage import body, serving


@contextmanager
def speaking(*pieces, pause_s=0.0, stay=False):
    """Answer one connection on 127.0.0.1 with these bytes; yield the port and what was heard."""
    heard, over = [], threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(65536))
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                        over.wait(pause_s)
                    if stay:
                        over.wait(10)
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            over.set()
            thread.join()


def said(status, content, *headers):
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + content


def test_it_brings_back_status_type_and_bytes(tmp_path):
    with serving(tmp_path / "w") as (port, _, _):
        assert post(f"http://127.0.0.1:{port}", body(0, 8)).status == 200
        answer = post(f"http://127.0.0.1:{port}/", body(0, 9))
    assert (answer.status, answer.content_type, answer.body) == (409, "text/x.tlog.size", b"8\n")


def test_it_asks_below_the_prefix():
    with speaking(said(200, b"x")) as (port, heard):
        post(f"http://127.0.0.1:{port}/of/w1/", b"old 0\n")
    assert heard[0].startswith(b"POST /of/w1/add-checkpoint HTTP/1.1\r\n")


def test_it_follows_no_redirect():
    with speaking(said(302, b"", "Location: http://127.0.0.1:9/add-checkpoint")) as (port, heard):
        assert post(f"http://127.0.0.1:{port}", b"old 0\n").status == 302
    assert len(heard) == 1


def test_it_reads_only_so_much():
    with (
        speaking(said(200, b"x" * (MAX_ANSWER_BYTES + 1))) as (port, _),
        pytest.raises(NoAnswer, match="longer than"),
    ):
        post(f"http://127.0.0.1:{port}", b"old 0\n")


def test_it_reads_only_so_much_when_nobody_says_how_long():
    pieces = [b"HTTP/1.1 200 X\r\n\r\n", *[b"x" * 65536] * 20]
    with speaking(*pieces) as (port, _), pytest.raises(NoAnswer, match="longer than"):
        post(f"http://127.0.0.1:{port}", b"old 0\n")


@pytest.mark.parametrize(
    "pieces",
    [
        [b""],
        [b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf"],
        [b"HTTP/1.1 200 X\r\n", *[b"X-%d: y\r\n" % n for n in range(1000)]],
        [b"HTTP/1.1 200 X\r\nContent-Length: 50\r\n\r\n", *[b"."] * 1000],
    ],
    ids=["silent", "half", "endless headers", "endless body"],
)
def test_it_waits_only_so_long(pieces):
    began = time.monotonic()
    with (
        speaking(*pieces, pause_s=0.02, stay=True) as (port, _),
        pytest.raises(NoAnswer, match="did not answer within"),
    ):
        post(f"http://127.0.0.1:{port}", b"old 0\n", time_s=0.3)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "spoken", [b"", b"SSH-2.0-what\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00\xff" * 50 + b"\r\n\r\n"]
)
def test_it_says_when_there_is_no_answer_to_read(spoken):
    with speaking(spoken) as (port, _), pytest.raises(NoAnswer, match="could not be asked"):
        post(f"http://127.0.0.1:{port}", b"old 0\n", time_s=5)


def test_it_says_when_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NoAnswer, match="refused"):
        post(f"http://127.0.0.1:{port}", b"old 0\n")


def test_it_trusts_no_certificate_that_nobody_vouches_for(tmp_path):
    made = subprocess.run(
        (
            "openssl req -x509 -newkey ed25519 -nodes -keyout k.pem -out c.pem -days 1 -subj /CN=localhost"
        ).split(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(NoAnswer, match="certificate"):
            post(f"https://localhost:{listener.getsockname()[1]}", b"old 0\n")
        thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "ftp://127.0.0.1",
        "https://",
        "witness.example",
        "https://who:word@witness.example",
        "https://witness.example/?a=b",
        "https://witness.example/#a",
        "https://witness.example/ a",
        "https://witness.example/\r\nHost: other",
        "https://witness.example:port",
        "https://[witness.example",
    ],
)
def test_it_asks_over_https_alone_beyond_this_machine(url):
    with pytest.raises(Refused):
        check_address(url)


@pytest.mark.parametrize(
    "url", ["https://witness.example/w1", "http://127.0.0.1:8790", "http://[::1]:1", "http://localhost"]
)
def test_it_takes_https_and_this_machine(url):
    assert check_address(url).hostname
    assert check_address("http://10.0.0.1", plain=True).hostname
