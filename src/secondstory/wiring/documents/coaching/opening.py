"""The text of one document, whatever its bytes are, with a note on everything that was guessed or left away."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from secondstory.adapters.markdown.decode import decode_text
from secondstory.coach import Note
from secondstory.wiring.documents.finding import STDIN

MOST_BYTES = 4_000_000
_SAMPLE_BYTES = 8192
_ONE_MORE = 64 * 1024
_STRANGE = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a document says. why_not: why it says nothing that could be looked at; is_text: it is text at all."""

    text: str = ""
    notes: tuple[Note, ...] = ()
    why_not: str = ""
    is_text: bool = True


def open_text(path: str, stdin: BinaryIO | None = None) -> Opened:
    """Return the text of `path`, or of `stdin` for `-`. Nothing raises; only the first 4 MB are kept."""
    try:
        if path == STDIN:
            return text_of(_all_of(stdin) if stdin else b"", "What was piped in")
        with Path(path).open("rb") as opened:
            return text_of(opened.read(MOST_BYTES + 1), path)
    except FileNotFoundError:
        return Opened(why_not=f"There is no file {path}.")
    except (OSError, ValueError) as wrong:
        return Opened(why_not=f"{path} could not be read: {getattr(wrong, 'strerror', None) or wrong}.")


def text_of(data: bytes, called: str) -> Opened:
    """Return the text in `data`, of which more than `MOST_BYTES` may be there; `called` is what messages call it."""
    wide = _guessed_wide(data)
    if not wide and not data.startswith(_WIDE_MARKS) and _is_no_text(data):
        why = f"{called} is not text in UTF-8 or UTF-16, so it was not looked at."
        return Opened(why_not=why, is_text=False)
    kept, is_cut = _cut(data, whole_lines=not wide and not data.startswith(_WIDE_MARKS))
    notes: list[Note] = []
    if wide:
        notes.append(
            Note(code="encoding", line=1, says=f"Read as {wide.upper()}, which its bytes look like.")
        )
        text = kept.decode(wide, errors="replace")
    else:
        # What could not be read stands there as U+FFFD, and the coach says so itself.
        text, _said = decode_text(kept)
    if is_cut:
        last = text.count("\n") + 1
        says = "Only the first 4 MB were looked at; what comes after this line was not."
        notes.append(Note(code="cut", line=last, says=says))
    return Opened(text, tuple(notes))


def _all_of(stdin: BinaryIO) -> bytes:
    """Return what is kept of a pipe, and read the rest away, so that whoever writes to it can end."""
    data = stdin.read(MOST_BYTES + 1)
    while stdin.read(_ONE_MORE):
        pass
    return data


def _cut(data: bytes, *, whole_lines: bool) -> tuple[bytes, bool]:
    if len(data) <= MOST_BYTES:
        return data, False
    end = data.rfind(b"\n", MOST_BYTES // 2, MOST_BYTES) + 1 if whole_lines else 0
    if not end:
        end = MOST_BYTES
        while whole_lines and end and data[end] & 0xC0 == 0x80:
            end -= 1
    return data[:end], True


def _guessed_wide(data: bytes) -> str:
    """Return the kind of UTF-16 that bytes without a mark look like: every other one is zero."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4 or b"\0" not in sample or sample.startswith(_WIDE_MARKS):
        return ""
    even, odd = sample[::2], sample[1::2]
    if odd.count(0) > 0.8 * len(odd) and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.8 * len(even) and not odd.count(0) else ""


def _is_no_text(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    if sample.count(0) > 3 + 0.01 * len(sample):
        return True
    unread = sample.decode("utf-8", errors="replace").count("\ufffd")
    strange = len(sample) - len(sample.translate(None, _STRANGE))
    return unread + strange > 0.1 * len(sample)
