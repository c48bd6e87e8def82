"""Remarks in the margin, in the order of the text, each with its answers."""

from secondstory.application.marks import without_marks
from secondstory.domain.understanding.narrative import Comment, Story
from secondstory.kernel.frozen import dataclass

_QUOTED = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark with what it is about. was_rewritten: the paragraph reads differently now, or is gone."""

    comment: Comment
    on: str
    was_rewritten: bool
    answers: tuple[Comment, ...]


def remarks_of(story: Story) -> tuple[Remark, ...]:
    """Return the remarks: open ones first, in the order of the text; an answer stands below what it answers."""
    now = story.latest.paragraphs if story.latest else ()
    place = {one: at for at, one in enumerate(now)}
    top = [one for one in story.comments if not _answered(one)]
    top.sort(key=lambda one: (one.resolved_at is not None, place.get(one.about or "", len(now)), one.number))
    return tuple(
        Remark(
            comment=one,
            on=_quoted(story.paragraphs.get(one.about or "", "")),
            was_rewritten=(one.about or "") in story.paragraphs and one.about not in place,
            answers=tuple(each for each in story.comments if _answered(each) == one.number),
        )
        for one in top
    )


def paragraphs_by_number(story: Story) -> list[tuple[str, str]]:
    """Return the id and the first words of each paragraph of the last version."""
    now = story.latest.paragraphs if story.latest else ()
    return [(one, _quoted(story.paragraphs[one])) for one in now if one in story.paragraphs]


def _answered(comment: Comment) -> int | None:
    about = comment.about or ""
    number = about.removeprefix("remark-")
    return int(number) if about.startswith("remark-") and number.isdecimal() else None


def _quoted(paragraph: str) -> str:
    words = " ".join(without_marks(paragraph).lstrip("#>-* ").split())
    if len(words) <= _QUOTED:
        return words
    return words[:_QUOTED].rsplit(" ", 1)[0] + " …"
