"""Writes what is published: the page, its Markdown, its map; and every other form that can be taken out."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from secondstory.adapters.local_files.durable import write_durably
from secondstory.adapters.markdown.writer import write_postmortem
from secondstory.adapters.page import publish_html
from secondstory.adapters.pictures import condition_map_svg, draw
from secondstory.application.ceremony.editions import Frame, Gathered, custody_of, edition_of
from secondstory.application.edition import Edition
from secondstory.wiring.documents.writing import document_of
from secondstory.wiring.workspace import Workspace

EXPORT_SCHEMA = 1
FORMATS = ("markdown", "json", "html", "svg", "csv")
TABLES = ("followups", "timeline", "conditions", "impact")
_SUFFIXES = {"markdown": ".md", "json": ".json", "html": ".html", "svg": "-map.svg", "csv": ".csv"}
_LONGEST_SLUG = 60
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files of one edition. map: None when there is no condition to draw."""

    html: Path
    markdown: Path
    map: Path | None
    text: str


def frame_of(workspace: Workspace, **more: Any) -> Frame:
    """Return what surrounds an edition of this workspace; more: the fields of `Frame` that are known."""
    settings = workspace.settings
    return Frame(now=workspace.office.now(), vkey=settings.vkey, origin=settings.origin, **more)


def write_edition(gathered: Gathered, frame: Frame, out: Path) -> Written:
    """Write page, Markdown and map into the folder `out`, which is made when it is not there."""
    out.mkdir(parents=True, exist_ok=True)
    name = stem(gathered)
    edition = edition_of(gathered, frame)
    text = markdown_of(gathered, frame)
    svg = _map(edition)
    html, markdown, drawn = out / f"{name}.html", out / f"{name}.md", out / f"{name}-map.svg"
    write_durably(html, publish_html(edition, draw(edition)).encode())
    write_durably(markdown, text.encode())
    if svg:
        write_durably(drawn, svg.encode())
    return Written(html=html, markdown=markdown, map=drawn if svg else None, text=text)


def write_preview(gathered: Gathered, frame: Frame, out: Path) -> Path:
    """Write the page alone, as a draft that says so in its name and its title; return where it is."""
    out.mkdir(parents=True, exist_ok=True)
    edition = edition_of(gathered, frame)
    path = out / f"{stem(gathered)}.draft.html"
    write_durably(path, publish_html(edition, draw(edition)).encode())
    return path


def stem(gathered: Gathered) -> str:
    """Return the name of the files of a post-mortem: `PM-1-` and its title in plain letters."""
    folded = unicodedata.normalize("NFKD", gathered.pm.incident.title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"{gathered.pm.label}-{slug}" if slug else gathered.pm.label


def markdown_of(gathered: Gathered, frame: Frame) -> str:
    """Return the post-mortem as Markdown with front matter, which imports back to the same fields."""
    status = "published" if frame.published_at else "draft"
    return write_postmortem(document_of(gathered, status=status, signed=frame.signed, vkey=frame.vkey))


def exported(gathered: Gathered, frame: Frame, form: str, *, table: str = TABLES[0]) -> str:
    """Return one of FORMATS as text. table: which of TABLES, for CSV, which holds one table."""
    makers: Mapping[str, Callable[[], str]] = {
        "markdown": lambda: markdown_of(gathered, frame),
        "json": lambda: json.dumps(as_json(gathered, frame), ensure_ascii=False, indent=2) + "\n",
        "html": lambda: _page(edition_of(gathered, frame)),
        "svg": lambda: _map(edition_of(gathered, frame)),
        "csv": lambda: _csv(as_json(gathered, frame)["post_mortem"][table]),
    }
    return makers[form]()


def write_file(path: Path, text: str) -> None:
    """Write one exported file, with the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, text.encode())


def file_name(gathered: Gathered, form: str) -> str:
    """Return the name of an exported file."""
    return stem(gathered) + _SUFFIXES[form]


def as_json(gathered: Gathered, frame: Frame) -> dict[str, Any]:
    """Return the export in JSON values, after `docs/export.schema.json`: the fields of the Markdown, and evidence."""
    status = "published" if frame.published_at else "draft"
    document = asdict(document_of(gathered, status=status, signed=frame.signed, vkey=frame.vkey))
    return {"schema": EXPORT_SCHEMA, "post_mortem": document, "evidence": _evidence(gathered)}


def _evidence(gathered: Gathered) -> list[dict[str, Any]]:
    return [
        {
            "id": f"E-{one.sealed.number}",
            "name": one.sealed.name,
            "media_type": one.sealed.media_type,
            "length_bytes": one.sealed.length_bytes,
            "sha256": one.sealed.digest,
            "custody": custody_of(one),
            "state": "held" if one.is_here else "erased",
        }
        for one in gathered.evidence
        if one.sealed is not None
    ]


def _page(edition: Edition) -> str:
    return publish_html(edition, draw(edition))


def _map(edition: Edition) -> str:
    if not edition.conditions:
        return ""
    graph = (edition.conditions, edition.links, edition.effects, edition.levels)
    return condition_map_svg(*graph, title=f"Condition map of PM-{edition.number}: {edition.title}")


def _csv(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV with a head; a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    made = io.StringIO()
    if rows:
        writer = csv.DictWriter(made, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return made.getvalue()


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
