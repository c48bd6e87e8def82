"""What comes out of pipes and commands, on its way into the vault."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from secondstory.adapters.capture.command import Ran, run_into
from secondstory.adapters.capture.spool import PIECE_BYTES, Spool, pieces
from secondstory.kernel.refused import Refused


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_it_gives_back_what_was_put_in_as_often_as_one_asks(tmp_path):
    content = os.urandom(2 * PIECE_BYTES + 5)
    with Spool(tmp_path) as spool:
        spool.fill([content[:9], b"", content[9:]])
        assert b"".join(spool.read()) == content
        assert b"".join(spool.read()) == content
        assert spool.length_bytes == len(content)
        assert max(len(piece) for piece in spool.read()) == PIECE_BYTES


def test_it_never_has_a_name_and_cannot_be_read_by_others(tmp_path):
    with Spool(tmp_path) as spool:
        spool.fill([b"a password"])
        assert list(tmp_path.iterdir()) == []
        assert os.fstat(spool.descriptor).st_mode & 0o077 == 0


def test_it_overwrites_what_it_held_before_it_lets_go(tmp_path):
    spool = Spool(tmp_path)
    with spool:
        spool.fill([b"a password"])
        kept = os.dup(spool.descriptor)
    try:
        assert os.pread(kept, 99, 0) == bytes(len(b"a password"))
    finally:
        os.close(kept)


def test_it_reads_a_file_in_pieces(tmp_path):
    path = tmp_path / "log"
    path.write_bytes(b"x" * (PIECE_BYTES + 1))
    assert [len(piece) for piece in pieces(path)] == [PIECE_BYTES, 1]


def test_it_keeps_output_and_errors_in_the_order_in_which_they_came(tmp_path):
    code = "import os; os.write(1, b'one '); os.write(2, b'two '); os.write(1, b'three'); raise SystemExit(3)"
    with Spool(tmp_path) as spool:
        assert run_into(spool.descriptor, python(code)) == Ran(exit_code=3)
        assert b"".join(spool.read()) == b"one two three"


def test_it_stops_a_command_after_its_time_with_everything_it_started(tmp_path):
    beat = tmp_path / "beat"
    forever = tmp_path / "forever.py"
    forever.write_text(
        f"import time\nwhile True:\n    open({str(beat)!r}, 'a').write('.')\n    time.sleep(.05)\n"
    )
    code = f"import subprocess, sys; print('begin', flush=True); subprocess.run([sys.executable, {str(forever)!r}])"
    with Spool(tmp_path) as spool:
        ran = run_into(spool.descriptor, python(code), timeout_s=1.0)
        assert ran.timed_out
        assert ran.exit_code == 128 + 15
        assert b"".join(spool.read()) == b"begin\n"
    size = beat.stat().st_size
    time.sleep(0.3)
    assert beat.stat().st_size == size


def test_it_counts_a_signal_as_a_shell_does(tmp_path):
    with Spool(tmp_path) as spool:
        ran = run_into(spool.descriptor, python("import os; os.kill(os.getpid(), 9)"))
    assert ran == Ran(exit_code=137)


def test_it_says_when_there_is_no_such_command(tmp_path):
    plain = tmp_path / "plain"
    plain.write_text("no program")
    with Spool(tmp_path) as spool:
        with pytest.raises(Refused, match="was not found"):
            run_into(spool.descriptor, ["no-such-command-here"])
        with pytest.raises(Refused, match="may not be run"):
            run_into(spool.descriptor, [str(Path(plain))])


def test_it_keeps_what_a_command_wrote_until_somebody_stops_it_by_hand(tmp_path):
    script = (
        "import os, signal, sys, threading, time\n"
        "from secondstory.adapters.capture.command import run_into\n"
        "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "out = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n"
        "ran = run_into(out, ['sh', '-c', 'echo seen; exec sleep 30'])\n"
        "print(ran.exit_code)\n"
    )
    source = Path(__file__).parents[3] / "src"
    env = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "out")],
        capture_output=True,
        env=env,
        timeout=20,
        check=False,
    )
    assert done.stdout.decode().strip() == "130", done.stderr.decode()
    assert (tmp_path / "out").read_text() == "seen\n"
