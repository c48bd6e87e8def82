"""A document that Second Story wrote, as proposals that give the same fields back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from secondstory.adapters.markdown import document as d
from secondstory.adapters.markdown.reading import Reading
from secondstory.application.understanding.importing import Candidate, text_of_moment
from secondstory.application.understanding.mapping import EFFECT
from secondstory.wiring.documents.moments import read_moment_text

_GAP = re.compile(r"(?P<cause>[a-z-]+): (?P<what>.*)", re.DOTALL)
_ASKED = ", asked of "
_TEXTS = frozenset({"title", "text", "party"})
"""What the text of a candidate is called in a document."""

Lines = tuple[int, int]


class OwnCandidates:
    """The candidates of one document. Items that the reader found have a line of their own, others their section's."""

    def __init__(self, doc: d.PostMortemDocument, reading: Reading, lines: int) -> None:
        """Take the document, how it was read, and how many lines it has."""
        self._doc, self._reading, self._whole = doc, reading, (1, max(1, lines))

    def __iter__(self) -> Iterator[Candidate]:
        """Yield them in an order in which each can be taken over: conditions before what refers to them."""
        doc = self._doc
        yield from self._texts()
        yield from (
            self._one("times", name, {"name": name, "at": _exact(at)}) for name, at in doc.times.items()
        )
        yield from (self._one("impact", one.party, asdict(one), "impact") for one in doc.impact)
        yield from self._timeline()
        yield from (self._one("gap", *_gap(text), "gaps") for text in doc.gaps)
        for point in doc.decision_points:
            details = {**asdict(point), "when": _exact(point.when)}
            yield self._one("decision", point.title, details, "decision_points")
        yield from self._conditions()
        yield from self._links()
        yield from self._levels()
        yield from (self._one("defence", one.text, {"kind": one.kind}, "defences") for one in doc.defences)
        for field, texts, section in (
            ("luck", doc.luck, "lucky"),
            ("surprise", doc.surprises, "surprise"),
            ("went_well", doc.went_well, "went_well"),
            ("hard", doc.hard, "went_wrong"),
        ):
            yield from (self._one(field, text, {}, section) for text in texts)
        yield from (
            self._one("glossary", said, {"term": term}, "glossary") for term, said in doc.glossary.items()
        )
        yield from self._followups()

    def _one(self, field: str, text: str, details: Mapping[str, Any], section: str = "") -> Candidate:
        return _candidate(field, text, details, self._lines_of(section))

    def _lines_of(self, section: str) -> Lines:
        read = self._reading.fields.get(section)
        if read is None or read.line is None:
            return self._whole
        return read.line, read.end_line or read.line

    def _texts(self) -> Iterator[Candidate]:
        doc = self._doc
        for field in ("lede", "first_story", "second_story", "trigger"):
            if text := getattr(doc, field):
                yield self._one(field, text, {}, "trigger" if field == "trigger" else "summary")
        if doc.narrative:
            yield self._one("story", doc.narrative, {}, "background")

    def _timeline(self) -> Iterator[Candidate]:
        lines = _lines((item.line, item.line) for item in self._reading.timeline)
        for one in self._doc.timeline:
            details = {
                "occurred": _exact(one.occurred),
                "written": one.occurred,
                "known": _exact(one.known),
                "kind": one.kind,
                "actor_role": one.actor_role,
            }
            yield _candidate("timeline", one.text, details, next(lines, None) or self._lines_of("timeline"))

    def _conditions(self) -> Iterator[Candidate]:
        lines = _lines((item.line, item.end_line) for item in self._reading.conditions)
        for one in self._doc.conditions:
            details = {"id": one.id, "level": one.level, "persistence": one.persistence, "holder": one.holder}
            yield _candidate(
                "condition", one.statement, details, next(lines, None) or self._lines_of("conditions")
            )

    def _links(self) -> Iterator[Candidate]:
        for one in self._doc.links:
            details = {"from": one.source, "to": one.target, "kind": one.kind, "basis": one.basis}
            end = "the effect" if one.target == EFFECT else one.target
            yield self._one("link", f"{one.source} {one.kind.replace('-', ' ')} {end}", details, "conditions")

    def _levels(self) -> Iterator[Candidate]:
        for level, note in self._doc.levels.items():
            status = "found" if note.status == "explored" else note.status
            if not note.note:
                continue  # a level where a condition stands, or about which nobody said anything
            details = {"level": level, "status": status}
            if status == "not-explored":
                details["reason"] = note.note
            else:
                asked, _, of_whom = note.note.rpartition(_ASKED)
                details |= {"asked": asked, "of_whom": of_whom} if asked else {"asked": note.note}
            yield self._one("level", level, details, "levels")

    def _followups(self) -> Iterator[Candidate]:
        lines = _lines((item.line, item.end_line) for item in self._reading.followups)
        for one in self._doc.followups:
            details = {
                **asdict(one),
                "conditions": ", ".join(one.conditions),
                "number": "",
                "state": "",
                "was": f"{one.number} {one.state}".strip(),
            }
            yield _candidate("followup", one.text, details, next(lines, None) or self._lines_of("followups"))


def _candidate(field: str, text: str, details: Mapping[str, Any], lines: Lines) -> Candidate:
    kept = {name: str(value) for name, value in details.items() if value and name not in _TEXTS}
    return Candidate(field=field, text=text, first_line=lines[0], last_line=lines[1], details=kept)


def _lines(found: Iterable[Lines]) -> Iterator[Lines | None]:
    return iter(list(found))


def _exact(written: str) -> str:
    moment = read_moment_text(written)
    return "" if moment is None else text_of_moment(moment)


def _gap(text: str) -> tuple[str, dict[str, str]]:
    """Return what a gap was of, and its details; the reverse of `writing.gap_text`."""
    found = _GAP.fullmatch(text)
    if found is None:
        return text, {}
    details, rest = {"cause": found["cause"]}, found["what"]
    for word, name in (("; rule: ", "policy"), ("; until ", "until"), ("; from ", "since")):
        before, cut, after = rest.rpartition(word)
        exact = _exact(after) if name != "policy" else after
        if cut and exact:
            rest, details[name] = before, exact
    return rest, details
