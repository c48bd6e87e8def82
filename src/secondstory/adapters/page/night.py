"""What happened: the timeline with its table, the decision points, the accounts side by side."""

from secondstory.adapters.page import words
from secondstory.adapters.page.icons import icon
from secondstory.adapters.page.marks import Marks, anchor, inline_marks, own_mark
from secondstory.adapters.page.markup import Markup, tag, together, trusted
from secondstory.adapters.page.pieces import folded, section, table
from secondstory.application.edition import (
    Account,
    DecisionPoint,
    Edition,
    Pictures,
    TimelineEntry,
    TimelineGap,
)
from secondstory.application.marks import one_form

_KINDS = {"fact": "Fact", "account": "Account", "inference": "Inference"}


def timeline(edition: Edition, pictures: Pictures, marks: Marks) -> Markup | None:
    """Return the timeline: the picture (upright on a phone), what its signs mean, and the same as a table."""
    if not edition.timeline and not edition.timeline_gaps:
        return None
    drawn = bool(pictures.timeline_wide)
    frame = (
        tag(
            "div",
            trusted(pictures.timeline_wide),
            class_="pic wide-only",
            tabindex="0",
            role="group",
            aria_label="Timeline, scrolls sideways",
        ),
        tag("div", trusted(pictures.timeline_upright), class_="pic phone-only"),
    )
    said = "Filled: a fact with its source. Open: somebody's account. Dashed: an inference."
    if any(entry.decisive for entry in edition.timeline):
        said += " With a glow: a decision point."
    if edition.timeline_gaps:
        said += " Dotted: no evidence, with the cause."
    caption = tag("figcaption", f"{said} Times in {edition.zone}.", class_="cap")
    rows = folded("The same as a table", _table(edition, marks), is_open=not drawn)
    figure = tag("figure", *(frame if drawn else ()), caption)
    return section("timeline", "How it went, with what could be seen then", figure, rows)


def _table(edition: Edition, marks: Marks) -> Markup:
    stops: list[TimelineEntry | TimelineGap] = [*edition.timeline, *edition.timeline_gaps]
    stops.sort(key=lambda each: each.occurred_at if isinstance(each, TimelineEntry) else each.starts_at)
    heads = ("When", "Where", "What", "Kind")
    ids = [anchor(each.id) if isinstance(each, TimelineEntry) else None for each in stops]
    return table(heads, [_row(each, marks) for each in stops], "tbl-tight", ids=ids)


def _row(each: TimelineEntry | TimelineGap, marks: Marks) -> tuple[str, ...]:
    if isinstance(each, TimelineGap):
        when = f"{words.moment(each.starts_at)} to {words.clock(each.ends_at)}"
        return (tag("time", when, class_="num"), each.lane, tag("span", each.cause, class_="lost"), "Gap")
    when = words.weekday(each.occurred_at) if each.precision == "day" else words.moment(each.occurred_at)
    note = ", ".join(filter(None, (each.uncertainty, _known(each))))
    return (
        together([tag("time", when, class_="num"), tag("div", note, class_="meta") if note else None]),
        each.lane,
        together([inline_marks(each.text, marks), " " if each.sources else None, marks.links(each.sources)]),
        together([_KINDS[each.kind], own_mark(each.id)], between=" "),
    )


def _known(each: TimelineEntry) -> str:
    """Return when it could first be known; empty when at once, or not said."""
    known = each.known_at
    if known is None or known == each.occurred_at:
        return ""
    if known.date() == each.occurred_at.date():
        return f"known at {words.clock(known)}"
    return f"known {words.moment(known)}"


def decision_points(edition: Edition, marks: Marks) -> Markup | None:
    """Return each moment at which somebody acted, as it looked then."""
    if not edition.decision_points:
        return None
    return section(
        "decisions",
        "What it looked like at the time",
        tag("ol", *(_decision(each, marks) for each in edition.decision_points), class_="moments"),
        note="Each of these made sense to a careful person with what was in view. What follows says why.",
    )


def _decision(point: DecisionPoint, marks: Marks) -> Markup:
    slots = (
        ("What was done", point.done),
        ("What could be seen", point.effects),
        ("What was expected", point.expected),
        ("What was taken as given", point.assumed),
        ("How it was understood", point.understood),
    )
    listed = together(
        tag("div", tag("dt", name), tag("dd", inline_marks(said, marks))) for name, said in slots if said
    )
    sensible = None
    if point.sensible:
        lead = tag("b", "Why it made sense. ")
        sensible = tag("p", lead, inline_marks(point.sensible, marks), class_="sensible")
    return tag(
        "li",
        tag(
            "div",
            tag("time", words.moment(point.at), class_="meta") if point.at else None,
            together([" " if point.at else None, own_mark(point.id)]),
            class_="when",
        ),
        tag(
            "div",
            tag("h3", point.title),
            tag("dl", listed, class_="slots") if listed else None,
            sensible,
            tag("p", marks.links(point.marks), class_="seen") if point.marks else None,
        ),
        id=anchor(point.id),
    )


def accounts(edition: Edition, marks: Marks) -> Markup | None:
    """Return the accounts side by side, never merged; where two differ, both stay."""
    if not edition.accounts:
        return None
    arranged = "accounts" if len(edition.accounts) > 1 else "accounts accounts-one"
    return section(
        "accounts",
        "In their own words",
        tag("div", *(_account(each, marks) for each in edition.accounts), class_=arranged),
        note="Accounts are never merged. Where two of them differ, both stay, and the difference is worth a question.",
    )


def _account(account: Account, marks: Marks) -> Markup:
    when = (
        "written from memory, before any log" if account.before_evidence else "written after seeing evidence"
    )
    differs = None
    if account.differs_from:
        others = marks.links(account.differs_from)
        differs = tag(
            "span", icon("split"), tag("span", "Differs from ", others, ", both stay"), class_="chip"
        )
    sealed = f"Sealed {words.moment(account.sealed_at)}" if account.sealed_at else ""
    foot = together(
        [
            tag("span", icon("shield-check"), sealed, class_="proof-plain") if sealed else None,
            tag("span", one_form(account.id), class_="ev-own"),
            differs,
        ]
    )
    paragraphs = [tag("p", inline_marks(part, marks)) for part in account.text.split("\n\n") if part.strip()]
    return tag(
        "article",
        tag("h3", account.role, " ", tag("span", when, class_="meta")),
        tag("blockquote", *paragraphs, lang=account.language or None, dir="auto"),
        tag("p", foot, class_="foot-line"),
        class_="account",
        id=anchor(account.id),
    )
