"""The developer's one command: makes the environment when its lock changed, then runs what was asked for.

Standard library only, and cheap to start: `./dev secondstory ...` is how people run the product from a clone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
LOCK = ROOT / "requirements" / "dev.txt"
TRAIN_VENV = ROOT / ".venv-train"
TRAIN_LOCK = ROOT / "requirements" / "train.txt"
TEACH_LOCK = ROOT / "requirements" / "teach.txt"

USAGE = """usage: ./dev COMMAND

  run                        the web application on 127.0.0.1, with the example and its people in it
  run --play                 the example at the terminal, from beginning to end; says where it lies
  test [--quick]             everything CI checks: format, lint, types, contracts, docs, wheel, tests
  test --only STEP           one of those steps
  test PYTEST-ARGUMENTS      the tests alone, for example: ./dev test tests/record -k tiles
  prove                      the long proofs; dated results go to docs/proofs/
  secondstory ARGUMENTS      the product itself, in this environment
  format                     lay out the code, and mend what ruff can
  docs                       write the generated pages again
  scorecard                  measure this code against docs/scorecard.md
  screenshots                pictures of every page of the site, light and dark, wide and phone
  screenshots PAGE.html      the same of one HTML file
  train [--teach]            make the coach's model and reader again, from the sentences in training/ (.venv-train; gigabytes)
  train --only networks      the model alone (.venv-train, 300 MB)
  lock [--upgrade]           write requirements/*.txt for what pyproject.toml asks, keeping the versions of before
"""


class CannotGoOn(Exception):
    """Something about this machine is in the way; the message says what to do."""


def wanted_stamp(lock: Path) -> str:
    """Return what the stamp file says when the environment fits the lock and this place on disk."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {ROOT}\n"


def make_ready(folder: Path = VENV, lock: Path = LOCK) -> None:
    """Bring the environment in `folder` to its lock; do nothing, quickly, when it is there already."""
    python = folder / "bin" / "python"
    stamp = folder / ".installed-lock"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted_stamp(lock):
        return
    print(
        f"Setting up {folder.name} (about a minute, only when the lock changed) ...",
        file=sys.stderr,
        flush=True,
    )
    if not python.exists():
        make_venv(folder)
    install_lock(str(python), lock)
    purelib = subprocess.check_output(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    (Path(purelib) / "secondstory_source.pth").write_text(f"{ROOT / 'src'}\n")
    stamp.write_text(wanted_stamp(lock))


def make_venv(folder: Path) -> None:
    """Create an environment with the Python that runs this; say the one command when Debian left venv out."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the sh part checks too, but not everybody starts there
        raise CannotGoOn("Second Story needs Python 3.11 or newer. Nothing was changed.")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise CannotGoOn(
            "This Python comes without venv, so no environment could be made. Nothing was changed.\n"
            f"On Debian or Ubuntu: sudo apt-get install python3.{sys.version_info.minor}-venv"
        ) from None
    import venv

    venv.create(folder, with_pip=True, clear=folder.exists(), symlinks=True)


def install_lock(python: str, lock: Path) -> None:
    """Install exactly what the lock names, by hash and from wheels only."""
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "-q", "--python", python]
    else:
        command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], check=False
    )
    if done.returncode != 0:
        raise CannotGoOn(
            "The packages could not be installed; what pip said stands above. Your files were not touched.\n"
            "Is the network there? Run the same command again: it goes on where it stopped."
        )


# --- test ------------------------------------------------------------------------------------------------------

CONTRACTS = "from importlinter.cli import lint_imports_command as check; check(['--no-cache'])"
STEPS: dict[str, Sequence[str]] = {
    "format": ("-m", "ruff", "format", "--check", "--output-format", "concise", "."),
    "lint": ("-m", "ruff", "check", "--quiet", "--output-format", "concise", "."),
    "types": ("-m", "mypy"),
    "contracts": ("-c", CONTRACTS),
    "docs": ("tools/make_docs.py", "--check"),
    "wheel": ("tools/try_wheel.py",),
    "tests": ("-m", "pytest", "-n", "2"),
}
MENDS = {"format": "./dev format", "docs": "./dev docs"}


def test(arguments: Sequence[str]) -> int:
    """Return 0 when every step passed. The tests come last, so that pytest's own summary closes the output."""
    steps, extra = chosen_steps(list(arguments))
    failed = [name for name in steps if not passes(name, extra if name == "tests" else [])]
    if failed:
        print(f"\nNot yet well: {', '.join(failed)}.", file=sys.stderr)
    for name in failed:
        mend = f"   (mend it with: {MENDS[name]})" if name in MENDS else ""
        print(f"  again: ./dev test --only {name}{mend}", file=sys.stderr)
    return 1 if failed else 0


def chosen_steps(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the names of the steps to run, and what to hand to pytest."""
    if arguments[:1] == ["--only"]:
        if arguments[1:2] == [] or arguments[1] not in STEPS:
            raise CannotGoOn(f"--only takes one of: {', '.join(STEPS)}")
        return [arguments[1]], arguments[2:]
    if arguments[:1] == ["--quick"]:
        quick = ["-m", "not slow and not proof", *arguments[1:]]
        return (["tests"] if arguments[1:] else [name for name in STEPS if name != "wheel"]), quick
    return (["tests"] if arguments else list(STEPS)), arguments


def passes(name: str, extra: Sequence[str]) -> bool:
    """Run one step with its output on the terminal; return whether it passed."""
    print(f"--- {name}", file=sys.stderr, flush=True)
    return subprocess.run([PYTHON, *STEPS[name], *extra], cwd=ROOT, check=False).returncode == 0


# --- the other commands ------------------------------------------------------------------------------------------


def prove(arguments: Sequence[str]) -> int:
    """Run the tests marked `proof`, one after another, and let them write their dated pages."""
    environment = os.environ | {"SECONDSTORY_WRITE_PROOFS": "1"}
    command = [PYTHON, "-m", "pytest", "-m", "proof", "-p", "no:randomly", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def lock(arguments: Sequence[str]) -> int:
    """Write every lock again, for development and for each part that is installed alone; --upgrade takes newer ones."""
    compile_lock = [PYTHON, "-m", "uv", "pip", "compile", "--universal", "--quiet", *arguments]
    shape = ["--generate-hashes", "--only-binary", ":all:", "--python-version", "3.11"]
    said = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "./dev lock"]
    parts = {
        "run": ["pyproject.toml"],
        "web": ["pyproject.toml", "--extra", "web"],
        "lsp": ["pyproject.toml", "--extra", "lsp"],
        "s3": ["pyproject.toml", "--extra", "s3"],
        "timestamps": ["pyproject.toml", "--extra", "timestamps"],
        "dev": [
            *("pyproject.toml", "--extra", "web", "--extra", "lsp", "--extra", "s3", "--extra", "timestamps"),
            *("--group", "dev"),
        ],
        "train": ["--group", "train"],
        "teach": ["--group", "train", "--group", "teach"],
    }
    for name, more in parts.items():
        target = ["-o", f"requirements/{name}.txt"]
        subprocess.run([*compile_lock, *shape, *said, *more, *target], cwd=ROOT, check=True)
    return 0


def train(arguments: Sequence[str]) -> int:
    """Make the coach's model and reader again, in an environment that has what learning needs and the product does not."""
    # The small networks alone need neither teacher nor reader, and no gigabytes for them.
    is_small = "networks" in arguments and "--teach" not in arguments
    make_ready(TRAIN_VENV, TRAIN_LOCK if is_small else TEACH_LOCK)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [str(TRAIN_VENV / "bin" / "python"), "-m", "training.coach", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def format_code(_: Sequence[str]) -> int:
    """Let ruff lay out the code and mend what it safely can."""
    subprocess.run([PYTHON, "-m", "ruff", "check", "--fix-only", "--quiet", "."], cwd=ROOT, check=True)
    return subprocess.run([PYTHON, "-m", "ruff", "format", "--quiet", "."], cwd=ROOT, check=False).returncode


def secondstory(arguments: Sequence[str]) -> int:
    """Become the product, in the directory the person stands in."""
    # Compiled once and kept: reading two hundred modules from source would take most of a quarter of a second.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execv(PYTHON, [PYTHON, "-P", "-m", "secondstory", *arguments])


def tool(script: str, *fixed: str) -> Callable[[Sequence[str]], int]:
    """Return a command that becomes `tools/SCRIPT`."""

    def become(arguments: Sequence[str]) -> int:
        os.execv(PYTHON, [PYTHON, str(ROOT / "tools" / script), *fixed, *arguments])

    return become


def run(arguments: Sequence[str]) -> int:
    """Open the web application with the example in it; the first time, play the example from beginning to end.

    --play: only play it, at the terminal, into example/ of this clone or where --out says.
    """
    place = ROOT / "example"
    if arguments[:1] == ["--play"]:
        named = [] if "--out" in arguments else ["--out", str(place)]
        return secondstory(["example", *named, *arguments[1:]])
    if not (place / ".secondstory" / "workspace.toml").is_file():
        print("Playing the example, about 10 seconds, only this once ...", file=sys.stderr, flush=True)
        command = [PYTHON, "-P", "-m", "secondstory", "example", "--fast", "--out", str(place)]
        played = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        if played.returncode != 0:
            return played.returncode
    return secondstory(["serve", "--example", str(place), *arguments])


def screenshots(arguments: Sequence[str]) -> int:
    """Become the tool for one file when one is named, else the one for the site."""
    is_file = any(one.endswith(".html") for one in arguments)
    return tool("screenshots.py" if is_file else "site_shots.py")(arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "prove": prove,
    "secondstory": secondstory,
    "docs": tool("make_docs.py"),
    "format": format_code,
    "scorecard": tool("scorecard.py"),
    "screenshots": screenshots,
    "train": train,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Return the exit code of the command that `arguments` name; 2 when they name none."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"There is no ./dev {arguments[0]}.\n\n{USAGE}", end="", file=sys.stderr)
        return 2
    try:
        make_ready()
        return command(arguments[1:])
    except CannotGoOn as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
