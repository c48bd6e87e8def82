"""aics-witness, a witness of another author, over HTTP: it cosigns what grew, and no fork and nothing rolled back."""

import base64
import http.client
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondstory.record.checkpoint import check_note, read_checkpoint
from secondstory.record.errors import BadSignature
from secondstory.record.note import Note, parse_note, parse_signature, verified_signatures
from secondstory.record.vkey import ED25519_COSIGNATURE, parse_vkey
from tests.independent.conftest import needed
from tests.independent.written import ORIGIN, Log, forked, log_of, stolen
from tools import independent

NAME = "witness.example/w1"


class Witness:
    """Their witness as a running program."""

    def __init__(self, config: Path, vkey: str) -> None:
        """Start it and wait until it says where it listens."""
        self.vkey = vkey
        self._running = subprocess.Popen(
            [*program("serve"), "--config", config, "--listen", "127.0.0.1:0"],
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._running.stderr is not None
        heard = []
        for line in self._running.stderr:
            heard.append(line)
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                break
        else:
            pytest.fail(f"the witness did not start: {heard}")
        # What it writes from now on is read away, so that it never waits for a reader.
        self._reading = threading.Thread(target=self._running.stderr.read, daemon=True)
        self._reading.start()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._running.terminate()
        self._running.wait(30)
        self._reading.join(30)
        assert self._running.stderr is not None
        self._running.stderr.close()

    def post(self, body: bytes) -> tuple[int, bytes, str]:
        """Return status, body and type of its answer to add-checkpoint."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/add-checkpoint", body)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get_content_type()
        finally:
            connection.close()


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "aics_witness", *words]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(independent.PYTHON_FOLDER), "PYTHONWARNINGS": "default"}


def told(*words: object) -> str:
    done = subprocess.run(
        [*program(*map(str, words))], env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def request(
    log: Log, old: int, new: int, *, proof: list[bytes] | None = None, note: bytes | None = None
) -> bytes:
    """Return the body of tlog-witness v1.0.0, "add-checkpoint", written from its text."""
    hashes = (log.grown(old, new) if 0 < old < new else []) if proof is None else proof
    lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in hashes)
    return f"old {old}\n{lines}\n".encode() + (note or log.checkpoint(new))


def set_up(folder: Path, logs: list[Log]) -> tuple[Path, str]:
    """Return the configuration of a new witness that follows `logs`, and its key."""
    config = folder / "witness.json"
    key = told("init", "--config", config, "--name", NAME)
    told("add-log", "--config", config, "--origin", logs[0].origin, "--vkey", logs[0].vkey)
    # The others as their own command wrote the first: starting it for each of them would take seconds.
    written = json.loads(config.read_text())
    (first,) = written["logs"]
    written["logs"] = [first | {"origin": one.origin, "vkeys": [one.vkey]} for one in logs]
    config.write_text(json.dumps(written))
    return config, key


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Witness, list[Log]]]:
    """A witness, and logs that it follows and has seen nothing of: each test takes one."""
    needed("python")
    logs = [Log(log_of(600).entries, origin=f"{ORIGIN}/{number}") for number in range(12)]
    running = Witness(*set_up(tmp_path_factory.mktemp("witness"), logs))
    yield running, logs
    running.stop()


@pytest.fixture
def witness(followed: tuple[Witness, list[Log]]) -> Witness:
    """The witness."""
    return followed[0]


@pytest.fixture
def log(followed: tuple[Witness, list[Log]]) -> Log:
    """A log that the witness has seen nothing of."""
    return followed[1].pop()


def test_it_cosigns_a_first_checkpoint_in_a_way_we_verify(witness, log):
    status, body, _ = witness.post(request(log, 0, 400))
    assert status == 200
    note = parse_note(log.checkpoint(400))
    line = parse_signature(body.decode().removesuffix("\n"))
    both = Note(text=note.text, signatures=(*note.signatures, line))
    known = [parse_vkey(log.vkey), parse_vkey(witness.vkey)]
    assert check_note(both, known) == read_checkpoint(log.checkpoint(400), known[:1])
    (theirs,) = [one for one in verified_signatures(both, known) if one.type == ED25519_COSIGNATURE]
    assert theirs.name == NAME
    assert theirs.time is not None
    # The same line under another checkpoint is worth nothing, and we say so.
    other = parse_note(log.checkpoint(401))
    with pytest.raises(BadSignature, match=NAME):
        check_note(Note(text=other.text, signatures=(*other.signatures, line)), known)


def test_it_cosigns_what_grew_and_our_proofs_show_it(witness, log):
    held = 0
    for size in (1, 2, 3, 255, 256, 257, 512, 600):
        assert witness.post(request(log, held, size))[0] == 200, size
        held = size
    assert witness.post(request(log, 600, 600))[0] == 200


def test_it_says_with_409_what_it_holds(witness, log):
    witness.post(request(log, 0, 400))
    assert witness.post(request(log, 300, 600)) == (409, b"400\n", "text/x.tlog.size")
    assert witness.post(request(log, 0, 600)) == (409, b"400\n", "text/x.tlog.size")
    assert witness.post(request(log, 400, 600))[0] == 200


def test_it_refuses_a_fork(witness, log):
    witness.post(request(log, 0, 400))
    fork = forked(log, 7)
    # A forked proof, the honest proof for a forked root, and another root for the size that it holds.
    assert witness.post(request(fork, 400, 600))[0] == 422
    assert witness.post(request(log, 400, 600, note=fork.checkpoint(600)))[0] == 422
    assert witness.post(request(fork, 400, 400))[0] in {409, 422}
    # A fork above what was cosigned is a true continuation, and the true one is then refused.
    late = forked(log, 500)
    assert witness.post(request(late, 400, 600))[0] == 200
    assert witness.post(request(log, 600, 600))[0] in {409, 422}


def test_it_refuses_to_go_back(witness, log):
    witness.post(request(log, 0, 400))
    assert witness.post(request(log, 400, 300))[0] == 400
    assert witness.post(request(log, 200, 300)) == (409, b"400\n", "text/x.tlog.size")


@pytest.mark.parametrize("wrong", ["root", "proof", "short", "long"])
def test_it_refuses_a_proof_that_does_not_fit(witness, log, wrong):
    witness.post(request(log, 0, 400))
    path = log.grown(400, 600)
    body = {
        "root": request(log, 400, 600, note=log.checkpoint(600, root=bytes(32))),
        "proof": request(log, 400, 600, proof=[*path[:-1], bytes(32)]),
        "short": request(log, 400, 600, proof=path[:-1]),
        "long": request(log, 400, 600, proof=[*path, bytes(32)]),
    }
    assert witness.post(body[wrong])[0] == 422
    assert witness.post(request(log, 400, 600))[0] == 200


def test_it_follows_no_other_log_and_no_other_key(witness, log):
    assert witness.post(request(Log(log.entries, origin="other.example/log"), 0, 400))[0] == 404
    assert witness.post(request(stolen(log), 0, 400))[0] == 403


def test_it_remembers_over_a_restart(tmp_path):
    needed("python")
    log = log_of(600)
    place = set_up(tmp_path, [log])
    first = Witness(*place)
    assert first.post(request(log, 0, 400))[0] == 200
    first.stop()
    second = Witness(*place)
    try:
        assert second.post(request(forked(log, 7), 0, 400)) == (409, b"400\n", "text/x.tlog.size")
        assert second.post(request(log, 400, 600))[0] == 200
    finally:
        second.stop()
