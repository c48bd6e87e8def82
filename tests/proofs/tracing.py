"""Runs a process under strace and reads what it asked of the disk: an ordered list of steps on files, with bytes.

Only what happens below one folder is kept, and what the process says on standard output: that is where it acknowledges.
The index of SQLite's journal (`-shm`) is left out: it is memory, made anew from the journal at every opening.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

CALLS = (
    "open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,"
    "unlink,unlinkat,ftruncate,truncate,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,lseek,chmod,fchmod,fchmodat,"
    "fallocate,copy_file_range,sendfile"
)
_UNKNOWN_HERE = {
    "writev", "pwritev", "pwritev2", "creat", "truncate", "link", "linkat", "symlink", "symlinkat", "fallocate",
    "copy_file_range", "sendfile", "sync_file_range",
}  # fmt: skip
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)$")
_BEGUN = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_FILE = re.compile(r"^(?:\d+|AT_FDCWD)<([^>]*)>")
_TEXT = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing asked of the disk, or said. begun: how many steps had ended when this one began."""

    kind: str
    path: str
    begun: int
    to: str = ""
    at: int = 0
    data: bytes = b""
    mode: int = 0
    cuts: bool = False


@dataclass(frozen=True, slots=True)
class Traced:
    """What a traced process did. code: how it ended; calls: how often each call was made; injected: errors it was given."""

    steps: list[Step]
    code: int
    complaint: str
    calls: Counter[str]
    injected: list[str]


def need_strace() -> None:
    """Skip, loudly, where processes cannot be traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: crash states and injected errors were NOT checked here")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True)
    if tried.returncode:
        pytest.skip(
            "strace may not trace here: crash states and injected errors were NOT checked (it needs ptrace)"
        )


def trace(
    words: Sequence[str], world: Path, *, env: Mapping[str, str], cwd: Path, fault: str | None = None
) -> Traced:
    """Run `words` and return what it and its children did below `world`, in the order in which it ended.

    fault: an error for strace to inject, such as `fsync:error=EIO:when=3`.
    """
    log = world.parent / f"{world.name}.trace"
    how = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "33554432",
        "-e",
        "signal=none",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(log),
    ]
    how += ["-e", f"inject={fault}"] if fault else []
    ran = subprocess.run([*how, *words], capture_output=True, env=dict(env), cwd=cwd, timeout=600)
    lines = log.read_text().splitlines()
    log.unlink()
    calls = Counter(found[2] for line in lines if (found := _LINE.match(line)))
    injected = [_shown(line) for line in lines if line.endswith("(INJECTED)")]
    return Traced(list(_steps(lines, str(world))), ran.returncode, ran.stderr.decode(), calls, injected)


def _shown(line: str) -> str:
    """Return a line of strace with its texts in plain letters and the long ones cut."""
    plain = re.sub(
        r"(?:\\x[0-9a-f]{2})+", lambda found: _plain(found[0])[:200].decode(errors="replace"), line
    )
    return " ".join(plain.split())[:400]


def _steps(lines: Iterable[str], world: str) -> Iterator[Step]:
    """Yield the steps; a call of several threads is where it ended, and remembers where it began."""
    begun: dict[str, tuple[str, int]] = {}
    places: dict[str, int] = {}
    count = 0
    for line in lines:
        text, since = line.rstrip("\n"), count
        if found := _BEGUN.match(text):
            begun[found[1]] = (f"{found[1]} {found[2]}({found[3]}", count)
            continue
        if found := _RESUMED.match(text):
            head, since = begun.pop(found[1])
            text = head + found[3]
        call = _LINE.match(text)
        if call is None or call[4] == "?":
            continue
        if int(call[4]) < 0:
            if call[2] in {"fsync", "fdatasync"} and (file := _FILE.match(call[3])):
                path = _plain(file[1]).decode()
                if _is_below(path, world):
                    count += 1
                    yield Step(kind="not synced", path=path, begun=since)
            continue
        for step in _step(call[2], call[3], int(call[4]), world=world, places=places, begun=since):
            count += 1
            yield step


def _step(
    name: str, words: str, result: int, *, world: str, places: dict[str, int], begun: int
) -> Iterator[Step]:
    file = _FILE.match(words)
    path = _plain(file[1]).decode() if file else ""
    texts = [_plain(one) for one in _TEXT.findall(words)]
    if name == "write" and words.startswith("1<") and not _is_below(path, world):
        yield Step(kind="said", path="", begun=begun, data=texts[0])
        return
    if name in {"openat", "open", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat"} | {
        "rmdir", "chmod", "fchmodat"
    }:  # fmt: skip
        yield from _named(name, words, texts, world=world, begun=begun, folder=path)
        if name in {"open", "openat"}:
            places[_place(f"{result}<", str(_absolute(texts[0], path)))] = 0
        return
    if not _is_below(path, world) or path.endswith(("-shm", "(deleted)")):
        return
    assert name not in _UNKNOWN_HERE, f"{name} on {path}: the model of the disk has to learn it first"
    key = _place(words, path)
    if name == "lseek":
        places[key] = result
    elif name == "write":
        at = places.get(key, 0)
        places[key] = at + result
        yield Step(kind="write", path=path, begun=begun, at=at, data=texts[0][:result])
    elif name == "pwrite64":
        at = int(words.rsplit(",", 1)[1])
        yield Step(kind="write", path=path, begun=begun, at=at, data=texts[0][:result])
    elif name == "ftruncate":
        yield Step(kind="cut", path=path, begun=begun, at=int(words.rsplit(",", 1)[1]))
    elif name in {"fsync", "fdatasync"}:
        yield Step(kind="sync", path=path, begun=begun)
    elif name == "fchmod":
        yield Step(kind="mode", path=path, begun=begun, mode=int(words.rsplit(",", 1)[1], 8))


def _named(
    name: str, words: str, texts: list[bytes], *, world: str, begun: int, folder: str
) -> Iterator[Step]:
    """Yield the step of a call that names a path rather than an open file."""
    path = _absolute(texts[0], folder)
    if not _is_below(path, world) or path.endswith("-shm"):
        return
    if name in {"open", "openat"}:
        if "O_CREAT" in words or "O_TRUNC" in words:
            mode = int(words.rsplit(",", 1)[1], 8) if "O_CREAT" in words else 0
            yield Step(kind="open", path=path, begun=begun, mode=mode & ~0o022, cuts="O_TRUNC" in words)
    elif name in {"mkdir", "mkdirat"}:
        yield Step(kind="folder", path=path, begun=begun, mode=int(words.rsplit(",", 1)[1], 8) & ~0o022)
    elif name.startswith("rename"):
        assert name == "rename", f"{name}: the model of the disk has to learn it first"
        yield Step(kind="rename", path=path, to=_absolute(texts[1], folder), begun=begun)
    elif name in {"chmod", "fchmodat"}:
        yield Step(kind="mode", path=path, begun=begun, mode=int(re.findall(r", (0\d+)", words)[0], 8))
    else:
        yield Step(kind="gone", path=path, begun=begun)


def _absolute(text: bytes, folder: str) -> str:
    path = text.decode()
    return path if path.startswith("/") else f"{folder}/{path}"


def _place(words: str, path: str) -> str:
    """Return what a position in a file belongs to: the number of the descriptor and the file behind it."""
    return f"{words.partition('<')[0]} {path}"


def _is_below(path: str, world: str) -> bool:
    return path == world or path.startswith(f"{world}/")


def _plain(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
