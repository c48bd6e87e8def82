"""Findings in the words of the protocol: what an editor underlines, and what it shows under the pointer."""

from lsprotocol.types import CodeDescription, Diagnostic, DiagnosticSeverity, Hover, MarkupContent, MarkupKind

from secondstory.coach import RULES, Finding, Looked
from secondstory.lsp.pages import page_of
from secondstory.lsp.texts import MOST_CHARACTERS, OpenText

SOURCE = "second story"
_SEVERITIES = {"information": DiagnosticSeverity.Information, "hint": DiagnosticSeverity.Hint}


def diagnostics(text: OpenText, looked: Looked, severity: str) -> list[Diagnostic]:
    """Return what an editor underlines: every finding, and quietly why something was not looked at."""
    found = [_diagnostic(text, one, _SEVERITIES[severity]) for one in looked.findings]
    notes = [(note.line, note.says) for note in looked.notes]
    if len(text.text) > MOST_CHARACTERS:
        line = text.positions.position(MOST_CHARACTERS).line + 1
        notes.append((line, "The text is looked at up to here; it is too long for more."))
    return found + [_note(text, line, says) for line, says in notes]


def _diagnostic(text: OpenText, one: Finding, severity: DiagnosticSeverity) -> Diagnostic:
    page = page_of(one.rule)
    return Diagnostic(
        range=text.positions.range(one.start, one.end),
        message=f"{one.message} {one.question}",
        severity=severity,
        code=one.rule,
        code_description=CodeDescription(href=page) if page else None,
        source=SOURCE,
        data={"question": one.question, "rewording": one.rewording},
    )


def _note(text: OpenText, line: int, says: str) -> Diagnostic:
    start, end = text.line_span(line - 1)
    return Diagnostic(
        range=text.positions.range(start, end), message=says, severity=DiagnosticSeverity.Hint, source=SOURCE
    )


def hover(text: OpenText, findings: list[Finding], *, in_markdown: bool) -> Hover | None:
    """Return what is told about the findings under the pointer; None when there are none."""
    if not findings:
        return None
    told = "\n\n---\n\n".join(
        _told(one, in_markdown=in_markdown, is_commit=text.is_commit) for one in findings
    )
    kind = MarkupKind.Markdown if in_markdown else MarkupKind.PlainText
    first = findings[0]
    return Hover(
        contents=MarkupContent(kind=kind, value=told), range=text.positions.range(first.start, first.end)
    )


def _told(one: Finding, *, in_markdown: bool, is_commit: bool) -> str:
    """Return the habit of mind, the question, the rewording, and how to keep the words as they are."""
    strong, code = ("**", "`") if in_markdown else ("", "")
    rule = next((rule for rule in RULES if rule.code == one.rule), None)
    parts = [f"{strong}{rule.name if rule else one.rule}{strong}", one.message]
    if rule:
        parts.append(f"The habit of mind: {rule.bias}.")
    parts.append(f"{strong}Ask:{strong} {one.question}")
    if one.rewording:
        parts.append(f"{strong}Or write:{strong} {one.rewording}")
    if not is_commit:
        comment = f"<!-- coach: allow {one.rule}: why -->"
        parts.append(f"To keep these words, say why on the same line: {code}{comment}{code}")
    page = page_of(one.rule)
    if page and in_markdown:
        parts.append(f"[What this rule notices, and what it leaves alone]({page})")
    return "\n\n".join(parts)
