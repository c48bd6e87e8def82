"""Statements that end at a person: where the question starts (NAR-7, NAR-8; RCA2 rules of causation 3 and 4).

Recognised are errors of persons, carelessness and its synonyms, loss of situational awareness, and rules that were not
followed. Left alone are guards against error ("no guard against operator error"), what labels hide ("reviews stop at
human error"), what makes errors likelier, and a rule that was not followed when the statement says why.
"""

import re
from functools import cache

ERROR_GATE = "human-error-condition"

_ERROR_QUESTION = '"{words}" is where the question starts. What made this step easy to get wrong?'
_RULE_QUESTION = (
    '"{words}" is where the question starts. How is this normally done, and what made that sensible?'
)

_WHO = (
    r"(?:human|operator|user|pilot|driver|engineer|developer|programmer|admin(?:istrator)?|sys-?admin|staff|employee"
    r"|personnel|people's|manual|on-?call|responder|team member|individual|person)"
)
_WRONG = r"(?:errors?|mistakes?|slip-?ups?|slips?|blunders?)"
# "User error page" is software, and "operator errors likelier" is the sentence we want people to write.
_SOFTWARE = r"(?:messages?|codes?|rates?|handling|logs?|reports?|pages?|budgets?|states?|screens?|types?|prevention)\b"
_LIKELIER = r"(?:(?:more|less|very|so|too)\s+)?(?:likel|eas[iy]|possib|impossib|hard|invisib|visib|cheap|costly|expensive)"
_FOR = r"(?:\w+\s+){1,4}for\b"  # "lets a user mistake minutes for hours" is a condition of the form
_PREPOSITION = r"(?:in|on|at|by|when|during|while|with|and|or|that|which|of)\b"
_NOT_THIS = rf"(?!\s+(?:{_SOFTWARE}|{_LIKELIER}|(?!{_PREPOSITION}){_FOR}))"
_BLAMED = (
    r"(?:the|an?|our|one|some)\s+(?:[\w'-]+\s+){0,3}?"
    rf"{_WHO}\b(?!\s+(?:service|table|module|api|interface|guide|account|flow|store|database)s?\b)"
)
_ENDS = r"(?=\s*(?:$|[.,;:!?)\"]|(?:in|on|at|when|while|with|during|and)\b))"
_AWARENESS = r"(?:\w+\s+)?situation(?:al)?\s+awareness\b"

_ERRORS = (
    rf"\b{_WHO}(?:'s|s')?[\s-]+{_WRONG}\b{_NOT_THIS}",
    rf"\b(?:{_WRONG}|oversights?)\s+(?:made\s+)?(?:by|of|on the part of)\s+{_BLAMED}",
    rf"\b(?:made|makes|making)\s+(?:an?|the|some)\s+(?:\w+\s+)?{_WRONG}{_ENDS}",
    r"\b(?:careless(?:ness|ly)?|inattenti(?:on|ve|veness)|absent-?minded(?:ness)?|neglige(?:nce|nt|ntly))\b",
    r"\b(?:complacen(?:cy|t)|sloppiness|laziness|incompeten(?:ce|t)|fat[\s-]?finger(?:ed|ing|s)?)\b",
    (
        r"\black of\s+(?:due |proper |sufficient |enough |personal |human |operator )?"
        r"(?:attention|attentiveness|care|caution|diligence|vigilance|concentration|discipline|common sense)\b"
    ),
    r"\bhuman factors?\b(?!\s+(?:review|engineer|expert|research|training|specialist|team))",
    r"\blapses?\s+(?:of|in)\s+(?:attention|concentration|memory|vigilance)\b",
    r"\b(?:(?:errors?|lapses?)\s+(?:of|in)|poor|bad)\s+judge?ment\b",
    r"(?:\bnot|n't|\bfail(?:ed|ure|ing)\s+to|\bwithout)\s+pay(?:ing)?\s+(?:\w+\s+)?attention\b",
    r"\bnot\s+(?:being\s+)?(?:\w+ly\s+)?(?:careful|attentive|vigilant)(?:\s+enough)?\b",
    rf"\b(?:los[st]|losing|loses|loss\s+of|lack(?:ed|ing|s)?(?:\s+of)?|poor|insufficient)\s+{_AWARENESS}",
    (
        r"\b(?:menschliche[sr]?\s+(?:versagen|fehler)|bedienfehler|unachtsamkeit|erreurs?\s+humaines?|error(?:es)?\s+humanos?"
        r"|erros?\s+humanos?)\b"
    ),
)

_WRITTEN = r"(?:procedures?|run-?\s?books?|play-?books?|polic(?:y|ies)|check-?\s?lists?|guidelines?|sops?)"
_FIRM = (
    rf"(?:{_WRITTEN}|instructions|process(?:es)?|rules?|documentation|manual|best practices?|steps|workflow)"
)
_RULE = rf"(?:{_FIRM}|protocols?|standards?)"
_NOT = r"(?:(?<!could )(?<!can )\bnot|(?<!could)(?<!ca)n't|\bnever)"
_OFTEN = r"(?:(?:\w+ly|always|being|been)\s+)*"
_FOLLOW = r"(?:follow|obey|observe|adhere to|comply with|stick to|abide by)"
_FOLLOWED = r"(?:followed|obeyed|adhered to|complied with|stuck to|abided by)"
_FOLLOWING = r"(?:following|obeying|observing|adhering to|complying with|sticking to|abiding by)"
_THE = r"(?:[\w'-]+\s+){0,4}?"
_WAS = r"(?:(?:was|were|is|are|has|have|had)\s*)?(?:not|n't|never)\s+"
# "Not followed by a check" describes an order of steps, and nobody.
_BY_A_STEP = r"(?!\s+by\s+(?:an?|any|another)\s+(?:\w+\s+)?(?:check|step|test|review|wait|pause|restart|roll-?back|clean-?up))"

_RULES = (
    rf"\b{_RULE}(?:\s+[\w'-]+){{0,6}}?\s+{_WAS}{_OFTEN}{_FOLLOWED}\b{_BY_A_STEP}",
    rf"\b{_FIRM}\s+{_WAS}{_OFTEN}(?:observed|respected)\b",
    rf"{_NOT}\s+{_OFTEN}(?:{_FOLLOW}|{_FOLLOWING}|{_FOLLOWED})\s+{_THE}{_FIRM}\b",
    (
        r"\b(?:fail(?:ed|ure|ing|s)?|neglect(?:ed|ing|s)?|forgot|forgets|forgetting|omitted|refus(?:ed|al|ing))\s+to\s+"
        rf"{_OFTEN}{_FOLLOW}\s+{_THE}{_FIRM}\b"
    ),
    rf"\bwithout\s+{_OFTEN}{_FOLLOWING}\s+{_THE}{_FIRM}\b",
    (
        r"\b(?:non-?\s?compliance|non-?\s?adherence|lack of (?:compliance|adherence)|deviat(?:ion|ed|ing)|departure)\s+"
        rf"(?:with|to|from)\s+{_THE}{_FIRM}\b"
    ),
    rf"\b(?:nobody|no-?\s?one|none of [\w\s]{{0,20}})\s+(?:had\s+)?{_FOLLOWED}\s+{_THE}{_FIRM}\b",
    rf"\b(?:ignor|disregard|violat|breach|disobey)(?:ed|ing)\s+{_THE}{_WRITTEN}\b",
    rf"\b(?:violations?|breach(?:es)?|disregard)\s+(?:of|for)\s+{_THE}{_WRITTEN}\b",
    rf"\b(?:skipp|bypass|circumvent)(?:ed|ing)\s+(?:the|a|our|his|her|their)\s+{_THE}{_WRITTEN}\b",
    rf"\b(?:{_WRITTEN}|process(?:es)?)\s+(?:was|were|got)\s+{_OFTEN}(?:ignored|skipped|bypassed|disregarded|violated|circumvented)\b",
    rf"\b{_FIRM}\s+(?:violations?|non-?\s?compliance)\b",
)

_GUARD = re.compile(
    r"\b(?:against|prevents?|prevented|catch(?:es)?|caught|tolerates?|absorbs?|stop(?:s|ped)?\s+at|end(?:s|ed)?\s+(?:at|with)"
    r"|called|labelled(?:\s+as)?|filed\s+(?:as|under)|sensitive\s+to|prone\s+to|punish(?:es|ed)?(?:\s+for)?)"
    r"[\s\"'(]+(?:(?:an?|any|single|one)\s+)*$"
)
_REASON = re.compile(r"\b(?:because|since|as it|as they|so that|in order to|due to)\b")


@cache
def _finders() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile when first asked for: seven milliseconds that most commands never need."""
    return re.compile("|".join(_ERRORS)), re.compile("|".join(_RULES))


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-"})


def names_an_error(statement: str) -> str | None:
    """Return the question to ask when a condition ends at a person, or None.

    It may be saved so; the gate `human-error-condition` keeps it from being published until it is reframed, or until
    somebody records why it stays. The question quotes the words it is about, in lower case.
    """
    text = " ".join(statement.translate(_PLAIN).lower().split())
    find_error, find_rule = _finders()
    for found in find_error.finditer(text):
        if not _GUARD.search(text, max(0, found.start() - 60), found.start()):
            return _ERROR_QUESTION.format(words=found.group())
    found_rule = find_rule.search(text)
    if found_rule is None or _REASON.search(text, found_rule.end()):
        return None
    return _RULE_QUESTION.format(words=found_rule.group())
