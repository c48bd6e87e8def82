"""What an editor offers for words that were noticed: to write them otherwise, to keep them with a reason, to read why."""

from collections.abc import Iterator, Sequence

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from secondstory.coach import Finding
from secondstory.lsp.allowing import Comment, comment_for
from secondstory.lsp.telling import SOURCE
from secondstory.lsp.texts import OpenText

EXPLAIN, SHOW = "secondstory.explain", "secondstory.show"
_LONGEST_TITLE = 72


def actions(
    text: OpenText, findings: list[Finding], shown: Sequence[Diagnostic], *, versioned: bool
) -> list[CodeAction]:
    """Return the actions for `findings`. shown: what the editor underlines there; versioned: it knows versions of texts."""
    return [one for finding in findings for one in _for_one(text, finding, shown, versioned=versioned)]


def _for_one(
    text: OpenText, one: Finding, shown: Sequence[Diagnostic], *, versioned: bool
) -> Iterator[CodeAction]:
    place = text.positions.range(one.start, one.end)
    answered = [
        each for each in shown if each.source == SOURCE and each.code == one.rule and each.range == place
    ]
    if one.rewording:
        yield CodeAction(
            title=_short(f"Write “{' '.join(one.rewording.split())}”"),
            kind=CodeActionKind.QuickFix,
            diagnostics=answered,
            edit=_edit(text, TextEdit(range=place, new_text=one.rewording), versioned=versioned),
        )
    if not text.is_commit:
        comment = comment_for(text.text, one.rule, one.start, one.end)
        put_in = TextEdit(range=text.positions.range(comment.offset, comment.offset), new_text=comment.words)
        yield CodeAction(
            title=f"Allow this here, with a reason: {one.rule}",
            kind=CodeActionKind.QuickFix,
            diagnostics=answered,
            edit=_edit(text, put_in, versioned=versioned),
            command=_to_the_reason(text, comment),
        )
    yield CodeAction(
        title=f"Explain this rule: {one.rule}",
        kind=CodeActionKind.QuickFix,
        diagnostics=answered,
        command=Command(title="Explain", command=EXPLAIN, arguments=[one.rule]),
    )


def _edit(text: OpenText, edit: TextEdit, *, versioned: bool) -> WorkspaceEdit:
    """Return the edit; where the editor knows versions, it refuses one that comes too late."""
    if not versioned:
        return WorkspaceEdit(changes={text.uri: [edit]})
    document = OptionalVersionedTextDocumentIdentifier(uri=text.uri, version=text.version)
    return WorkspaceEdit(document_changes=[TextDocumentEdit(text_document=document, edits=[edit])])


def _to_the_reason(text: OpenText, comment: Comment) -> Command:
    """Return the command that takes the writer to where the reason goes; the text before it has not changed."""
    at = text.positions.position(comment.offset)
    character = at.character + len(comment.before)
    return Command(title="Write the reason", command=SHOW, arguments=[text.uri, at.line, character])


def is_wanted(only: Sequence[CodeActionKind | str] | None) -> bool:
    """Return whether an editor that asks for these kinds of actions asks for ours."""
    if only is None:
        return True
    return any(
        kind in ("", CodeActionKind.QuickFix.value) for kind in (getattr(one, "value", one) for one in only)
    )


def touching(text: OpenText, findings: tuple[Finding, ...], range_: Range) -> list[Finding]:
    """Return the findings that overlap a range or, at either end, touch it."""
    start, end = text.positions.offsets(range_)
    return [one for one in findings if one.start <= end and start <= one.end]


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 2]}…”"
