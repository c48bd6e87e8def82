"""The real command: it says what is in the way, serves what was made at the terminal, and stops when it is told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A workspace made at the terminal, and the environment that finds it."""
    environment = os.environ | {
        "SECONDSTORY_WORKSPACE": str(tmp_path / "ws"),
        "SECONDSTORY_KEYS": str(tmp_path / "keys"),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("SECONDSTORY_DEMO_CLOCK", None)
    command(environment, "init", "--name", "Ada Okafor")
    command(environment, "open", "Made at the terminal")
    return environment


def command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "secondstory", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_serves_a_workspace_of_the_terminal_and_stops_on_ctrl_c(place: dict[str, str]):
    port = free_port()
    words = [sys.executable, "-m", "secondstory", "serve", "--port", str(port)]
    with subprocess.Popen(
        words, env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as site:
        assert site.stdout is not None
        link = ""
        while "Stop it" not in (line := site.stdout.readline()):
            assert line, "it ended before it answered"
            link = next(iter(re.findall(r"http://\S+/begin/\S+", line)), link)
        answer = asked(link)
        site.send_signal(signal.SIGINT)
        assert site.wait(20) == 0
    assert "By which name" in answer or "name" in answer.lower()


def asked(link: str) -> str:
    for _ in range(50):
        try:
            with urllib.request.urlopen(link, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody answered")


def test_it_says_that_the_port_is_taken(place: dict[str, str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = command(place, "serve", "--port", str(taken.getsockname()[1]))
    assert said.returncode == 1
    assert "cannot be had" in said.stderr
    assert "--port" in said.stderr


def test_it_checks_a_configuration_without_starting(place: dict[str, str], tmp_path: Path):
    file = tmp_path / "site.toml"
    file.write_text('host = "0.0.0.0"\nport = 9\n')
    said = command(place, "serve", "--config", str(file), "--check")
    assert said.returncode == 1
    assert "is not https" in said.stdout
    file.write_text("nonsense = 1\n")
    said = command(place, "serve", "--config", str(file), "--check")
    assert "nonsense means nothing here" in said.stderr


def test_it_asks_for_a_workspace_first(tmp_path: Path):
    environment = os.environ | {"SECONDSTORY_WORKSPACE": str(tmp_path / "none")}
    said = command(environment, "serve")
    assert said.returncode == 1
    assert "secondstory" in said.stderr


def test_it_lets_doctor_speak_of_the_deployment_once_it_was_served(place: dict[str, str]):
    assert "web application" not in command(place, "doctor").stdout
    (Path(place["SECONDSTORY_WORKSPACE"]) / "web.db").touch()
    said = command(place | {"SECONDSTORY_WEB_HOST": "0.0.0.0"}, "doctor")
    assert "web application" in said.stdout
    assert "is not https" in said.stdout


def test_it_lets_somebody_in_while_hundreds_keep_their_connection_open(place: dict[str, str]):
    port = free_port()
    words = [sys.executable, "-m", "secondstory", "serve", "--port", str(port)]
    with subprocess.Popen(words, env=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as site:
        asked(f"http://127.0.0.1:{port}/account/login/")
        kept = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(300)]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=10) as answer:
            assert answer.status == 200
        for one in kept:
            one.close()
        site.send_signal(signal.SIGINT)
        assert site.wait(20) == 0
