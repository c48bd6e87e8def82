"""The coach beside other prose tools, on Markdown, on one core: python -m benchmarks.coach [FOLDER_OF_MARKDOWN].

Each tool runs in a process of its own that is started, has everything loaded, and then reads the same texts several times;
what is counted is the processor's seconds of those passes. The first pass is cold: nothing was read before. Sentences
are counted once, by our own reading of Markdown, for everybody. Without a folder there are two kinds of text: the drafts kept
apart from training, where one sentence in six blames, and the calm pages of this project.

The others are fetched by exact version into a cache folder, from the registries that npm and pip are set up with:
alex 11.0.1, write-good 1.0.8, proselint 0.16.0. Without a network, or with --alone, ours runs alone.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondstory.coach.markup import prepare
from training.coach.measure import counted
from training.coach.sentences import HERE, Row, drafts_of, held_out, unmarked

ROOT = Path(__file__).resolve().parent.parent
PROSE = Path(__file__).parent / "prose"
NPM = {"alex": "11.0.1", "write-good": "1.0.8"}
PROSELINT = "0.16.0"
FRESH_PROCESSES = 3
FEW_EDITS = 5
COUNTS_OF_START = 9
IMPORTING = (
    "from time import perf_counter as now; began = now(); import secondstory.coach; print(now() - began)"
)


@dataclass(frozen=True, slots=True)
class Work:
    """What every tool reads."""

    texts: list[str]
    sentences: int
    size: int
    quality: list[Row]

    def given(self, warm: int, edits: int = 0) -> str:
        """Return it as a tool takes it."""
        alone = [row.text for row in self.quality]
        return json.dumps({"texts": self.texts, "sentences": alone, "warm": warm, "edits": edits})


def main() -> None:
    """Run every tool and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="Markdown files; drafts kept apart and our own pages when left out",
    )
    parser.add_argument("--alone", action="store_true", help="only our coach")
    parser.add_argument("--warm", type=int, default=2, help="passes after the cold one (default: 2)")
    parser.add_argument("--edits", type=int, default=200, help="keystrokes (default: 200)")
    asked = parser.parse_args()
    stay_on_one_core()
    kinds = {str(asked.folder): markdown_of(asked.folder)} if asked.folder else {
        "drafts kept apart": drafts(), "calm pages": markdown_of(ROOT / "docs"),
    }  # fmt: skip
    quality = held_out()
    judged: dict[str, dict[str, Any]] = {}
    for kind, texts in kinds.items():
        work = work_on(list(texts), [] if judged else quality)
        if not work.texts:
            parser.error(f"There is no Markdown in {asked.folder}.")
        print(
            f"{kind}: {len(work.texts)} Markdown files, {work.sentences:,} sentences, {work.size / 1e6:.2f} MB\n"
        )
        results = {"secondstory coach": ours(work, asked.warm, asked.edits)}
        if not asked.alone:
            results |= dict(others(work, asked.warm))
        print_speed(results, work)
        print_inside(results["secondstory coach"])
        print()
        judged = judged or results
    print_quality(judged, quality)
    print_start()


def work_on(texts: list[str], quality: list[Row]) -> Work:
    """Return what every tool reads, counted."""
    size = sum(len(one.encode()) for one in texts)
    return Work(texts, sum(len(prepare(one).sentences) for one in texts), size, quality)


def stay_on_one_core() -> None:
    """Keep this process, and all that it starts, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def drafts() -> Iterator[str]:
    """Yield the drafts that are kept apart from training, without their marks."""
    for path in sorted((HERE / "held_out").glob("*.md")):
        yield from (unmarked(draft)[0] for _, draft in drafts_of(path))


def markdown_of(folder: Path) -> Iterator[str]:
    """Yield every Markdown file below `folder`."""
    for path in sorted(folder.rglob("*.md")):
        yield path.read_text("utf-8", errors="replace")


# --- running ---------------------------------------------------------------------------------------------------


def run(command: Sequence[str], given: str) -> dict[str, Any]:
    """Return what one tool says of its work."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        command, input=given, text=True, stdout=subprocess.PIPE, check=True, env=environment
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def ours(work: Work, warm: int, edits: int) -> dict[str, Any]:
    """Run our coach in several fresh processes; of the cold passes, the median counts."""
    command = [sys.executable, "-m", "benchmarks.prose.ours"]
    bare = replace(work, quality=[])
    runs = [run(command, bare.given(warm, edits=FEW_EDITS)) for _ in range(FRESH_PROCESSES - 1)]
    runs.append(run(command, work.given(warm, edits)))
    cold = statistics.median(one["passes"][0] for one in runs)
    return runs[-1] | {"passes": [cold, *(taken for one in runs for taken in one["passes"][1:])]}


def others(work: Work, warm: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the others, as far as they are there or can be fetched."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "secondstory" / "benchmarks"
    try:
        folder = npm_tools(cache)
        for tool, version in NPM.items():
            command = ["node", str(PROSE / "with_node.mjs"), tool, str(folder)]
            yield f"{tool} {version}", run(command, work.given(warm))
        python = proselint(cache)
        yield (
            f"proselint {PROSELINT}",
            run([str(python), str(PROSE / "with_proselint.py")], work.given(warm)),
        )
    except (OSError, subprocess.CalledProcessError) as why:
        print(f"The others stop here, as one of them could not be fetched or run: {why}\n")


def npm_tools(cache: Path) -> Path:
    """Return the folder with alex and write-good, which are fetched the first time."""
    folder = cache / "-".join(f"{tool}-{version}" for tool, version in NPM.items())
    if not (folder / "node_modules").is_dir():
        with tempfile.TemporaryDirectory() as made:
            Path(made, "package.json").write_text("{}")
            asked = [f"{tool}@{version}" for tool, version in NPM.items()]
            quiet = ["--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
            subprocess.run(["npm", "install", *quiet, *asked], cwd=made, check=True)
            shutil.copytree(made, folder, dirs_exist_ok=True, symlinks=True)
    return folder


def proselint(cache: Path) -> Path:
    """Return the Python of an environment with proselint, which is made the first time."""
    folder = cache / f"proselint-{PROSELINT}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        quiet = ["-qq", "--disable-pip-version-check", "--only-binary", ":all:"]
        subprocess.run([str(python), "-m", "pip", "install", *quiet, f"proselint=={PROSELINT}"], check=True)
        (folder / "ready").touch()
    return python


# --- telling ---------------------------------------------------------------------------------------------------


def print_speed(results: dict[str, dict[str, Any]], work: Work) -> None:
    """Print how much each reads in a second, and how many times that of it ours is."""
    print(f"{'one core, start-up excluded':28} {'cold sent/s':>12} {'MB/s':>7} {'warm sent/s':>12} {'MB/s':>7}"
          f" {'ours is, cold':>14} {'warm':>7} {'remarks':>8}")  # fmt: skip
    first = next(iter(results.values()))["passes"]
    for name, said in results.items():
        cold, warm = said["passes"][0], min(said["passes"][1:] or said["passes"])
        print(f"{name:28} {work.sentences / cold:12,.0f} {work.size / cold / 1e6:7.2f} {work.sentences / warm:12,.0f}"
              f" {work.size / warm / 1e6:7.2f} {cold / first[0]:13.1f}x {warm / min(first[1:] or first):6.1f}x"
              f" {said['found']:8,}")  # fmt: skip
    print()


def print_quality(results: dict[str, dict[str, Any]], rows: Sequence[Row]) -> None:
    """Print how well each finds the held-out sentences that blame; the others were made for more than that."""
    print(f"by sentence, on {len(rows):,} held-out ones")
    for name, said in results.items():
        print(f"{name:28} {counted([bool(row.labels) for row in rows], said['flagged'])}")
    print()


def print_inside(said: dict[str, Any]) -> None:
    """Print where our seconds go, and what somebody waits for who types."""
    shares: dict[str, float] = said["shares"]
    whole = sum(shares.values())
    parts = ", ".join(f"{name} {100 * taken / whole:.0f} %" for name, taken in shares.items())
    print(f"ours, warm: {parts}")
    keys = said["keystrokes"]
    print(f"one keystroke in {keys['bytes'] / 1000:.0f} KB: p50 {keys['p50']:.1f} ms, p99 {keys['p99']:.1f} ms,"
          f" most {keys['most']:.1f} ms; the first look {keys['first']:.0f} ms")  # fmt: skip


def print_start() -> None:
    """Print what it costs to import the coach and to ask for help, the median of several processes."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    python = [sys.executable, "-P"]
    imported = statistics.median(
        float(subprocess.run([*python, "-c", IMPORTING], env=environment, stdout=subprocess.PIPE, check=True).stdout)
        for _ in range(COUNTS_OF_START)
    )  # fmt: skip
    empty = whole([*python, "-c", ""], environment)
    helped = whole([*python, "-m", "secondstory", "coach", "--help"], environment)
    print(f"import secondstory.coach {1000 * imported:.0f} ms; secondstory coach --help {1000 * helped:.0f} ms,"
          f" of which an empty Python is {1000 * empty:.0f} ms")  # fmt: skip


def whole(command: Sequence[str], environment: dict[str, str]) -> float:
    """Return the median of the time that a whole process takes."""
    taken = []
    for _ in range(COUNTS_OF_START):
        began = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
