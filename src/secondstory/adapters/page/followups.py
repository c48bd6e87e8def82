"""What will be different: the follow-ups as they stand."""

from secondstory.adapters.page import words
from secondstory.adapters.page.markup import Markup, tag, together
from secondstory.adapters.page.pieces import section, strength_mark, table
from secondstory.application.edition import Edition, FollowUp

_CHANGES = {"condition": "Changes a condition", "symptom": "Relieves a symptom", "": ""}


def followups(edition: Edition) -> Markup:
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
            _what(each, names),
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
        table(heads, rows, "tbl-roomy"),
        note="Less likely, smaller, sooner seen, easier to undo. Owning a fix says nothing about who contributed.",
    )


def _what(followup: FollowUp, names: dict[str, str]) -> Markup:
    changed = [names[key] for key in followup.conditions if key in names]
    change = _CHANGES[followup.changes]
    if changed:
        change = f"{change or 'Bears on'}: {'; '.join(changed)}"
    return together(
        [
            tag("b", followup.text),
            tag("div", f"Finished when: {followup.end_state}", class_="soft small")
            if followup.end_state
            else None,
            tag("div", f"FU-{followup.number}{'. ' if change else ''}{change}", class_="meta"),
        ]
    )


def _stands(followup: FollowUp) -> str:
    due = f"due {words.day(followup.due)}" if followup.due else ""
    return ", ".join(part for part in (followup.state, due) if part) or "Proposed"
