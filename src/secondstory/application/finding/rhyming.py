"""Which earlier post-mortems rhyme with this one, and why. A person confirms or denies it; nothing is concluded here.

Asked twice: with the first words at declaration, and again when conditions are written.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from secondstory.application.ports.words import Volume, Words
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId
from secondstory.learning import similar
from secondstory.learning.similar import Frequencies, Near
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import CONDITION, DOCUMENT, POSTMORTEM, SERVICE, Row

ASKED_TERMS = 12
CANDIDATES = 100
TITLE_COUNTS = 3
LEAST = 0.06
"""What is less near than this shares a few everyday words and nothing else."""
WITHOUT_CODE = frozenset({"software"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCondition:
    """Two statements of conditions that say about the same."""

    ours: str
    theirs: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhyme:
    """One earlier post-mortem, how near it is (0 to 1, for the order alone), and why it is shown."""

    row: Row
    nearness: float
    words: tuple[str, ...]
    conditions: tuple[SharedCondition, ...] = ()
    services: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is compared: its text, its terms and its conditions."""

    text: str
    bag: Mapping[str, int]
    spelt: Mapping[str, str]
    conditions: Sequence[Row] = ()


def rhyming_with(door: Door, words: Words, stream: StreamId, *, limit: int = 3) -> list[Rhyme]:
    """Return the post-mortems that rhyme with the one in `stream`, nearest first; none when it may not be seen."""
    row = door.row(POSTMORTEM, stream)
    if row is None:
        return []
    bodies = [str(one["body"]) for one in door.rows(DOCUMENT, {"stream": stream}, order="id")]
    text = _with_title(row, "\n".join(bodies))
    conditions = door.rows(CONDITION, {"stream": stream}, order="number")
    return _rhymes(door, words, _asked(words, text, conditions), limit=limit, without=stream)


def rhyming_with_words(door: Door, words: Words, text: str, *, limit: int = 3) -> list[Rhyme]:
    """Return the post-mortems that rhyme with a few words, such as the impact at declaration, nearest first."""
    return _rhymes(door, words, _asked(words, text), limit=limit)


def _with_title(row: Row, text: str) -> str:
    """Return a text with its title in front, several times: nobody chose any other words as carefully."""
    return "\n".join([*[str(row["title"])] * TITLE_COUNTS, text])


def _asked(words: Words, text: str, conditions: Sequence[Row] = ()) -> _Asked:
    return _Asked(text=text, bag=words.bags([text])[0], spelt=words.spelt(text), conditions=conditions)


def _rhymes(
    door: Door, words: Words, asked: _Asked, *, limit: int, without: StreamId | None = None
) -> list[Rhyme]:
    mine = _frequencies(words, asked.bag.keys())
    spoken = [asked.spelt[term] for term in similar.best_terms(asked.bag, mine, limit=ASKED_TERMS)]
    volumes = words.candidates(spoken, viewers=door.viewers, limit=CANDIDATES + 1)
    others = {str(one.row["stream"]): one for one in volumes if one.row["stream"] != without}
    bags = dict(
        zip(others, words.bags([_with_title(one.row, one.text) for one in others.values()]), strict=True)
    )
    frequencies = _frequencies(words, {term for bag in (asked.bag, *bags.values()) for term in bag})
    found = similar.nearest(asked.bag, bags, frequencies, limit=limit)
    return [
        _rhyme(door, words, asked=asked, near=near, other=others[near.key], frequencies=frequencies)
        for near in found
        if near.nearness >= LEAST
    ]


def _frequencies(words: Words, terms: Collection[str]) -> Frequencies:
    having, documents = words.frequencies(list(terms))
    return Frequencies(having, documents)


def _rhyme(
    door: Door,
    words: Words,
    *,
    asked: _Asked,
    near: Near[str],
    other: Volume,
    frequencies: Frequencies,
) -> Rhyme:
    theirs = door.rows(CONDITION, {"stream": near.key}, order="number")
    return Rhyme(
        row=other.row,
        nearness=near.nearness,
        words=tuple(asked.spelt[term] for term in near.terms),
        conditions=_shared_conditions(words, asked.conditions, theirs, frequencies),
        services=_services(door, asked.text, _with_title(other.row, other.text)),
        levels=_shared_levels(asked.conditions, theirs),
    )


def _services(door: Door, *texts: str) -> tuple[str, ...]:
    """Return the services of the organisation that each text names as a word of its own."""
    names = sorted({str(row["service"]) for row in door.rows(SERVICE)})
    return tuple(name for name in names if all(_names(text, name) for text in texts))


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _shared_levels(ours: Sequence[Row], theirs: Sequence[Row]) -> tuple[str, ...]:
    """Return the levels above the code at which both have a condition; nearly everything has one in the software."""
    shared = {str(row["level"]) for row in ours} & {str(row["level"]) for row in theirs}
    return tuple(sorted(shared - WITHOUT_CODE))


def _shared_conditions(
    words: Words, ours: Sequence[Row], theirs: Sequence[Row], frequencies: Frequencies
) -> tuple[SharedCondition, ...]:
    if not ours or not theirs:
        return ()
    bags = words.bags([str(row["statement"]) for row in (*ours, *theirs)])
    return tuple(
        SharedCondition(
            ours=str(ours[pair.ours]["statement"]),
            theirs=str(theirs[pair.theirs]["statement"]),
            level=str(theirs[pair.theirs]["level"]),
        )
        for pair in similar.alike(bags[: len(ours)], bags[len(ours) :], frequencies)
    )
