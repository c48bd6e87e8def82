"""The opening of the page: title and lede, the two stories, the narrative and the facts in the margin."""

from secondstory.adapters.page import words
from secondstory.adapters.page.icons import icon
from secondstory.adapters.page.marks import Marks, inline_marks
from secondstory.adapters.page.markup import Markup, tag, together
from secondstory.adapters.page.narrative import narrative_html
from secondstory.application.edition import Edition, GateException, Impact, Review


def heading(edition: Edition, marks: Marks) -> Markup:
    """Return what stands above the article: number, day and length, the title, the lede."""
    facts = [f"Post-mortem {edition.number}"]
    if edition.published_at:
        facts.append(f"published {words.day(edition.published_at)}")
    if edition.reading_minutes:
        facts.append(words.count(edition.reading_minutes, "minute"))
    return tag(
        "header",
        tag("p", ", ".join(facts), class_="meta"),
        tag("h1", edition.title or f"Post-mortem {edition.number}"),
        tag("p", inline_marks(edition.lede, marks), class_="lede") if edition.lede else None,
        class_="read-head",
    )


def two_stories(edition: Edition, marks: Marks) -> Markup | None:
    """Return the pairing that names the product: the first story narrow and grey, the second wide and larger."""
    if not edition.first_story and not edition.second_story:
        return None
    first = _story("The first story", edition.first_story or "It was never written down.", "story-1", marks)
    second = _story(
        "The second story", edition.second_story or "Nobody has written it yet.", "story-2", marks
    )
    return tag("section", first, second, class_="storeys", aria_label="First and second story")


def _story(title: str, story: str, class_: str, marks: Marks) -> Markup:
    return tag("div", tag("h2", title, class_="h4"), tag("p", inline_marks(story, marks), class_=class_))


def article(edition: Edition, marks: Marks) -> Markup:
    """Return the narrative with the facts in the margin beside it."""
    facts = _margin(edition, marks)
    if not edition.narrative.strip():
        return (
            tag("aside", facts, class_="margin margin-wide full", aria_label="Facts") if facts else Markup()
        )
    return together(
        [
            tag("article", narrative_html(edition.narrative, marks), class_="prose", id="story"),
            tag("aside", facts, class_="margin", aria_label="Facts") if facts else None,
        ]
    )


def _margin(edition: Edition, marks: Marks) -> Markup:
    return together(
        [
            _fact("Who was affected", *(_impact(each, marks) for each in edition.impact)),
            *(_fact(each.term, tag("p", inline_marks(each.meaning, marks))) for each in edition.words),
            _fact("How it was reviewed", *_review(edition.review)) if edition.review else None,
            _fact("Thanks, with consent", *(tag("p", inline_marks(each, marks)) for each in edition.thanks)),
            *(_exception(each) for each in edition.exceptions),
            _fact("Withheld", *(tag("p", each) for each in edition.withheld)),
            _proof_line(edition),
        ]
    )


def _fact(title: str, *inside: Markup) -> Markup | None:
    return tag("section", tag("h2", title, class_="h4"), *inside) if inside else None


def _impact(impact: Impact, marks: Marks) -> Markup:
    """Return one line: who, in what way, how much of what, how it was counted, where it is seen."""
    amount = " ".join(part for part in (words.grouped(impact.number), impact.unit) if part)
    who = " ".join(part for part in (impact.party, impact.kind) if part)
    who = f"{who[:1].upper()}{who[1:]}{': ' if amount else '.'}" if who else ""
    strong = tag("b", f"{amount}.") if amount else None
    method = inline_marks(f" Counted from {impact.method.rstrip('.')}.", marks) if impact.method else None
    seen = together([" ", marks.links(impact.marks)]) if impact.marks else None
    return tag("p", who, strong, method, seen)


def _review(review: Review) -> list[Markup]:
    lines: list[str] = []
    if review.sittings:
        lines.append(
            f"{words.count(len(review.sittings), 'sitting')}: {words.listed(list(review.sittings))}."
        )
    if review.facilitator:
        lines.append(
            f"Facilitator: {review.facilitator}{', ' if review.independence else ''}{review.independence}."
        )
    there = [words.count(review.people, "person", "people")] if review.people else []
    if review.vantage_points:
        there.append(words.count(review.vantage_points, "vantage point"))
    if there:
        lines.append(f"{', '.join(there)}.")
    return [tag("p", line) for line in lines]


def _exception(exception: GateException) -> Markup:
    """Return an exception in the open: what was passed, why, and by whom."""
    who = ", ".join([*filter(None, [exception.by]), *([words.day(exception.at)] if exception.at else [])])
    return tag(
        "section",
        tag("h2", "Published with an exception", class_="h4"),
        tag("p", f"{exception.gate.rstrip('.')}. Reason: {exception.reason.rstrip('.')}."),
        tag("p", who, class_="meta") if who else None,
        class_="aside-mark",
    )


def _proof_line(edition: Edition) -> Markup | None:
    if not edition.checkpoint:
        return None
    words_ = f"On the record, checkpoint {edition.checkpoint.size:,}"
    return tag("p", tag("a", icon("shield-check"), words_, class_="proof", href="#record"))
