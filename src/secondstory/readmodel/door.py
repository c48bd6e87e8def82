"""The door: the only way to read rows. It joins the access table, so that no list, count or search can forget it."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused
from secondstory.readmodel.relations import EVERYBODY, Relation, team_viewer
from secondstory.readmodel.tables import (
    ERASURE,
    FOLLOWUP,
    HOLD,
    PERSON,
    POSTMORTEM,
    TEAM_MEMBER,
    Beginning,
    Row,
    Table,
    Where,
)

NUMBERED: Mapping[str, Table] = {"PM": POSTMORTEM, "FU": FOLLOWUP, "HO": HOLD, "ER": ERASURE}
_REF = re.compile(r"([A-Za-z]{2})-?(\d+)|(\d+)")
_SHORTEST_ID = 5
_HIGHEST = 2**63 - 1
_SHOWN_BY = {"FU": "followup", "HO": "hold", "ER": "erase"}


class ReadableRows(Protocol):
    """The rows as the door reads them; `application.ports.storage.Rows` says what each promises."""

    def select(
        self, table: Table, where: Where | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[Row]:
        """Return rows, whoever may see them."""
        ...

    def seen(
        self,
        table: Table,
        viewers: Sequence[str],
        where: Where | None = None,
        *,
        order: str = "",
        limit: int = -1,
        offset: int = 0,
    ) -> list[Row]:
        """Return rows that one of `viewers` may see."""
        ...

    def count_seen(self, table: Table, viewers: Sequence[str], where: Where | None = None) -> int:
        """Return how many rows one of `viewers` may see."""
        ...

    def relations(self, stream: StreamId, viewers: Sequence[str]) -> list[str]:
        """Return what `viewers` are to a stream."""
        ...

    def matching(
        self, words: str, viewers: Sequence[str], *, limit: int, offset: int = 0
    ) -> list[tuple[Row, str]]:
        """Return documents that have the words and may be seen, best first, each with a snippet."""
        ...

    def count_matching(self, words: str, viewers: Sequence[str]) -> int:
        """Return how many documents have the words and may be seen."""
        ...


class Door:
    """Rows as `viewer` may see them. What is missing and what is forbidden look alike."""

    def __init__(self, rows: ReadableRows, viewer: PersonId) -> None:
        """Read `rows` for `viewer`."""
        self._rows = rows
        self._viewer = viewer

    @property
    def viewers(self) -> tuple[str, ...]:
        """Everything the viewer is to the access table: themselves, everybody, their teams. Whoever left is nobody."""
        known = self._rows.select(PERSON, {"person": self._viewer})
        if any(row["has_left"] for row in known):
            return ()
        teams = self._rows.select(TEAM_MEMBER, {"person": self._viewer}, order="team")
        return (self._viewer, EVERYBODY, *(team_viewer(str(row["team"])) for row in teams))

    def relations(self, stream: StreamId) -> frozenset[Relation]:
        """Return what the viewer is to a stream; empty when it is not there or they may not see it."""
        return frozenset(Relation(one) for one in self._rows.relations(stream, self.viewers))

    def may_read(self, stream: StreamId) -> bool:
        """Return whether there is such a stream and the viewer may read it."""
        return bool(self.relations(stream))

    def others_may_read(self, viewer: PersonId, stream: StreamId) -> bool:
        """Return whether somebody else may read a stream: asked before they are told of it."""
        return Door(self._rows, viewer).may_read(stream)

    def rows(
        self, table: Table, where: Where | None = None, *, order: str = "", limit: int = -1, offset: int = 0
    ) -> list[Row]:
        """Return the rows of `table` that fit `where` and that the viewer may see.

        order: columns parted by spaces, `-column` descending. limit, offset: of those that may be seen.
        """
        return self._rows.seen(table, self.viewers, where, order=order, limit=limit, offset=offset)

    def count(self, table: Table, where: Where | None = None) -> int:
        """Return how many rows of `table` fit `where` and may be seen."""
        return self._rows.count_seen(table, self.viewers, where)

    def row(self, table: Table, stream: StreamId) -> Row | None:
        """Return the row of one stream, None when there is none or the viewer may not see it."""
        found = self.rows(table, {"stream": stream}, limit=1)
        return found[0] if found else None

    def next_number(self, table: Table, where: Where | None = None) -> int:
        """Return the number after the highest in use, whoever may see it. A race is lost at append and repeated.

        where: for numbers that count within something, such as evidence within its post-mortem.
        """
        highest = self._rows.select(table, where, order="-number", limit=1)
        return 1 if not highest else int(str(highest[0]["number"])) + 1

    def matching(self, words: str, *, limit: int = 20, offset: int = 0) -> list[tuple[Row, str]]:
        """Return what has the words and may be seen, best first, with a snippet."""
        return self._rows.matching(words, self.viewers, limit=limit, offset=offset)

    def count_matching(self, words: str) -> int:
        """Return how many documents have the words and may be seen."""
        return self._rows.count_matching(words, self.viewers)

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
        return self.rows(table, {"stream": Beginning(text=ref)})


class Glance(Door):
    """A door for one look, thrown away after it: what the viewer is to the access table is asked once, not each time."""

    @cached_property
    def viewers(self) -> tuple[str, ...]:
        """Everything the viewer is to the access table, as it stood at the first question."""
        return super().viewers


def _only(rows: Sequence[Row], ref: str) -> StreamId:
    if not rows:
        shown_by = _SHOWN_BY.get(ref.partition("-")[0], "list")
        raise Refused(f"There is no {ref} here. secondstory {shown_by} shows what there is.")
    if len(rows) > 1:
        raise Refused(f"{ref} begins {len(rows)} ids. Type a few more characters, or say the number.")
    return StreamId(str(rows[0]["stream"]))
