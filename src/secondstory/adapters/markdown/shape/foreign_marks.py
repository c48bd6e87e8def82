"""Lists and tables written in HTML, as wikis export them, turned line by line into marks the scanner reads.

Every line stays on its line: a row that spans several lines stands on the first of them.
"""

import re

_ITEM = re.compile(r"<li\b[^<>]*>\s*(?:<p>)?", re.IGNORECASE)
_LIST_TAGS = re.compile(r"</?(?:ul|ol|li|p|div|br)\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"<t([dh])\b[^<>]*>(.*?)(?=<t[dh]\b|</tr|$)", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NO_ROW = "|-|"


def unfold_html(lines: list[str]) -> list[str]:
    """Return the lines with HTML items as bullets and HTML rows as table rows; other lines are untouched."""
    if not any("<li" in line or "<tr" in line or "<LI" in line or "<TR" in line for line in lines):
        return lines
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
        return "" if folded.lstrip().startswith(("<ul", "</ul", "<ol", "</ol", "<table", "</table")) else line
    head, *items = _ITEM.split(line)
    indent = head[: len(head) - len(head.lstrip())]
    return f"{indent}- {_LIST_TAGS.sub(' ', ' / '.join(item.strip() for item in items)).strip()}"


def _row(text: str) -> str:
    """All rows of one line become one table row each in sense, but a line has room for the first only."""
    first = re.split(r"</tr\s*>", text, maxsplit=1, flags=re.IGNORECASE)[0]
    cells = [
        (kind.lower(), " ".join(_TAGS.sub(" ", cell).replace("|", "\\|").split()))
        for kind, cell in _CELL.findall(first)
    ]
    if not cells:
        return _NO_ROW
    mark = "||" if all(kind == "h" for kind, _ in cells) else "|"
    return f"{mark}{mark.join(f' {cell} ' for _, cell in cells)}{mark}"
