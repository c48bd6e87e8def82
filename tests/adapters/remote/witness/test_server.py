"""A witness over real HTTP: it signs what grew, refuses the rest, and hangs or stumbles for nobody."""

import hashlib
import http.client
import socket
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondstory.adapters.remote.witness.server import MOST_AT_ONCE
from secondstory.record.note import parse_note
from secondstory.record.witnessing import MAX_REQUEST_BYTES, checked_answer
from tests.adapters.remote.witness.stage import FORK, LEAVES, NOW, ORIGIN, body, got, note, posted, serving


@pytest.fixture
def witness(tmp_path):
    with serving(tmp_path / "w") as (port, memory, said):
        yield port, memory, said


def test_it_signs_a_first_checkpoint_and_what_grows_out_of_it(witness):
    port, memory, _ = witness
    for old, size in ((0, 8), (8, 8), (8, 20)):
        status, _, answer = posted(port, body(old, size))
        assert status == 200
        line = checked_answer(note(size), answer, memory.verifier)
        assert memory.verifier.check(parse_note(note(size)).text, line.signature) == NOW


def test_it_answers_as_the_specification_says(witness):
    port, _, _ = witness
    posted(port, body(0, 8))
    assert posted(port, body(0, 12))[:2] == (409, "text/x.tlog.size")
    assert posted(port, body(0, 12))[2] == b"8\n"
    assert posted(port, body(8, 8, FORK))[0] == 422
    assert posted(port, body(8, 20, FORK))[0] == 422
    assert posted(port, b"old 9\n\n" + note(8))[0] == 400
    assert posted(port, b"old 0\n\n" + note(8, origin="other.example"))[0] == 404
    assert posted(port, b"old 8\n\n" + note(8).replace(b"\n8\n", b"\n9\n"))[0] == 403
    assert posted(port, b"nonsense")[0] == 400
    assert posted(port, body(0, 8), "/elsewhere")[0] == 404


def test_it_keeps_both_checkpoints_of_a_fork_and_never_writes_over_them(witness):
    port, memory, said = witness
    posted(port, body(0, 8))
    assert posted(port, body(8, 8, FORK))[0] == 422
    (place,) = (memory.folder / "evidence").iterdir()
    assert place.name.startswith("fork-8-")
    assert (place / "submitted.txt").read_bytes() == note(8, FORK)
    assert parse_note((place / "held.txt").read_bytes()).text == parse_note(note(8)).text
    assert "different roots" in said[0]
    (place / "submitted.txt").write_bytes(b"as it was")
    assert posted(port, body(8, 8, FORK))[0] == 422
    assert (place / "submitted.txt").read_bytes() == b"as it was"
    # Found also when whoever asks pretends not to know what the witness holds.
    posted(port, body(0, 8, FORK))
    assert len(list((memory.folder / "evidence").iterdir())) == 1


def test_it_lets_exactly_one_of_two_forks_win(witness):
    port, memory, _ = witness
    posted(port, body(0, 5))
    for size in range(6, 26):
        old = size - 1
        held = LEAVES if parse_note(memory.held()[0].note).text == parse_note(note(old)).text else FORK
        barrier = threading.Barrier(2, timeout=30)

        def race(leaves, old=old, size=size, barrier=barrier):
            barrier.wait()
            return posted(port, body(old, size, leaves))[0]

        with ThreadPoolExecutor(2) as both:
            statuses = sorted(both.map(race, [LEAVES, FORK]))
        assert statuses.count(200) == 1, statuses
        if size > 6:
            assert parse_note(memory.held()[0].note).text == parse_note(note(size, held)).text


def test_it_lets_one_of_many_win_when_each_brings_another_size(witness):
    port, memory, _ = witness
    posted(port, body(0, 5))
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda size: posted(port, body(5, size))[0], range(6, 30)))
    assert answers.count(200) == 1
    assert answers.count(409) == len(answers) - 1
    assert memory.held()[0].size == 6 + answers.index(200)


def test_it_shows_what_it_is_and_what_it_holds(witness):
    port, memory, _ = witness
    status, page = got(port, "/")
    assert status == 200
    assert memory.vkey.encode() in page
    assert b"nothing signed yet" in page
    held = f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    assert got(port, held)[0] == 404
    posted(port, body(0, 8))
    assert b"8 entries" in got(port, "/")[1]
    status, kept = got(port, held)
    assert status == 200
    assert kept.startswith(note(8))
    assert got(port, "/favicon.ico")[0] == 404


def test_it_accepts_nothing_when_it_follows_no_log(tmp_path):
    with serving(tmp_path / "w", logs=[]) as (port, _, _):
        assert posted(port, body(0, 8))[0] == 404
        assert b"follows no log" in got(port, "/")[1]


def test_it_answers_several_requests_of_one_connection(witness):
    port, _, _ = witness
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        for old, size in ((0, 8), (8, 9), (9, 30)):
            connection.request("POST", "/add-checkpoint", body(old, size))
            answer = connection.getresponse()
            assert (answer.status, answer.version, bool(answer.read())) == (200, 11, True)


def spoken(port, *pieces):
    """Say these bytes to the witness, and return all that it answers until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        heard = b""
        while piece := connection.recv(65536):
            heard += piece
    return heard


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: \xb2\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_REQUEST_BYTES + 1), b"413"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %s\r\n\r\n" % (b"9" * 5000), b"413"),
        (b"DELETE / HTTP/1.1\r\n\r\n", b"501"),
        (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n", b"414"),
    ],
)
def test_it_refuses_what_it_will_not_read(witness, head, status):
    port, _, said = witness
    heard = spoken(port, head)
    assert heard.split(b" ", 2)[1] == status
    assert b"Traceback" not in heard
    assert said == []


def test_it_signs_nothing_for_half_a_body(witness):
    port, memory, _ = witness
    head = b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body(0, 8))
    assert spoken(port, head, body(0, 8)[:-1]) == b""
    assert memory.held() == []


def test_it_gives_a_request_only_so_much_time(tmp_path):
    with serving(tmp_path / "w", request_s=0.3) as (port, _, _):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            slow.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Le")
            assert slow.recv(100) == b""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            slow.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 100\r\n\r\nold ")
            assert slow.recv(100) == b""
        assert posted(port, body(0, 8))[0] == 200


def test_it_hears_only_so_many_at_once_and_goes_on_when_they_leave(tmp_path):
    with serving(tmp_path / "w", request_s=20) as (port, _, _):
        idle = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(MOST_AT_ONCE)]
        for one in idle:
            one.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert one.recv(10).startswith(b"HTTP/1.1")
        with socket.create_connection(("127.0.0.1", port), timeout=10) as unheard:
            assert unheard.recv(100) == b""
        for one in idle:
            one.close()
        for _ in range(1000):
            try:
                answer = posted(port, body(0, 8))[0]
            except (http.client.HTTPException, OSError):
                continue
            assert answer == 200
            break
        else:
            pytest.fail("no seat became free")


@given(st.binary(max_size=120), st.integers(0, 500), st.integers(0, 500))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_answers_any_body(witness, piece, start, end):
    port, _, said = witness
    whole = body(8, 20)
    for given_body in (piece, whole[:start] + piece + whole[end:]):
        status, _, answer = posted(port, given_body)
        assert 200 <= status < 500
        assert b"Traceback" not in answer
    assert said == []


def test_it_signs_nothing_without_its_memory(witness):
    port, memory, said = witness
    posted(port, body(0, 8))
    for name in ("witness.db", "witness.db-wal", "witness.db-shm"):
        (memory.folder / name).unlink(missing_ok=True)
    status, _, answer = posted(port, body(0, 5, FORK))
    assert (status, b"\xe2\x80\x94" in answer) == (500, False)
    assert "signs nothing without its memory" in said[0]
    assert got(port, "/")[0] == 500


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE held SET size = 5",
        "UPDATE held SET root = x'00'",
        "UPDATE held SET note = x'00'",
        "DROP TABLE held",
    ],
)
def test_it_signs_nothing_when_its_memory_was_changed(witness, damage):
    port, memory, said = witness
    posted(port, body(0, 8))
    with closing(sqlite3.connect(memory.folder / "witness.db")) as db, db:
        db.execute(damage)
    for old in (8, 5, 0):
        assert posted(port, body(old, 20))[0] in {409, 500}
    assert posted(port, body(5, 20, FORK))[0] == 500
    assert said


def test_it_signs_no_time_before_the_last_one(tmp_path):
    with serving(tmp_path / "w") as (port, _, _):
        assert posted(port, body(0, 8))[0] == 200
    with serving(tmp_path / "w", now=NOW - 1) as (port, memory, said):
        assert posted(port, body(8, 9))[0] == 500
        assert memory.held()[0].size == 8
        assert "clock" in said[0]


def test_it_remembers_after_a_restart(tmp_path):
    with serving(tmp_path / "w") as (port, before, _):
        assert posted(port, body(0, 8))[0] == 200
    with serving(tmp_path / "w") as (port, after, _):
        assert after.vkey == before.vkey
        assert posted(port, body(0, 5, FORK))[2] == b"8\n"
        assert posted(port, body(8, 8, FORK))[0] == 422
        assert posted(port, body(8, 9))[0] == 200


CHILD = """
import os, sys
from pathlib import Path
from secondstory.adapters.remote.witness.memory import open_memory
from tests.adapters.remote.witness.stage import FORK, LEAVES, LOGS, NOW, body
memory = open_memory(Path(sys.argv[1]), name=None)
leaves = {"log": LEAVES, "fork": FORK}[sys.argv[2]]
print("ready", flush=True)
sys.stdin.readline()
for size in range(6, 36):
    decision = memory.judge(body(size - 1, size, leaves), LOGS, lambda: NOW)
    print(size, decision.status, flush=True)
    if sys.argv[3] == "die":
        os.kill(os.getpid(), 9)
"""


def child(folder, history, how):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), history, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_it_lets_one_history_win_among_processes_that_share_its_folder(tmp_path):
    with serving(tmp_path / "w") as (port, _, _):
        posted(port, body(0, 5))
    both = [child(tmp_path / "w", history, "live") for history in ("log", "fork")]
    for one in both:
        assert one.stdout.readline() == "ready\n"
    said = [one.communicate("go\n")[0].splitlines() for one in both]
    signed = [{line.split()[0] for line in lines if line.endswith(" 200")} for lines in said]
    assert not signed[0] & signed[1]
    assert signed[0] | signed[1]
    # Whoever won the first round wins them all: nobody changes histories on the way.
    assert not (signed[0] and signed[1])


def test_it_loses_nothing_when_it_is_killed_before_it_answers(tmp_path):
    with serving(tmp_path / "w") as (port, _, _):
        posted(port, body(0, 5))
    killed = child(tmp_path / "w", "log", "die")
    said, _ = killed.communicate("go\n")
    assert (killed.returncode, said) == (-9, "ready\n6 200\n")
    with serving(tmp_path / "w") as (port, _, _):
        # It remembers what nobody was told of, refuses the other history, and signs the same checkpoint again.
        assert posted(port, body(5, 6, FORK))[:1] == (409,)
        assert posted(port, body(6, 6, FORK))[0] == 422
        assert posted(port, body(6, 6))[0] == 200
