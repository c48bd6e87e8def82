"""Pages for what went wrong: what happened, what is safe, what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from secondstory.application.ports.storage import StorageFailed, StorageFull
from secondstory.application.record.signing import RecordedUnsigned
from secondstory.web.visiting.refusals import words_of
from secondstory.web.visiting.visit import Visit

BAD_DISK = (StorageFailed, StorageFull)
"""What the disk may say to whoever asks for a page; each has words for people."""

MISSING = (
    "Nothing is here for you",
    "There is no such page, or it is not open to you; both look the same, on purpose.",
    "Go to your desk, or search for a word of it.",
)
FORM_TOO_OLD = (
    "This form was too old to be taken",
    "Nothing was changed. What you typed is still in your browser.",
    "Go back, load the page again, and send it once more.",
)
BROKEN = (
    "Something here broke",
    "What was acknowledged before is safe in the record; what you sent just now may not have been taken.",
    "Go back and look whether it is there. If this page comes again, tell whoever keeps this server.",
)

_RECORDED = "This was recorded; do not do it again."
_UNSIGNED = "The checkpoint over it is signed as soon as the disk and the key store are well again."
_UNSHOWN = "The page that says so could not be made."
_TELL = "Tell whoever keeps this server: the disk has to be looked at."


def _page(request: HttpRequest, status: int, words: tuple[str, str, str]) -> HttpResponse:
    title, safe, next_step = words
    context = {"visit": Visit(request), "title": title, "safe": safe, "next_step": next_step}
    answer = HttpResponse(render_to_string("layout/error.html", context, request), status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer for what is not there and for what may not be seen: one page for both."""
    return _page(request, 404, MISSING)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours."""
    return _page(request, 500, BROKEN)


def bad_disk(request: HttpRequest, said: StorageFailed | StorageFull, *, has_recorded: bool) -> HttpResponse:
    """Answer what the disk said no to, in its words. has_recorded: whether the visit had recorded something before."""
    # Why it could not be signed names files of the server, and what came after an act says "nothing" of something else.
    if isinstance(said, RecordedUnsigned):
        return _page(request, 503, ("Recorded, and not signed yet", f"{_RECORDED} {_UNSIGNED}", _TELL))
    if has_recorded:
        return _page(request, 503, ("Recorded, and then the disk said no", f"{_RECORDED} {_UNSHOWN}", _TELL))
    return _page(request, 503, ("The disk of this server said no", words_of(said), _TELL))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Answer for a form without its token."""
    return _page(request, 403, FORM_TOO_OLD)
