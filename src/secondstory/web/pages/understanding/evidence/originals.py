"""Opening an original: asked first, recorded once per person, item and day, and shown so that nothing in it can run."""

import codecs
import re
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from secondstory.application.keeping import custody
from secondstory.domain.keeping.evidence import Evidence, Read, Sealed
from secondstory.kernel.frozen import dataclass
from secondstory.web.pages.postmortem.space import in_space
from secondstory.web.pages.understanding.evidence.items import item_of, stream_of
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit
from secondstory.wiring.evidence import vault_of

PICTURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
"""The pictures that may be shown in a page, by what their bytes begin with; whatever else it is leaves as a file."""

LINES = 1000
LOOKED_AT = 1 << 16
LONGEST_LINE = 4000
MOST_TEXT_BYTES = 32 << 20
MOST_PICTURE_BYTES = 32 << 20
_UNSAFE = re.compile(r"[^\w.+@=-]+", re.ASCII)
# Controls, and the marks that turn the direction of reading round, would make a line look like another one.
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Some lines of a text, numbered from `first`. is_more: whether others follow."""

    first: int
    lines: list[str]
    is_more: bool


@page("member")
def original(visit: Visit, number: int, item: int) -> HttpResponse:
    """Ask before an original is opened; then show its text or picture."""
    standing = visit.postmortem(number)
    state = item_of(visit, number, item)
    if visit.posting:
        _record_opening(visit, state)
        return visit.done("Opened, and recorded once for today.")
    if state.redacted is not None:
        return redirect("original", number=number, item=state.redacted.copy_number)
    if not state.is_read:
        raise Http404
    sealed = custody.sealed_of(state)
    if not custody.is_recorded_today(visit.office, state, Read()):
        return in_space(visit, standing, "evidence", "evidence/open.html", sealed=sealed)
    kind, text = "file", None
    begin = _beginning(visit, state)
    if picture_type(begin) and sealed.length_bytes <= MOST_PICTURE_BYTES:
        kind = "picture"
    elif is_text(begin) and sealed.length_bytes <= MOST_TEXT_BYTES:
        kind, text = "text", lines_of(_read(visit, state), first=_first_line(visit))
    return in_space(
        visit, standing, "evidence", "evidence/original.html", sealed=sealed, kind=kind, text=text, step=LINES
    )


@page("member")
def picture(visit: Visit, number: int, item: int) -> HttpResponse:
    """Serve a picture that was opened today, with nothing around it that could run."""
    visit.postmortem(number)
    state = item_of(visit, number, item)
    if not state.is_read or not custody.is_recorded_today(visit.office, state, Read()):
        raise Http404
    found = picture_type(_beginning(visit, state))
    if found is None:
        raise Http404
    return _harmless(_read(visit, state), custody.sealed_of(state), media_type=found, inline=True)


@page("member")
def copy(visit: Visit, number: int, item: int) -> HttpResponse:
    """Take a copy out, for a purpose that stands in the custody from then on."""
    standing = visit.postmortem(number)
    state = item_of(visit, number, item)
    if not visit.posting:
        return in_space(visit, standing, "evidence", "evidence/copy.html", sealed=custody.sealed_of(state))
    purpose = visit.field("purpose")
    chunks = custody.export(visit.office, vault_of(visit.ground.workspace), stream_of(state), purpose=purpose)
    return _harmless(chunks, custody.sealed_of(state), media_type="application/octet-stream", inline=False)


def picture_type(begin: bytes) -> str | None:
    """Return the type of a picture that may be shown, None for anything else. begin: its first bytes."""
    for media_type, signs in PICTURES.items():
        if begin.startswith(signs) and (media_type != "image/webp" or begin[8:12] == b"WEBP"):
            return media_type
    return None


def is_text(begin: bytes) -> bool:
    """Return whether bytes read as UTF-8 text. begin: the first of them; a letter may be cut at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in begin


def lines_of(chunks: Iterable[bytes], *, first: int) -> Lines:
    """Return a thousand lines from `first` on, counted from 1; very long ones are cut, and say so.

    Reads to the end, so that a good end proves that all of it is what was sealed.
    """
    found: list[str] = []
    number = 0
    for number, line in enumerate(_lines(chunks), 1):
        if first <= number < first + LINES:
            shown = _OBEYED.sub("�", line[:LONGEST_LINE])
            cut = f" … and {len(line) - LONGEST_LINE:,} more characters" if len(line) > LONGEST_LINE else ""
            found.append(f"{shown}{cut}")
    return Lines(first=first, lines=found, is_more=number >= first + LINES)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    held = ""
    for chunk in chunks:
        *whole, held = (held + decoder.decode(chunk)).split("\n")
        yield from (line.removesuffix("\r") for line in whole)
    held += decoder.decode(b"", final=True)
    if held:
        yield held


def _record_opening(visit: Visit, state: Evidence) -> None:
    purpose = visit.field("purpose") or None
    # That it is opened is recorded at the call; nothing of it is read here.
    custody.read(visit.office, vault_of(visit.ground.workspace), stream_of(state), purpose=purpose)


def _read(visit: Visit, state: Evidence) -> Iterator[bytes]:
    return custody.read(visit.office, vault_of(visit.ground.workspace), stream_of(state))


def _beginning(visit: Visit, state: Evidence) -> bytes:
    begin = b""
    for chunk in _read(visit, state):
        begin += chunk
        if len(begin) >= LOOKED_AT:
            break
    return begin[:LOOKED_AT]


def _first_line(visit: Visit) -> int:
    said = str(visit.query.get("from", "1"))
    return max(1, int(said)) if said.isascii() and said.isdecimal() and len(said) < 10 else 1


def _harmless(chunks: Iterator[bytes], sealed: Sealed, *, media_type: str, inline: bool) -> HttpResponse:
    """Return bytes of evidence in an answer in which no browser runs anything of them."""
    answer = StreamingHttpResponse(chunks, content_type=media_type)
    name = f"E-{sealed.number}-{_UNSAFE.sub('-', sealed.name).strip('-.')[:80] or 'evidence'}"
    answer.headers["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Content-Length"] = str(sealed.length_bytes)
    # Said, so that nothing packs it and drops its length: a copy that was cut has to look cut.
    answer.headers["Content-Encoding"] = "identity"
    return answer  # type: ignore[return-value]
