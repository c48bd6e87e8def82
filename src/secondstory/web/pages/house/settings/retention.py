"""What is kept, and for how long: the rules of the house, and the erasures they ask for that wait for two people."""

from collections import Counter
from collections.abc import Sequence

from django.http import HttpResponse

from secondstory.application.keeping.erasing import carry_out, due, erasure_of, withdraw_erasure
from secondstory.application.keeping.letting_go.retaining import (
    remove_rule,
    retention_of,
    set_rule,
    shares,
    words_for,
)
from secondstory.application.keeping.letting_go.waiting import Waiting, agree_to_all, waiting
from secondstory.domain.keeping.retention import (
    KINDS,
    SINCE_WORDS,
    STAYS_DECLINED_DAYS,
    Kind,
    RetentionRemoved,
    RetentionSet,
    Since,
    kind_of,
)
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.tidying import recall

_NOT_BY_RULE = "No rule asks for this erasure. Load the page again; nothing was changed."


@page("administrator")
def retention(visit: Visit) -> HttpResponse:
    """Show each kind with its rule; set and remove rules; agree to what they ask for, or decline it."""
    if visit.posting:
        answer: HttpResponse = act_of(visit, ACTS)(visit)
        return answer
    asked = [one for one in waiting(visit.office) if one.state.rule is not None]
    may = {one.state.number: _may_agree(visit, one.state.first_by) for one in asked}
    return visit.render(
        "settings/retention.html",
        shares=shares(visit.office, visit.ground.workspace.means),
        history=reversed(retention_of(visit.office).history),
        kinds=[(one.name, one.many.capitalize()) for one in KINDS.values()],
        since=[(one.value, _said(one)) for one in Since],
        since_words=SINCE_WORDS,
        waiting=asked,
        may_agree=may,
        all_of=_all_of([one for one in asked if may[one.state.number]]),
        declined_days=STAYS_DECLINED_DAYS,
    )


def _all_of(asked: Sequence[Waiting]) -> list[tuple[Kind, int]]:
    """Return the kinds of which several wait for this person, and how many do."""
    counts = Counter(one.state.rule.kind for one in asked if one.state.rule is not None)
    return [(KINDS[name], count) for name, count in counts.items() if count > 1 and name in KINDS]


def _said(one: Since) -> str:
    kinds = [kind.name for kind in KINDS.values() if one in kind.since]
    return f"{SINCE_WORDS[one].capitalize()} ({', '.join(kinds)})"


def _may_agree(visit: Visit, first_by: object) -> bool:
    """Return whether this person may be the next of the two; alone, a later self may."""
    return visit.office.alone or first_by != visit.person


def _set(visit: Visit) -> HttpResponse:
    days = visit.field("days")
    if not (days.isascii() and days.isdecimal()):
        raise Refused("For how many days? A whole number, such as 730.")
    draft = RetentionSet(
        kind=visit.field("kind", ask="Which kind is kept so long? Choose one of the list."),
        days=int(days),
        since=visit.field("since"),
        basis=visit.field("basis"),
        reason=visit.field("reason"),
    )
    told = set_rule(visit.office, draft)
    recall(visit.ground.workspace)
    begins = "Set" if told is not None else "It stands so already"
    return visit.done(f"{begins}: {words_for(visit.office, kind_of(draft.kind).name)}")


def _remove(visit: Visit) -> HttpResponse:
    draft = RetentionRemoved(kind=visit.field("kind"), reason=visit.field("reason"))
    remove_rule(visit.office, draft)
    recall(visit.ground.workspace)
    return visit.done(f"Removed: no rule stands for {kind_of(draft.kind).many}. Its history stays below.")


def _agree(visit: Visit) -> HttpResponse:
    means, stream = visit.ground.workspace.means, _by_rule(visit)
    carry_out(visit.office, means, due(visit.office, means, stream))
    state = erasure_of(visit.office, stream)
    if state.approvals_needed:
        who = "a later you agrees" if visit.office.alone else "somebody else agrees"
        return visit.done(f"Agreed, the first of two: ER-{state.number}. Nothing is erased before {who} too.")
    return visit.done(f"Agreed: ER-{state.number}. It goes together with others, with the next batch.")


def _decline(visit: Visit) -> HttpResponse:
    stream = _by_rule(visit)
    withdraw_erasure(visit.office, stream, visit.field("reason"))
    return visit.done(f"Declined. The rule does not ask for it again for {STAYS_DECLINED_DAYS} days.")


def _by_rule(visit: Visit) -> StreamId:
    """Return the erasure that the form names. Raises Refused for one that no rule asked for."""
    said = visit.field("erasure", ask=_NOT_BY_RULE)
    stream = visit.stream(f"ER-{said}")
    if erasure_of(visit.office, stream).rule is None:
        raise Refused(_NOT_BY_RULE)
    return stream


def _agree_to_all(visit: Visit) -> HttpResponse:
    kind = kind_of(visit.field("kind", ask=_NOT_BY_RULE))
    numbers = agree_to_all(visit.office, visit.ground.workspace.means, kind.name)
    said = ", ".join(f"ER-{number}" for number in numbers)
    return visit.done(f"Agreed: {said}. Each goes with the next batch once two have agreed to it.")


ACTS = {"set": _set, "remove": _remove, "agree": _agree, "agree-all": _agree_to_all, "decline": _decline}
