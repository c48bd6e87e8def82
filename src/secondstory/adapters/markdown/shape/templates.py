"""Which known template a document follows, by the headings only that template has."""

from collections.abc import Iterable
from types import MappingProxyType

from secondstory.adapters.markdown.shape.headings import key

OWN = "second-story"
GENERIC = "generic"
UNKNOWN = "unknown"

_MARKS = MappingProxyType(
    {
        "ccadb": (
            2,
            (
                "ca owner ccadb unique id; ca owner; incident self-reporting; root cause analysis and contributing factor;"
                " number of certificate; relevant policies; evaluation criteria; source of incident disclosure; ccadb;"
                " affected certificate; closure summary; related incidents; incident heuristic; contributing factor #; contributing factor 1"
            ),
        ),
        "azure-pir": (
            2,
            (
                "what went wrong and why; how did we respond; how are we making incidents like this less likely or less"
                " impactful; how can customers make incidents like this less impactful; how can we make our incident"
                " communications more useful; how can we make our communications more useful; tracking id"
            ),
        ),
        "atlassian": (
            3,
            (
                "leadup; lead up; fault; five whys; blameless root cause; root cause identification; root cause identification"
                " five whys; backlog check; recurrence; corrective actions; five whys root cause identification; incident summary; recovery"
            ),
        ),
        "pagerduty": (
            3,
            (
                "overview; how'd we do; how did we do; call recording; messaging; responders; meeting scheduled for; internal email;"
                " external message; owner of review process; what didn't go so well; contributing factors"
            ),
        ),
        "gitlab": (
            3,
            (
                "customer impact; incident response analysis; post incident analysis; corrective actions; what went well; 5 whys;"
                " metrics; current status; guidelines; what went well; incident review; detection time; time to mitigate; details"
            ),
        ),
        "google-sre-workbook": (
            2,
            (
                "executive summary; problem summary; recovery efforts; published date; shared with; incident document; revenue"
                " impact; team impact; published; appendix"
            ),
        ),
        "google-sre": (
            4,
            (
                "root causes; trigger; detection; resolution; where we got lucky; supporting information; action items; lessons"
                " learned; what went well; what went wrong; impact; authors"
            ),
        ),
        "aws-coe": (
            2,
            (
                "correction of error; incident questions; prevention; related items; metrics/graphs; metrics and graphs;"
                " five whys; 5 whys; customer impact; diagnosis; mitigation; detection"
            ),
        ),
        "etsy-morgue": (
            2,
            (
                "why surprised; why were we surprised; tldr; tl;dr; channels; forum links; irc channels; contact; status time;"
                " detect time; gcal; start time; problem type; impact type; incident cause; owner team; meeting notes link; images"
            ),
        ),
        "limoncelli": (1, "contributing conditions analysis; contributing condition analysis"),
    }
)
"""Template -> (how many of its marks must be there, the marks). The earlier wins a draw."""

_KEYS = {
    name: (least, frozenset(key(mark) for mark in marks.split(";")))
    for name, (least, marks) in _MARKS.items()
}
_NEEDED = MappingProxyType(
    {
        "ccadb": frozenset(
            key(m)
            for m in (
                "ca owner",
                "ca owner ccadb unique id",
                "evaluation criteria",
                "incident self-reporting",
            )
        ),
        "azure-pir": frozenset(key(m) for m in ("what went wrong and why", "how did we respond")),
        "atlassian": frozenset(
            key(m)
            for m in ("leadup", "lead up", "fault", "blameless root cause", "backlog check", "recurrence")
        ),
        "pagerduty": frozenset(
            key(m) for m in ("how'd we do", "how did we do", "call recording", "messaging", "responders")
        ),
        "gitlab": frozenset(
            key(m) for m in ("incident response analysis", "post incident analysis", "incident review")
        ),
        "google-sre-workbook": frozenset(
            key(m) for m in ("executive summary", "problem summary", "recovery efforts", "shared with")
        ),
        "google-sre": frozenset(key(m) for m in ("root causes", "trigger")),
        "aws-coe": frozenset(
            key(m) for m in ("correction of error", "incident questions", "related items", "metrics/graphs")
        ),
        "etsy-morgue": frozenset(
            key(m) for m in ("why surprised", "why were we surprised", "status time", "detect time")
        ),
        "limoncelli": frozenset(key(m) for m in ("contributing conditions analysis",)),
    }
)
"""Without at least one of these a document is not of the template, however many common headings it shares."""


def template_of(headings: Iterable[str], *, understood: bool) -> str:
    """Return the name of the template whose marks these headings, labels and column names carry best.

    `generic` when none does but the document was understood, `unknown` when not even that.
    """
    there = frozenset(key(heading) for heading in headings)
    best, most = "", 0.0
    for name, (least, marks) in _KEYS.items():
        hits = len(marks & there)
        if hits < least or not _NEEDED[name] & there:
            continue
        weight = hits + len(_NEEDED[name] & there)
        if weight > most:
            best, most = name, weight
    return best or (GENERIC if understood else UNKNOWN)
