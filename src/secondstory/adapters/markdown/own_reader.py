"""A Markdown document of ours back to its fields: the mirror of `writer`, strict where the other reader is generous."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from secondstory.adapters.markdown import document as d
from secondstory.adapters.markdown import writer as w
from secondstory.adapters.markdown.document_marks import begins, ends, unfence
from secondstory.adapters.markdown.escapes import plain, plain_block
from secondstory.adapters.markdown.front_matter import OWN_SCHEMA, FrontMatter, read_front_matter
from secondstory.adapters.markdown.shape.blocks import lines_of
from secondstory.adapters.markdown.shape.tables import split_cells
from secondstory.kernel.refused import Refused

_ITEM = re.compile(r"^-(?: (?:\*\*([^*]*)\*\*(?: |$))?(.*))?$")
_PAIR = re.compile(r"^- \*\*([^*]*)\*\*:(?: (.*))?$")
_NESTED = re.compile(r"^  - ([A-Z][a-z ]*): (.*)$")
_ACCOUNT = re.compile(r"^(.*?) ?\((before|after) evidence\)$")
_EMPTY = "&#8203;"


@dataclass(slots=True)
class _Part:
    """A heading and what stands below it: plain lines, and the fenced text if there is one."""

    heading: str
    lines: list[str] = field(default_factory=list)
    text: str = ""


def read_postmortem(text: str) -> d.PostMortemDocument:
    """Return the document a text written by `write_postmortem` holds.

    Headings and front matter may be in another order and parts may be absent; facts come from the front matter, texts
    from the body. Raises Refused when the front matter does not say that this is such a document.
    """
    lines = lines_of(text.removeprefix("\ufeff"))
    front = read_front_matter(lines)
    if not front.is_own:
        raise Refused(
            f"This text has no front matter with `schema: {OWN_SCHEMA}`, so it cannot be read field for field."
            " Import it instead: every heading is kept, and you say what becomes what.",
            code="not-our-markdown",
        )
    parts = {part.heading: part for part in _parts(lines[front.lines :], "## ")}
    facts = {name: front.text(name) for name in w.FACTS}
    lists = {name: tuple(_listed(parts, heading)) for name, heading in w.LISTS + w.RECORDS}
    values: dict[str, Any] = {**facts, **_texts(parts), **_tables(parts), **lists}
    return d.PostMortemDocument(
        **values,
        accounts=tuple(_accounts(parts)),
        decision_points=tuple(_decisions(parts)),
        conditions=tuple(_conditions(parts)),
        followups=tuple(_followups(parts)),
        levels=_levels(parts),
        defences=tuple(d.Defence(kind=kind, text=text) for kind, text in _pairs(parts, "Defences")),
        glossary=dict(_pairs(parts, "Glossary")),
        times=_times(front),
        vkey=front.text("vkey"),
    )


def _parts(lines: list[str], mark: str) -> Iterator[_Part]:
    """Yield the parts that headings beginning with `mark` open; fenced texts are skipped over, not searched."""
    part: _Part | None = None
    fenced: list[str] | None = None
    for line in lines:
        if fenced is None and line.startswith(mark):
            if part is not None:
                yield part
            part = _Part(line.removeprefix(mark).strip(" "))
            continue
        if fenced is None:
            fenced = [] if begins(line) else None
        elif not ends(line):
            fenced.append(line)
        else:
            if part is not None:
                part.text = unfence(fenced)
            fenced = None
        if part is not None:
            part.lines.append(line)
    if part is not None:
        yield part


def _texts(parts: Mapping[str, _Part]) -> dict[str, Any]:
    named = {
        "first_story": "First story",
        "second_story": "Second story",
        "trigger": "Trigger",
        "narrative": "Narrative",
        "checkpoint": "Checkpoint",
    }
    return {
        name: plain_block(parts[heading].text) if heading in parts else "" for name, heading in named.items()
    }


def _tables(parts: Mapping[str, _Part]) -> dict[str, Any]:
    return {
        "impact": tuple(d.ImpactLine(**row) for row in _rows(parts, "Impact", w.IMPACT)),
        "timeline": tuple(
            d.TimelineEntry(**_split(row, "sources")) for row in _rows(parts, "Timeline", w.TIMELINE)
        ),
        "links": tuple(
            d.ConditionLink(**row) for row in _rows(parts, "How the conditions hang together", w.LINKS)
        ),
        "exceptions": tuple(d.GateException(**row) for row in _rows(parts, "Exceptions", w.EXCEPTIONS)),
    }


def _rows(parts: Mapping[str, _Part], heading: str, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as raw cells by field name, found by column words so that columns may be moved."""
    table = [line for line in (parts[heading].lines if heading in parts else []) if line.startswith("|")]
    if len(table) < 2:
        return
    by_label = {w.label(name): name for name in names}
    columns = [by_label.get(cell) for cell in _cells(table[0])]
    for line in table[2:]:
        cells = {name: cell for name, cell in zip(columns, _cells(line), strict=False) if name is not None}
        yield {
            name: cells.get(name, "") if name == "sources" else plain(cells.get(name, "")) for name in names
        }


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip(" ").removeprefix("|").removesuffix("|")
    return split_cells(f"|{inner}|") if inner.strip() else tuple("" for _ in inner.split("|"))


def _split(values: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        written = values.get(name, "")
        values[name] = (
            tuple("" if part == _EMPTY else plain(part) for part in written.split(", ")) if written else ()
        )
    return values


def _listed(parts: Mapping[str, _Part], heading: str) -> Iterator[str]:
    for line in parts[heading].lines if heading in parts else []:
        if line.startswith("- "):
            written = line.removeprefix("- ")
            yield "" if written == _EMPTY else plain(written)


def _pairs(parts: Mapping[str, _Part], heading: str) -> Iterator[tuple[str, str]]:
    for line in parts[heading].lines if heading in parts else []:
        if (found := _PAIR.match(line)) is not None:
            yield plain(found[1]), plain(found[2] or "")


def _items(
    parts: Mapping[str, _Part], heading: str, names: tuple[str, ...]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (id, text, the nested fields as written) of each bullet."""
    by_label = {w.label(name): name for name in names}
    current: tuple[str, str, dict[str, Any]] | None = None
    for line in parts[heading].lines if heading in parts else []:
        if (nested := _NESTED.match(line)) is not None and current is not None:
            if nested[1] in by_label:
                current[2][by_label[nested[1]]] = nested[2]
        elif (found := _ITEM.match(line)) is not None:
            if current is not None:
                yield current
            current = (plain(found[1] or ""), plain(found[2] or ""), {})
    if current is not None:
        yield current


def _plain_but(values: dict[str, Any], *lists: str) -> dict[str, Any]:
    return _split({name: value if name in lists else plain(value) for name, value in values.items()}, *lists)


def _conditions(parts: Mapping[str, _Part]) -> Iterator[d.ContributingCondition]:
    for number, text, said in _items(parts, "Contributing conditions", w.CONDITION):
        yield d.ContributingCondition(id=number, statement=text, **_plain_but(said, "evidence"))


def _followups(parts: Mapping[str, _Part]) -> Iterator[d.FollowUpLine]:
    for number, text, said in _items(parts, "Follow-ups", w.FOLLOWUP):
        yield d.FollowUpLine(number=number, text=text, **_plain_but(said, "conditions"))


def _decisions(parts: Mapping[str, _Part]) -> Iterator[d.DecisionPoint]:
    for _, title, said in _items(parts, "Decision points", w.DECISION):
        yield d.DecisionPoint(title=title, **_plain_but(said))


def _accounts(parts: Mapping[str, _Part]) -> Iterator[d.AccountText]:
    if "Accounts" not in parts:
        return
    for part in _parts(parts["Accounts"].lines, "### "):
        found = _ACCOUNT.match(part.heading)
        role, when = (found[1], found[2]) if found else (part.heading, "after")
        yield d.AccountText(role=plain(role), before_evidence=when == "before", text=plain_block(part.text))


def _levels(parts: Mapping[str, _Part]) -> dict[str, d.LevelNote]:
    rows = _rows(parts, "Levels looked at", w.LEVEL_ROWS)
    return {row["level"]: d.LevelNote(status=row["status"], note=row["note"]) for row in rows}


def _times(front: FrontMatter) -> dict[str, str]:
    pairs = front.values.get("times")
    if not isinstance(pairs, list):
        return {}
    return {str(pair[0]): str(pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) == 2}
