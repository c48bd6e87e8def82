"""Which lines the working tree has beyond a revision, as git counts them: a line ends at a line feed."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from secondstory.kernel.refused import Refused

# Whatever a person has configured for their own eyes stays out of what is read here.
_PLAIN = (
    "core.quotePath=true",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.relative=false",
    "diff.suppressBlankEmpty=false",
    "color.ui=false",
)
_DIFF = (
    "diff",
    "--unified=0",
    "--inter-hunk-context=0",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--find-renames",
    "--text",
    "--diff-filter=d",
    "--ignore-submodules=all",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


@dataclass(frozen=True, slots=True)
class Added:
    """The lines that are new since a revision. lines: by file, ranges with both ends; whole: files that are all new."""

    top: Path
    lines: dict[Path, list[tuple[int, int]]] = field(default_factory=dict)
    whole: frozenset[Path] = frozenset()

    def changed(self) -> frozenset[Path]:
        """Return every file with a line that was added."""
        return self.whole | {path for path, ranges in self.lines.items() if ranges}

    def has(self, path: Path, first: int, last: int) -> bool:
        """Return whether one of the lines `first` to `last` of `path` was added."""
        if path in self.whole:
            return True
        return any(begin <= last and end >= first for begin, end in self.lines.get(path, ()))


def added_since(revision: str, folder: Path) -> Added:
    """Return what the working tree around `folder` adds to `revision`; untracked files that are not ignored are new.

    `A...` counts from where the current branch left A. Raises Refused outside of a work tree, for a revision that git
    does not know, and where git itself is absent.
    """
    top = _top(folder)
    base = _base(revision, top)
    lines = dict(_read_diff(_git(top, *_DIFF, base, "--").splitlines(keepends=True), top))
    others = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    whole = frozenset(top / os.fsdecode(name) for name in others.split(b"\0") if name)
    return Added(top, lines, whole)


def _top(folder: Path) -> Path:
    try:
        said = _git(folder, "rev-parse", "--show-toplevel")
    except subprocess.CalledProcessError as wrong:
        why = _words(wrong)
        words = f"--diff asks git what changed, and {folder} is in no git work tree."
        if "not a git repository" not in why:
            words = f"--diff asks git what changed, and git said: {why}"
        raise Refused(words, code="no-git-tree") from wrong
    return Path(os.fsdecode(said.rstrip(b"\r\n"))).resolve()


def _base(revision: str, top: Path) -> str:
    name = revision.removesuffix("...")
    if not name or name.startswith("-") or "\0" in name:
        raise Refused(_unknown(revision), code="unknown-revision")
    try:
        if name == revision:
            return _git(top, "rev-parse", "--verify", "--quiet", f"{name}^{{tree}}").decode().strip()
        return _git(top, "merge-base", name, "HEAD").decode().strip()
    except subprocess.CalledProcessError as wrong:
        raise Refused(_unknown(revision), code="unknown-revision") from wrong


def _unknown(revision: str) -> str:
    return (
        f'Git knows no revision "{revision}" here. A commit, a branch or a tag works, such as HEAD or origin/main. '
        "A clone without history has to fetch it first."
    )


def _git(folder: Path, *words: str) -> bytes:
    plain = [word for setting in _PLAIN for word in ("-c", setting)]
    kept = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", *plain, *words],
            cwd=folder,
            env=kept,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=True,
        ).stdout
    except FileNotFoundError as missing:
        raise Refused("--diff asks git what changed, and git was not found.", code="no-git") from missing


def _words(wrong: subprocess.CalledProcessError) -> str:
    said: bytes = wrong.stderr or b""
    return said.decode("utf-8", "replace").strip().removeprefix("fatal: ") or f"code {wrong.returncode}"


def _read_diff(lines: list[bytes], top: Path) -> Iterator[tuple[Path, list[tuple[int, int]]]]:
    """Yield each file with the ranges of its new lines. Hunks are counted through: what they hold may look like a head."""
    at, path = 0, top
    ranges: list[tuple[int, int]] = []
    while at < len(lines):
        line = lines[at]
        at += 1
        hunk = _HUNK.match(line)
        if line.startswith(b"diff --git "):
            ranges = []
        elif line.startswith(b"+++ "):
            path = top / _name(line[4:].rstrip(b"\r\n"))
            yield path, ranges
        elif hunk:
            gone, first, new = (int(one) if one is not None else 1 for one in hunk.groups())
            if new:
                ranges.append((first, first + new - 1))
            at = _behind(lines, at, gone + new)


def _behind(lines: list[bytes], at: int, count: int) -> int:
    while count and at < len(lines):
        count -= not lines[at].startswith(b"\\")
        at += 1
    return at


def _name(written: bytes) -> str:
    """Return the file name that `b/name` stands for, in quotation marks or with the tab that git puts behind a space."""
    if written.startswith(b'"'):
        written = _ESCAPED.sub(_letter, written.strip()[1:-1])
    else:
        written = written.removesuffix(b"\t")
    return os.fsdecode(written.removeprefix(b"b/"))


def _letter(found: "re.Match[bytes]") -> bytes:
    if len(found[1]) == 3:
        return bytes([int(found[1], 8)])
    return _LETTERS.get(found[1], found[1])
