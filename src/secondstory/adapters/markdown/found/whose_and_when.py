"""Owner, due date and state as people write them into the sentence of a follow-up."""

import re

_LABELLED = re.compile(
    r"\b(?:owners?|assignees?|assigned to|responsible|dri|owned by|verantwortlich|zust\u00e4ndig|responsables?|responsabile|verantwoordelijk|eigenaar|ansvarig|ansvarlig|vastuuhenkil\u00f6|odpowiedzialn[ya]|\u62c5\u5f53|\u8d1f\u8d23\u4eba|\u043e\u0442\u0432\u0435\u0442\u0441\u0442\u0432\u0435\u043d\u043d\u044b\u0439|sorumlu|"
    r"respons\u00e1vel|propri\u00e9taire)\s*(?:[:=]|(?<=by|to)\s|\u2013|\u2014)\s*[*_`]*"
    r"([^\s;,|()\[\]*_`][^;,|()\[\]\n*`]{0,60})",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_AT = re.compile(r"(?<![\w.@/`])@([A-Za-z0-9][\w-]*(?:[./][\w-]+)*)")
_BRACKETED_FIRST = re.compile(r"^\s*\[([A-Z][^\[\]\n]{1,40})\](?![(\[])[\s:]+\S")
_BRACKETED_LAST = re.compile(r"\[([A-Z][^\[\]\n]{1,40})\]\s*\.?\s*$")
_AT_LAST = re.compile(r"`(@[A-Za-z0-9][\w./-]*)`\s*[.)]?\s*$")
_MENTION = re.compile(r"\[~(?:accountid:)?([\w.:-]{2,60})\]")
_OWNER_WORD = re.compile(
    r"(?:^|[\s(,;|\u2013\u2014-])(?:owner|assignee|dri|lead)\s+(@?[A-Z\u00c0-\u00de][\w.'\u2019-]*(?:\s[A-Z\u00c0-\u00de][\w.'\u2019-]*){0,2})"
    r"(?=\s*(?:$|[,;|.)]))"
)
_PARENTHESIS_LAST = re.compile(r"\(([^()\n]{2,80})\)\s*[.;]?\s*$")
_AFTER_DASH = re.compile(r"\s(?:--|=>|->|\u2192|\u2013|\u2014|-)\s+([^\u2013\u2014>()\n]{2,60}?)\s*[.;]?\s*$")
_PARTS = re.compile(r"\s*[,;/|]\s*|\s+[\u2013\u2014-]\s+")
_NAME = re.compile(
    r"^@?[A-Z\u00c0-\u00de][\w.'\u2019-]*(?:\s+(?:[A-Z\u00c0-\u00de][\w.'\u2019-]*|team|squad|crew|&|and|de|van|von)){0,3}$"
)
_HANDLE = re.compile(r"^[a-z][a-z0-9._-]{1,19}$")
_SHORT_PHRASE = re.compile(r"^[\w.'-]+(?: (?:team|squad|crew|guild|group|on-call|ops))$", re.IGNORECASE)
_LAST = 160
_UNTIL = re.compile(r"\s+(?:by|due|before|until)\s.*$", re.IGNORECASE)
_NOT_A_NAME = frozenset(
    "completed complete done ongoing started planned pending later soon asap now urgent blocked optional maybe new old high"
    " medium low critical must should could short long term estimated see link ticket jira github internal external prevent"
    " detect mitigate process software culture yes no true false phase stretch merged shipped released deployed verified"
    " v1 v2 beta prod production staging aws gcp azure kubernetes k8s grafana prometheus terraform datadog kafka redis postgres"
    " mysql api ci cd ui sdk cli dns tls ssl http https slo sla llm again too only all both each required recommended".split()
)
_TEAM_LAST = re.compile(r"\(([^()\n]{2,40}? (?:team|squad|group|guild|crew))\)\s*\.?\s*$", re.IGNORECASE)
_NO_OWNER = re.compile(
    r"^(?:#?\d+%?|[A-Z][A-Z0-9]+-\d+|done|todo|to do|open|closed|p\d|sev\s?\d|high|medium|low|x|action items?|wip|in progress"
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
    r"(?:\d{4}-\d{2}-\d{2}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}-\d{1,2}-\d{4}|\d{4}-w\d{2}|\d{4}-\d{2}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+)?\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|(?:q[1-4]|h[12])(?:[ /-]?(?:fy)?\d{2,4})?\b|\d{4}[ -]?q[1-4]\b|eo[wmqy]\b"
    rf"|(?:the )?end of (?:(?:the|this|next)\s+)?(?:week|month|quarter|year|sprint|q[1-4]|{_MONTH})(?: \d{{4}})?"
    r"|next (?:week|sprint|month|quarter|release|\w+day)|this (?:week|sprint|month|quarter)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|in \d{1,3} (?:days|weeks|months)|\d{1,3} (?:days|weeks|months)\b)"
)
_DUE = re.compile(
    r"\b(?:due(?: date)?(?: by| on)?|deadline|(?:estimated |expected |planned |target )?completion(?: date)?|by|until|before|no later than|target(?: date)?|eta|bis(?: zum)?|f\u00e4llig(?: am)?|"
    r"frist|avant(?: le)?|d'ici(?: le)?|pour le|\u00e9ch\u00e9ance|antes d[eo]l?|hasta(?: el)?|para el|prazo|at\u00e9|plazo|entro(?: il)?|v\u00f3\u00f3r|uiterlijk|senast|senest|innen|termin|do dnia|\u671f\u9650|\u0441\u0440\u043e\u043a|within)"
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
    """Return whoever the sentence names as owner, or an empty string.

    By label, `@name`, `[Team]`, or at the end: `(X team)`, `(Marie, 2026-01-01)`, `(Sam)`, ` -- bob`, ` => bob`.
    """
    text = _EMPHASIS.sub("", text)
    if (found := _LABELLED.search(text)) is not None:
        named = _END_OF_OWNER.sub("", found[1]).strip(" .:_")
        if named and not _NO_OWNER.match(named):
            return named
    if (mention := _MENTION.search(text)) is not None:
        return mention[1]
    handles = [name for name in _AT.findall(text) if not name.isdigit()]
    if handles:
        return ", ".join(dict.fromkeys("@" + name.rstrip(".-") for name in handles[:8]))
    for pattern in (_AT_LAST, _OWNER_WORD, _BRACKETED_FIRST, _BRACKETED_LAST, _TEAM_LAST):
        if (found := pattern.search(text)) is not None and not _NO_OWNER.match(found[1].strip()):
            return found[1].strip()
    return _named_last(text[-_LAST:])


def _named_last(text: str) -> str:
    """A name in the last parenthesis, or after the last dash or arrow."""
    if (found := _PARENTHESIS_LAST.search(text)) is not None:
        if (named := _only_name(found[1], alone=False)) != "":
            return named
        text = text[: found.start()]
    found = _AFTER_DASH.search(text)
    return (
        ""
        if found is None
        else _only_name(found[1], alone=found[0].lstrip()[0] != "-" or found[0].lstrip()[1] in "->")
    )


def _only_name(text: str, *, alone: bool) -> str:
    """Return the one name among the parts of a short aside, the others being dates, states and grades.

    alone: a lower-case word counts though nothing else stands beside it, as after an arrow.
    """
    names: list[str] = []
    others = 0
    for part in _PARTS.split(text.strip()):
        words = re.sub(
            r"^(?:owner|due|by|until|before|within|in|eta)\b\s*:?\s*", "", part.strip(), flags=re.IGNORECASE
        )
        words = _UNTIL.sub("", words)
        if (
            not words
            or _NO_OWNER.match(words)
            or re.fullmatch(_DATE, words, re.IGNORECASE)
            or words[0].isdigit()
        ):
            others += 1
        else:
            names.append(words)
    if len(names) != 1 or names[0].split()[0].casefold() in _NOT_A_NAME or names[0].casefold() in _NOT_A_NAME:
        return ""
    named = names[0]
    if _NAME.match(named) or ((others or alone) and _HANDLE.match(named)):
        return named
    return named if others and _SHORT_PHRASE.match(named) else ""


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
