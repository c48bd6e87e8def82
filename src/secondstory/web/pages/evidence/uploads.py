"""Uploads in parts, for browsers that run scripts, and the page where one waits that has a question to answer."""

import hashlib
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from secondstory.application.looking import Standing
from secondstory.kernel.refused import Refused
from secondstory.web.pages.evidence.sealing import (
    METHODS,
    about_of,
    clean_name,
    is_own,
    own_uploads,
    sealed_words,
    try_to_seal,
    twin_of,
    upload_url,
)
from secondstory.web.pages.evidence.shown import METHODS as METHOD_WORDS
from secondstory.web.pages.evidence.shown import secret_words
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.site.uploads import PART_BYTES, Upload, found_in, seal_upload, uploads_of

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_SHOWN = 40
_LONGEST = 12
DIGEST_HEADER = "X-Part-Sha256"


@page("member")
def begin(visit: Visit, number: int) -> HttpResponse:
    """Begin an upload, or go on with the one that has the same bytes; answer where it is and how far it came."""
    standing = visit.postmortem(number)
    if not visit.posting:
        raise Http404
    try:
        return _begun(visit, standing)
    except Refused as refused:
        return _no(refused)


@page("member")
def one(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Show an upload that waits, with what is asked before it is sealed; seal or discard it."""
    standing = visit.postmortem(number)
    found = _own(visit, standing, upload)
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit, standing, found)
        return answer
    secrets = found_in(visit.ground.workspace, found) if found.is_whole else ()
    return in_space(
        visit,
        standing,
        "evidence",
        "evidence/upload.html",
        upload=found,
        secrets=[(secret_words(one), one) for one in secrets[:_MOST_SHOWN]],
        more=max(0, len(secrets) - _MOST_SHOWN),
        methods=[(one, METHOD_WORDS[one].capitalize()) for one in METHODS],
    )


@page("member")
def parts(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Take one part of an upload (PUT), or tell how far it came (GET)."""
    standing = visit.postmortem(number)
    found = _own(visit, standing, upload)
    if visit.request.method != "PUT":
        return _far(found)
    try:
        start, part = _part(visit)
        return _far(uploads_of(visit.ground.workspace).add(found, start, part))
    except Refused as refused:
        return _no(refused, received=_own(visit, standing, upload).received_bytes)


@page("member")
def seal(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Seal an upload that came in parts; its sender says again how long it is and which SHA-256 it has."""
    standing = visit.postmortem(number)
    found = _own(visit, standing, upload)
    if not visit.posting:
        raise Http404
    try:
        _must_be_declared(visit, found)
        _must_be_whole(found)
        said = try_to_seal(visit, found)
    except Refused as refused:
        return _no(refused, received=_far_now(visit, found))
    return _said_next(visit, said) if said else JsonResponse({"see": upload_url(standing, found)})


def _begun(visit: Visit, standing: Standing) -> HttpResponse:
    length, digest = visit.field("length"), visit.field("sha256").lower()
    if (
        not length.isascii()
        or not length.isdecimal()
        or len(length) > _LONGEST
        or not _SHA256.fullmatch(digest)
    ):
        raise Refused("An upload begins with its length in bytes and its SHA-256. Nothing was begun.")
    name = clean_name(visit.field("name"))
    about = about_of(visit, standing, name=name, length_bytes=int(length), sha256=digest)
    same = [one for one in own_uploads(visit, standing) if one.about.sha256 == digest]
    same = [one for one in same if one.about.length_bytes == int(length)]
    upload = same[0] if same else uploads_of(visit.ground.workspace).begin(about)
    if twin := twin_of(visit, upload):
        uploads_of(visit.ground.workspace).discard(upload)
        return _said_next(visit, f"{twin} holds these very bytes already, so {name} was not sealed twice.")
    there = {"number": standing.pm.incident.number, "upload": upload.id}
    return JsonResponse(
        {
            "received": upload.received_bytes,
            "parts": reverse("upload-parts", kwargs=there),
            "seal": reverse("upload-seal", kwargs=there),
        }
    )


def _part(visit: Visit) -> tuple[int, bytes]:
    """Return where a part begins, and the part. Raises Refused when it is not what its sender meant to send."""
    start, headers = str(visit.query.get("from", "")), visit.request.headers
    said = headers.get("Content-Length", "")
    if not start.isascii() or not start.isdecimal() or len(start) > _LONGEST or not said.isdecimal():
        raise Refused("A part says where it begins and how long it is. Nothing of it was kept.")
    if int(said) > PART_BYTES:
        raise Refused(f"A part is at most {PART_BYTES:,} bytes long. Nothing of it was kept.")
    part = visit.request.read(PART_BYTES + 1)
    # A web server may hand on a body that was cut on its way without a word.
    if len(part) != int(said) or hashlib.sha256(part).hexdigest() != headers.get(DIGEST_HEADER, ""):
        raise Refused("This part did not arrive as it was sent. Nothing of it was kept; send it again.")
    return int(start), part


def _own(visit: Visit, standing: Standing, upload: str) -> Upload:
    found = uploads_of(visit.ground.workspace).find(upload)
    if found is None or not is_own(visit, standing, found):
        raise Http404
    return found


def _said_next(visit: Visit, said: str) -> HttpResponse:
    """Answer a script, and keep the words for the page that it loads next."""
    messages.success(visit.request, said)
    return JsonResponse({"said": said})


def _far(upload: Upload) -> HttpResponse:
    return JsonResponse({"received": upload.received_bytes, "length": upload.about.length_bytes})


def _far_now(visit: Visit, upload: Upload) -> int:
    found = uploads_of(visit.ground.workspace).find(upload.id)
    return found.received_bytes if found else 0


def _no(refused: Refused, **more: Any) -> HttpResponse:
    return JsonResponse({"why": str(refused), **more}, status=422)


def _must_be_declared(visit: Visit, upload: Upload) -> None:
    said = (visit.field("length"), visit.field("sha256"))
    if said != (str(upload.about.length_bytes), upload.about.sha256):
        raise Refused(
            "Its length or SHA-256 is not what was declared when the upload began. Nothing was sealed."
        )


def _must_be_whole(upload: Upload) -> None:
    if not upload.is_whole:
        about = upload.about
        raise Refused(
            f"{upload.received_bytes:,} of {about.length_bytes:,} bytes are here, so nothing was sealed. Choose the same file"
            " again; it goes on where it stopped."
        )


def _said(visit: Visit, upload: Upload) -> Upload:
    """Keep what the form of a waiting upload says, before anything can be refused."""
    how = visit.field("how") or upload.about.how
    return uploads_of(visit.ground.workspace).describe(
        upload,
        name=clean_name(visit.field("name") or upload.about.name),
        captured_from=visit.field("captured_from") or upload.about.captured_from,
        how=how if how in METHODS else upload.about.how,
    )


def _seal_it(visit: Visit, standing: Standing, upload: Upload, **how: Any) -> HttpResponse:
    said = _said(visit, upload)
    _must_be_whole(said)
    sealed = seal_upload(visit.ground.workspace, visit.office, said, **how)
    return visit.done(sealed_words(sealed, said.about.name), to=_after(visit, standing))


def _seal_clean(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    return _seal_it(visit, standing, upload)


def _seal_redacted(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    return _seal_it(visit, standing, upload, redact=True)


def _seal_anyway(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    ask = "Why is it sealed with them in it? Say so in a sentence; it stands beside the item."
    return _seal_it(visit, standing, upload, despite=visit.field("reason", ask=ask))


def _discard(visit: Visit, standing: Standing, upload: Upload) -> HttpResponse:
    uploads_of(visit.ground.workspace).discard(upload)
    return visit.done(
        f"Discarded: {upload.about.name}. Nothing of it was sealed.", to=_after(visit, standing)
    )


def _after(visit: Visit, standing: Standing) -> str:
    """Return where to go next: the next upload that waits with a question, else the evidence page."""
    left = [one for one in own_uploads(visit, standing) if one.is_whole]
    if left:
        return upload_url(standing, left[0])
    return reverse("evidence", kwargs={"number": standing.pm.incident.number})


ACTS = {"seal": _seal_clean, "redact": _seal_redacted, "anyway": _seal_anyway, "discard": _discard}
