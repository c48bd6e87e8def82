"""The front under bad weather: odd words, no streams, a full screen, a reader that leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def command(*words: str | bytes, cwd: Path, **streams: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "HOME": str(cwd), "XDG_DATA_HOME": str(cwd / "keys")}
    env.pop("SECONDSTORY_WORKSPACE", None)
    env.pop("PYTHONUNBUFFERED", None)
    streams.setdefault("stdout", subprocess.PIPE)
    streams.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        [sys.executable, "-m", "secondstory", *words],
        cwd=cwd,
        env=env,
        stderr=subprocess.PIPE,
        check=False,
        **streams,
    )


@pytest.mark.parametrize("words", [("show",), ("nosuchcommand",), ("followup", "accept")])
def test_it_answers_misuse_in_json_when_json_was_asked_for(tmp_path, words):
    said = command(*words, "--json", cwd=tmp_path)
    assert said.returncode == 2
    assert json.loads(said.stdout)["code"] == "misused"


def test_it_leaves_a_json_option_behind_two_dashes_to_the_command_that_is_run(tmp_path):
    assert command("evidence", "run", "--", "echo", "--json", cwd=tmp_path).stdout == b""


def test_it_refuses_words_that_are_not_utf_8(tmp_path):
    said = command("open", b"bad \xff word", cwd=tmp_path)
    assert (said.returncode, b"UTF-8" in said.stderr, b"Traceback" in said.stderr) == (2, True, False)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_it_works_when_it_was_started_with_a_stream_closed(tmp_path, closed):
    command("init", cwd=tmp_path)
    command("open", "A short outage", cwd=tmp_path)
    shell = f'exec "{sys.executable}" -m secondstory account PM-1 --text "I saw it" --role dev {closed}'
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "keys"),
    }
    said = subprocess.run(["sh", "-c", shell], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (said.returncode, b"Traceback" in said.stderr) == (0, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [("--help",), ("list",), ("list", "--json")])
def test_it_says_so_when_its_answer_cannot_be_written(tmp_path, words):
    command("init", cwd=tmp_path)
    with Path("/dev/full").open("wb") as full:
        said = command(*words, cwd=tmp_path, stdout=full)
    assert (said.returncode, b"Traceback" in said.stderr, b"ignored" in said.stderr) == (2, False, False)


def test_it_is_content_when_its_reader_goes_away(tmp_path):
    command("init", cwd=tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        said = command("log", cwd=tmp_path, stdout=gone)
    assert (said.returncode, said.stderr) == (0, b"")
