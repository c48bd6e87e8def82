"""What will be different: the follow-ups as they stand."""

from secondstory.adapters.page import words
from secondstory.adapters.page.marks import Marks, anchor, inline_marks
from secondstory.adapters.page.markup import Markup, tag, together
from secondstory.adapters.page.pieces import section, strength_mark, table
from secondstory.application.edition import Edition, FollowUp

_CHANGES = {"condition": "Changes a condition", "symptom": "Relieves a symptom", "": ""}
_CHANGES_THESE = {"condition": "Changes ", "symptom": "Relieves a symptom of ", "": "Bears on "}


def followups(edition: Edition, marks: Marks) -> Markup:
    """Return the table of follow-ups, or one sentence when there is none."""
    if not edition.followups:
        return section(
            "followups",
            "What will be different",
            tag(
                "p",
                "No follow-up is written down. That can be right, when somebody with authority lives with the"
                " conditions as they are; then this page says who, and until when.",
                class_="empty",
            ),
        )
    names = {condition.id: condition.label or condition.statement for condition in edition.conditions}
    rows = (
        (
            _what(each, names, marks),
            strength_mark(each.strength),
            each.owner or "Nobody has said yes yet",
            _stands(each),
        )
        for each in edition.followups
    )
    heads = ("Change", "Strength", "Owner", "Where it stands")
    return section(
        "followups",
        "What will be different",
        table(heads, rows, "tbl-roomy", ids=[anchor(f"FU-{each.number}") for each in edition.followups]),
        note="Less likely, smaller, sooner seen, easier to undo. Owning a fix says nothing about who contributed.",
    )


def _what(followup: FollowUp, names: dict[str, str], marks: Marks) -> Markup:
    end = followup.end_state
    finished = inline_marks(f"Finished when: {end}", marks) if end else None
    return together(
        [
            tag("b", inline_marks(followup.text, marks)),
            tag("div", finished, class_="soft small") if finished else None,
            tag("div", f"FU-{followup.number}", _bearing(followup, names, marks), class_="meta"),
        ]
    )


def _bearing(followup: FollowUp, names: dict[str, str], marks: Marks) -> Markup:
    """Return what it changes: each condition by its number, which leads to it, and its short name."""
    known = [key for key in followup.conditions if key in names]
    if not known:
        change = _CHANGES[followup.changes]
        return together([". " if change else None, change])
    each = [together([marks.word(key), ", ", names[key]]) for key in known]
    return together([". ", _CHANGES_THESE[followup.changes], together(each, between="; ")])


def _stands(followup: FollowUp) -> str:
    due = f"due {words.day(followup.due)}" if followup.due else ""
    said = ", ".join(part for part in (followup.state, due) if part)
    return f"{said[:1].upper()}{said[1:]}" or "Proposed"
