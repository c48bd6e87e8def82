"""Redacts evidence: a copy with lines covered is sealed, readers are given it, and nothing of the original changes.

The copy is a new item with a number of its own. One append records three things together: the copy was sealed, it was
made from that original, and the original is no longer what readers are given. A crash before that leaves an object
that no entry names, as every sealing does. A hold on the post-mortem keeps the original from being erased; which holds
stood is recorded, and erasing it is an act of its own that takes two people.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from secondstory.application.keeping import custody
from secondstory.application.keeping.holding import holds_of
from secondstory.application.keeping.sealing import (
    Item,
    SecretsFound,
    Source,
    Stowed,
    Vault,
    fold,
    next_number,
    stow,
)
from secondstory.application.office import ATTEMPTS, Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.record.journal import Appended
from secondstory.application.record.sealing import Draft
from secondstory.domain.keeping import evidence
from secondstory.domain.keeping.evidence import Capture, Evidence, Lines, MadeFrom, Redacted, Sealed
from secondstory.kernel.covering import WORDS, Because, mark
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused

_SPAN = re.compile(r"(\d{1,12})(?:-(\d{1,12}))?", re.ASCII)
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be covered, and why. lines: none when a note is to stand in place of the whole.

    despite: why the copy is sealed though it holds likely secrets elsewhere.
    """

    because: Because
    why: str
    lines: tuple[Lines, ...] = ()
    despite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A redaction that was recorded. holds: the n of each HO-n that keeps the original."""

    original: StreamId
    original_number: int
    copy: StreamId
    copy_number: int
    copy_digest: str
    holds: tuple[int, ...]
    appended: Appended


def redact(office: Office, vault: Vault, stream: StreamId, wish: Wish) -> Redaction:
    """Seal a copy of an item with lines covered, and have it read in place of the original.

    Raises Refused without a reason in words, for lines the text does not have, for lines of what is no text, when it
    was redacted before, and when the copy still holds likely secrets. In each case nothing was sealed.
    """
    state = custody.state_of(office, stream)
    item = custody.sealed_of(state)
    read = custody.contents(office, vault, stream)
    count = count_lines(read()) if wish.lines else None
    lines = merged(wish.lines)
    asked = Redacted(
        copy=stream,
        copy_number=0,
        copy_digest="",
        digest=item.digest,
        because=wish.because,
        why=wish.why.strip(),
        lines=lines,
    )
    evidence.redact(state, asked, line_count=count)
    stowed = _stowed(office, vault, item, read, replace(wish, lines=lines))
    return _recorded(office, stream, stowed, asked, count)


def lines_said(said: str) -> tuple[Lines, ...]:
    """Return the lines of `10-12` or `4,10-12`; none for an empty text. Raises Refused for anything else."""
    if not said.strip():
        return ()
    found = [_SPAN.fullmatch(one.strip()) for one in said.split(",")]
    if not all(found):
        raise Refused("Lines are counted from 1 and said like this: 10-12, or 4,10-12.")
    return tuple(Lines(first=int(one[1]), last=int(one[2] or one[1])) for one in found if one)


def merged(lines: Sequence[Lines]) -> tuple[Lines, ...]:
    """Return `lines` in order, with those that touch or overlap made one."""
    found: list[Lines] = []
    for one in sorted(lines, key=lambda one: (one.first, one.last)):
        if found and one.first <= found[-1].last + 1:
            found[-1] = Lines(first=found[-1].first, last=max(found[-1].last, one.last))
        else:
            found.append(one)
    return tuple(found)


def count_lines(chunks: Iterable[bytes]) -> int | None:
    """Return how many lines a UTF-8 text has, None when it is no text. Reads to the end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    count, last = 0, b"\n"
    is_text = True
    for chunk in chunks:
        if is_text and chunk:
            is_text = _decodes(decoder, chunk)
            count += chunk.count(b"\n")
            last = chunk[-1:]
    if not is_text or not _decodes(decoder, b"", final=True):
        return None
    return count + (last != b"\n")


def covered(chunks: Iterable[bytes], lines: Sequence[Lines], mark: bytes) -> Iterator[bytes]:
    """Yield a text with each of `lines` replaced by `mark`; the others keep their bytes and their numbers.

    chunks: cut anywhere. lines: in order, none touching another.
    """
    number, at_start = 1, True
    waiting = list(lines)
    for chunk in chunks:
        for piece in _pieces(chunk):
            while waiting and number > waiting[0].last:
                waiting.pop(0)
            ends = piece.endswith(b"\n")
            if not waiting or number < waiting[0].first:
                yield piece
            elif at_start:
                yield mark + (b"\n" if ends else b"")
            elif ends:
                yield b"\n"
            number, at_start = number + ends, ends


def span_words(lines: Sequence[Lines]) -> str:
    """Return lines as people say them: `line 4`, `lines 10 to 12, 40`; the whole item when there are none."""
    if not lines:
        return "the whole item"
    spans = [str(one.first) if one.first == one.last else f"{one.first} to {one.last}" for one in lines]
    is_one = len(lines) == 1 and lines[0].first == lines[0].last
    return f"line{'' if is_one else 's'} {', '.join(spans)}"


def _pieces(chunk: bytes) -> Iterator[bytes]:
    """Yield the lines of `chunk` with their ends; unlike `splitlines`, a lone carriage return ends none."""
    *whole, rest = chunk.split(b"\n")
    yield from (one + b"\n" for one in whole)
    if rest:
        yield rest


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in chunk


def _stowed(office: Office, vault: Vault, item: Sealed, read: Source, wish: Wish) -> Stowed:
    """Return the copy, sealed and durable. It says where it is from, and not what the command line was."""
    copy = Item(
        post_mortem=item.post_mortem,
        name=f"{item.name} (redacted)",
        captured_from=f"E-{item.number}",
        media_type=item.media_type if wish.lines else _TEXT,
        how=Capture.COPY,
        clock=item.clock,
        clock_uncertainty_s=item.clock_uncertainty_s,
        started=item.started,
        ended=item.ended,
    )
    label = WORDS[wish.because]

    def source() -> Iterable[bytes]:
        if wish.lines:
            return covered(read(), wish.lines, mark(wish.because).encode())
        note = f"[redacted: {label}. E-{item.number} was {item.length_bytes:,} bytes of {item.media_type}.]\n"
        return [note.encode()]

    try:
        return stow(office, vault, copy, source, despite=wish.despite)
    except SecretsFound as found:
        places = sorted({one.line for one in found.found})
        raise Refused(
            f"What would be left still holds likely secrets, on line{'s' * (len(places) > 1)}"
            f" {', '.join(map(str, places[:10]))}. Name those lines as well, or say why they stay: --seal-anyway REASON."
            " Nothing was sealed.",
            code="secrets",
        ) from found


def _recorded(
    office: Office, stream: StreamId, stowed: Stowed, asked: Redacted, count: int | None
) -> Redaction:
    """Record the copy and the redaction together, or neither."""
    for attempt in range(ATTEMPTS):
        entries = office.reader.events(stream)
        state = fold(entries)
        done = _said(office, state, stowed, asked)
        events = evidence.redact(state, done, line_count=count)
        drafts = [
            *stowed.drafts(done.copy_number),
            Draft(stream=stowed.stream, event=_origin(stream, state, done)),
            *(Draft(stream=stream, event=event) for event in events),
        ]
        expects = {stowed.stream: 0, stream: entries[-1].seq}
        try:
            appended = office.journal.append(drafts, by=office.me, expects=expects)
        except Conflict:
            # The number was taken, or somebody touched the original meanwhile: look again.
            if attempt == ATTEMPTS - 1:
                raise
            continue
        return Redaction(
            original=stream,
            original_number=custody.sealed_of(state).number,
            copy=done.copy,
            copy_number=done.copy_number,
            copy_digest=done.copy_digest,
            holds=done.holds,
            appended=appended,
        )
    raise AssertionError("every attempt returned or raised")


def _said(office: Office, state: Evidence, stowed: Stowed, asked: Redacted) -> Redacted:
    """Return the redaction as it stands now: under the next number, with the holds that stand."""
    item, now = custody.sealed_of(state), office.now()
    standing = [one.number for one in holds_of(office, item.post_mortem) if one.stands(now)]
    return replace(
        asked,
        copy=stowed.stream,
        copy_number=next_number(office, item.post_mortem),
        copy_digest=stowed.manifest.plaintext_digest,
        holds=tuple(sorted(standing)),
    )


def _origin(stream: StreamId, state: Evidence, done: Redacted) -> Event:
    item = custody.sealed_of(state)
    return MadeFrom(
        original=stream, number=item.number, digest=item.digest, because=done.because, lines=done.lines
    )
