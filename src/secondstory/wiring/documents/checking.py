"""Report cards for Markdown post-mortems, with what the language coach notices. No workspace is needed."""

from collections.abc import Iterable
from typing import Any

from secondstory.adapters.markdown.card import card_text
from secondstory.adapters.markdown.decode import decode_text
from secondstory.adapters.markdown.reader import read_document
from secondstory.adapters.markdown.report import CheckedFile, LanguageFinding, report, to_json
from secondstory.coach import RULES, coach

__all__ = ["CheckedFile", "card_text", "check_document", "report_of"]


def check_document(path: str, data: bytes) -> CheckedFile:
    """Return what one document says and what the coach notices in it; never raises, whatever the bytes are."""
    text, _ = decode_text(data)
    return report(path, read_document(text), _findings(text))


def _findings(text: str) -> Iterable[LanguageFinding]:
    for one in coach(text, RULES):
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
