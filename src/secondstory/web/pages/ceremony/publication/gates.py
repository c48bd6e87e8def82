"""The gates as a page shows them: each open, closed or passed, why, and where it is mended."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse

from secondstory.application.ceremony.editions import Gathered
from secondstory.application.ceremony.publishing import closed_gates
from secondstory.domain.ceremony.publication import ClosedGate, Gate, still_closed
from secondstory.kernel.frozen import dataclass
from secondstory.web.visiting.visit import Visit

_MENDED = {
    Gate.SUPPORT_STEP: ("support", "To support"),
    Gate.LEARNING_HELD: ("sittings", "To the sittings"),
    Gate.NIGHT_BETWEEN: ("sittings", "To the sittings"),
    Gate.HUMAN_ERROR_CONDITION: ("map", "To the map"),
    Gate.TWO_CONDITIONS_TWO_LEVELS: ("map", "To the map"),
    Gate.INTERMEDIATE_FOLLOWUP: ("followups", "To the follow-ups"),
    Gate.ABOVE_CODE_OWNED: ("followups", "To the follow-ups"),
    Gate.ROSTER_NAMES: ("publish", "See where they stand"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One gate. state: open, closed or passed. what: what it found; ask: the question that helps; reason: of passing."""

    code: str
    asks: str
    state: str
    what: str = ""
    ask: str = ""
    url: str = ""
    act: str = ""
    reason: str = ""
    by: str = ""


def closed_now(visit: Visit, gathered: Gathered) -> tuple[ClosedGate, ...]:
    """Return the gates that are closed and that no exception stands for."""
    return still_closed(gathered.pm.publication, closed_gates(visit.office, gathered))


def gate_rows(visit: Visit, gathered: Gathered) -> list[GateRow]:
    """Return every gate: the closed ones first, then those passed by exception, then those that are open."""
    closed = {one.gate: one for one in closed_gates(visit.office, gathered)}
    passed = {one.gate: one for one in gathered.pm.publication.exceptions}
    texts = visit.ground.workspace.texts.gates()
    rows = []
    for gate in Gate:
        text, found, exempted = texts.get(gate.value), closed.get(gate), passed.get(gate)
        step, act = _MENDED[gate]
        url = _address(step, gathered.pm.incident.number)
        rows.append(
            GateRow(
                code=gate.value,
                asks=text.asks if text else gate.value,
                state="passed" if exempted else "closed" if found else "open",
                what=found.what if found else "",
                ask=_ask(found, text.question if text else ""),
                url=f"{url}#names" if gate is Gate.ROSTER_NAMES else url,
                act=act,
                reason=exempted.reason if exempted else "",
                by=gathered.names.get(str(exempted.by), "somebody") if exempted else "",
            )
        )
    return sorted(rows, key=lambda row: ("closed", "passed", "open").index(row.state))


def _ask(found: ClosedGate | None, question: str) -> str:
    """Return what helps; of the night alone the gate itself knows from when."""
    return found.next_step if found is not None and found.gate is Gate.NIGHT_BETWEEN else question


def said(closed: Sequence[ClosedGate]) -> str:
    """Return what the closed gates found, in a line."""
    return " ".join(one.what for one in closed)


def _address(step: str, number: int) -> str:
    try:
        return reverse(step, kwargs={"number": number})
    except NoReverseMatch:
        return ""
