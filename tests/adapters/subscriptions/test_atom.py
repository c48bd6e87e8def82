from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

from secondstory.adapters.subscriptions.atom import atom
from secondstory.application.correspondence.feed import Feed, FeedEntry

AT = datetime(2026, 10, 27, 10, 0, tzinfo=timezone(timedelta(hours=1)))
NS = {"a": "http://www.w3.org/2005/Atom"}
ENTRY = FeedEntry(
    id="tag:kelda.example,2026-10-27:log/pm_1",
    title='PM-7: Seats <released> & "sold" twice, 船',
    url="https://kelda.example/pm/7/read?a=1&b=2",
    summary="A field had counted hours for nine years.",
    published_at=AT,
    updated_at=AT + timedelta(days=1),
)
FEED = Feed(
    id="tag:kelda.example,2026:log/feed",
    title="Post-mortems of Kelda Ferries",
    author="Kelda Ferries",
    url="https://kelda.example/feed.atom",
    home="https://kelda.example/",
    updated_at=ENTRY.updated_at,
    entries=(ENTRY,),
)


def texts(element, *names):
    return [element.findtext(f"a:{name}", namespaces=NS) for name in names]


def test_it_has_what_an_atom_feed_must_have():
    root = ET.fromstring(atom(FEED))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert texts(root, "id", "title", "updated") == [FEED.id, FEED.title, "2026-10-28T09:00:00Z"]
    assert root.findtext("a:author/a:name", namespaces=NS) == "Kelda Ferries"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    assert links == {"self": FEED.url, "alternate": FEED.home}


def test_it_tells_each_entry_whole():
    [entry] = ET.fromstring(atom(FEED)).findall("a:entry", NS)
    assert texts(entry, "id", "title", "summary") == [ENTRY.id, ENTRY.title, ENTRY.summary]
    assert texts(entry, "published", "updated") == ["2026-10-27T09:00:00Z", "2026-10-28T09:00:00Z"]
    assert entry.find("a:link", NS).get("href") == ENTRY.url


def test_it_leaves_out_a_summary_that_is_not_written():
    feed = replace(FEED, entries=(replace(ENTRY, summary=""),))
    assert b"<summary" not in atom(feed)


def test_it_is_a_feed_when_nothing_was_published():
    root = ET.fromstring(atom(replace(FEED, entries=())))
    assert root.findall("a:entry", NS) == []


def test_it_writes_the_same_bytes_again():
    assert atom(FEED) == atom(FEED)
    assert atom(FEED).startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert AT.astimezone(UTC).hour == 9
