r"""What was read in a Markdown post-mortem: fields with their lines, and the items that stand in them.

Lines are 1-based and count `\\n`, `\\r\\n` and `\\r` as ends. Nothing here is a judgement: a reading proposes, a
person decides. In particular no condition carries a level, because a level is never given by a word list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondstory.domain.ceremony.strength import Strength

FIELDS = (
    "title",
    "date",
    "status",
    "severity",
    "owner",
    "summary",
    "background",
    "impact",
    "trigger",
    "detection",
    "response",
    "resolution",
    "timeline",
    "conditions",
    "followups",
    "lessons",
    "went_well",
    "went_wrong",
    "lucky",
    "surprise",
    "accounts",
    "decision_points",
    "defences",
    "levels",
    "gaps",
    "participants",
    "stats",
    "glossary",
    "supporting",
)
"""Every field a post-mortem may have. Public: the names stand in the JSON of `check`."""

LEVELS = ("software", "practices", "process", "culture", "organisation", "outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRead:
    """One field of a document. `found` is a claim about content: a heading with nothing under it is not found.

    line, end_line: the first place of the field, heading included; None when there is neither heading nor content.
    heading: the words of the heading as written, empty when the field stood in front matter or a label-less place.
    """

    found: bool
    line: int | None = None
    end_line: int | None = None
    heading: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """One contributing condition or lesson as the document words it; `depth` 0 is not nested."""

    text: str
    line: int
    end_line: int
    depth: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up as the document words it. What is not written is an empty string; strength None = no guess."""

    text: str
    line: int
    end_line: int
    owner: str = ""
    due: str = ""
    end_state: str = ""
    state: str = ""
    ref: str = ""
    strength: Strength | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One entry of a timeline; `time_text` is the time as written, empty when none stands there."""

    time_text: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownHeading:
    """A heading no field answers to, kept as written, with the lines below it up to the next heading."""

    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole document as read. `fields` has every name of FIELDS; `levels` every name of LEVELS.

    levels: True when the text shows that this level was looked at (a heading, a label, or plain words in conditions
    and lessons). It says nothing about any single condition.
    """

    template: str
    understood: bool
    why_not: str
    fields: Mapping[str, FieldRead]
    conditions: tuple[Bullet, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    lessons: tuple[Bullet, ...] = ()
    levels: Mapping[str, bool]
    unknown: tuple[UnknownHeading, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the title, empty when there is none."""
        return self.fields["title"].text


def placed(reading: Reading, places: Sequence[int]) -> Reading:
    """Return the reading of lines that were cut out of others with the lines they came from; places are 0-based."""

    def line(number: int) -> int:
        return places[min(number, len(places)) - 1] + 1

    def field(read: FieldRead) -> FieldRead:
        if read.line is None or read.end_line is None:
            return read
        return replace(read, line=line(read.line), end_line=line(read.end_line))

    return replace(
        reading,
        fields={name: field(read) for name, read in reading.fields.items()},
        conditions=tuple(
            replace(b, line=line(b.line), end_line=line(b.end_line)) for b in reading.conditions
        ),
        lessons=tuple(replace(b, line=line(b.line), end_line=line(b.end_line)) for b in reading.lessons),
        followups=tuple(replace(f, line=line(f.line), end_line=line(f.end_line)) for f in reading.followups),
        timeline=tuple(replace(item, line=line(item.line)) for item in reading.timeline),
        unknown=tuple(replace(u, line=line(u.line), end_line=line(u.end_line)) for u in reading.unknown),
    )
