"""Answers for bad weather: what was and was not recorded, what became of what was typed, and what to do next.

The errors themselves name files of the server, so these pages have words of their own. What somebody sent comes back with
the page, to be sent once more: a browser does not keep a form on a page that may not be stored.
"""

import errno
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull
from secondstory.application.ports.weather import KeysAway, NoRoom, NotKept
from secondstory.application.record.signing import RecordedUnsigned
from secondstory.kernel.frozen import dataclass
from secondstory.record.errors import MustReload
from secondstory.vault.errors import KeyDestroyed
from secondstory.web.visiting.refusals import words_of
from secondstory.web.visiting.visit import Visit

WEATHER = (StorageFailed, StorageFull, Conflict, NotKept, KeysAway, MustReload, KeyDestroyed)
"""What may be said instead of an answer, and has a page of its own."""

_OF_THE_DISK = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_NOTHING = "Nothing of what you sent was recorded, and what was recorded before is safe."
_NO_PAGE = "This page could not be made. What was recorded before is safe."
_RECORDED = "This was recorded; do not do it again."
_UNSIGNED = "The checkpoint over it is signed as soon as the disk and the key store are well again."
_UNSHOWN = "The page that says so could not be made."
_NO_LETTERS = "Letters about it could not be written, so tell whoever waits for it yourself."
_KEEPER = "Tell whoever keeps this server"
_TELL = f"{_KEEPER}: the disk has to be looked at."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    status: int
    title: str
    safe: str
    next_step: str
    is_recorded: bool = False


def is_weather(said: Exception) -> bool:
    """Return whether an error is bad weather: one of `WEATHER`, or what the system says of a disk."""
    return isinstance(said, WEATHER) or (isinstance(said, OSError) and said.errno in _OF_THE_DISK)


def weather(visit: Visit, said: Exception) -> HttpResponse:
    """Answer bad weather. Letters about what was recorded before it go out; when they cannot, the page says so."""
    has_told = _tells(visit)
    words = _words(said, is_sent=not visit.only_looks, has_recorded=visit.has_recorded)
    safe = words.safe if has_told else f"{words.safe} {_NO_LETTERS}"
    answer = _answer(visit.request, words, safe)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _tells(visit: Visit) -> bool:
    try:
        visit.tell_others()
    except WEATHER:
        return False
    return True


def _words(said: Exception, *, is_sent: bool, has_recorded: bool) -> _Words:
    if isinstance(said, RecordedUnsigned):
        safe = f"{_RECORDED} {_UNSIGNED}"
        return _Words(
            status=503, title="Recorded, and not signed yet", safe=safe, next_step=_TELL, is_recorded=True
        )
    if has_recorded:
        # What came after an act says "nothing" of something else.
        safe = f"{_RECORDED} {_UNSHOWN}"
        return _Words(
            status=503,
            title="Recorded, and then the disk said no",
            safe=safe,
            next_step=_TELL,
            is_recorded=True,
        )
    safe = _NOTHING if is_sent else _NO_PAGE
    if isinstance(said, Conflict):
        title = "Others were writing in the same place"
        return _Words(status=409, title=title, safe=safe, next_step="Look at how it stands now, then decide.")
    if isinstance(said, KeyDestroyed):
        title = "What this belongs to was lawfully erased"
        return _Words(status=409, title=title, safe=safe, next_step="Nothing is added to it any more.")
    return _of_the_machine(said, safe)


def _of_the_machine(said: Exception, safe: str) -> _Words:
    if isinstance(said, KeysAway):
        title = "The keys of this record cannot be reached"
        return _Words(
            status=503, title=title, safe=safe, next_step=f"{_KEEPER}: the key store has to be looked at."
        )
    if isinstance(said, MustReload):
        title = "This server's copy of the record is not the newest"
        step = f"{_KEEPER}. Until then everything can be read, and nothing is written over it."
        return _Words(status=503, title=title, safe=safe, next_step=step)
    if isinstance(said, StorageFull | NoRoom) or getattr(said, "errno", None) in {errno.ENOSPC, errno.EDQUOT}:
        title = "The disk of this server has no room left"
        return _Words(status=507, title=title, safe=safe, next_step=f"{_KEEPER}: it needs room.")
    if isinstance(said, StorageFailed):
        safe = words_of(said)
    return _Words(status=503, title="The disk of this server said no", safe=safe, next_step=_TELL)


def _answer(request: HttpRequest, words: _Words, safe: str) -> HttpResponse:
    if _is_asked_by_a_script(request):
        told = " ".join((f"{words.title}.", safe, words.next_step))
        return JsonResponse({"refused": told, "why": told}, status=words.status)
    typed = [] if words.is_recorded else list(_typed(request))
    context = {
        "visit": Visit(request),
        "title": words.title,
        "safe": safe,
        "next_step": words.next_step,
        "typed": typed,
        "worth_reading": [value for _, value in typed if " " in value.strip()],
        "has_files": bool(request.FILES) and not words.is_recorded,
        "here": request.get_full_path(),
    }
    return HttpResponse(render_to_string("layout/weather.html", context, request), status=words.status)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield what a form said, to be sent again: never a password, and not the token of the page before."""
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and "password" not in name:
            yield from ((name, str(value)) for value in values)


def _is_asked_by_a_script(request: HttpRequest) -> bool:
    asked, sent = request.headers.get("Accept", ""), request.headers.get("Content-Type", "")
    return asked.startswith("application/json") or sent.startswith("application/json")
