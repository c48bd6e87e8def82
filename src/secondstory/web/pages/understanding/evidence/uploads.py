"""Uploads in parts, for browsers that run scripts: begun, gone on with, and sealed once all of it is here."""

import hashlib
import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from secondstory.application.looking import Standing
from secondstory.kernel.refused import Refused
from secondstory.web.pages.understanding.evidence.sealing import (
    about_of,
    clean_name,
    must_be_whole,
    own_upload,
    own_uploads,
    try_to_seal,
    twin_of,
    upload_url,
)
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.site.uploads import PART_BYTES, About, Upload, uploads_of

_SHA256 = re.compile(r"[0-9a-f]{64}")
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
def parts(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Take one part of an upload (PUT), or tell how far it came (GET)."""
    standing = visit.postmortem(number)
    found = own_upload(visit, standing, upload)
    if visit.request.method != "PUT":
        return _far(found)
    try:
        start, part = _part(visit)
        return _far(uploads_of(visit.ground.workspace).add(found, start, part))
    except Refused as refused:
        return _no(refused, received=own_upload(visit, standing, upload).received_bytes)


@page("member")
def seal(visit: Visit, number: int, upload: str) -> HttpResponse:
    """Seal an upload that came in parts; its sender says again how long it is and which SHA-256 it has."""
    standing = visit.postmortem(number)
    found = own_upload(visit, standing, upload)
    if not visit.posting:
        raise Http404
    try:
        _must_be_declared(visit, found)
        must_be_whole(found)
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
    uploads = uploads_of(visit.ground.workspace)
    upload = uploads.describe(same[0], **_said_anew(about)) if same else uploads.begin(about)
    if twin := twin_of(visit, upload):
        uploads.discard(upload)
        return _said_next(visit, f"{twin} holds these very bytes already, so {name} was not sealed twice.")
    there = {"number": standing.pm.incident.number, "upload": upload.id}
    return JsonResponse(
        {
            "received": upload.received_bytes,
            "parts": reverse("upload-parts", kwargs=there),
            "seal": reverse("upload-seal", kwargs=there),
        }
    )


def _said_anew(about: About) -> dict[str, Any]:
    """Return what somebody may say differently when they send the same bytes again."""
    names = ("name", "captured_from", "how", "clock", "clock_uncertainty_s")
    return {name: getattr(about, name) for name in names}


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
