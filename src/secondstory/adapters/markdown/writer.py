"""A PostMortemDocument as Markdown with YAML front matter: pleasant to read, and read back field for field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from secondstory.adapters.markdown import document as d
from secondstory.adapters.markdown.document_marks import fence
from secondstory.adapters.markdown.escapes import block, cell, line, quoted
from secondstory.adapters.markdown.front_matter import OWN_SCHEMA

FACTS = ("number", "title", "status", "severity", "kind", "lede")
LISTS = (
    ("luck", "Where we were lucky"),
    ("surprises", "What surprised us"),
    ("went_well", "What went well"),
    ("hard", "What was hard"),
    ("gaps", "Gaps in the evidence"),
)
RECORDS = (("sittings", "Sittings"), ("amendments", "Amendments"))
IMPACT = ("party", "kind", "number", "unit", "method")
TIMELINE = ("occurred", "known", "kind", "actor_role", "text", "sources")
LINKS = ("source", "target", "kind", "basis")
LEVEL_ROWS = ("level", "status", "note")
EXCEPTIONS = ("gate", "reason")
DECISION = ("when", "done", "effects", "expected", "assumed", "understood", "sensible")
CONDITION = ("level", "persistence", "evidence", "holder")
FOLLOWUP = (
    "owner",
    "due",
    "state",
    "end_state",
    "verified_how",
    "strength",
    "changes",
    "phase",
    "conditions",
)
WORDS = {
    "actor_role": "Who",
    "occurred": "Occurred",
    "known": "Known",
    "kind": "Kind",
    "text": "Event",
    "sources": "Sources",
    "source": "From",
    "target": "To",
    "holder": "Holder",
    "end_state": "End state",
    "verified_how": "Verified how",
    "done": "Done",
    "effects": "Effects seen",
    "expected": "Expected",
    "assumed": "Assumed",
    "understood": "Understood",
    "sensible": "Why it was sensible",
}


def label(name: str) -> str:
    """Return the word under which a field stands in the document."""
    return WORDS.get(name, name.capitalize().replace("_", " "))


def write_postmortem(doc: d.PostMortemDocument) -> str:
    """Return the document as Markdown; the same document always gives the same bytes. Empty parts are left out.

    `read_postmortem` returns an equal document. A text that holds what Markdown would take for structure is kept by
    character references or between comment marks, so that nothing in it can become a heading of ours.
    """
    parts = [
        _front_matter(doc),
        [f"# {line(doc.title, opens=True)}".rstrip()],
        *_story(doc),
        *_happened(doc),
        *_learned(doc),
    ]
    parts += [*_committed(doc), *_kept(doc)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _front_matter(doc: d.PostMortemDocument) -> list[str]:
    rows = ["---", f"schema: {OWN_SCHEMA}"]
    rows += [f"{name}: {quoted(value)}" for name in FACTS if (value := getattr(doc, name))]
    if doc.times:
        rows += ["times:", *(f"  - [{quoted(name)}, {quoted(at)}]" for name, at in doc.times.items())]
    if doc.vkey:
        rows.append(f"vkey: {quoted(doc.vkey)}")
    return [*rows, "---"]


def _story(doc: d.PostMortemDocument) -> Iterator[list[str]]:
    yield from _texts("First story", doc.first_story, "first-story")
    yield from _texts("Second story", doc.second_story, "second-story")
    yield from _texts("Trigger", doc.trigger, "trigger")
    yield from _texts("Narrative", doc.narrative, "narrative")
    if doc.times:
        yield ["## Key times"]
        yield [f"- {line(name, opens=True)}: {line(at)}" for name, at in doc.times.items()]


def _texts(heading: str, text: str, name: str) -> Iterator[list[str]]:
    if text:
        yield [f"## {heading}"]
        yield fence(block(text), name)


def _happened(doc: d.PostMortemDocument) -> Iterator[list[str]]:
    yield from _table("Impact", IMPACT, doc.impact)
    yield from _table("Timeline", TIMELINE, doc.timeline)
    if doc.accounts:
        yield ["## Accounts"]
        for account in doc.accounts:
            when = "before evidence" if account.before_evidence else "after evidence"
            yield [f"### {line(account.role, opens=True)} ({when})"]
            if account.text:
                yield fence(block(account.text), "account")
    if doc.decision_points:
        yield ["## Decision points"]
        yield from ([*_item("", point.title, point, DECISION)] for point in doc.decision_points)


def _learned(doc: d.PostMortemDocument) -> Iterator[list[str]]:
    if doc.conditions:
        yield ["## Contributing conditions"]
        yield [row for c in doc.conditions for row in _item(c.id, c.statement, c, CONDITION)]
    yield from _table("How the conditions hang together", LINKS, doc.links)
    levels = [
        _Row({"level": level, "status": note.status, "note": note.note}) for level, note in doc.levels.items()
    ]
    yield from _table("Levels looked at", LEVEL_ROWS, levels)
    if doc.defences:
        yield ["## Defences"]
        yield [f"- **{line(one.kind, also='*')}**: {line(one.text)}".rstrip(" ") for one in doc.defences]
    for name, heading in LISTS:
        yield from _list(heading, getattr(doc, name))


def _committed(doc: d.PostMortemDocument) -> Iterator[list[str]]:
    if doc.followups:
        yield ["## Follow-ups"]
        yield [row for f in doc.followups for row in _item(f.number, f.text, f, FOLLOWUP)]


def _kept(doc: d.PostMortemDocument) -> Iterator[list[str]]:
    for name, heading in RECORDS:
        yield from _list(heading, getattr(doc, name))
    yield from _table("Exceptions", EXCEPTIONS, doc.exceptions)
    if doc.glossary:
        yield ["## Glossary"]
        yield [
            f"- **{line(term, also='*')}**: {line(text)}".rstrip(" ") for term, text in doc.glossary.items()
        ]
    yield from _texts("Checkpoint", doc.checkpoint, "checkpoint")


class _Row:
    """A row of a table whose fields come out of a mapping."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.__dict__.update(values)


def _written(value: object, escape_also: str = "") -> str:
    if isinstance(value, tuple):
        return ", ".join(line(str(part), also="," + escape_also) or "&#8203;" for part in value)
    return line(str(value), also=escape_also)


def _table(heading: str, names: Sequence[str], rows: Iterable[object]) -> Iterator[list[str]]:
    written = [[_written(getattr(row, name), "|") for name in names] for row in rows]
    if written:
        yield [f"## {heading}"]
        head = [cell(label(name)) for name in names]
        yield [
            f"| {' | '.join(head)} |",
            f"|{'---|' * len(head)}",
            *(f"| {' | '.join(row)} |" for row in written),
        ]


def _list(heading: str, texts: Sequence[str]) -> Iterator[list[str]]:
    if texts:
        yield [f"## {heading}"]
        yield [f"- {line(text, opens=True) or '&#8203;'}" for text in texts]


def _item(number: str, text: str, thing: object, names: Sequence[str]) -> list[str]:
    """A bullet, its id in bold before it, and what else is said of it nested below."""
    mark = f"**{line(number, also='*')}** " if number else ""
    rows = [f"- {mark}{line(text, opens=True)}".rstrip(" ")]
    return rows + [
        f"  - {label(name)}: {_written(getattr(thing, name))}" for name in names if getattr(thing, name)
    ]
