"""Any string as one line of Markdown or YAML, and back without loss.

Only what would break the line or its place is written differently, and always as a character reference (`&#124;`),
which every Markdown renderer shows as the character itself; a line break inside a text is `<br>`. Code, emphasis and
links of the writer stay as they are.
"""

import re

_ALWAYS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"  # control characters and what is not text
    r"|&(?=#|[A-Za-z]\w*;)"
    r"|<(?=br>)"
    r"|<(?=!--)"
)
_EDGE = re.compile(r"^\s|\s$")
_OPENER = re.compile(r"^(?:[#>|\-*+=~`_:\[!]|<(?!br>)|\d{1,9}[.)](?:\s|$))")
_REFERENCE = re.compile(r"&#(\d{1,7});|(<br>)")
_YAML_ESCAPED = re.compile(r"[\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def line(text: str, *, also: str = "", opens: bool = False) -> str:
    """Return `text` as one line. also: further characters to refer to; opens: it stands where a mark would count."""
    written = _ALWAYS.sub(_reference, text)
    for character in also:
        written = written.replace(character, f"&#{ord(character)};")
    written = written.replace("\n", "<br>")
    written = _EDGE.sub(_reference, written)
    if opens and _OPENER.match(written):
        written = f"&#{ord(written[0])};{written[1:]}"
    return written


def cell(text: str) -> str:
    """Return `text` as a table cell."""
    return line(text, also="|")


def plain(written: str) -> str:
    """Return the string that `line` or `cell` wrote."""
    return _REFERENCE.sub(_character, written)


def _character(found: re.Match[str]) -> str:
    if found[2]:
        return "\n"
    number = int(found[1])
    return chr(number) if number < 0x110000 else found[0]


def block(text: str) -> str:
    """Return a text of several lines with nothing in it that a file could not keep; line ends stay."""
    return _ALWAYS_IN_BLOCK.sub(_reference, text)


_ALWAYS_IN_BLOCK = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]|&(?=#\d{1,7};)"
)


def plain_block(written: str) -> str:
    """Return the text that `block` wrote."""
    return _REFERENCE_IN_BLOCK.sub(
        lambda found: chr(int(found[1])) if int(found[1]) < 0x110000 else found[0], written
    )


_REFERENCE_IN_BLOCK = re.compile(r"&#(\d{1,7});")


def quoted(text: str) -> str:
    """Return `text` as a double-quoted YAML scalar on one line."""
    return '"' + _YAML_ESCAPED.sub(_yaml_escape, text) + '"'


def _yaml_escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\':
        return "\\" + character
    number = ord(character)
    if character == "\n":
        return "\\n"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
