"""Whether a text was read as a post-mortem, and in plain words why not.

Two things are asked. Is the story there: conditions or follow-ups, and another part beside them? And is it the story of
something that went wrong: minutes, a recipe or a read-me have lists of things to do as well, but no cause, impact,
timeline or words such as "outage"?
"""

import re
from collections.abc import Mapping, Sequence

from secondstory.adapters.markdown.reading import Bullet, FieldRead, FollowUp, TimelineItem, UnknownHeading
from secondstory.adapters.markdown.shape.headings import key
from secondstory.adapters.markdown.shape.sections import Section

_PARTS = (
    "summary timeline impact background trigger detection response resolution lessons went_well went_wrong lucky surprise"
    " accounts decision_points severity"
).split()
_OF_INCIDENTS = ("surprise", "impact", "trigger", "detection", "resolution", "lucky", "severity")
_LOOSE_NAMES = frozenset(
    "source origin finding reason condition contributor requirement weakness problem motivation".split()
)
"""Names under which other documents list something else; alone they do not make a post-mortem."""
_LOOSE_EFFECTS = frozenset(
    "consequence effect scope reach extent priority solution fix repair monitoring alerting classification".split()
)
_PLAIN_SUMMARIES = frozenset(
    "summary overview abstract introduction intro description highlight story statement problem key point".split()
)
_STRONG = re.compile(
    r"incident|outage|post-?\s?mortem|retrospective|downtime|unavailab|degrad|root cause|roll(?:ed|ing)?[- ]?back|paged"
    r"|on-?call|sev-?\s?\d|\brca\b|\bpir\b|\bcoe\b|correction of error|blameless|failover|disruption|near miss|mis-?issu"
    r"|st\u00f6rung|ausfall|vorfall|panne|incidente|ca\u00edd|fora do ar|interruption|breach",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:down|fail(?:ed|ing|s|ure|ures)?|broke|broken|errors?|crash(?:ed|es)?|stopped|stalled|slow|late|delayed|lost"
    r"|missing|expired|alert(?:s|ed)?|alarm|time-?outs?|stuck|frozen|silent|refused|empty|leak(?:ed)?|duplicate|corrupt\w*"
    r"|stood still|wrong|noticed|reverted|overload\w*|exhausted|full|dropped|twice|customers?|users?|minutes|hours?)\b",
    re.IGNORECASE,
)
_OTHER_KIND = re.compile(
    r"^\W*(?:change ?log|release notes?|read ?me|licen[cs]e|contributing|code of conduct|agenda|recipe|tutorial|user guide"
    r"|getting started|how to\b|minutes of|meeting (?:notes|minutes)|(?:weekly|daily|monthly|team) (?:sync|meeting|notes|stand-?up)"
    r"|permission is granted|sprint (?:retro|planning|review)|design doc|rfc\b|adr\b|architecture decision|proposal\b|faq\b|frequently asked|questions and answers|roadmap|runbook|job description)",
    re.IGNORECASE,
)
_AMBIENT = frozenset("customer customers user users minutes hour hours full empty late".split())
"""Words that are in every report of an incident and in many other texts: they count only beside another."""
_FEWEST_WEAK = 2
_FEWEST_TIMED = 2
_LOOKED_AT = 4_000
_OPENING = 4


def why_not_understood(
    fields: Mapping[str, FieldRead],
    sections: Sequence[Section],
    *,
    conditions: Sequence[Bullet],
    followups: Sequence[FollowUp],
    timeline: Sequence[TimelineItem],
    unknown: Sequence[UnknownHeading],
) -> str:
    """Return an empty string for a post-mortem, else what was looked for and what was found instead."""
    learned = bool(conditions or followups)
    told = any(fields[name].found for name in _PARTS) or _titled(fields, both=bool(conditions and followups))
    if not (told and learned):
        return _not_there(fields, unknown, told=told, learned=learned)
    if not _tells_of_an_incident(fields, timeline, sections):
        return (
            "Looked for signs that something went wrong (a cause, an impact, a timeline, a word such as outage) and found"
            f" none, so this is taken for another kind of document. {_found(fields, unknown)}"
        )
    return ""


def _titled(fields: Mapping[str, FieldRead], *, both: bool) -> bool:
    """A title is a part of the story when it carries a date, or when causes and follow-ups are both there."""
    title = fields["title"]
    return title.found and (both or (fields["date"].found and fields["date"].line == title.line))


def _tells_of_an_incident(
    fields: Mapping[str, FieldRead], timeline: Sequence[TimelineItem], sections: Sequence[Section]
) -> bool:
    title = fields["title"].text[:300]
    if _STRONG.search(title) is not None:
        return True
    if _OTHER_KIND.match(title) is not None:
        return False
    if _names_causes(fields):
        return True
    if any(fields[name].found and key(fields[name].heading) not in _LOOSE_EFFECTS for name in _OF_INCIDENTS):
        return True
    if fields["timeline"].found and sum(1 for item in timeline if item.time_text) >= _FEWEST_TIMED:
        return True
    if fields["summary"].heading and key(fields["summary"].heading) not in _PLAIN_SUMMARIES:
        return True
    return _sounds_like_one(f"{title}\n{fields['summary'].text}\n{fields['background'].text}", sections)


def _names_causes(fields: Mapping[str, FieldRead]) -> bool:
    """Causes under a telling name; under a loose one only beside follow-ups and an account of what happened."""
    causes = fields["conditions"]
    if not causes.found:
        return False
    name = key(causes.heading)
    if name not in _LOOSE_NAMES and not name.startswith("why "):
        return True
    return fields["followups"].found and (fields["summary"].found or fields["timeline"].found)


def _sounds_like_one(words: str, sections: Sequence[Section]) -> bool:
    if speaks_of_an_incident(sections) or _STRONG.search(words[:_LOOKED_AT]) is not None:
        return True
    heard = {word.lower() for word in _WEAK.findall(words[:_LOOKED_AT])}
    return len(heard) >= _FEWEST_WEAK and bool(heard - _AMBIENT)


def speaks_of_an_incident(sections: Sequence[Section]) -> bool:
    """Return whether the opening of a document has a word that only reports of incidents have."""
    return any(
        _STRONG.search(text[:_LOOKED_AT]) is not None
        for section in sections[:_OPENING]
        for text in (section.heading, *(block.text for block in section.blocks[:_OPENING]))
    )


def _not_there(
    fields: Mapping[str, FieldRead], unknown: Sequence[UnknownHeading], *, told: bool, learned: bool
) -> str:
    missing = [] if told else ["a summary, a timeline or another part of the story"]
    missing += [] if learned else ["contributing conditions (or causes) or follow-ups"]
    looked = (
        f"Looked for {' and for '.join(missing)}, under any of their usual names, and found nothing there."
    )
    return f"{looked} {_found(fields, unknown)}"


def _found(fields: Mapping[str, FieldRead], unknown: Sequence[UnknownHeading]) -> str:
    there = [name.replace("_", " ") for name, read in fields.items() if read.found]
    empty = [
        read.heading or name for name, read in fields.items() if not read.found and read.line is not None
    ]
    parts = [f"Found: {', '.join(there)}." if there else "No section with a name we know was found."]
    if empty:
        parts.append(f"A heading but no words below it: {', '.join(empty[:5])}.")
    if unknown:
        parts.append(f"Headings kept as they are: {', '.join(u.text[:60] for u in unknown[:5])}.")
    return " ".join(parts)
