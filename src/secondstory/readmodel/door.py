"""The door: the only way to read rows. It joins the access table, so that no list, count or search can forget it."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import ACCESS, ERASURE, EVERYBODY, FOLLOWUP, HOLD, POSTMORTEM, Row, Table

NUMBERED: Mapping[str, Table] = {"PM": POSTMORTEM, "FU": FOLLOWUP, "HO": HOLD, "ER": ERASURE}
_REF = re.compile(r"([A-Za-z]{2})-?(\d+)|(\d+)")
_SHORTEST_ID = 5
_HIGHEST = 2**63 - 1
_SHOWN_BY = {"FU": "followup", "HO": "hold", "ER": "erase"}


class ReadableRows(Protocol):
    """The rows as the door reads them."""

    def select(
        self, table: Table, where: Mapping[str, object] | None = None, *, order: str = "", limit: int = -1
    ) -> list[Row]:
        """Return the rows whose columns equal `where`, in the order of one column, `-column` descending."""
        ...

    def matching(self, words: str, *, limit: int) -> list[tuple[Row, str]]:
        """Return documents that have the words, best first, each with a snippet."""
        ...


class Door:
    """Rows as `viewer` may see them. What is missing and what is forbidden look alike."""

    def __init__(self, rows: ReadableRows, viewer: PersonId) -> None:
        """Read `rows` for `viewer`."""
        self._rows = rows
        self._viewer = viewer

    def visible_to(self, viewer: PersonId) -> frozenset[str]:
        """Return the streams that `viewer` may read: their own relations, and what everybody may."""
        granted = [
            *self._rows.select(ACCESS, {"viewer": viewer}),
            *self._rows.select(ACCESS, {"viewer": EVERYBODY}),
        ]
        return frozenset(str(row["stream"]) for row in granted)

    def rows(self, table: Table, where: Mapping[str, object] | None = None, *, order: str = "") -> list[Row]:
        """Return the rows of `table` that the viewer may see."""
        allowed = self.visible_to(self._viewer)
        return [row for row in self._rows.select(table, where, order=order) if row["stream"] in allowed]

    def row(self, table: Table, stream: StreamId) -> Row | None:
        """Return the row of one stream, None when there is none or the viewer may not see it."""
        found = self.rows(table, {"stream": stream})
        return found[0] if found else None

    def next_number(self, table: Table, where: Mapping[str, object] | None = None) -> int:
        """Return the number after the highest in use, whoever may see it. A race is lost at append and repeated.

        where: for numbers that count within something, such as evidence within its post-mortem.
        """
        highest = self._rows.select(table, where, order="-number", limit=1)
        return 1 if not highest else int(str(highest[0]["number"])) + 1

    def matching(self, words: str, *, limit: int = 20) -> list[tuple[Row, str]]:
        """Return what has the words and may be seen, best first, with a snippet."""
        allowed = self.visible_to(self._viewer)
        found = self._rows.matching(words, limit=limit * 4)
        return [(row, snippet) for row, snippet in found if row["stream"] in allowed][:limit]

    def stream_of(self, ref: str, *, default: str = "PM") -> StreamId:
        """Return the stream that a person means: `PM-7`, `pm7`, `7`, or enough of an id to be the only one.

        Raises Refused when there is none, or when several begin like that.
        """
        numbered = _REF.fullmatch(ref.strip())
        if numbered:
            prefix, number = (numbered[1] or default).upper(), int(numbered[2] or numbered[3])
            if number > _HIGHEST:
                return _only([], f"{prefix}-{number}")
            found = self.rows(NUMBERED[prefix], {"number": number}) if prefix in NUMBERED else []
            return _only(found, f"{prefix}-{number}")
        if len(ref) >= _SHORTEST_ID:
            return _only([row for table in NUMBERED.values() for row in self._beginning(table, ref)], ref)
        raise Refused(
            f'"{ref}" names nothing here. Say a number such as {default}-7; secondstory list shows them.'
        )

    def _beginning(self, table: Table, ref: str) -> list[Row]:
        return [row for row in self.rows(table) if str(row["stream"]).startswith(ref)]


def _only(rows: Sequence[Row], ref: str) -> StreamId:
    if not rows:
        shown_by = _SHOWN_BY.get(ref.partition("-")[0], "list")
        raise Refused(f"There is no {ref} here. secondstory {shown_by} shows what there is.")
    if len(rows) > 1:
        raise Refused(f"{ref} begins {len(rows)} ids. Type a few more characters, or say the number.")
    return StreamId(str(rows[0]["stream"]))
