"""What can be done with conditions, links and levels: each act takes one form and calls one function."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC
from enum import StrEnum
from typing import TypeVar

from secondstory.application.looking import Standing
from secondstory.application.understanding import naming
from secondstory.domain.understanding.conditions import (
    AcceptedAsIs,
    Added,
    Basis,
    Dropped,
    Escalated,
    EvidenceCited,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkKind,
    LinkRemoved,
    Persistence,
    PersistenceStated,
    Reworded,
)
from secondstory.kernel.ids import StreamId
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused
from secondstory.web.pages.understanding.map.words import EFFECT, NAMES, STILL_THERE
from secondstory.web.visiting.times import day_in, moment_in, now_of
from secondstory.web.visiting.visit import Visit

E = TypeVar("E", bound=StrEnum)
_BETWEEN = re.compile(r"[,;\s]+")
_NUMBER = re.compile(r"(?:[Cc]-?)?(\d{1,6})")
CHANGED = "This form named something that is not here. Load the page again; nothing was changed."

Done = tuple[str, str]
"""What is said afterwards, and what is opened beside the map: `c=3`, `level=culture`, or nothing."""


def stream_of(standing: Standing) -> StreamId:
    """Return the stream of a post-mortem that was loaded."""
    assert standing.pm.stream is not None
    return standing.pm.stream


def _chosen(kind: type[E], value: str, ask: str) -> E:
    try:
        return kind(value)
    except ValueError as other:
        raise Refused(ask) from other


def _number(visit: Visit, name: str = "c", ask: str = CHANGED) -> int:
    found = _NUMBER.fullmatch(visit.field(name))
    if found is None:
        raise Refused(ask)
    return int(found[1])


def _end(visit: Visit) -> int | None:
    return None if visit.field("to") == EFFECT else _number(visit, "to", "What did it act on? Choose one.")


def _marks(visit: Visit) -> tuple[str, ...]:
    return tuple(one for one in _BETWEEN.split(visit.field("evidence")) if one)


def _day(visit: Visit, ask: str) -> Moment:
    found = day_in(visit, "until")
    if found is None:
        raise Refused(ask)
    return found


def _add(visit: Visit, standing: Standing) -> Done:
    draft = Added(
        number=0,
        statement=visit.field("statement"),
        level=_chosen(
            Level, visit.field("level"), "On which level does it live? Any of them is a fair guess."
        ),
        effect=visit.field("effect") or None,
        basis=_chosen(Basis, visit.field("basis") or Basis.INFERENCE.value, CHANGED),
        evidence=_marks(visit),
    )
    named = naming.add(visit.office, stream_of(standing), draft)
    return _with_question(f"Added: C-{named.number}.", named), f"c={named.number}"


def _reword(visit: Visit, standing: Standing) -> Done:
    one = standing.pm.conditions.find(_number(visit))
    if one is None:
        raise Refused(CHANGED)
    statement, effect, level = visit.field("statement"), visit.field("effect"), visit.field("level")
    draft = Reworded(
        cites=one.number,
        reason=visit.field("reason"),
        statement=statement if statement != one.statement else None,
        effect=effect if effect and effect != one.effect else None,
        level=_chosen(Level, level, CHANGED) if level and level != one.level.value else None,
    )
    named = naming.reword(visit.office, stream_of(standing), draft)
    return _with_question(f"Reworded: C-{one.number}.", named), f"c={one.number}"


def _with_question(words: str, named: naming.Named) -> str:
    return f"{words} {named.question}" if named.question else words


def _cite(visit: Visit, standing: Standing) -> Done:
    number, basis = _number(visit), visit.field("basis")
    draft = EvidenceCited(
        number=number, evidence=_marks(visit), basis=_chosen(Basis, basis, CHANGED) if basis else None
    )
    naming.cite(visit.office, stream_of(standing), draft)
    return f"Cited: what shows C-{number}.", f"c={number}"


def _link(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    draft = LinkDrawn(
        from_number=number,
        kind=_chosen(LinkKind, visit.field("kind"), "What did it do? Choose one of the four."),
        basis=_chosen(LinkBasis, visit.field("link_basis") or LinkBasis.HYPOTHESIS.value, CHANGED),
        to_number=_end(visit),
        evidence=_marks(visit),
    )
    naming.link(visit.office, stream_of(standing), draft)
    return f"Drawn: a link from C-{number}.", f"c={number}"


def _unlink(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    draft = LinkRemoved(
        from_number=number,
        kind=_chosen(LinkKind, visit.field("kind"), CHANGED),
        reason=visit.field("reason"),
        to_number=_end(visit),
    )
    naming.unlink(visit.office, stream_of(standing), draft)
    return f"Removed: a link from C-{number}.", f"c={visit.field('back') or number}"


def _explore(visit: Visit, standing: Standing) -> Done:
    level = _chosen(Level, visit.field("level"), CHANGED)
    draft = LevelExplored(
        level=level,
        status=_chosen(LevelStatus, visit.field("status"), "Did anybody look? Choose one of the three."),
        asked=visit.field("asked") or None,
        of_whom=visit.field("of_whom") or None,
        reason=visit.field("reason") or None,
    )
    naming.explore(visit.office, stream_of(standing), draft)
    return f"Kept: what became of the level {NAMES[level.value].lower()}.", f"level={level.value}"


def _holder(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    naming.name_holder(
        visit.office, stream_of(standing), HolderNamed(number=number, holder=visit.field("holder"))
    )
    return f"Named: who can speak for C-{number}.", f"c={number}"


def _persistence(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    found = _chosen(Persistence, visit.field("persistence"), "Is it still there? Choose one of the three.")
    today = now_of(visit).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    on = moment_in(visit, "on") or Moment(at=today, precision=Precision.DAY, zone=str(visit.zone))
    draft = PersistenceStated(number=number, persistence=found, on=on)
    naming.state_persistence(visit.office, stream_of(standing), draft)
    return f"Kept, of C-{number}: {STILL_THERE[found.value].lower()}.", f"c={number}"


def _accept(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    draft = AcceptedAsIs(
        number=number,
        authority=visit.field("authority"),
        until=_day(visit, "Until when? It is looked at again then. Say a day ahead."),
        reason=visit.field("reason"),
    )
    naming.accept_as_is(visit.office, stream_of(standing), draft)
    return f"Accepted as it is: C-{number}.", f"c={number}"


def _escalate(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    until = _day(visit, "By when is an answer needed? Say a day ahead.")
    draft = Escalated(number=number, to=visit.field("to_whom"), until=until)
    naming.escalate(visit.office, stream_of(standing), draft)
    return f"Escalated: C-{number}.", f"c={number}"


def _drop(visit: Visit, standing: Standing) -> Done:
    number = _number(visit)
    draft = Dropped(number=number, reason=visit.field("reason"))
    naming.drop(visit.office, stream_of(standing), draft)
    return f"Dropped: C-{number}, with the reason kept.", f"c={number}"


ACTS: Mapping[str, Callable[[Visit, Standing], Done]] = {
    "add": _add,
    "reword": _reword,
    "cite": _cite,
    "link": _link,
    "unlink": _unlink,
    "explore": _explore,
    "holder": _holder,
    "persistence": _persistence,
    "accept": _accept,
    "escalate": _escalate,
    "drop": _drop,
}
