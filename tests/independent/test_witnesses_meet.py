"""Our witness and theirs in each other's eyes: our command asks aics-witness, their client asks ours, both keep the rules."""

import http.client
import json
import sys
import threading
from collections.abc import Iterator
from types import ModuleType

import pytest

from secondstory.record.note import Note, parse_note, parse_signature, render, verified_signatures
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey
from secondstory.wiring.witnessing.serving import Serving, make_ready
from tests.independent.conftest import needed
from tests.independent.test_aics_witness import Witness, request, set_up
from tests.independent.written import Log, forked, log_of, stolen
from tools import independent

NAME = "ours.example/w1"


@pytest.fixture(scope="module")
def feeder() -> Iterator[ModuleType]:
    """Their client."""
    needed("python")
    sys.path.insert(0, str(independent.PYTHON_FOLDER))
    try:
        from aics_witness import feeder

        yield feeder
    finally:
        sys.path.remove(str(independent.PYTHON_FOLDER))


@pytest.fixture
def log() -> Log:
    return log_of(600)


@pytest.fixture
def ours(log, tmp_path) -> Iterator[Serving]:
    """Our witness, answering in a thread."""
    ready = make_ready(tmp_path / "witness", logs=[log.vkey], listen="127.0.0.1:0", name=NAME)
    answering = threading.Thread(target=ready.serve)
    answering.start()
    yield ready
    ready.stop()
    answering.join()


@pytest.fixture
def client(feeder, ours):
    """Their client of our witness, which waits for nothing."""
    with feeder.WitnessClient(ours.address, ours.vkey, sleep=lambda _: None) as asking:
        yield asking


def submitted(client, log: Log, size: int) -> str:
    """Return the line that their client got and verified for one checkpoint."""
    return client.submit(log.checkpoint(size), log.grown)


def post(ours: Serving, body: bytes) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection(ours.address.removeprefix("http://"), timeout=30)
    try:
        connection.request("POST", "/add-checkpoint", body)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_content_type()
    finally:
        connection.close()


def test_their_client_is_cosigned_by_ours(client, ours, log):
    for size in (1, 2, 255, 256, 257, 600):
        line = submitted(client, log, size)
        note = parse_note(log.checkpoint(size))
        both = Note(text=note.text, signatures=(*note.signatures, parse_signature(line.removesuffix("\n"))))
        known = [parse_vkey(log.vkey), parse_vkey(ours.vkey)]
        assert [one.name for one in verified_signatures(both, known) if one.type == ED25519_COSIGNATURE] == [
            NAME
        ]


def test_their_client_learns_from_ours_what_it_holds(feeder, client, ours, log):
    submitted(client, log, 400)
    with feeder.WitnessClient(ours.address, ours.vkey, sleep=lambda _: None) as another:
        assert submitted(another, log, 600)
    with pytest.raises(feeder.WitnessAhead):
        submitted(client, log, 400)


def test_their_client_is_refused_a_fork_by_ours(feeder, client, log):
    submitted(client, log, 400)
    with pytest.raises(feeder.WitnessRejected) as refused:
        submitted(client, forked(log, 7), 600)
    assert refused.value.status == 422
    with pytest.raises(feeder.WitnessRejected) as refused:
        submitted(client, forked(log, 7), 400)
    assert refused.value.status == 422
    assert submitted(client, log, 600)


def test_their_client_is_refused_other_logs_and_keys_by_ours(feeder, client, log):
    for other, status in ((Log(log.entries, origin="other.example/log"), 404), (stolen(log), 403)):
        with pytest.raises(feeder.WitnessRejected) as refused:
            submitted(client, other, 400)
        assert refused.value.status == status


def test_both_answer_alike(ours, log, tmp_path):
    needed("python")
    theirs = Witness(*set_up(tmp_path, [log]))
    fork, path = forked(log, 7), log.grown(400, 600)
    asked = {
        "first": request(log, 0, 400),
        "again": request(log, 400, 400),
        "growth from elsewhere": request(log, 300, 600),
        "as if for the first time": request(log, 0, 600),
        "a fork": request(fork, 400, 600),
        "a fork with an honest proof": request(log, 400, 600, note=fork.checkpoint(600)),
        "another root": request(fork, 400, 400),
        "backwards": request(log, 400, 300),
        "an older one": request(log, 200, 300),
        "a short proof": request(log, 400, 600, proof=path[:-1]),
        "a long proof": request(log, 400, 600, proof=[*path, bytes(32)]),
        "64 lines of proof": request(log, 400, 600, proof=[bytes(32)] * 64),
        "another log": request(Log(log.entries, origin="other.example/log"), 0, 400),
        "another key": request(stolen(log), 0, 400),
        "no note": b"old 0\n\n",
        "no old": log.checkpoint(600),
        "leading zero": b"old 00\n\n" + log.checkpoint(600),
        "nothing": b"",
        "growth": request(log, 400, 600),
    }
    try:
        answers = {name: (post(ours, body), theirs.post(body)) for name, body in asked.items()}
    finally:
        theirs.stop()
    assert {name: one[0] for name, (one, _) in answers.items()} == {
        name: one[0] for name, (_, one) in answers.items()
    }
    conflicts = [name for name, (one, _) in answers.items() if one[0] == 409]
    assert conflicts == ["growth from elsewhere", "as if for the first time", "an older one"]
    assert all(answers[name][0] == answers[name][1] for name in conflicts)


def test_our_command_is_cosigned_by_theirs(shell, tmp_path):
    needed("python")
    shell.ok("open", "Seats released too early")
    key = shell.json("log", "--checkpoint")["vkey"]
    log = Log([], origin=parse_vkey(key).name)
    config, theirs_key = set_up(tmp_path, [log])
    config.write_text(config.read_text().replace(log.vkey, key))
    theirs = Witness(config, theirs_key)
    try:
        shell.ok("witness", "add", theirs_key, f"http://127.0.0.1:{theirs.port}")
        first = shell.json("witness", "request")
        shell.ok("open", "Seats released too late")
        second = shell.json("witness", "request")
    finally:
        theirs.stop()
    assert first["is_witnessed"], first
    assert second["is_witnessed"], second
    assert second["size"] > first["size"]
    assert shell.json("verify")["verdict"] == 0


def test_their_verifier_counts_our_cosignature(python, ours, log, tmp_path):
    note = parse_note(log.checkpoint(600))
    line = parse_signature(post(ours, request(log, 0, 600))[1].decode().removesuffix("\n"))
    kept = tmp_path / "kept"

    def counted(one: Note) -> dict:
        kept.write_bytes(render(Note(text=one.text, signatures=(*one.signatures, line))))
        keys = ("--log-key", log.vkey, "--witness-key", ours.vkey, "--quorum", "1")
        return json.loads(python("aics_tlog", "verify-checkpoint", "--note", kept, *keys).stdout)

    agreed = counted(note)
    assert agreed["ok"], agreed
    assert agreed["cosignatures"] == 1
    # The same line under another checkpoint of the same log is nobody's word.
    assert not counted(parse_note(log.checkpoint(500)))["ok"]
