"""One post-mortem as a list shows it: its title, the first line of its second story, its levels; no score of any kind."""

import json
from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from secondstory.application.finding.searching import Piece, Row
from secondstory.kernel.frozen import dataclass
from secondstory.web.site.words import short_day
from secondstory.web.visiting.visit import Visit

LINE = 240
KINDS: Mapping[str, str] = {
    "incident": "Incident",
    "near-miss": "Near-miss",
    "surprise": "Surprise that went well",
}
STAGES: Mapping[str, str] = {
    "opened": "Opened",
    "supported": "Support first",
    "gathering": "Being gathered",
    "learning-held": "Learnt from",
    "committed": "Committed",
    "published": "Published",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What a list shows of one post-mortem. pieces: what was found in it, empty without words."""

    label: str
    title: str
    url: str
    line: str
    facts: tuple[str, ...]
    levels: tuple[str, ...]
    waived: str
    is_private: bool
    pieces: tuple[Piece, ...] = ()


def volume_of(visit: Visit, row: Row, pieces: tuple[Piece, ...] = ()) -> Volume:
    """Return a post-mortem as a list shows it. A published one leads to where it is read."""
    is_published = row["published_at"] is not None
    began = str(row["began_at"] or row["opened_at"] or "")
    facts = [KINDS.get(str(row["kind"]), str(row["kind"]))]
    facts += [f"{short_day(began, visit.zone)} {began[:4]}"] if began else []
    facts += [f"Severity: {row['severity']}"] if row["severity"] else []
    facts += [] if is_published else [STAGES.get(str(row["stage"]), str(row["stage"]))]
    return Volume(
        label=f"PM-{row['number']}",
        title=str(row["title"]),
        url=place_of(row),
        line=first_line(str(row["second_story"] or "")),
        facts=tuple(facts),
        levels=tuple(json.loads(str(row["levels"] or "[]"))),
        waived=str(row["waived"] or ""),
        is_private=not is_published,
        pieces=pieces,
    )


def place_of(row: Row) -> str:
    """Return where a post-mortem is read: its published page, or its space while it is not published."""
    number = int(str(row["number"]))
    read = address("reading", number=number) if row["published_at"] is not None else ""
    return read or address("overview", number=number)


def address(name: str, **arguments: int) -> str:
    """Return the address of that name, empty when nobody has registered it."""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


def first_line(text: str) -> str:
    """Return the first sentence or two of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LINE:
        return line
    kept = line[:LINE]
    end = max(kept.rfind(". "), kept.rfind("? "), kept.rfind("。"))
    return kept[: end + 1] if end > LINE // 3 else f"{kept.rsplit(' ', 1)[0]} …"
