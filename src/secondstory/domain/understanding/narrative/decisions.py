"""What may be told, and what is asked for first."""

from collections.abc import Iterator, Sequence

from secondstory.domain.stored import MOST_PARTS
from secondstory.domain.understanding.narrative.events import (
    CommentMade,
    CommentResolved,
    DecisionPointAdded,
    DecisionPointFilled,
    GlossaryTermAdded,
    Note,
    NoteReworded,
    ParagraphsRedacted,
    ParagraphsWritten,
    Revised,
    StoreysWritten,
    ThanksGiven,
)
from secondstory.domain.understanding.narrative.paragraphs import paragraphs_of
from secondstory.domain.understanding.narrative.state import Story, text_of
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import replace
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused, refuse_if_any

_MOST_TEXTS = MOST_PARTS - 1


def text(state: Story, revision: int | None = None) -> str:
    """Return the Markdown of the last revision, or of revision number `revision`; empty when nothing is written.

    Byte for byte what was written, with plain line feeds. Raises Refused when there is no such revision.
    """
    if revision is None:
        return text_of(state, state.latest) if state.latest else ""
    found = next((one for one in state.revisions if one.number == revision), None)
    if found is None:
        last = f"The last one is {state.latest.number}." if state.latest else "Nothing is written yet."
        raise Refused(f"There is no revision {revision}. {last}", code="no-such-revision")
    return text_of(state, found)


def revise(
    state: Story,
    markdown: str,
    *,
    new_paragraph_ids: Sequence[str],
    authors: Sequence[PersonId] = (),
    parents: Sequence[int] | None = None,
) -> list[Event]:
    """Write the narrative again: new paragraphs, then one revision; nothing when nothing has changed.

    new_paragraph_ids: never used before; as many as `paragraphs_of(markdown)` has are always enough.
    parents: the revisions the writers started from; None for the last one.
    Raises Refused when the text is empty, and when somebody else revised it since.
    Raises ValueError when there are too few ids.
    """
    assert state.paragraphs.keys().isdisjoint(new_paragraph_ids), "a paragraph id names one text for ever"
    wanted = paragraphs_of(markdown)
    if not wanted:
        raise Refused("Nothing is written here, so nothing was changed: the last revision stands.")
    last = state.latest
    if parents is not None and last is not None and last.number not in parents:
        raise Refused(
            f"The narrative was revised while you wrote: revision {last.number}. Nothing of yours is lost."
            f" Read it beside your text, put the two together, and save again from revision {last.number}.",
            code="revised-since",
        )
    ids, new = _named(state, wanted, new_paragraph_ids)
    if last is not None and ids == last.paragraphs:
        return []
    revised = Revised(
        number=last.number + 1 if last else 1,
        paragraphs=ids,
        authors=tuple(authors),
        parents=tuple(parents) if parents is not None else (last.number,) if last else (),
    )
    return [*_written(new), revised]


def _named(
    state: Story, wanted: Sequence[str], fresh: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return an id for each wanted paragraph, and those that are new: id -> text.

    A paragraph of the last revision keeps its id wherever it moved; one that stood in an earlier revision gets
    its old id back. Equal paragraphs keep ids of their own.
    """
    last = state.latest.paragraphs if state.latest else ()
    older = reversed([one for one in state.paragraphs if one not in set(last)])
    known: dict[str, list[str]] = {}
    for one in (*last, *older):
        if one in state.paragraphs:
            known.setdefault(state.paragraphs[one], []).append(one)
    unused = iter(fresh)
    ids: list[str] = []
    new: dict[str, str] = {}
    for paragraph in wanted:
        if known.get(paragraph):
            ids.append(known[paragraph].pop(0))
            continue
        made = next(unused, None)
        if made is None:
            raise ValueError(f"{len(fresh)} ids are too few for the new paragraphs")
        ids.append(made)
        new[made] = paragraph
    return tuple(ids), new


def _written(new: dict[str, str]) -> Iterator[Event]:
    ids = tuple(new)
    for start in range(0, len(ids), _MOST_TEXTS):
        some = ids[start : start + _MOST_TEXTS]
        yield ParagraphsWritten(ids=some, paragraphs=tuple(new[one] for one in some))


def write_storeys(state: Story, draft: StoreysWritten) -> list[Event]:
    """Write the lede and the two stories; nothing when all of it stands so already. Raises Refused when empty."""
    given = [(name, getattr(draft, name)) for name in ("lede", "first", "second")]
    said = [(name, text) for name, text in given if text is not None]
    if not any(text.strip() for _, text in said):
        raise Refused(
            "What would somebody say who saw only the outcome? That is the first story; then tell the second."
        )
    return [] if all(getattr(state.storeys, name) == text for name, text in said) else [draft]


def add_decision_point(state: Story, draft: DecisionPointAdded) -> list[Event]:
    """Add a decision point; its slots may come later. Raises Refused without a title, or without what was done."""
    assert draft.number >= state.next_number, "the caller numbers decision points from `next_number` on"
    problems: list[str] = []
    if not draft.title.strip():
        problems.append('Give the moment a short name, such as "whether to page the second person".')
    if not draft.done.strip():
        problems.append("What was done at that moment? Waiting is something one does, too.")
    refuse_if_any(problems, code="decision-point-incomplete")
    return [draft]


def fill_decision_point(state: Story, draft: DecisionPointFilled) -> list[Event]:
    """Fill slots of a decision point. Raises Refused when there is no such point, or when nothing is filled."""
    if all(one.number != draft.number for one in state.decision_points):
        raise Refused(
            f"There is no decision point D-{draft.number} yet. Give the moment a name and add it first."
        )
    if draft == DecisionPointFilled(number=draft.number):
        raise Refused(
            "What did it look like from there: what was expected, assumed, understood? One answer is enough."
        )
    if (draft.title is not None and not draft.title.strip()) or (
        draft.done is not None and not draft.done.strip()
    ):
        raise Refused(f"D-{draft.number} keeps a name and what was done; write other words in their place.")
    return [draft]


def note(state: Story, draft: Note) -> list[Event]:
    """Note a surprise, luck, a defence, what went well or what was hard. Raises Refused when it says nothing."""
    assert draft.number >= state.next_note_number, "the caller numbers notes from `next_note_number` on"
    if not draft.text.strip():
        raise Refused("Write it in a sentence that somebody from another team understands.")
    return [draft]


def reword_note(state: Story, draft: NoteReworded) -> list[Event]:
    """Put a note into other words. Raises Refused when there is no such note, and without words or a reason."""
    if all(one.number != draft.cites for one in state.notes):
        raise Refused(
            f"There is no note N-{draft.cites} beside this story; reading the story shows those there are."
        )
    if not draft.text.strip() or not draft.reason.strip():
        raise Refused(
            "Write the new words and, in a few more, why they changed. The first ones stay in the record."
        )
    return [draft]


def comment(state: Story, draft: CommentMade) -> list[Event]:
    """Comment on the story. Raises Refused when the comment is empty."""
    assert draft.number >= state.next_comment_number, (
        "the caller numbers comments from `next_comment_number` on"
    )
    if not draft.text.strip():
        raise Refused("A comment needs words; a question is often the best one.")
    return [draft]


def resolve_comment(state: Story, draft: CommentResolved) -> list[Event]:
    """Close a comment; nothing when it is closed already. Raises Refused when there is no such comment."""
    found = next((one for one in state.comments if one.number == draft.number), None)
    if found is None:
        raise Refused(f"There is no comment {draft.number} on this story.")
    return [draft] if found.resolved_at is None else []


def explain_term(state: Story, draft: GlossaryTermAdded) -> list[Event]:
    """Explain a word to readers from outside; nothing when it says so already. Raises Refused when half is missing."""
    if not draft.term.strip() or not draft.meaning.strip():
        raise Refused(
            "A glossary entry has two halves: the word, and what it means to somebody from outside."
        )
    return [] if state.glossary.get(draft.term) == draft.meaning else [draft]


def thank(state: Story, draft: ThanksGiven) -> list[Event]:
    """Thank somebody on the page; nothing when it stands there. Raises Refused without consent."""
    if not draft.consent:
        raise Refused(
            "Consent comes first: ask whether and how they want to be thanked, then write it.",
            code="consent-first",
        )
    if not draft.to.strip() or not draft.text.strip():
        raise Refused("Say whom, by the role or name they chose, and for what.")
    return [] if draft in state.thanks else [draft]


def redact(state: Story, number: int, draft: ParagraphsRedacted) -> list[Event]:
    """Cover the n-th paragraph as the story reads now, and every one that says the same. draft: its ids are found here.

    Raises Refused when there is no such paragraph, when it was covered, or without a reason in words.
    """
    latest = state.latest
    if latest is None or not 1 <= number <= len(latest.paragraphs):
        raise Refused(
            f"There is no paragraph P-{number} in the story as it reads now; story show counts them."
        )
    if not draft.why.strip():
        raise Refused("Why is it redacted? Say so in a sentence, without the words themselves.")
    covered = {one for event in state.redactions for one in event.ids}
    wanted = latest.paragraphs[number - 1]
    if wanted in covered:
        raise Refused(
            f"P-{number} is redacted already. To destroy what it said: secondstory erase --part P-{number}."
        )
    words = state.paragraphs.get(wanted)
    ids = tuple(one for one, text in state.paragraphs.items() if text == words and one not in covered)
    return [replace(draft, ids=ids or (wanted,), why=draft.why.strip())]
