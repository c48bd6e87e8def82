"""Anybody's Markdown as proposals: what was read, with its lines, and with times made exact where they can be."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from secondstory.adapters.markdown.decode import decode_text
from secondstory.adapters.markdown.own_reader import read_postmortem
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.reading import Bullet, FollowUp, Reading, TimelineItem
from secondstory.adapters.markdown.shape.blocks import lines_of
from secondstory.adapters.markdown.shape.headings import level_of
from secondstory.adapters.secrets.detect import find_secrets
from secondstory.adapters.secrets.redact import redacted
from secondstory.application.keeping.sealing import LikelySecret
from secondstory.application.understanding.importing import Candidate, Foreign, Incoming, text_of_moment
from secondstory.domain.understanding.incidents import IncidentKind
from secondstory.kernel.moments import Moment
from secondstory.kernel.refused import Refused
from secondstory.wiring.documents.moments import zone_of
from secondstory.wiring.documents.own import OwnCandidates

OWN = "second-story"
ReadTime = Callable[[str], Moment]

_PROSE = ("summary", "background", "impact", "detection", "response", "resolution", "stats")
"""Fields whose words become parts of the story, under the heading they had; the summary comes first, without one."""
_NOTES = {"went_well": "went_well", "went_wrong": "hard", "lucky": "luck", "surprise": "surprise"}
_ZONES = {
    "UTC": "UTC",
    "GMT": "UTC",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "BST": "Europe/London",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
}
_ALL_TIMES = re.compile(r"\b(?:times?|timestamps?)\b[^\n.|]{0,40}?\b(?P<zone>[A-Z]{2,4})\b")
_OWN_ZONE = re.compile(r"\s*\(?\b(?P<zone>[A-Z]{2,4})\b\)?\s*$")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABELLED = re.compile(
    r"^[\s*_]*[(\[](?P<label>[^()\[\]]{3,40})[)\]]|^[*_]{0,2}(?P<word>[\w ]{3,30})[*_]{0,2}:"
)


def incoming(
    path: str, data: bytes, *, read_time: ReadTime, redact: bool = False, despite: str | None = None
) -> Incoming:
    """Return a document on its way in. redact: likely secrets are blotted out first. despite: sealed as it is, and why."""
    masked: Sequence[LikelySecret] = ()
    if redact:
        masked = find_secrets([data])
        data = b"".join(redacted([data], masked)) if masked else data
    return Incoming(
        document=foreign(path, data, read_time=read_time),
        source=lambda: [data],
        digest=hashlib.sha256(data).hexdigest(),
        origin=path,
        masked=masked,
        despite=despite,
    )


def foreign(path: str, data: bytes, *, read_time: ReadTime) -> Foreign:
    """Return what one document seems to say; never raises, whatever the bytes are."""
    text, _ = decode_text(data)
    reading = read_document(text)
    name = PurePath(path).name
    if reading.template == OWN:
        return _own(name, text, reading)
    times = _Times(reading, text, read_time)
    return Foreign(
        name=name,
        title=_one_line(reading.title) or PurePath(name).stem,
        template=reading.template,
        why_not=reading.why_not,
        severity=_one_line(reading.fields["severity"].text) or None,
        candidates=tuple(_candidates(reading, lines_of(text), times)),
    )


def _own(name: str, text: str, reading: Reading) -> Foreign:
    doc = read_postmortem(text)
    return Foreign(
        name=name,
        title=doc.title.strip() or PurePath(name).stem,
        template=OWN,
        why_not=reading.why_not,
        kind=IncidentKind(doc.kind) if doc.kind in set(IncidentKind) else IncidentKind.INCIDENT,
        severity=doc.severity or None,
        candidates=tuple(OwnCandidates(doc, reading, text.count("\n") + 1)),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _candidates(reading: Reading, lines: Sequence[str], times: "_Times") -> Iterator[Candidate]:
    yield from _prose(reading, lines)
    trigger = reading.fields["trigger"]
    if trigger.found and trigger.line is not None:
        yield _candidate("trigger", trigger.text, trigger.line, trigger.end_line)
    entries = [(item, times.of(item)) for item in reading.timeline]
    yield from _began(reading, entries, times)
    for item, moment in entries:
        exact = text_of_moment(moment) if moment else ""
        details = {"occurred": exact, "written": item.time_text}
        yield _candidate("timeline", item.text or item.time_text, item.line, None, **details)
    for bullet in reading.conditions:
        yield _candidate("condition", bullet.text, bullet.line, bullet.end_line, level=_level(bullet))
    yield from _lessons(reading)
    yield from (_followup(one) for one in reading.followups)


def _prose(reading: Reading, lines: Sequence[str]) -> Iterator[Candidate]:
    for name in _PROSE:
        field = reading.fields[name]
        if field.found and field.line is not None and field.text.strip():
            heading = "" if name == "summary" else field.heading or name.capitalize()
            yield _candidate("story", field.text, field.line, field.end_line, heading=heading)
    for unknown in reading.unknown:
        words = "\n".join(lines[unknown.line : unknown.end_line]).strip()
        if words:
            yield _candidate("story", words, unknown.line, unknown.end_line, heading=unknown.text.strip("# "))


def _began(
    reading: Reading, entries: Sequence[tuple[TimelineItem, Moment | None]], times: "_Times"
) -> Iterator[Candidate]:
    """Propose when it began: the first entry of the timeline, else the date of the document."""
    timed = [(moment, item) for item, moment in entries if moment is not None]
    if timed:
        moment, item = min(timed, key=lambda pair: pair[0].at)
        yield _candidate("times", item.time_text, item.line, None, name="began", at=text_of_moment(moment))
        return
    date = reading.fields["date"]
    moment_of_day = times.read(date.text) if date.found else None
    if moment_of_day is not None and date.line is not None:
        at = text_of_moment(moment_of_day)
        yield _candidate("times", _one_line(date.text), date.line, None, name="began", at=at)


def _lessons(reading: Reading) -> Iterator[Candidate]:
    """Propose what went well, was hard, was luck or surprised as notes; other lessons as a part of the story."""
    for bullet in reading.lessons:
        if bullet.label in _NOTES:
            yield _candidate(_NOTES[bullet.label], bullet.text, bullet.line, bullet.end_line)
    lessons = reading.fields["lessons"]
    if lessons.found and lessons.line is not None and lessons.text.strip():
        heading = lessons.heading or "Lessons learned"
        yield _candidate("story", lessons.text, lessons.line, lessons.end_line, heading=heading)


def _followup(one: FollowUp) -> Candidate:
    details = {"owner": one.owner, "due": one.due, "end_state": one.end_state, "was": one.state}
    return _candidate("followup", one.text, one.line, one.end_line, **details)


def _level(bullet: Bullet) -> str:
    """Return the level that the document itself gives a condition, by its heading or a label; empty when it does not."""
    found = level_of(bullet.label)
    labelled = _LABELLED.match(bullet.text)
    if found is None and labelled is not None:
        found = level_of(labelled["label"] or labelled["word"])
    return found or ""


def _candidate(field: str, text: str, line: int, end: int | None, **details: str) -> Candidate:
    kept = {name: value for name, value in details.items() if value}
    return Candidate(field=field, text=text.strip("\n"), first_line=line, last_line=end or line, details=kept)


class _Times:
    """Times of one document, as exact as it lets them be: the zone it names, the day it names, in this order."""

    def __init__(self, reading: Reading, text: str, read_time: ReadTime) -> None:
        self._read = read_time
        self._day = ""
        timeline, date = reading.fields["timeline"], reading.fields["date"]
        stated = _ALL_TIMES.search(timeline.text) or _ALL_TIMES.search(text)
        self._zone = _ZONES.get(stated["zone"], "") if stated else ""
        for candidate in (date.text, reading.title):
            if found := _DAY.search(candidate):
                self._day = found[0]
                break

    def of(self, item: TimelineItem) -> Moment | None:
        """Return the moment of an entry; an entry without a day has that of the entry before it."""
        written = item.time_text.strip()
        if found := _DAY.search(written):
            self._day = found[0]
        elif _YEAR.search(written):
            moment = self.read(written)
            if moment is not None:
                self._day = f"{moment.at.astimezone(zone_of(moment.zone)):%Y-%m-%d}"
            return moment
        elif self._day:
            written = f"{self._day} {written}"
        else:
            return None
        return self.read(written)

    def read(self, written: str) -> Moment | None:
        """Return the moment that `written` states with its day, or None."""
        zone = self._zone
        if found := _OWN_ZONE.search(written):
            zone = _ZONES.get(found["zone"], zone)
            written = written[: found.start()]
        try:
            return self._read(f"{written} {zone}".strip())
        except Refused:
            return None
