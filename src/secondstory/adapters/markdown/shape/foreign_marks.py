"""Lists and tables written in HTML, as wikis export them, turned line by line into marks the scanner reads.

A line that holds several items, rows or paragraphs becomes several; which written line each stands on is returned too.
A row that spans several lines stands on the first of them.
"""

import re

_HTML = re.compile(r"<(?:li|tr|p|h[1-6])\b", re.IGNORECASE)
_PART = re.compile(
    r"(?=<(?:h[1-6]|li|tr|ul|ol|table)\b)|(?<=</h[1-6]>)|(?<=</p>)(?!\s*</)|(?<=</li>)|(?<=</tr>)",
    re.IGNORECASE,
)
_ROWS = re.compile(r"(?=<(?:h[1-6]|tr|table)\b)|(?<=</h[1-6]>)|(?<=</tr>)|(?<=</table>)", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]*>\s*(?:<p\b[^<>]*>)?", re.IGNORECASE)
_LIST_TAGS = re.compile(r"</?(?:ul|ol|li|p|div|br)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^(\s*)<p\b[^<>]*>(.*?)(?:</p>)?\s*$", re.IGNORECASE)
_CELL = re.compile(r"<t([dh])\b[^<>]*>(.*?)(?=<t[dh]\b|</tr|$)", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NO_ROW = "|-|"
_LONGEST_PARAGRAPH = 20_000


def unfold_html(lines: list[str]) -> tuple[list[str], list[int] | None]:
    """Return the lines with HTML items as bullets and HTML rows as table rows, and for each the index it came from.

    The indices are None when every line stayed on its place.
    """
    if not any("<" in line and _HTML.search(line) is not None for line in lines):
        return lines, None
    parted = [(part, at) for at, line in enumerate(lines) for part in _parts(line)]
    places = [at for _, at in parted] if len(parted) != len(lines) else None
    return _unfolded([part for part, _ in parted]), places


def _parts(line: str) -> list[str]:
    """Return a line cut before and after its HTML blocks; what holds nothing but closing tags is left out."""
    if "<" not in line or len(_HTML.findall(line)) < 2:
        alone = line[:20].lstrip()[:2].lower() == "<p" and line.rstrip().lower().endswith("</p>")
        return [line, ""] if alone else [line]
    in_cell = "<td" in line.lower() or "<th" in line.lower()
    parts = _ROWS.split(line) if in_cell else _PART.split(line)
    kept = [
        part for part in parts if part.strip() and not (part.lstrip().startswith("</") and _only_tags(part))
    ]
    spaced = [one for part in kept for one in ((part, "") if part.lstrip()[:2].lower() == "<p" else (part,))]
    return spaced or [line]


def _unfolded(lines: list[str]) -> list[str]:
    unfolded: list[str] = []
    row: list[str] | None = None
    start = 0
    in_table = False
    for line in lines:
        folded = line[:200_000].lower()
        if row is None and "<tr" not in folded:
            in_table = in_table and "</table" not in folded
            unfolded.append(_NO_ROW if in_table and _only_tags(line) else _items(line, folded))
            continue
        if row is None:
            row, start = [], len(unfolded)
        in_table = True
        row.append(line)
        unfolded.append(_NO_ROW)
        if "</tr" in folded:
            unfolded[start] = _row(" ".join(row))
            row = None
            in_table = "</table" not in folded
    return unfolded


def _only_tags(line: str) -> bool:
    return not _TAGS.sub("", line).strip()


def _items(line: str, folded: str) -> str:
    if "<li" not in folded:
        if folded.lstrip().startswith(("<ul", "</ul", "<ol", "</ol", "<table", "</table")):
            return ""
        if "</li" in folded:
            return _LIST_TAGS.sub(" ", line).rstrip()
        found = _PARAGRAPH.match(line) if "<p" in folded and len(line) <= _LONGEST_PARAGRAPH else None
        return line if found is None or "<p" in found[2].lower() else found[1] + found[2]
    head, *items = _ITEM.split(line)
    indent = head[: len(head) - len(head.lstrip())]
    return f"{indent}- {_LIST_TAGS.sub(' ', ' / '.join(item.strip() for item in items)).strip()}"


def _row(text: str) -> str:
    """The first row of a text as one table row."""
    first = re.split(r"</tr\s*>", text, maxsplit=1, flags=re.IGNORECASE)[0]
    cells = [
        (kind.lower(), " ".join(_TAGS.sub(" ", cell).replace("|", "\\|").split()))
        for kind, cell in _CELL.findall(first)
    ]
    if not cells:
        return _NO_ROW
    mark = "||" if all(kind == "h" for kind, _ in cells) else "|"
    return f"{mark}{mark.join(f' {cell} ' for _, cell in cells)}{mark}"
