"""How long commands take as whole processes: the median of several runs, beside an empty Python on the same machine.

    python tools/startup.py [--runs 7] [--heaviest]

Nothing here is a test: a shared machine has slow minutes. tests/house/test_startup.py keeps what makes it slow away.
"""

import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
COMMANDS = (
    "--help",
    "open --help",
    "",
    "status",
    "list",
    "show PM-1",
    "log",
    "timeline PM-1",
    "condition PM-1 list",
    "map PM-1",
    "followup",
    'open "Seats released too early"',
    'timeline PM-1 add "14:02" "The first call"',
    "solo PM-1 --answers answers.toml",
    "evidence add PM-1 web.log",
    "export PM-1",
    "publish PM-1 --preview",
    "check PM-1",
    "check review.md",
    "coach review.md",
    "verify",
    "doctor",
    "backup",
)
FILES = {
    "answers.toml": '[support]\ntold = "a friend"\n',
    "web.log": "GET / 200\n" * 50,
    "review.md": "# Seats\n\n## Timeline\n\n- 14:02 The first call.\n\n## Action items\n\n- Remove the field\n",
}


def main() -> int:
    """Print a line for each command: its median in milliseconds, and how many empty Pythons that is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--heaviest", action="store_true", help="the imports that cost most, for each command"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        env = _small_workspace(Path(place))
        empty = _median([sys.executable, "-c", "pass"], env, place, arguments.runs)
        print(f"{'python -c pass':<46}{empty:7.0f} ms")
        for words in COMMANDS:
            command = [sys.executable, "-m", "secondstory", *_split(words)]
            took = _median(command, env, place, arguments.runs)
            print(f"{'secondstory ' + words:<46}{took:7.0f} ms  {took / empty:5.1f} times")
            if arguments.heaviest:
                _heaviest(_split(words), env, place)
    return 0


def _small_workspace(place: Path) -> dict[str, str]:
    env = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "HOME": str(place),
        "SECONDSTORY_KEYS": str(place / "keys"),
    }
    env.pop("SECONDSTORY_WORKSPACE", None)
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    for words in ("init --demo", 'open "A first one"', 'timeline PM-1 add "9:00" "It began"'):
        command = [sys.executable, "-m", "secondstory", *_split(words)]
        subprocess.run(command, env=env, cwd=place, check=True, capture_output=True)
    return env


def _split(words: str) -> list[str]:
    return shlex.split(words)


def _median(command: list[str], env: dict[str, str], place: str, runs: int) -> float:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, env=env, cwd=place, check=False, capture_output=True)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _heaviest(words: list[str], env: dict[str, str], place: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "secondstory", *words]
    said = subprocess.run(command, env=env, cwd=place, check=False, capture_output=True, text=True).stderr
    rows = [
        line.removeprefix("import time:").split("|") for line in said.splitlines() if line.count("|") == 2
    ]
    timed = [(int(own), name.strip()) for own, _, name in rows if own.strip().isdigit()]
    for own, name in sorted(timed, reverse=True)[:6]:
        print(f"      {own / 1000:6.1f} ms  {name}")


if __name__ == "__main__":
    sys.exit(main())
