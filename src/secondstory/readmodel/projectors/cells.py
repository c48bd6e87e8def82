"""What a cell of a row may hold, made from the values of the domain."""

import json
from collections.abc import Iterable
from datetime import datetime

from secondstory.domain.stored import instant_text
from secondstory.kernel.moments import Moment
from secondstory.readmodel.tables import Row, Table

Rowset = dict[Table, list[Row]]


def instant(at: datetime | None) -> str | None:
    """Return an aware time as stored text."""
    return None if at is None else instant_text(at)


def moment(stated: Moment | None) -> str | None:
    """Return a claimed time as stored text, in UTC."""
    return None if stated is None else instant_text(stated.at)


def listed(values: Iterable[str]) -> str:
    """Return values as a JSON list, so that a cell can hold several."""
    return json.dumps(list(values), ensure_ascii=False)
