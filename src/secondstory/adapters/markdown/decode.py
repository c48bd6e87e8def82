"""Bytes of a file to text, whatever they are, with a note for everything that had to be guessed."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` and notes on what was guessed; never raises.

    A byte order mark is believed and removed. Without one UTF-8 is tried, then each unreadable byte becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    return _decode(data, "utf-8")


def _decode(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    notes: list[str] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        text = data.decode(encoding, errors="replace")
        line = data.count(b"\n", 0, problem.start) + 1
        notes.append(
            f"Some bytes are not {encoding.upper()}; the first is on line {line}. They are shown as \ufffd."
        )
    if "\x00" in text:
        notes.append("The text contains NUL characters; they are read as they are.")
    return text, tuple(notes)
