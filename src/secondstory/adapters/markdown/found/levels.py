"""Which levels a document shows that it looked at: headings and labels first, then plain words in what it found.

A level is never given to a condition here: the words are hints that somebody looked, kept narrow so that "we looked at
culture" is not read out of a document that did not. A person says at which level a condition stands.
"""

import re
from collections.abc import Iterable, Mapping

from secondstory.adapters.markdown.found.bullets import ATTRIBUTE
from secondstory.adapters.markdown.reading import LEVELS, Bullet
from secondstory.adapters.markdown.shape.headings import level_of
from secondstory.adapters.markdown.shape.sections import Section

_PLACES = frozenset(
    (
        "conditions",
        "lessons",
        "went_wrong",
        "went_well",
        "lucky",
        "surprise",
        "defences",
        "levels",
        "decision_points",
        "trigger",
    )
)
_LABEL_IN_BRACKETS = re.compile(r"^[\s*_]*[(\[]([^()\[\]]{3,40})[)\]]")
_LONGEST = 200_000


def _cues(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")", re.IGNORECASE)


_CUES: Mapping[str, re.Pattern[str]] = {
    "software": _cues(
        r"bugs?\b",
        r"memory leak",
        r"race condition",
        r"dead-?lock",
        r"null pointer",
        r"exceptions?\b",
        r"misconfigur",
        r"time-?outs?\b",
        r"crash",
        r"out of memory",
        r"oom\b",
        r"regressions?\b",
        r"certificates? (?:chain )?expir",
        r"disk (?:space|full)",
        r"cpu\b",
        r"rate limit",
        r"(?:hard-?coded|default) (?:\w+ )?(?:value|setting|configuration|version|limit)",
        r"hard-?coded",
        r"retry (?:logic|storm)",
        r"(?:single|1) (?:replica|point of failure)",
        r"api\b",
        r"quer(?:y|ies)\b",
        r"databases?\b",
        r"schema\b",
        r"caches?\b",
        r"library|libraries",
        r"source code",
        r"memory usage",
        r"software",
    ),
    "practices": _cues(
        r"(?:unit|integration|end-to-end|e2e|smoke|load|regression|manual|automated)[- /]*(?:\w+ )?test",
        r"tests?\b",
        r"testing",
        r"smoketest",
        r"code reviews?",
        r"monitor",
        r"alerts?\b",
        r"alerting",
        r"alarms?\b",
        r"observab",
        r"logging",
        r"staging",
        r"canary",
        r"roll-?outs?",
        r"ci/cd",
        r"feature flags?",
        r"dashboards?\b",
        r"documentation",
        r"undocumented",
        r"backups?\b",
        r"health ?checks?",
    ),
    "process": _cues(
        r"process(?:es)?\b(?! (?:id|crash|kill|that|was|is|memory|cpu))",
        r"procedures?\b",
        r"runbooks?\b",
        r"playbooks?\b",
        r"checklists?\b",
        r"on-?call",
        r"escalat",
        r"change (?:management|window|freeze|advisory)",
        r"code freeze",
        r"maintenance windows?",
        r"hand-?overs?\b",
        r"hand-?offs?\b",
        r"approvals?\b",
        r"sign-?offs?\b",
        r"out[- ]of[- ](?:office )?hours",
        r"communication (?:channel|path|plan)",
        r"coordination",
        r"release cadence",
        r"on-?boarding",
    ),
    "culture": _cues(
        r"cultur",
        r"afraid",
        r"fear(?:ed|ing)?\b",
        r"reluctan",
        r"hesita(?:nt|ted|tion)",
        r"speak(?:ing)? up",
        r"psychological",
        r"too much trust",
        r"false (?:safety|confidence|sense of)",
        r"everyone assumed",
        r"normali[sz](?:ed|ation)",
        r"(?:got|are|were|become) used to",
        r"habit",
        r"we tend to",
        r"taken for granted",
        r"blam(?:e|ing|eless)",
        r"heroi",
        r"(?:time|delivery|production) pressure",
    ),
    "organisation": _cues(
        r"organi[sz]ation(?!al unit)",
        r"staffing",
        r"under-?staffed",
        r"head-?count",
        r"budget",
        r"funding",
        r"priorit(?:y|ies|i[sz]ation) (?:of|over|between|on)",
        r"prioriti[sz](?:ed|ing|ation)",
        r"ownership",
        r"no (?:clear )?owner",
        r"roadmap",
        r"deadlines?\b",
        r"(?:team|org) structure",
        r"leadership",
        r"management (?:decision|support|attention)",
        r"workload of",
        r"capacity of the team",
        r"bus factor",
        r"knowledge (?:\w+ )?(?:silo|concentrated|one person|distributed)",
        r"holidays?\b",
        r"turnover",
        r"availability of (?:\w+ ){0,3}(?:members|people|staff|engineers)",
        r"no formal definition of a team",
        r"cross-team",
        r"24/7 support",
    ),
    "outside": _cues(
        r"vendors?\b",
        r"third[- ]part(?:y|ies)",
        r"suppliers?\b",
        r"upstream",
        r"(?:cloud|internet|hosting|service|dns|payment) providers?\b",
        r"regulat(?:or|ion)",
        r"external (?:part|service|provider|dependenc|attack|actor)",
        r"attackers?\b",
        r"(?:aws|amazon|azure|google|gcp|github|cloudflare) (?:outage|incident|changed|released|support|side|announced|does|differ)",
        r"(?:outage|incident|issue|problem)s? (?:at|with|in) (?:aws|amazon|azure|google|gcp|github|cloudflare)",
        r"supply[- ]chain",
        r"political situation",
        r"power (?:cut|outage|failure|grid)",
    ),
}


def levels_looked_at(
    sections: Iterable[Section], conditions: Iterable[Bullet], lessons: Iterable[Bullet]
) -> dict[str, bool]:
    """Return for each level whether the document shows that it was looked at.

    An explicit heading or label (`### Culture`, `(Process) ...`, `Level: organisation`) always counts, other words only
    inside conditions and lessons.
    """
    seen = dict.fromkeys(LEVELS, False)
    for section in sections:
        if section.field not in _PLACES:
            continue
        _note(seen, level_of(section.heading))
        for block in section.blocks:
            for label in _labels(block.text[:300]):
                _note(seen, level_of(label))
            for cell in block.cells:
                _note(seen, level_of(cell[:60]))
    words = "\n".join(bullet.text[:4_000] for bullet in (*conditions, *lessons))[:_LONGEST]
    for level, pattern in _CUES.items():
        if not seen[level] and pattern.search(words):
            seen[level] = True
    return seen


def _labels(text: str) -> Iterable[str]:
    if (found := ATTRIBUTE.match(text)) is not None:
        yield found[1]
        if found[1].casefold() == "level":
            yield found[2]
    if (bracketed := _LABEL_IN_BRACKETS.match(text)) is not None:
        yield from (bracketed[1], bracketed[1].split("/")[0])


def _note(seen: dict[str, bool], level: str | None) -> None:
    if level is not None:
        seen[level] = True
