"""Report cards for Markdown post-mortems, with what the language coach notices. No workspace is needed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from secondstory.adapters.markdown.card import card_text
from secondstory.adapters.markdown.decode import decode_text
from secondstory.adapters.markdown.own_reader import read_postmortem
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.reading import LEVELS, Reading
from secondstory.adapters.markdown.report import CheckedFile, LanguageFinding, report, to_json
from secondstory.adapters.markdown.shape.templates import OWN
from secondstory.adapters.trained import coach_model, coach_reader
from secondstory.coach import Setup, look
from secondstory.kernel.refused import Refused

_LOOKED_AT = frozenset({"explored", "nothing-found"})

__all__ = ["CheckedFile", "card_text", "check_document", "report_of"]


def check_document(path: str, data: bytes) -> CheckedFile:
    """Return what one document says and what the coach notices in it; never raises, whatever the bytes are."""
    text, _ = decode_text(data)
    return report(
        path,
        _with_own_levels(read_document(text), text),
        _findings(text, Setup(model=coach_model(), reader=coach_reader())),
    )


def _with_own_levels(reading: Reading, text: str) -> Reading:
    """Return the reading of a document of ours with the levels it states, in place of those its words point to."""
    if reading.template != OWN:
        return reading
    try:
        document = read_postmortem(text)
    except Refused:
        return reading
    stated = {level for level, note in document.levels.items() if note.status in _LOOKED_AT}
    stated |= {condition.level for condition in document.conditions}
    return replace(reading, levels={level: level in stated for level in LEVELS})


def _findings(text: str, setup: Setup) -> Iterable[LanguageFinding]:
    for one in look(text, setup).findings:
        yield LanguageFinding(
            rule=one.rule,
            message=f"{one.message} {one.question}",
            line=one.line,
            column=one.column,
            end_line=one.end_line,
            end_column=one.end_column,
            text=one.text,
        )


def report_of(files: Iterable[CheckedFile], unread: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return the report after `docs/check.schema.json`. unread: (path, why) of what could not be read."""
    problems = [{"path": path, "why": why} for path, why in unread]
    return {**to_json(files), **({"unread": problems} if problems else {})}
