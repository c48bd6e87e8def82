"""The log as it was last published: checkpoint, keys and tiles, to members, and to anybody when the settings say so.

Never the newest: how often something is recorded tells a watcher something, and publications come every ten minutes.
Source: C2SP tlog-tiles v0.1.0, with `/record` as the prefix.
"""

from pathlib import Path

from django.http import Http404, HttpResponse

from secondstory.record.tiles import parse_tile_path
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.witnessing.bundling import verifier_file
from secondstory.wiring.witnessing.policy import path_of
from secondstory.wiring.witnessing.publishing import published_folder

_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"
_FULL = "max-age=31536000, immutable"
_PARTIAL = "max-age=600"
_FRESH = "no-store"


@page("anybody")
def checkpoint(visit: Visit) -> HttpResponse:
    """Answer with the checkpoint that was published last, verbatim."""
    return _answer(visit, _file(visit, "checkpoint"), _TEXT, _FRESH)


@page("anybody")
def keys(visit: Visit) -> HttpResponse:
    """Answer with the verifier keys of the log, one a line, as they were published."""
    return _answer(visit, _file(visit, "log.vkey"), _TEXT, _FRESH)


@page("anybody")
def policy(visit: Visit) -> HttpResponse:
    """Answer with the policy: whose signatures count here."""
    _let_in(visit)
    return _answer(visit, _read(path_of(visit.ground.workspace.place)), _TEXT, _FRESH)


@page("anybody")
def tile(visit: Visit, name: str) -> HttpResponse:
    """Answer with a published tile of hashes, or a bundle of entries; entries hold commitments, and no words."""
    try:
        found = parse_tile_path(f"tile/{name}")
    except ValueError as wrong:
        raise Http404 from wrong
    return _answer(visit, _file(visit, found.path), _BYTES, _PARTIAL if ".p/" in name else _FULL)


@page("anybody")
def verifier(visit: Visit) -> HttpResponse:
    """Answer with the program that checks all of it, in one file that needs Python and nothing of ours."""
    _let_in(visit)
    answer = _answer(visit, verifier_file(), "text/x-python; charset=utf-8", _FRESH)
    answer.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


def _let_in(visit: Visit) -> None:
    """Go on for members, and for everybody when the settings say so. The session of a stranger is not even looked at."""
    if not visit.ground.workspace.settings.publish_open and not visit.is_signed_in:
        raise Http404


def _file(visit: Visit, name: str) -> bytes:
    _let_in(visit)
    folder = published_folder(visit.ground.workspace)
    if folder is None:
        raise Http404
    return _read(folder / name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as gone:
        raise Http404 from gone


def _answer(visit: Visit, content: bytes, kind: str, caching: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    whose = "public" if visit.ground.workspace.settings.publish_open else "private"
    answer.headers["Cache-Control"] = caching if caching == _FRESH else f"{whose}, {caching}"
    return answer
