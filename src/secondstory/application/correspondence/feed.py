"""The feed of published post-mortems, as entries that an adapter turns into Atom."""

from datetime import datetime

from secondstory.application.correspondence.links import Links
from secondstory.application.edition import legible
from secondstory.application.office import Office
from secondstory.domain.lifecycle import PostMortem, fold_stream
from secondstory.domain.stored import read_instant
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import POSTMORTEM, Row

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One published post-mortem. id: the same for ever. updated_at: of its last edition or amendment."""

    id: str
    title: str
    url: str
    summary: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: the latest change first. updated_at: of the newest entry, else when the record says nothing, `at`."""

    id: str
    title: str
    author: str
    url: str
    home: str
    updated_at: datetime
    entries: tuple[FeedEntry, ...]


def feed_of(office: Office, *, origin: str, organisation: str, links: Links, most: int = MOST) -> Feed:
    """Return the `most` newest published post-mortems that whoever the office is of may see.

    origin: of the record; ids are made from it, so that they stay when the site moves. A restricted post-mortem is
    in no feed, also not in that of somebody who may read it: feeds are kept by programs that are not ours.
    """
    rows = [row for row in office.door.rows(POSTMORTEM, order="-published_at") if _is_out(row)][:most]
    found = [_entry(office, row, origin, links) for row in rows]
    entries = sorted((one for one in found if one), key=lambda one: (one.updated_at, one.id), reverse=True)
    return Feed(
        id=_tag(origin, _BEGAN, "feed"),
        title=legible(f"Post-mortems of {organisation}"),
        author=legible(organisation),
        url=links.feed,
        home=links.desk,
        updated_at=entries[0].updated_at if entries else office.now(),
        entries=tuple(entries),
    )


_BEGAN = "2026"
"""A tag URI names the day on which its maker held the name; for the feed itself this format's first year will do."""


def _is_out(row: Row) -> bool:
    return row["published_at"] is not None and row["withdrawn"] is None and row["merged_into"] is None


def _entry(office: Office, row: Row, origin: str, links: Links) -> FeedEntry | None:
    stream = StreamId(str(row["stream"]))
    pm: PostMortem = office.load(stream, lambda entries: fold_stream("pm", entries))
    publication = pm.publication
    if publication.restricted is not None or not publication.is_published:
        return None
    published_at = read_instant(str(row["published_at"]))
    times = [*(one.at for one in publication.editions), *(one.at for one in publication.amendments)]
    return FeedEntry(
        id=_tag(origin, f"{published_at:%Y-%m-%d}", stream),
        title=legible(f"{pm.label}: {pm.incident.title}"),
        url=links.reading(pm.incident.number),
        summary=legible(pm.story.storeys.second or pm.story.storeys.lede or ""),
        published_at=published_at,
        updated_at=max(times),
    )


def _tag(origin: str, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151): the origin's first part is the authority, its rest and the name say what it is."""
    authority, _, rest = origin.partition("/")
    return f"tag:{authority.lower()},{day}:{'/'.join(filter(None, (rest, name)))}"
