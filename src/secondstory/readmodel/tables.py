"""The tables of the read model, as data: adapters make their own SQL of it, `verify` compares them row by row.

A row belongs to the stream it was folded from, so that folding one stream again replaces exactly its rows.
There is no table that joins people to incidents, findings or follow-ups in a way that could be counted by person.
"""

from collections.abc import Mapping
from typing import Literal

from secondstory.kernel.frozen import dataclass

Cell = str | int | None
Row = Mapping[str, Cell]
Where = Mapping[str, object]
"""A filter: a column and what it equals; a tuple, a list or a frozenset: one of these; `Beginning`: begins with."""
ColumnKind = Literal["text", "integer"]

VERSION = 4
PLACES = ("title", "story", "timeline", "conditions", "notes")
"""The parts of a post-mortem that are documents; the place in this list is part of a document's id."""
FIRST_PART_SLOT = 1
"""The slot of part 0 among the envelopes of an entry; the header lies before it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns with their kind, the key that makes a row one of its kind, and its indexes.

    names: the column names in order.
    """

    name: str
    columns: tuple[tuple[str, ColumnKind], ...]
    key: tuple[str, ...]
    unique: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """In a filter: what begins with these characters."""

    text: str


def _table(name: str, columns: str, *, key: str, unique: str = "", indexes: str = "") -> Table:
    """Read columns such as `stream number:int title`; a column without a kind is text. indexes: parted by a comma."""
    parsed: list[tuple[str, ColumnKind]] = []
    for word in columns.split():
        column, _, kind = word.partition(":")
        parsed.append((column, "integer" if kind == "int" else "text"))
    wanted = tuple(tuple(one.split()) for one in indexes.split(",") if one.strip())
    names = tuple(column for column, _ in parsed)
    return Table(name, tuple(parsed), tuple(key.split()), tuple(unique.split()), wanted, names)


DOCUMENT_ROOM = 16
"""Ids of documents: those of PM-7 begin at 7 * 16, so that the index of words knows whose a match is without asking
another table; that of FU-7 is -7."""

POSTMORTEM = _table(
    "postmortem",
    "stream number:int kind title severity stage opened_at began_at published_at withdrawn merged_into waived"
    " second_story conditions:int levels",
    key="stream",
    unique="number",
    indexes="stage number, title, began_at, published_at",
)
FOLLOWUP = _table(
    "followup",
    "stream number:int text state owner_name asked_of due strength changes proposed_at origins",
    key="stream",
    unique="number",
    indexes="state number, due",
)
FOLLOWUP_ORIGIN = _table(
    "followup_origin", "stream postmortem", key="stream postmortem", indexes="postmortem"
)
CONDITION = _table("condition", "stream number:int level statement persistence", key="stream number")
EVIDENCE = _table(
    "evidence",
    "stream number:int postmortem name media_type length_bytes:int digest object sealed_at captured_from",
    key="stream",
    unique="postmortem number",
    indexes="digest",
)
LOCKED_COPY = _table(
    "locked_copy",
    "stream place version object until",
    key="stream place version",
    indexes="object, place until",
)
ACCOUNT = _table(
    "account",
    "stream number:int postmortem role before_evidence:int shared:int",
    key="stream",
    indexes="postmortem number",
)
HOLD = _table(
    "hold",
    "stream number:int postmortem sources until released_at",
    key="stream",
    unique="number",
    indexes="postmortem",
)
SUPPORT = _table("support", "stream postmortem state", key="stream", indexes="postmortem")
PERSON = _table("person", "stream person name has_left:int", key="person")
TEAM_MEMBER = _table("team_member", "stream team person", key="stream team person", indexes="person, team")
LINE = _table("line", "stream manager report", key="stream report", indexes="manager, report")
SERVICE = _table("service", "stream service team", key="stream service", indexes="service")
RETENTION = _table("retention", "stream kind days:int since entry:int", key="stream kind")
CHARTER = _table("charter", "stream version adopted_at", key="stream version")
ERASURE = _table(
    "erasure", "stream number:int scope target state basis requested_at", key="stream", unique="number"
)
ERASED_PART = _table(
    "erased_part", "stream of_stream idx:int slot:int entry:int", key="idx slot", indexes="of_stream"
)
ERASED_STREAM = _table("erased_stream", "stream target scope entry:int", key="target scope")
PSEUDONYM = _table(
    "pseudonym", "stream pseudonym of_stream person", key="pseudonym", indexes="of_stream person"
)
DOCUMENT = _table("document", "id:int stream place title body", key="id")
ACCESS = _table(
    "access", "stream viewer relation", key="stream viewer relation", indexes="viewer relation stream"
)

TABLES: tuple[Table, ...] = (
    POSTMORTEM,
    FOLLOWUP,
    FOLLOWUP_ORIGIN,
    CONDITION,
    EVIDENCE,
    LOCKED_COPY,
    ACCOUNT,
    HOLD,
    SUPPORT,
    PERSON,
    TEAM_MEMBER,
    LINE,
    SERVICE,
    CHARTER,
    RETENTION,
    ERASURE,
    ERASED_PART,
    ERASED_STREAM,
    PSEUDONYM,
    DOCUMENT,
    ACCESS,
)
