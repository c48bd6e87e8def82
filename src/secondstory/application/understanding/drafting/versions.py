"""Keeping a version of the story: it enters the record as a revision, woven with what others kept since."""

from secondstory.application.office import Office
from secondstory.application.understanding.drafting.weaving import Passage, weave
from secondstory.application.understanding.telling import tell
from secondstory.domain.lifecycle import PostMortem
from secondstory.domain.understanding import narrative
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import ENTROPY_BYTES, StreamId, new_id
from secondstory.kernel.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What somebody wrote. started_from: the revision they began with, 0 for an empty page.

    common: the words that both they and that revision have, None for the whole of it; they differ when an answer
    with the words of others never reached the writer.
    """

    text: str
    started_from: int
    common: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How the story stands after a version was kept: its last revision, and its text.

    is_new: whether a revision was recorded. joined: whether words of others joined it.
    passages: all of them in order when something is open; then nothing was recorded, and a person has to settle it.
    """

    number: int
    text: str
    is_new: bool = False
    joined: bool = False
    passages: tuple[Passage, ...] = ()


def keep_version(office: Office, stream: StreamId, sheet: Sheet) -> Kept:
    """Record a version of the story, woven with what others kept since it was begun.

    Nothing is recorded when nothing changed, or when others changed the same paragraphs: then the outcome has the
    passages. Raises Refused when the text is empty, or there is no revision it could have started from.
    """
    seen: list[Kept] = []

    def decide(pm: PostMortem) -> list[Event]:
        found, events = _decided(office, pm, sheet)
        seen[:] = [found]
        return events

    tell(office, stream, decide)
    return seen[0]


def restore(office: Office, stream: StreamId, number: int, *, started_from: int) -> Kept:
    """Write the story again as it stood in revision `number`: a new revision, so that nothing between is lost.

    started_from: the last revision when this was asked. Raises Refused when there is a later one.
    """
    seen: list[Kept] = []

    def decide(pm: PostMortem) -> list[Event]:
        last = pm.story.latest
        if last is not None and last.number != started_from:
            raise Refused(
                f"Somebody kept version {last.number} in the meantime. Look at it first; nothing was changed."
            )
        text = narrative.text(pm.story, number)
        events = _revised(office, pm, text, parents=(started_from,))
        seen[:] = [Kept(number=started_from + bool(events), text=text, is_new=bool(events))]
        return events

    tell(office, stream, decide)
    return seen[0]


def _decided(office: Office, pm: PostMortem, sheet: Sheet) -> tuple[Kept, list[Event]]:
    story = pm.story
    last = story.latest.number if story.latest else 0
    if sheet.started_from > last:
        raise Refused(f"There is no version {sheet.started_from} to go on from. The last one is {last}.")
    if not narrative.paragraphs_of(sheet.text):
        raise Refused("Nothing is written here, so nothing was changed: the last version stands.")
    common = narrative.text(story, sheet.started_from) if sheet.started_from else ""
    if sheet.common is not None:
        common = sheet.common
    current = narrative.text(story)
    woven = weave(common, sheet.text, current)
    if woven.open:
        return Kept(number=last, text=current, passages=woven.passages), []
    events = _revised(office, pm, woven.text, parents=_parents(sheet.started_from, last))
    return (
        Kept(
            number=last + bool(events),
            text=woven.text,
            is_new=bool(events),
            joined=woven.text != narrative.normalised(sheet.text),
        ),
        events,
    )


def _parents(started_from: int, last: int) -> tuple[int, ...]:
    return tuple(number for number in dict.fromkeys((started_from, last)) if number)


def _revised(office: Office, pm: PostMortem, text: str, *, parents: tuple[int, ...]) -> list[Event]:
    wanted = len(narrative.paragraphs_of(text))
    ids = [new_id("pa", at=office.now(), entropy=office.entropy(ENTROPY_BYTES)) for _ in range(wanted)]
    found = narrative.revise(pm.story, text, new_paragraph_ids=ids, authors=(office.me,), parents=parents)
    return [replace(one, parents=parents) if isinstance(one, narrative.Revised) else one for one in found]
