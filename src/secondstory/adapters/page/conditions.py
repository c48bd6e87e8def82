"""What made it possible: the levels with their conditions, the map with its words, and what stood in the way."""

from secondstory.adapters.page.marks import Marks, anchor, inline_marks, marks_as_words, own_mark
from secondstory.adapters.page.markup import Markup, tag, together, trusted
from secondstory.adapters.page.pieces import bullets, folded, level_mark, section
from secondstory.application.edition import LEVELS, Condition, Edition, Level, LevelLook, Pictures
from secondstory.application.understanding.statements import without_seen

_STILL = {
    "persisting": "Still there",
    "changed": "Changed since",
    "unknown": "Nobody knows yet whether it is still there",
}
_LOOKED = {"found": "Looked at", "nothing-found": "Looked at, nothing found", "not-explored": "Not looked at"}
_STILL_OPEN = "Whether these conditions are still there has not been said yet."
_NOT_SAID = "Nobody has said whether this level was looked at."
_LEGEND = (
    ('class="link"', "made more likely"),
    ('class="link link-allowed"', "allowed"),
    ('class="link link-hid"', "hid"),
    ('class="link link-amplified"', "amplified"),
)


def levels(edition: Edition, marks: Marks) -> Markup | None:
    """Return the levels from the outside world to software, each with its conditions or with what was asked."""
    if not edition.conditions and not edition.levels:
        return section(
            "conditions",
            "What made it possible, level by level",
            tag(
                "p",
                "No contributing condition is written here. A first question: what made this step easy to get"
                " wrong, and who above the code could say more?",
                class_="empty",
            ),
        )
    looks = {look.level: look for look in edition.levels}
    shown = [level for level in LEVELS if level != "outside" or level in looks or _at(edition, level)]
    rows = (_level(level, _at(edition, level), looks.get(level), marks) for level in shown)
    said = any(condition.persistence for condition in edition.conditions)
    foot = tag("p", _STILL_OPEN, class_="meta") if edition.conditions and not said else None
    return section(
        "conditions", "What made it possible, level by level", tag("ul", *rows, class_="levels"), foot
    )


def _at(edition: Edition, level: Level) -> list[Condition]:
    return [condition for condition in edition.conditions if condition.level == level]


def _level(level: Level, conditions: list[Condition], look: LevelLook | None, marks: Marks) -> Markup:
    said = [_condition(condition, marks) for condition in conditions]
    if look and (look.note or not conditions):
        note = inline_marks(f"{_LOOKED[look.looked]}{': ' if look.note else '.'}{look.note}", marks)
        said.append(tag("p", note, class_="meta" if conditions else "looked"))
    if not said:
        said.append(tag("p", _NOT_SAID, class_="looked"))
    return tag("li", tag("div", level_mark(level)), tag("div", *said))


def _condition(condition: Condition, marks: Marks) -> Markup:
    facts = [_STILL[condition.persistence]] if condition.persistence else []
    if condition.holder:
        facts.append(f"Can speak for it: {condition.holder}")
    seen = together([" ", marks.links(condition.marks)]) if condition.marks else None
    said = tag("p", inline_marks(without_seen(condition.statement, condition.marks), marks), seen)
    return tag(
        "div",
        own_mark(condition.id),
        tag("div", said, tag("p", ". ".join(facts), class_="meta") if facts else None),
        class_="cond",
        id=anchor(condition.id),
    )


def condition_map(edition: Edition, pictures: Pictures, marks: Marks) -> Markup | None:
    """Return the map in a frame that scrolls by itself, its legend, and the same as sentences."""
    if not pictures.condition_map and not pictures.sentences:
        return None
    said = bullets((marks_as_words(each, marks) for each in pictures.sentences), "sentences")
    sentences = folded("As sentences", said, is_open=not pictures.condition_map)
    if not pictures.condition_map:
        return section("map", "How these led to one another", sentences)
    frame = tag(
        "div",
        trusted(pictures.condition_map),
        class_="pic",
        tabindex="0",
        role="group",
        aria_label="Condition map, scrolls sideways",
    )
    figure = tag("figure", frame, tag("figcaption", _legend(edition), class_="legend"), class_="framed")
    return section(
        "map",
        "How these led to one another",
        tag("div", figure, sentences, class_="map-and-words"),
        note="No box is first and none is the biggest: take one away, and the night may have gone otherwise.",
    )


def _legend(edition: Edition) -> Markup:
    """Return the line styles with their words; only hypothesis is left out when there is none."""
    items = [
        tag(
            "span",
            trusted(
                f'<svg viewBox="0 0 28 14" aria-hidden="true" class="drawn"><path d="M1 7h26" {style}/></svg>'
            ),
            name,
        )
        for style, name in _LEGEND
    ]
    if any(link.basis == "hypothesis" for link in edition.links):
        shape = '<svg viewBox="0 0 28 14" aria-hidden="true" class="drawn"><path d="M14 12l-6-10h12z" class="head-open"/></svg>'
        items.append(tag("span", trusted(shape), "hypothesis, no evidence yet"))
    return together(items)


def around(edition: Edition, marks: Marks) -> Markup | None:
    """Return what held and what did not, what was luck, what surprised, what went well and what was hard."""
    groups = (
        ("What held", [each.text for each in edition.defences if each.stood == "held"]),
        ("What did not hold", [each.text for each in edition.defences if each.stood == "failed"]),
        ("What was not there", [each.text for each in edition.defences if each.stood == "absent"]),
        ("Where we were lucky", list(edition.luck)),
        ("What surprised us", list(edition.surprises)),
        ("What went well", list(edition.went_well)),
        ("What was hard", list(edition.hard)),
    )
    made = [
        tag("div", tag("h3", title), bullets(inline_marks(each, marks) for each in items))
        for title, items in groups
        if items
    ]
    return section("around", "What stood in its way", tag("div", *made, class_="groups")) if made else None
