"""The report card of one document for a person: what is there, what is missing, and the question to ask next."""

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from secondstory.adapters.markdown.reading import FollowUp, Reading
from secondstory.adapters.markdown.report import CheckedFile

MOST_LINES = 40
_SHOWN = 3
_LEVEL_WORDS = {
    "software": "software",
    "practices": "engineering practices",
    "process": "process",
    "culture": "culture",
    "organisation": "organisation",
    "outside": "outside world",
}
_FIELD_WORDS = {"followups": "follow-ups", "lucky": "luck", "conditions": "contributing conditions"}
_NEEDED = ("summary", "impact", "timeline", "detection", "conditions", "followups", "lucky")
_QUESTIONS = {
    "summary": "What happened, in three sentences for somebody from another team?",
    "impact": "Who bore this, and how much, in numbers with units?",
    "timeline": "What was known at each moment, and how do we know?",
    "detection": "What made somebody notice, and what could have shown it sooner?",
    "conditions": "What made this possible, likely, hard to see, or worse?",
    "followups": "What could change so that this is less likely, smaller or sooner seen?",
    "lucky": "Where did luck help, and what if it had not?",
}
_LEVEL_QUESTIONS = {
    "software": "What in the software let this happen or made it larger?",
    "practices": "How do we build, test and watch such changes, and what did that leave unseen?",
    "process": "How does such work usually reach us, and which step was nobody's?",
    "culture": "What would have made it easy to say that something looked odd?",
    "organisation": "Which priorities, staffing or ownership shaped the choices of that day?",
    "outside": "What did a vendor, a rule or the outside world add?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the card: a title, lines of fact, and the question to ask next (empty when there is none)."""

    title: str
    lines: tuple[str, ...]
    question: str = ""


def report_card(checked: CheckedFile) -> list[Section]:
    """Return the card in reading order. It counts what a document holds; it grades nothing and nobody."""
    reading = checked.reading
    if not reading.understood:
        return [_not_understood(reading), *_language(checked)]
    return [_there(reading), *_missing(reading), _levels(reading), *_followups(reading), *_language(checked)]


def card_text(checked: CheckedFile, width: int = 80) -> str:
    """Return the card as plain text of at most 40 lines, none longer than `width` (at least 40)."""
    width = max(40, width)
    title = checked.reading.title or checked.path
    lines = [_one_line(title, width), _one_line(f"{checked.path} \u00b7 {checked.reading.template}", width)]
    for section in report_card(checked):
        lines += ["", section.title]
        for line in section.lines:
            lines += textwrap.wrap(line, width, initial_indent="  ", subsequent_indent="    ", max_lines=2)
        if section.question:
            lines += textwrap.wrap(
                f"Ask next: {section.question}", width, initial_indent="  ", subsequent_indent="    "
            )
    if len(lines) > MOST_LINES:
        kept = MOST_LINES - 1
        lines = [*lines[:kept], "  (more with --json)"]
    return "\n".join(lines) + "\n"


def _one_line(text: str, width: int) -> str:
    flat = " ".join(text[: width * 4].split())
    return flat if len(flat) <= width else flat[: width - 1] + "\u2026"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _not_understood(reading: Reading) -> Section:
    return Section(
        title="Not read as a post-mortem",
        lines=(reading.why_not, *reading.notes[:_SHOWN]),
        question="Under which headings does this document say what happened, and what follows from it?",
    )


def _there(reading: Reading) -> Section:
    found = [
        _FIELD_WORDS.get(name, name.replace("_", " ")) for name, read in reading.fields.items() if read.found
    ]
    counts = (
        _count(len(reading.conditions), "contributing condition", "contributing conditions"),
        _count(len(reading.timeline), "timeline entry", "timeline entries"),
        _count(len(reading.followups), "follow-up", "follow-ups"),
    )
    lines = [", ".join(counts), f"Read: {', '.join(found)}"]
    if reading.unknown:
        lines.append(f"Kept as written: {', '.join(heading.text[:40] for heading in reading.unknown[:5])}")
    return Section(title="What is there", lines=(*lines, *reading.notes[:_SHOWN]))


def _missing(reading: Reading) -> Iterable[Section]:
    missing = [
        name
        for name in _NEEDED
        if not reading.fields[name].found and not (name == "conditions" and reading.conditions)
    ]
    if missing:
        lines = []
        for name in missing:
            line = reading.fields[name].line
            empty = f" (a heading on line {line}, nothing below it)" if line is not None else ""
            lines.append(f"{_FIELD_WORDS.get(name, name)}{empty}")
        shown = ("; ".join(lines),)
        yield Section(title="What is missing", lines=shown, question=_QUESTIONS[missing[0]])


def _levels(reading: Reading) -> Section:
    seen = [words for level, words in _LEVEL_WORDS.items() if reading.levels[level]]
    unseen = [level for level in _LEVEL_WORDS if not reading.levels[level] and level != "outside"]
    lines = [f"Words that point there: {', '.join(seen) if seen else 'none found'}"]
    if unseen:
        lines.append(f"No sign of: {', '.join(_LEVEL_WORDS[level] for level in unseen)}")
    return Section(
        title="Levels looked at",
        lines=tuple(lines),
        question=_LEVEL_QUESTIONS[unseen[-1]] if unseen else "",
    )


_ASKS: tuple[tuple[str, Callable[[FollowUp], bool], str], ...] = (
    (
        "without an owner",
        lambda f: not f.owner,
        "Whose is this, by knowledge and authority, and have they said yes?",
    ),
    ("without a date", lambda f: not f.due, "By when, or is it honest to say that it will not be done?"),
    ("without an end state", lambda f: not f.end_state, "How will we see that it is done and that it works?"),
)


def _followups(reading: Reading) -> Iterable[Section]:
    open_ones = [
        followup for followup in reading.followups if followup.state not in ("done", "completed", "complete")
    ]
    if not open_ones:
        return
    lines, questions = [], []
    for words, lacks, question in _ASKS:
        lacking = [followup for followup in open_ones if lacks(followup)]
        if lacking:
            lines.append(f"{words}: {len(lacking)} of {len(open_ones)}{_where(lacking)}")
            questions.append(question)
    strengths = [followup.strength for followup in open_ones]
    unclear, relying = strengths.count(None), strengths.count("weaker")
    if unclear:
        lines.append(f"strength not shown by the words: {unclear} of {len(open_ones)}")
    if relying:
        lines.append(f"relying on people remembering or noticing (a guess): {relying} of {len(open_ones)}")
    if relying + unclear == len(open_ones):
        questions.insert(0, "Which of these could work when nobody remembers?")
    yield Section(title="Follow-ups", lines=tuple(lines), question=questions[0] if questions else "")


def _where(followups: list[FollowUp]) -> str:
    places = ", ".join(str(followup.line) for followup in followups[:_SHOWN])
    more = ", \u2026" if len(followups) > _SHOWN else ""
    return f" (line {places})" if len(followups) == 1 else f" (lines {places}{more})"


def _language(checked: CheckedFile) -> Iterable[Section]:
    if not checked.findings:
        return
    lines = [
        f"{f.line}:{f.column} \u201c{_one_line(f.text, 40)}\u201d ({f.rule})"
        for f in checked.findings[:_SHOWN]
    ]
    if len(checked.findings) > _SHOWN:
        lines.append(f"and {len(checked.findings) - _SHOWN} more")
    yield Section(title="Language", lines=tuple(lines), question=_one_line(checked.findings[0].message, 240))
