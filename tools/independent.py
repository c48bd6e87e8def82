"""Puts the checkers that are not ours into `.independent/`, for tests/independent: Python, Node and Go; and a bucket.

Each part stands for itself: where one cannot be had, this says so loudly, goes on with the next, and ends with 1.
The tests of that part are then skipped, and say with which command they would not be.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "tests" / "independent"
PLACE = ROOT / ".independent"
PYTHON_FOLDER = PLACE / "python"
BUCKET = PLACE / "bucket" / "bin" / "weed"
NODE_FOLDER = PLACE / "node"
VERIFIER = PLACE / "go" / "verifier"
GO_PACKAGES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")

COMMAND = ".venv/bin/python tools/independent.py"
SOURCES: dict[str, tuple[Path, ...]] = {
    "python": (HERE / "python.txt",),
    "node": (HERE / "node" / "package.json", HERE / "node" / "package-lock.json"),
    "go": (HERE / "go" / "main.go",),
    "bucket": (HERE / "bucket.txt",),
}


def is_current(part: str) -> bool:
    """Return whether `part` was put in place from the sources that are here now."""
    stamp = PLACE / part / ".installed"
    return stamp.is_file() and stamp.read_text() == wanted_stamp(part)


def wanted_stamp(part: str) -> str:
    """Return what the stamp of `part` says when it fits its sources and this place on disk."""
    digests = [hashlib.sha256(source.read_bytes()).hexdigest() for source in SOURCES[part]]
    return " ".join([*digests, sys.version.split()[0], str(ROOT)]) + "\n"


def put_python() -> str | None:
    """Install the Python checkers by hash; return None, or what is in the way."""
    return put_packages("python")


def put_bucket() -> str | None:
    """Install a store with Object Lock by hash; return None, or what is in the way."""
    return put_packages("bucket")


def put_packages(part: str) -> str | None:
    """Install what the list of a part names, by hash, into its folder; return None, or what is in the way."""
    folder = ["--target", str(PLACE / part), "--no-deps", "--ignore-requires-python", "--require-hashes"]
    quiet = ["-qq", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *quiet, *folder, "-r", str(SOURCES[part][0])]
    return ran(command, cwd=ROOT)


def put_node() -> str | None:
    """Install the Node checkers by the lock's integrity; return None, or what is in the way."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "there is no node or no npm here (Debian: apt-get install nodejs npm)"
    for source in SOURCES["node"]:
        shutil.copy(source, NODE_FOLDER)
    return ran(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=NODE_FOLDER)


def put_go() -> str | None:
    """Build the small verifier over Debian's x/mod; return None, or what is in the way."""
    if not shutil.which("go") or not GO_PACKAGES.is_dir():
        return "there is no Go or no x/mod here (Debian: apt-get install golang-go golang-golang-x-mod-dev)"
    # Without modules Go asks nobody on the network: it builds from what Debian put on this disk.
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}
    return ran(["go", "build", "-o", str(VERIFIER), "."], cwd=HERE / "go", environment=environment)


def ran(command: Sequence[str], *, cwd: Path, environment: dict[str, str] | None = None) -> str | None:
    """Run a program with its output on the terminal; return None when it ended well, else what to say."""
    done = subprocess.run(command, cwd=cwd, env=environment, check=False)
    return None if done.returncode == 0 else f"{command[0]} ended with {done.returncode}; it says why above"


PARTS: dict[str, Callable[[], str | None]] = {
    "python": put_python,
    "node": put_node,
    "go": put_go,
    "bucket": put_bucket,
}


def put(part: str) -> bool:
    """Bring one part up to date; return whether it is."""
    if is_current(part):
        return True
    folder = PLACE / part
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"Setting up the {part} checkers in .independent/{part} ...", file=sys.stderr, flush=True)
    in_the_way = PARTS[part]()
    if in_the_way is not None:
        shutil.rmtree(folder)
        print(
            f"!!! NO {part} CHECKERS: {in_the_way}. Their tests will be SKIPPED.", file=sys.stderr, flush=True
        )
        return False
    (folder / ".installed").write_text(wanted_stamp(part))
    return True


def main() -> int:
    """Bring every part up to date; return 0 when all are."""
    done = [put(part) for part in PARTS]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
