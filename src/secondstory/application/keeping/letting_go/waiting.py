"""Which erasures wait for somebody to approve them, and what each is about, as far as whoever asks may see it."""

from secondstory.application.keeping.destroying import Means
from secondstory.application.keeping.erasing import carry_out, due, erasure_of, erasures
from secondstory.application.office import Office
from secondstory.domain.keeping.erasure import Erasure, Scope
from secondstory.domain.keeping.retention import KINDS
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCOUNT, EVIDENCE, PERSON, POSTMORTEM

MOST_AT_ONCE = 200
"""How many are approved in one turn; the next turn takes the rest."""
_NOT_YET = {"two-people", "night-between", "not-yours"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One erasure that waits for approval. thing: what it is about, in words."""

    state: Erasure
    thing: str


def waiting(office: Office) -> tuple[Waiting, ...]:
    """Return the erasures that wait for approval and that may be seen, oldest first."""
    streams = [StreamId(str(row["stream"])) for row in erasures(office) if row["state"] == "requested"]
    states = [erasure_of(office, stream) for stream in streams]
    return tuple(Waiting(state=one, thing=thing_of(office, one)) for one in states)


def agree_to_all(office: Office, means: Means, kind: str) -> tuple[int, ...]:
    """Approve everything that the rule of a kind asks for and that waits for whoever acts; return the n of each ER-n.

    What they have approved already waits for somebody else, or for a later self, and is left out. Raises Refused when
    nothing waits for them.
    """
    numbers: list[int] = []
    for one in waiting(office):
        state = one.state
        if state.rule is None or state.rule.kind != kind or len(numbers) == MOST_AT_ONCE:
            continue
        assert state.stream is not None
        try:
            carry_out(office, means, due(office, means, state.stream))
        except Refused as refused:
            if refused.code not in _NOT_YET:
                raise
            continue
        numbers.append(state.number)
    if not numbers:
        raise Refused(
            "Nothing of this kind waits for you; what you agreed to waits for somebody else, or for a night."
        )
    return tuple(numbers)


def thing_of(office: Office, state: Erasure) -> str:
    """Return what an erasure is about: `E-2 of PM-3`, or only its kind where nothing more may be seen."""
    assert state.request is not None
    target = state.request.target
    for table, letter in ((EVIDENCE, "E"), (ACCOUNT, "A")):
        row = office.door.row(table, target)
        if row is not None:
            return f"{letter}-{row['number']}{_of(office, StreamId(str(row['postmortem'])))}"
    people = office.door.rows(PERSON, {"stream": target}, limit=1)
    if people:
        return f"name and address of {people[0]['name']}"
    if state.rule is not None and state.rule.kind in KINDS:
        return KINDS[state.rule.kind].one
    if prefix_of(target) == "pm":
        return f"texts{_of(office, target)}"
    return "texts" if state.request.scope is Scope.PART else "a whole stream"


def _of(office: Office, post_mortem: StreamId) -> str:
    row = office.door.row(POSTMORTEM, post_mortem)
    return f" of PM-{row['number']}" if row is not None else ""
