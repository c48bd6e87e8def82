"""Owner, due date and state as people write them into the sentence of a follow-up."""

import re

_LABELLED = re.compile(
    r"\b(?:owners?|assignees?|assigned to|responsible|dri|owned by|verantwortlich|zust\u00e4ndig|responsables?|"
    r"respons\u00e1vel|propri\u00e9taire)\s*(?:[:=]|(?<=by|to)\s|\u2013|\u2014)\s*[*_`]*"
    r"([^\s;,|()\[\]*_`][^;,|()\[\]\n*`]{0,60})",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_AT = re.compile(r"(?<![\w.@/`])@([A-Za-z0-9][\w-]*(?:[./][\w-]+)*)")
_BRACKETED_FIRST = re.compile(r"^\s*\[([A-Z][^\[\]\n]{1,40})\](?![(\[])[\s:]+\S")
_BRACKETED_LAST = re.compile(r"\[([A-Z][^\[\]\n]{1,40})\]\s*\.?\s*$")
_TEAM_LAST = re.compile(r"\(([^()\n]{2,40}? (?:team|squad|group|guild|crew))\)\s*\.?\s*$", re.IGNORECASE)
_NO_OWNER = re.compile(
    r"^(?:#?\d+|[A-Z][A-Z0-9]+-\d+|done|todo|to do|open|closed|p\d|sev\s?\d|high|medium|low|x|action items?|wip|in progress"
    r"|prevent\w*|detect\w*|mitigat\w*|repair|recover\w*|process|investigate|tbd|n/?a|none|optional|critical|\?+|link|pr)$",
    re.IGNORECASE,
)
_END_OF_OWNER = re.compile(
    r"\s+(?:due|by|until|before|deadline|eta|status|priority)\b.*$|\s+[-\u2013\u2014]\s.*$", re.IGNORECASE
)

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|m\u00e4rz|mai|juni|juli|okt|dez|janvier|f\u00e9vrier|"
    r"mars|avril|juin|juillet|ao\u00fbt|septembre|octobre|novembre|d\u00e9cembre|enero|febrero|marzo|abril|mayo|junio|julio|"
    r"agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|mar\u00e7o|maio|junho|julho|setembro|outubro|"
    r"novembro|dezembro)[a-z]{0,7}\.?"
)
_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-w\d{2}|\d{4}-\d{2}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}"
    r"|(?:q[1-4]|h[12])(?:[ /-]?(?:fy)?\d{2,4})?\b|\d{4}[ -]?q[1-4]\b|eo[wmqy]\b"
    rf"|(?:the )?end of (?:(?:the|this|next)\s+)?(?:week|month|quarter|year|sprint|q[1-4]|{_MONTH})(?: \d{{4}})?"
    r"|next (?:week|sprint|month|quarter|release|\w+day)|this (?:week|sprint|month|quarter)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|in \d{1,3} (?:days|weeks|months)|\d{1,3} (?:days|weeks|months)\b)"
)
_DUE = re.compile(
    r"\b(?:due(?: date)?(?: by| on)?|deadline|by|until|before|no later than|target(?: date)?|eta|bis(?: zum)?|f\u00e4llig(?: am)?|"
    r"frist|avant(?: le)?|d'ici(?: le)?|pour le|\u00e9ch\u00e9ance|antes d[eo]l?|hasta(?: el)?|para el|prazo|at\u00e9|plazo|within)"
    rf"\s*[:=]?\s*[*_`(]*({_DATE})",
    re.IGNORECASE,
)
_DUE_LAST = re.compile(
    rf"(?:[(\[,;)]|[-\u2013\u2014]\s|\U0001f4c5)\s*({_DATE})\s*[)\]]?\s*\.?\s*$", re.IGNORECASE
)
_DUE_VAGUE = re.compile(
    r"\b(?:due(?: date)?|deadline)\s*[:=]\s*[*_`]*([^\s;,|()\[\]*_`][^;|()\[\]\n*`]{0,40})", re.IGNORECASE
)
_STATE = re.compile(
    r"(?:[(\[]\s*(done|completed?|in progress|not started|open|closed|wip|ongoing|resolved|to ?do|declined|won't do)\s*[)\]])"
    r"|\bstatus\s*[:=]\s*[*_`]*(\w[\w ]{0,24})|(\u2705|\u2714)",
    re.IGNORECASE,
)


def owner_in(text: str) -> str:
    """Return whoever the sentence names as owner (label, `@name`, `[Team]`, `(X team)`), or an empty string."""
    text = _EMPHASIS.sub("", text)
    if (found := _LABELLED.search(text)) is not None:
        named = _END_OF_OWNER.sub("", found[1]).strip(" .:_")
        if named and not _NO_OWNER.match(named):
            return named
    handles = [name for name in _AT.findall(text) if not name.isdigit()]
    if handles:
        return ", ".join(dict.fromkeys("@" + name.rstrip(".-") for name in handles[:8]))
    for pattern in (_BRACKETED_FIRST, _BRACKETED_LAST, _TEAM_LAST):
        if (found := pattern.search(text)) is not None and not _NO_OWNER.match(found[1].strip()):
            return found[1].strip()
    return ""


def due_in(text: str) -> str:
    """Return the due date as written (a date, a quarter, "end of March"), or an empty string.

    A date that merely occurs in the sentence is none: it must follow a word such as "by", or stand alone at the end.
    """
    text = _EMPHASIS.sub("", text)
    found = _DUE.search(text) or _DUE_LAST.search(text) or _DUE_VAGUE.search(text)
    if found is None:
        return ""
    written = found[1].strip(" .")
    return "" if written.casefold() in ("tbd", "n/a", "none", "?", "") else written


def state_in(text: str) -> str:
    """Return how far the follow-up is, in the document's word, or an empty string."""
    found = _STATE.search(text)
    if found is None:
        return ""
    return "done" if found[3] else (found[1] or found[2]).strip().lower()
