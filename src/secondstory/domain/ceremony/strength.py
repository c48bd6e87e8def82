"""How strong a follow-up looks from its words: a suggestion for a person to confirm, never a verdict.

The grades adapt the action hierarchy of VA/IHI root-cause work to software: *stronger* works without memory or
vigilance, *intermediate* lowers the likelihood and partly relies on people, *weaker* relies on people remembering.
The lexicon is English and small on purpose: where it does not know it returns None and the person decides.
"""

import re
from typing import Literal

Strength = Literal["stronger", "intermediate", "weaker"]

LONGEST_READ = 2_000
"""Characters of a follow-up that are looked at; what is said later than that is commentary."""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")", re.IGNORECASE)


# What the sentence opens with decides for these: "Document how to delete the path" is a document.
_OPENS_WEAK = _words(
    r"(?:re-?)?train(?:ing|ed)?\b(?! (?:a |the )?model)",
    r"teach",
    r"educat",
    r"remind",
    r"warn(?:ing)?\b",
    r"communicat",
    r"announc",
    r"inform\b",
    r"tell\b",
    r"e-?mail\b",
    r"notify (?:the )?(?:team|everyone|staff|developers|engineers)",
    r"(?:re-?)?document(?:ing|ed)?\b",
    r"be (?:more )?careful",
    r"(?:take|pay) (?:more |extra |special |close )?(?:care|attention)",
    r"remember\b",
    r"always (?:check|verify|ask|double)",
    r"double[- ]check",
    r"write (?:up |a |an |the |some )*(?:new )?(?:wiki|docs?\b|documentation|article|guide|page|policy|policies|note)",
    r"(?:share|spread|raise|increase|improve|create) (?:\w+ ){0,2}(?:knowledge|awareness|understanding)",
    r"(?:create|add|make|build|set ?up) (?:an? |the |some |new |more |internal )*"
    r"(?:wiki|documentation|docs?\b|dashboard|graph|chart|policy|guideline|learning path|page\b)",
    r"(?:update|extend|improve|complete) (?:our |the |all |internal )*"
    r"(?:wiki|documentation|docs?\b|policy|policies|guidelines?|readme)",
    r"(?:implement|establish|agree on|define) (?:\w+ ){0,2}(?:rules|guidelines?|polic(?:y|ies))",
    r"(?:clear|better|more) communication",
    r"ask (?:people|everyone|engineers|developers|operators|teams?)",
    r"encourag",
)
# A leader changing a condition outranks the verb it is said with.
_LEADERS = _words(
    r"(?:hire|staff(?:ed)?|fund(?:ed)?)\b(?! (?:meeting|training))",
    r"(?:headcount|budget)\b",
    r"(?:move|transfer|merge|settle|give)\w* (?:\w+ ){0,4}ownership",
    r"(?:reserve|free up|allocate|protect|set aside) (?:\w+ ){0,5}(?:time|capacity|sprint|days?|hours?|%)",
    r"reduce (?:the )?(?:on-?call )?(?:load|workload) (?:of|on|for)",
    r"(?:second|additional|staffed) (?:on-?call )?rotation",
)
_STRONGER = _words(
    r"(?:remov|delet|eliminat|decommission|retir|drop)(?:e|es|ed|ing|al)? (?!(?:the )?(?:alert|logs?|comment|noise))",
    r"get rid of",
    r"replac(?:e|ed|ing)\b",
    r"(?:make|made|making) (?:it |this |that |them |\w+ ){0,5}(?:impossible|harmless|idempotent|unrepresentable|immutable)",
    r"impossible to",
    r"cannot (?:be )?(?:express|happen|delet|select|reach|run|represent)",
    r"(?:prevent|block|forbid|refuse|reject|disallow)(?:s|ed|ing)?\b",
    r"(?:safe|automatic(?:ally)?|auto-?) ?(?:roll|revert|fail)",
    r"(?:roll(?:s|ed)? ?back|revert(?:s|ed)?|fail(?:s|ed)? over) (?:\w+ ){0,4}automatic",
    r"idempoten",
    r"blast[- ]radius",
    r"(?:hard|enforced|maximum) (?:limit|cap)\b",
    r"\bcap(?:s|ped)? (?:the |on |at |every |each |what |how |any |all )",
    r"least[- ]privileg",
    r"(?:two|second|independent)(?:-| )(?:system|party|independent)",
    r"simplif",
    r"standardi[sz]",
    r"paved road",
    r"isolat(?:e|ed|ing|ion)\b",
    r"read-?only\b",
    r"safe by default",
    r"(?:stronger|strict|narrower) type",
    r"type system",
)
_INTERMEDIATE = _words(
    r"automat",
    r"\bci\b",
    r"pipeline",
    r"\b(?:gate|gates|gated)\b",
    r"\blint",
    r"canar",
    r"feature[- ]flag",
    r"rate[- ]limit",
    r"throttl",
    r"circuit[- ]breaker",
    r"back-?off",
    r"retr(?:y|ies)\b",
    r"time-?outs?\b",
    r"redundan",
    r"replica",
    r"fail-?over",
    r"multi-?(?:az|region|zone)",
    r"autoscal",
    r"(?:priority|resource)[- ](?:class|limit|quota)",
    r"capacity",
    r"headroom",
    r"buffer",
    r"load[- ]test",
    r"(?:game[- ]?day|drill|exercise|rehears|chaos)",
    r"checklist",
    r"(?:health|liveness|readiness)[- /](?:check|probe|readiness)",
    r"(?:add|write|implement|extend|create|introduce|run)\w* (?:\w+[ ,/]+){0,5}(?:tests?|checks?|validation|probes?|guards?)\b",
    r"\btests? (?:for|that|covering)\b",
    r"validat",
    r"(?:upgrade|migrat|refactor|re-?writ|fix|patch|implement|move|split|separat|bump|configure|enable|disable|set) ?",
    r"staging",
    r"(?:quota|limit)s?\b",
    r"backups?\b",
    r"alarm",
)
_ALERT = _words(r"alert", r"monitor", r"alarm", r"pag(?:e|es|ing) ", r"notif")
_ANSWERED = _words(
    r"on-?call", r"runbook", r"playbook", r"responder", r"pag(?:e|es|ing|er)\b", r"owned by", r"rota"
)
_HARDWARE = _words(r"monitoring (?:node|stack|cluster|namespace|server|tool)")
_DASHBOARD = _words(
    r"dashboard", r"graph(?:s|ing)?\b", r"chart\b", r"wiki", r"documentation", r"\bdocs?\b", r"guideline"
)
_SECOND_LOOK = _words(
    r"(?:second|extra|additional|another|more|two) (?:reviewers?|approv\w+|pairs? of eyes|sign-?offs?|reviews?)",
    r"(?:manual|peer|manager(?:'s|ial)?) (?:approval|sign-?off)",
    r"(?:require|add|need)\w* (?:\w+ ){0,3}(?:approvals?|sign-?off)",
    r"four[- ]eyes",
)
_OPEN_ENDED = _words(
    r"investigat",
    r"look into",
    r"consider",
    r"discuss",
    r"explor",
    r"figure out",
    r"find out",
    r"assess",
    r"evaluat",
    r"research",
    r"think about",
    r"ask \w+ (?:support|vendor)",
    r"schedule a (?:discussion|meeting|talk)",
)
# What follows the headline is explanation: it is read only when the headline shows nothing.
_HEADLINE_END = re.compile(r"(?<=\w\w)[.:;](?:\s|$)")
_ORNAMENT = re.compile(
    r"^[\s\-*_+`#>\[\](){}:.,0-9]+|^\[[ xX]\]\s*|^\(?(?:P\d|prevent|detect|mitigate)\)?[:\s]+", re.IGNORECASE
)


def suggest_strength(text: str) -> Strength | None:
    """Return the strength the words of a follow-up suggest, or None when they do not show it.

    None is also the answer for openers without a bounded end (investigate, consider): nothing has changed yet.
    An alert counts as intermediate only when the text names who answers it or the page that reaches them;
    a further approval counts as weaker unless it is independent.
    """
    words = _ORNAMENT.sub("", text[:LONGEST_READ].replace("**", "").strip())
    headline = _HEADLINE_END.split(words, maxsplit=1)[0]
    return _judge(headline) or (_judge(words) if headline != words and not _OPEN_ENDED.match(words) else None)


def _judge(words: str) -> Strength | None:
    if _LEADERS.search(words):
        return "stronger"
    if _OPENS_WEAK.match(words):
        return "weaker"
    if _OPEN_ENDED.match(words):
        return None
    if _SECOND_LOOK.search(words) and "independent" not in words.lower():
        return "weaker"
    if _ALERT.search(words) and not _HARDWARE.search(words):
        return "intermediate" if _ANSWERED.search(words) else _without_alert(words)
    return _by_effect(words)


def _without_alert(words: str) -> Strength:
    """An alert nobody is named for relies on somebody noticing; the rest of the sentence may still be stronger."""
    return "stronger" if _STRONGER.match(words) else "weaker"


def _by_effect(words: str) -> Strength | None:
    if _STRONGER.search(words):
        return "stronger"
    if _DASHBOARD.search(words):
        return "weaker"
    if _INTERMEDIATE.search(words):
        return "intermediate"
    return "weaker" if _OPENS_WEAK.search(words) else None
