"""What a person does with the story: write and revise it, tell its decision points, note what else belongs to it."""

from difflib import unified_diff

from secondstory.application.office import Office
from secondstory.application.understanding.telling import Told, read, tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.narrative import (
    CommentMade,
    CommentResolved,
    DecisionPointAdded,
    DecisionPointFilled,
    GlossaryTermAdded,
    Note,
    NoteReworded,
    ParagraphsRedacted,
    Revised,
    StoreysWritten,
    ThanksGiven,
)
from secondstory.kernel.covering import Because
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import ENTROPY_BYTES, StreamId, new_id


def revise(office: Office, stream: StreamId, markdown: str, *, started_from: int | None = None) -> Told:
    """Write the narrative again; nothing when nothing has changed.

    started_from: the revision the writer began with, 0 for an empty page; None takes the last one, unasked.
    Raises Refused when the text is empty, or when somebody else revised it since.
    """
    wanted = len(narrative.paragraphs_of(markdown))
    ids = [new_id("pa", at=office.now(), entropy=office.entropy(ENTROPY_BYTES)) for _ in range(wanted)]
    parents = None if started_from is None else (started_from,)

    def decide(pm: PostMortem) -> list[Event]:
        found = narrative.revise(
            pm.story, markdown, new_paragraph_ids=ids, authors=(office.me,), parents=parents
        )
        # Revision 0 is the empty page: it is what one may start from, and no revision to name as a parent.
        return [_begun(one) if isinstance(one, Revised) else one for one in found]

    return tell(office, stream, decide)


def _begun(revised: Revised) -> Revised:
    return replace(revised, parents=()) if revised.parents == (0,) else revised


def difference(pm: PostMortem, older: int, newer: int) -> str:
    """Return a unified diff between two revisions; empty when they read the same. Revision 0 is the empty page.

    Raises Refused when there is no such revision.
    """
    before, after = (narrative.text(pm.story, one) if one else "" for one in (older, newer))
    lines = unified_diff(
        before.splitlines(), after.splitlines(), f"revision {older}", f"revision {newer}", lineterm=""
    )
    return "\n".join(lines)


def write_storeys(office: Office, stream: StreamId, draft: StoreysWritten) -> Told:
    """Write the lede and the two stories; nothing when all of it stands so. Raises Refused when empty."""
    return tell(office, stream, lambda pm: narrative.write_storeys(pm.story, draft))


def add_decision_point(office: Office, stream: StreamId, draft: DecisionPointAdded) -> Told:
    """Add a decision point; it gets its number here. Raises Refused without a title, or without what was done."""
    return tell(
        office,
        stream,
        lambda pm: narrative.add_decision_point(pm.story, replace(draft, number=pm.story.next_number)),
    )


def fill_decision_point(office: Office, stream: StreamId, draft: DecisionPointFilled) -> Told:
    """Fill slots of a decision point. Raises Refused when there is no such point, or nothing is filled."""
    return tell(office, stream, lambda pm: narrative.fill_decision_point(pm.story, draft))


def note(office: Office, stream: StreamId, draft: Note) -> Told:
    """Note a surprise, luck, a defence, what went well or was hard; it gets its number here."""

    def decide(pm: PostMortem) -> list[Event]:
        numbered: Note = replace(draft, number=pm.story.next_note_number)
        return narrative.note(pm.story, numbered)

    return tell(office, stream, decide)


def reword_note(office: Office, stream: StreamId, draft: NoteReworded) -> Told:
    """Put a note into other words. Raises Refused when there is none, and without words or a reason."""
    return tell(office, stream, lambda pm: narrative.reword_note(pm.story, draft))


def comment(office: Office, stream: StreamId, draft: CommentMade) -> Told:
    """Comment on the story; the comment gets its number here. Raises Refused when it is empty."""
    return tell(
        office,
        stream,
        lambda pm: narrative.comment(pm.story, replace(draft, number=pm.story.next_comment_number)),
    )


def resolve_comment(office: Office, stream: StreamId, draft: CommentResolved) -> Told:
    """Close a comment; nothing when it is closed. Raises Refused when there is no such comment."""
    return tell(office, stream, lambda pm: narrative.resolve_comment(pm.story, draft))


def redact(office: Office, stream: StreamId, number: int, because: Because, why: str) -> Told:
    """Cover the n-th paragraph of the story as it reads now, in every revision. Raises Refused as the domain does."""
    draft = ParagraphsRedacted(ids=(), because=because, why=why)
    return tell(office, stream, lambda pm: narrative.redact(pm.story, number, draft))


def explain_term(office: Office, stream: StreamId, draft: GlossaryTermAdded) -> Told:
    """Explain a word to readers from outside; nothing when it says so. Raises Refused when half is missing."""
    return tell(office, stream, lambda pm: narrative.explain_term(pm.story, draft))


def thank(office: Office, stream: StreamId, draft: ThanksGiven) -> Told:
    """Thank somebody on the page; nothing when it stands there. Raises Refused without consent."""
    return tell(office, stream, lambda pm: narrative.thank(pm.story, draft))


def revision_of(office: Office, stream: StreamId) -> tuple[int, str]:
    """Return the number of the last revision, 0 for none, and its text."""
    story = read(office, stream).story
    return (story.latest.number, narrative.text(story)) if story.latest else (0, "")
