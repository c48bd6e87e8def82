"""What the columns and labels of follow-ups are called, and which part of a follow-up each names."""

import re
from typing import Literal

from secondstory.adapters.markdown.shape.headings import key

Role = Literal["text", "fallback", "owner", "due", "end_state", "strength", "state", "ref", "other"]

_NAMES: dict[Role, str] = {
    "text": "action item; action; item; task; what; follow up; followup; to do; todo; corrective action; measure;"
    " improvement; remediation; recommendation; preventive action; massnahme; aufgabe; mesure; accion; acao; work item;"
    " remediation item; next step; planned action; activity; repair item; deliverable; commitment; schritt; medida; tarea; capa;"
    " actie; azione; change; story; promise",
    "fallback": "description; summary; detail; title; name; goal; beschreibung; descripcion; descricao; improvement area;"
    " subject",
    "owner": "owner; assignee; accountable; assigned to; responsible; dri; who; team; lead; person; owning team; owner team; responsible"
    " team; verantwortlich; zustandig; wer; responsable; qui; responsavel; quien; quem; poc; contact; owner dri; by whom;"
    " driver; champion; raci; assigned; wie; chi",
    "due": "due; due date; delivery; deadline; target; target date; by when; eta; done by; ready by; expected date; when; date; completion date; by;"
    " faellig; fallig; bis; frist; termin; echeance; delai; quand; fecha; fecha limite; plazo; cuando; prazo; data; quando;"
    " timeline; expected completion; planned date; date limite; bis wann; target completion; timeframe; time frame; due by;"
    " estimated completion; planned completion; until; wanneer; scadenza; quarter; sprint; milestone",
    "end_state": "end state; done when; acceptance criteria; evaluation criteria; definition of done; success criteria;"
    " success metric; exit criteria; verification; verified by; how verified; measure of success; expected outcome; outcome;"
    " effectiveness check; how we will know; outcome measure; evidence of completion; effectiveness",
    "strength": "strength; action strength; hierarchy; action hierarchy",
    "state": "status; state; done; progress; completed; stand; statut; estado; etat; completion",
    "ref": "bug; ticket; issue; link; jira; tracking; tracking bug; bug id; tracker; github; pr; reference; ref; url; id; key;"
    " tracking bug number; jira ticket; ticket link; work item id; no; tracking issue; ai; number",
    "other": "type; priority; prio; phase; changes; kind; category; theme; condition; level; effort; note; comment; rationale;"
    " side effect; verified how; action type; chosen because; severity; impact; size; estimate; root cause; cause;"
    " corresponding root cause; addresse; factor; label; area; component",
}
_ROLE_OF: dict[str, Role] = {key(name): role for role, names in _NAMES.items() for name in names.split(";")}
_BY_WORD: tuple[tuple[Role, frozenset[str]], ...] = (
    ("other", frozenset("cause factor priority opened created added raised type kind category".split())),
    ("end_state", frozenset("criteria verification verified effectiveness outcome".split())),
    ("due", frozenset("due deadline eta target completion frist echeance fecha prazo".split())),
    (
        "owner",
        frozenset(
            "owner assignee responsible accountable dri verantwortlich responsable responsavel".split()
        ),
    ),
    ("state", frozenset("status progress".split())),
    ("ref", frozenset("ticket jira bug issue link tracking id".split())),
    (
        "text",
        frozenset(
            "action task recommendation improvement remediation measure massnahme step todo item".split()
        ),
    ),
)
_LABEL = re.compile(
    r"^[*_\s-]{0,4}([^\W\d_][\w /-]{1,28}?)[*_]{0,3}\s*[:\uff1a=]\s*[*_]{0,3}\s*(\S.*)?$", re.DOTALL
)
_BETWEEN = re.compile(
    r"\s+[|\u00b7\u2022]\s+|\s*;\s+|,\s+(?=[*_]{0,2}[A-Z][\w ]{1,20}[*_]{0,2}\s*:)|\s+(?=\*\*[A-Z][\w ]{1,20}:?\*\*:?\s)"
)
_LONGEST = 400


def role_of(name: str) -> Role | None:
    """Return what a column or label of this name holds: by its whole name, else by the word that gives it away."""
    folded = key(name[:80])
    if (known := _ROLE_OF.get(folded)) is not None:
        return known
    words = set(folded.split())
    return next((role for role, telling in _BY_WORD if words & telling), None) if len(words) <= 4 else None


def attributes_in(line: str) -> list[tuple[Role, str]] | None:
    """Return the (role, value) pairs of a line that is nothing but labels with values, else None.

    `Owner: ada | Due: 2026-03-12` is two pairs; a line in which anything else stands is a sentence.
    """
    if len(line) > _LONGEST or (":" not in line and "=" not in line and "\uff1a" not in line):
        return None
    pairs: list[tuple[Role, str]] = []
    for part in _BETWEEN.split(line.strip().strip("()|")):
        found = _LABEL.match(part.strip())
        role = None if found is None else _ROLE_OF.get(key(found[1]))
        if found is None or role is None or role in ("text", "fallback"):
            return None
        pairs.append((role, (found[2] or "").strip(" *_")))
    return pairs


def lists_followups(header: tuple[str, ...]) -> bool:
    """Return whether a table with this header lists follow-ups, wherever it stands."""
    roles = {role_of(cell) for cell in header}
    if "text" in roles:
        return bool(roles & {"owner", "due", "state", "ref"})
    return "fallback" in roles and "owner" in roles and bool(roles & {"due", "state"})
