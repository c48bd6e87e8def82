"""Finds the texts that can be erased alone, by the names that people have for them: T-4, C-2, P-3, title, 412.2."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from secondstory.application.ports.storage import Log
from secondstory.application.record.reading import Reader
from secondstory.domain.stored import PART
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.record.entry import Header

_TOPICS: Mapping[str, tuple[str, ...]] = {
    "T": ("timeline.entry_",),
    "G": ("timeline.gap_",),
    "C": ("condition.",),
    "D": ("story.decision_point_",),
    "N": (
        "story.surprise_",
        "story.went_well_",
        "story.luck_",
        "story.hard_",
        "story.defence_",
        "story.note_",
    ),
    "Q": ("story.comment_",),
    "S": ("sitting.",),
}
_PARAGRAPHS, _REVISED = "story.paragraphs_written.", "story.revised."
_PLACE = re.compile(r"(\d+)\.(\d+)")
_NUMBERED = re.compile(r"([A-Za-z])-?(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasableText:
    """One text of one entry. index: of the entry in the log; part: of the text in the entry, from 1.

    field, place: the field of the event that says it, and the place in that field when it holds several.
    """

    index: int
    part: int
    tag: str
    facts: Mapping[str, Any]
    field: str
    place: int
    words: str


def erasable_texts(log: Log, reader: Reader, stream: StreamId) -> list[ErasableText]:
    """Return every text of a stream that can be read and erased, in the order it was recorded."""
    found: list[ErasableText] = []
    for one in reader.unsealed(log.of_stream(stream), stream):
        facts = json.loads(one.parts[0])
        for field, value in facts.items():
            for place, part in enumerate(_parts(value)):
                text = one.parts[part] if part < len(one.parts) else None
                if isinstance(text, bytes):
                    found.append(
                        ErasableText(
                            index=one.stored.index,
                            part=part,
                            tag=_tag(one.header),
                            facts=facts,
                            field=field,
                            place=place,
                            words=text.decode(),
                        )
                    )
    return found


def named(texts: Sequence[ErasableText], what: str, *, latest: Sequence[str] = ()) -> list[ErasableText]:
    """Return the texts that `what` names, with every copy of the same words in the stream.

    what: `412.2` (entry and part), `T-4` and its like, `P-3` (a paragraph of the story), or a word such as `title` or `trigger`.
    latest: the ids of the story's paragraphs as it reads now. Raises Refused when nothing is named so.
    """
    found = [one for one in texts if _is_named(one, what, latest)]
    if not found:
        raise Refused(
            f"{what} names no text here that could be erased alone. Say T-4, C-2, D-1, P-3 for the third paragraph of the"
            " story, title, or --words with a few words of it; secondstory log shows entries for 412.1.",
            code="no-such-text",
        )
    return with_copies(texts, found)


def having(texts: Sequence[ErasableText], words: str) -> list[ErasableText]:
    """Return the texts that have `words` in them. Raises Refused when none has."""
    found = [one for one in texts if words in one.words] if words.strip() else []
    if not found:
        raise Refused(f'No text here has the words "{words}". Capitals count.', code="no-such-text")
    return with_copies(texts, found)


def with_copies(texts: Iterable[ErasableText], chosen: Iterable[ErasableText]) -> list[ErasableText]:
    """Return `chosen` and every other text that says the same, old revisions included, in their order."""
    said = {one.words for one in chosen}
    return [one for one in texts if one.words in said]


def paragraphs_now(log: Log, reader: Reader, stream: StreamId) -> tuple[str, ...]:
    """Return the ids of the story's paragraphs in the order in which it reads now."""
    revisions = [
        json.loads(one.parts[0])
        for one in reader.unsealed(log.of_stream(stream), stream)
        if _tag(one.header).startswith(_REVISED)
    ]
    return tuple(revisions[-1].get("paragraphs", ())) if revisions else ()


def _is_named(one: ErasableText, what: str, latest: Sequence[str]) -> bool:
    if place := _PLACE.fullmatch(what):
        return (one.index, one.part) == (int(place[1]), int(place[2]))
    if numbered := _NUMBERED.fullmatch(what):
        letter, number = numbered[1].upper(), int(numbered[2])
        if letter == "P":
            return 0 < number <= len(latest) and _paragraph(one) == latest[number - 1]
        about = {one.facts.get("number"), one.facts.get("cites")}
        return one.tag.startswith(_TOPICS.get(letter, ("no topic",))) and number in about
    word = what.strip().lower()
    return one.field == word or one.tag.partition(".")[2].startswith(f"{word}_")


def _paragraph(one: ErasableText) -> str | None:
    if not one.tag.startswith(_PARAGRAPHS) or one.field != "paragraphs":
        return None
    ids = one.facts.get("ids", ())
    return ids[one.place] if one.place < len(ids) else None


def _parts(value: object) -> list[int]:
    """Return the numbers of the parts that a fact stands for."""
    several = value if isinstance(value, list) else [value]
    return [one[PART] for one in several if isinstance(one, dict) and one.keys() == {PART}]


def _tag(header: Header | None) -> str:
    return header.kind if header is not None else ""
