"""Atom (RFC 4287) from the entries of a feed."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from secondstory.application.correspondence.feed import Feed, FeedEntry

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"


def atom(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8. The same feed gives the same bytes."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _rfc3339(feed.updated_at))
    _text(ET.SubElement(root, "author"), "name", feed.author)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    for one in feed.entries:
        _entry(root, one)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ET.Element, one: FeedEntry) -> None:
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", one.id)
    _text(entry, "title", one.title)
    _text(entry, "published", _rfc3339(one.published_at))
    _text(entry, "updated", _rfc3339(one.updated_at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
    if one.summary:
        _text(entry, "summary", one.summary)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _rfc3339(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
