"""The tables of the read model, as data: adapters make their own SQL of it, `verify` compares them row by row.

A row belongs to the stream it was folded from, so that folding one stream again replaces exactly its rows.
There is no table that joins people to incidents, findings or follow-ups in a way that could be counted by person.
"""

from collections.abc import Mapping
from typing import Literal

from secondstory.kernel.frozen import dataclass

Cell = str | int | None
Row = Mapping[str, Cell]
ColumnKind = Literal["text", "integer"]

EVERYBODY = "*"
VERSION = 2
FIRST_PART_SLOT = 1
"""The slot of part 0 among the envelopes of an entry; the header lies before it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns with their kind, the key that makes a row one of its kind, and its indexes."""

    name: str
    columns: tuple[tuple[str, ColumnKind], ...]
    key: tuple[str, ...]
    unique: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(name for name, _ in self.columns)


def _table(name: str, columns: str, *, key: str, unique: str = "") -> Table:
    """Read columns such as `stream number:int title`; a column without a kind is text."""
    parsed: list[tuple[str, ColumnKind]] = []
    for word in columns.split():
        column, _, kind = word.partition(":")
        parsed.append((column, "integer" if kind == "int" else "text"))
    return Table(name, tuple(parsed), tuple(key.split()), tuple(unique.split()))


POSTMORTEM = _table(
    "postmortem",
    "stream number:int kind title severity stage opened_at began_at published_at withdrawn merged_into waived"
    " second_story conditions:int levels",
    key="stream",
    unique="number",
)
FOLLOWUP = _table(
    "followup",
    "stream number:int text state owner_name asked_of due strength changes proposed_at origins",
    key="stream",
    unique="number",
)
CONDITION = _table("condition", "stream number:int level statement persistence", key="stream number")
EVIDENCE = _table(
    "evidence",
    "stream number:int postmortem name media_type length_bytes:int digest object sealed_at captured_from",
    key="stream",
    unique="postmortem number",
)
ACCOUNT = _table("account", "stream number:int postmortem role before_evidence:int shared:int", key="stream")
HOLD = _table("hold", "stream number:int postmortem sources until released_at", key="stream", unique="number")
SUPPORT = _table("support", "stream postmortem state", key="stream")
PERSON = _table("person", "stream person name has_left:int", key="person")
CHARTER = _table("charter", "stream version adopted_at", key="stream version")
ERASURE = _table(
    "erasure", "stream number:int scope target state basis requested_at", key="stream", unique="number"
)
ERASED_PART = _table("erased_part", "stream of_stream idx:int slot:int entry:int", key="idx slot")
ERASED_STREAM = _table("erased_stream", "stream target scope entry:int", key="target scope")
PSEUDONYM = _table("pseudonym", "stream pseudonym of_stream person", key="pseudonym")
DOCUMENT = _table("document", "stream place title body", key="stream place")
ACCESS = _table("access", "stream viewer", key="stream viewer")

TABLES: tuple[Table, ...] = (
    POSTMORTEM,
    FOLLOWUP,
    CONDITION,
    EVIDENCE,
    ACCOUNT,
    HOLD,
    SUPPORT,
    PERSON,
    CHARTER,
    ERASURE,
    ERASED_PART,
    ERASED_STREAM,
    PSEUDONYM,
    DOCUMENT,
    ACCESS,
)
