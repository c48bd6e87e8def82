"""Builds the wheel, installs it in a bare environment and asks it for help, as somebody with pipx would."""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HELP_LIMIT_S = 20


def main() -> int:
    """Return 0 when the wheel builds, holds every data file of the source, installs and answers --help."""
    with tempfile.TemporaryDirectory(prefix="secondstory-wheel-") as place:
        wheel = build(Path(place) / "dist")
        missing = missing_from(wheel)
        if missing:
            print("The wheel lacks files that stand in src:", *sorted(missing), sep="\n  ")
            return 1
        return try_in(Path(place) / "bare", wheel)


def build(dist: Path) -> Path:
    """Return the path of a wheel built into `dist`, with the build backend that the lock names."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(dist), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"The wheel did not build:\n{done.stdout}{done.stderr}")
    return next(dist.glob("*.whl"))


def missing_from(wheel: Path) -> set[str]:
    """Return the files of src/secondstory that the wheel does not hold, caches aside."""
    held = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    found = (one for one in (source / "secondstory").rglob("*") if one.is_file())
    return {str(one.relative_to(source)) for one in found if "__pycache__" not in one.parts} - held


def try_in(bare: Path, wheel: Path) -> int:
    """Install the locked run-time packages, then the wheel over them, and run the command it brings."""
    venv.create(bare, with_pip=True)
    pip = [str(bare / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    lock = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / "run.txt")]
    subprocess.run([*pip, *lock], check=True)
    # With its dependencies named: pip looks at the ranges of the wheel and finds the locked versions inside them.
    subprocess.run([*pip, str(wheel)], check=True)
    command = [str(bare / "bin" / "secondstory"), "--help"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=HELP_LIMIT_S, cwd=bare, check=False
    )
    if done.returncode != 0 or "usage" not in done.stdout.lower():
        print(f"`secondstory --help` from the wheel answered {done.returncode}:\n{done.stdout}{done.stderr}")
        return 1
    print(f"{wheel.name}: {wheel.stat().st_size // 1024} KiB, installs bare, answers --help.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
