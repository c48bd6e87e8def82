"""Other light markups (MediaWiki, Jira, AsciiDoc, Org-mode, reStructuredText), turned line by line into Markdown marks.

Which one a text is written in is told by marks that Markdown does not have; every line stays on its line. What is not
known here stays as it is written: the scanner is generous by itself.
"""

import re
from collections.abc import Callable

from secondstory.adapters.markdown.shape.headings import name_exactly

_LONGEST = 2_000
_LONGEST_HEADING = 300
_JIRA = re.compile(r"h([1-6])\.\s+(\S.*)$")
_WIKI = re.compile(r"(={2,6})\s*([^=\s].*?)\s*\1\s*$")
_ASCIIDOC = re.compile(r"(={1,6})\s+([^=\s].*?)\s*=*$")
_ORG_KEYWORD = re.compile(r"#\+(\w+):\s*(.*)$")
_ORG_STARS = re.compile(r"(\*{1,6})\s+(\S.*)$")
_ORG_STATE = re.compile(r"(TODO|DONE|NEXT|WAITING)\s+(?:\[#\w\]\s+)?(.*)$")
_STAR_ITEMS = re.compile(r"([*#]{1,6}|-{1,2})\s+(?=\S)")
_DOT_ITEMS = re.compile(r"(\.{1,5}|\*{1,5})\s+(?=\S)")
_FIELD_LIST = re.compile(r":([A-Za-z][\w /-]{1,40}):\s+(?=\S)")
_TERM = re.compile(r";\s*(\S[^:]{0,80}?)\s*(?::\s+(.*))?$")
_DESCRIBED = re.compile(r"^(?=\S)([^:|]{2,60})::\s*$")
_DEFINED = re.compile(r":(?=\s{1,4}\S)")
_GRID = re.compile(r"\+(?:[-=]+\+)+\s*$")
_CODE = re.compile(r"\{(?:code|noformat)(?::[^{}]*)?\}\s*$")
_NO_ROW = "|-|"
_FIRST_OF_COMMON = frozenset("#+:;")

_Rewrite = Callable[[str], str]


def in_markdown(lines: list[str]) -> list[str]:
    """Return the lines with the marks of another markup as Markdown marks; Markdown comes back untouched."""
    rewrite = _rewrite_for(lines)
    if rewrite is not None:
        lines = [rewrite(line) if line and len(line) <= _LONGEST else line for line in lines]
        if rewrite is _from_wiki:
            lines = _wiki_rows(lines)
    return _common(lines)


def _rewrite_for(lines: list[str]) -> _Rewrite | None:
    short = [line for line in lines if line.strip() and len(line) <= _LONGEST]
    if (
        not short
        or short[0].startswith("# ")
        or any(line.startswith(("## ", "### ", "```")) for line in short)
    ):
        return None
    if any(_JIRA.match(line) for line in short if line[0] == "h"):
        return _from_jira
    equals = [line for line in short if line[0] == "=" and len(line) <= _LONGEST_HEADING]
    if any(_WIKI.match(line) for line in equals):
        return _from_wiki
    if any(_ASCIIDOC.match(line) for line in equals):
        return _from_asciidoc
    return _from_org if _is_org(short) else None


def _is_org(lines: list[str]) -> bool:
    if any(_ORG_KEYWORD.match(line) for line in lines if line[0] == "#"):
        return True
    if any(line.startswith(("# ", "## ")) for line in lines):
        return False
    stars = [found[2] for line in lines if line[0] == "*" and (found := _ORG_STARS.match(line)) is not None]
    return sum(1 for words in stars if len(words) <= 80 and name_exactly(words) is not None) >= 2


def _from_jira(line: str) -> str:
    if line[0] == "h" and (found := _JIRA.match(line)) is not None:
        return f"{'#' * int(found[1])} {found[2]}"
    if line[0] in "*#-" and (found := _STAR_ITEMS.match(line)) is not None:
        return _nested(found[1], line[found.end() :])
    return "```" if line[0] == "{" and _CODE.match(line) else line


def _from_wiki(line: str) -> str:
    if line[0] == "=" and len(line) <= _LONGEST_HEADING and (found := _WIKI.match(line)) is not None:
        return f"{'#' * (len(found[1]) - 1)} {found[2]}"
    if line[0] in "*#" and (found := _STAR_ITEMS.match(line)) is not None:
        return _nested(found[1], line[found.end() :])
    if line[0] in "*#" and line.strip("*#"):
        marks = line[: len(line) - len(line.lstrip("*#"))]
        bold = marks.startswith("**") and line.rstrip().endswith("**")
        return line if bold else _nested(marks, line.lstrip("*#"))
    return line


def _from_asciidoc(line: str) -> str:
    if line[0] == "=" and len(line) <= _LONGEST_HEADING and (found := _ASCIIDOC.match(line)) is not None:
        return f"{'#' * len(found[1])} {found[2]}"
    if line[0] in ".*" and (found := _DOT_ITEMS.match(line)) is not None:
        return _nested(found[1].replace(".", "#"), line[found.end() :])
    if line.startswith("|===") or (line[0] == "[" and line.rstrip().endswith("]") and "(" not in line):
        return ""
    return line


def _from_org(line: str) -> str:
    if line[0] == "#" and (found := _ORG_KEYWORD.match(line)) is not None:
        return f"# {found[2]}" if found[1].casefold() == "title" else f"{found[1].capitalize()}: {found[2]}"
    if line[0] != "*" or (found := _ORG_STARS.match(line)) is None:
        return "" if line.strip() in (":PROPERTIES:", ":END:") else line
    if (state := _ORG_STATE.match(found[2])) is not None:
        return f"- [{'x' if state[1] == 'DONE' else ' '}] {state[2]}"
    return f"{'#' * min(6, len(found[1]) + 1)} {found[2]}"


def _nested(marks: str, rest: str) -> str:
    """A list mark repeated for its depth, as one Markdown mark behind as many spaces."""
    mark = "1." if marks[-1] == "#" else "-"
    return f"{'   ' * (len(marks) - 1)}{mark} {rest.strip()}"


def _wiki_rows(lines: list[str]) -> list[str]:
    """Tables between `{|` and `|}`: the cells of a row, on however many lines, come together on its first."""
    done: list[str] = []
    row: list[str] | None = None
    rows: dict[int, list[str]] = {}
    inside = False
    for line in lines:
        bare = line.strip()
        inside = inside or bare.startswith("{|")
        if not inside:
            done.append(line)
            continue
        if bare[:2] in ("{|", "|-", "|+", "|}"):
            inside, row = bare[:2] != "|}", None
        elif bare[:1] in ("|", "!"):
            if row is None:
                row = rows[len(done)] = ["||" if bare[0] == "!" else "|"]
            row += [cell.strip() for cell in bare[1:].replace("!!", "||").split("||")]
        done.append(_NO_ROW if inside else "")
    for at, (mark, *cells) in rows.items():
        done[at] = f"{mark} {f' {mark} '.join(cells)} {mark}"
    return done


def _common(lines: list[str]) -> list[str]:
    """Marks that mean one thing in every markup: `#. item`, field lists, definition lists, grids of `+---+`."""
    done: list[str] = []
    for at, line in enumerate(lines):
        if line[:1] in _FIRST_OF_COMMON and len(line) <= _LONGEST:
            done.append(_rewritten(line, done, before=lines[at - 1] if at else ""))
        elif line.endswith("::") and (found := _DESCRIBED.match(line)) is not None:
            done.append(f"**{found[1].strip()}**")
        else:
            done.append(line)
    return done


def _rewritten(line: str, done: list[str], *, before: str) -> str:
    if line.startswith("#. "):
        return f"1. {line[3:]}"
    if line[0] == "+":
        return line if _GRID.match(line) is None else "|---|" if "=" in line else _NO_ROW
    if line[0] == ";" and len(line) <= _LONGEST_HEADING and (found := _TERM.match(line)) is not None:
        return f"{found[1]}: {found[2]}" if found[2] else f"**{found[1]}**"
    if line[0] == ":":
        if (found := _FIELD_LIST.match(line)) is not None:
            return f"{found[1].capitalize()}: {line[found.end() :]}"
        if (
            _DEFINED.match(line) is not None
            and 2 <= len(before.strip()) <= 80
            and before[0] not in " :|#-*>;"
        ):
            done[-1] = done[-1] if done[-1].startswith("**") else f"**{before.strip()}**"
            return " " + line[1:]
        return line[1:].strip() if before.startswith(";") else line
    return line
