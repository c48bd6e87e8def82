"""The end of the page: what is missing, the sources, what was amended, and how to check all of it."""

from secondstory.adapters.page import words
from secondstory.adapters.page.icons import BRAND, icon
from secondstory.adapters.page.marks import Marks, anchor, inline_marks, own_mark
from secondstory.adapters.page.markup import Markup, tag, together
from secondstory.adapters.page.pieces import bullets, section
from secondstory.application.edition import Amendment, Edition, Source
from secondstory.application.marks import one_form

_STATES = {"missing": "Missing", "erased": "Erased, lawfully", "sealed": "Sealed"}


def missing(edition: Edition, marks: Marks) -> Markup | None:
    """Return what nobody could find or look at, in the same voice as the rest."""
    lost = [
        f"{one_form(source.id)} {source.what}: missing."
        for source in edition.sources
        if source.state == "missing"
    ]
    items = [*edition.gaps, *lost]
    if not items:
        return None
    note = "Most of this has an ordinary cause. A gap is a gap, not a question about anybody."
    return section("missing", "What is missing", bullets(_lost(each, marks) for each in items), note=note)


def _lost(item: str, marks: Marks) -> Markup:
    """Return one line of what is missing; its own name at the beginning is set as one."""
    name, _, said = item.partition(" ")
    own = own_mark(name)
    return together([own, " ", inline_marks(said, marks)]) if own else inline_marks(item, marks)


def sources(edition: Edition) -> Markup | None:
    """Return the list that the marks of evidence lead to."""
    if not edition.sources:
        return None
    rows = (_source(source) for source in edition.sources)
    return section("sources", "Sources", tag("ol", *rows, class_="sources"))


def _source(source: Source) -> Markup:
    facts = " ".join(_sentence(part) for part in (_captured(source), _copied(source), source.custody) if part)
    state = _STATES.get(source.state)
    marked = (
        tag("span", icon("circle-dashed"), state, class_=f"state state-{source.state}") if state else None
    )
    return tag(
        "li",
        tag("span", one_form(source.id), class_="ev-own"),
        tag(
            "div",
            tag("p", source.what, " " if marked else None, marked),
            tag("p", facts, class_="meta") if facts else None,
            tag("p", source.digest, class_="digest") if source.digest else None,
            tag("p", together(_ways(source), between=" "), class_="ways") if source.place else None,
        ),
        id=anchor(source.id),
    )


def _ways(source: Source) -> list[Markup | None]:
    """Return the ways to the piece itself and to its receipt, on a page that has them."""
    opened = tag("a", "Open it", href=source.place) if source.state == "held" else None
    return [opened, tag("a", "Its receipt", href=source.proof) if source.proof else None]


def _sentence(words_: str) -> str:
    said = words_.strip().rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."


def _captured(source: Source) -> str:
    """Return when it was captured and where; when it was sealed only where that is another moment."""
    captured, sealed = source.captured_at, source.sealed_at
    when = f" on {words.moment_in_full(captured)}" if captured else ""
    where = f" from {source.captured_from}" if source.captured_from else ""
    if not when and not where:
        return f"sealed on {words.moment_in_full(sealed)}" if sealed else ""
    if sealed is None or (captured and words.moment_in_full(captured) == words.moment_in_full(sealed)):
        return f"captured{when}{where}"
    later = f"at {sealed:%H:%M}" if captured and captured.date() == sealed.date() else ""
    return f"captured{when}{where}, sealed {later or f'on {words.moment_in_full(sealed)}'}"


def _copied(source: Source) -> str:
    if not source.blotted_out:
        return ""
    return f"a copy with {words.count(source.blotted_out, 'likely secret')} blotted out"


def amendments(edition: Edition, marks: Marks) -> Markup | None:
    """Return what changed after publication; the first version stays on the record."""
    if not edition.amendments:
        return None
    rows = (_amendment(each, marks) for each in edition.amendments)
    note = "A correction stands beside what was first published. Both stay on the record."
    return section("amendments", "Amended since", tag("ol", *rows, class_="amendments"), note=note)


def _amendment(amendment: Amendment, marks: Marks) -> Markup:
    why = ", ".join(part for part in (amendment.reason, amendment.by) if part)
    why = f"{why[:1].upper()}{why[1:]}"
    return tag(
        "li",
        tag("time", words.day(amendment.at), class_="meta"),
        tag(
            "div",
            tag("p", inline_marks(amendment.text, marks)),
            tag("p", inline_marks(why, marks), class_="meta") if why else None,
        ),
    )


def record(edition: Edition) -> Markup | None:
    """Return the checkpoint, the key and the command with which anybody can verify the record."""
    point = edition.checkpoint
    if not point and not edition.vkey:
        return None
    rows: list[Markup] = []
    if edition.origin:
        rows.append(_fact("Record", tag("span", edition.origin, class_="mono")))
    if point:
        rows.append(_fact("Entries", tag("span", f"{point.size:,}", class_="num")))
        rows.append(_fact("Digest of all entries", tag("span", point.root, class_="digest")))
    if edition.vkey:
        rows.append(_fact("Key to verify with", tag("span", edition.vkey, class_="digest")))
    steps: list[Markup | None] = []
    if point:
        steps = [
            tag(
                "p",
                "The signed checkpoint. Save it as ",
                tag("code", "checkpoint.txt"),
                ", beside a copy of the record:",
            ),
            tag("pre", point.note.rstrip("\n"), tabindex="0", role="group", aria_label="Signed checkpoint"),
            tag("p", "Then one command checks every entry, and says what it could not prove:"),
            tag(
                "pre",
                "secondstory verify --against checkpoint.txt",
                tabindex="0",
                role="group",
                aria_label="Command",
            ),
        ]
    note = "This page was made from a record in which nothing can be changed without a trace."
    return section("record", "Verify it yourself", tag("dl", *rows, class_="dl"), *steps, note=note)


def _fact(name: str, value: Markup) -> Markup:
    return tag("div", tag("dt", name), tag("dd", value))


def footer(edition: Edition) -> Markup:
    """Return the foot of the page."""
    where = f"Second Story at {edition.organisation}" if edition.organisation else "Second Story"
    charter = f"Charter and hard line, version {edition.charter_version}" if edition.charter_version else ""
    point = f"Checkpoint {edition.checkpoint.size:,}" if edition.checkpoint else ""
    parts = [
        tag("span", BRAND, where, class_="brand-small"),
        *(tag("span", each) for each in (charter, point) if each),
    ]
    if edition.checkpoint or edition.vkey:
        parts.append(tag("a", "Verify the record yourself", href="#record"))
    return tag("footer", together(parts), class_="foot")
