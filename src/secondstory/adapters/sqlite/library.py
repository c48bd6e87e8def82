"""The index of words as a library asks it: post-mortems that one person may read, by what they say.

A document's id tells whose it is (`readmodel.tables.DOCUMENT_ROOM`), so that a match is grouped by post-mortem without
a look at any other table, and all the words of a question may stand in different parts of one post-mortem.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from secondstory.adapters.sqlite.seeing import seen
from secondstory.adapters.sqlite.terms import Terms
from secondstory.adapters.sqlite.told import told
from secondstory.application.ports.words import Hit, Volume, Wanted
from secondstory.readmodel.tables import DOCUMENT_ROOM, FOLLOWUP, PLACES, POSTMORTEM, Row, Table

SHIFT = DOCUMENT_ROOM.bit_length() - 1
MOST_RANKED = 1000
"""Words that stand in more post-mortems than this tell none of them apart; the newest come first then."""

_COLUMNS = ", ".join(f"p.{name}" for name in POSTMORTEM.names)
_STANDING = "p.withdrawn IS NULL AND p.merged_into IS NULL"
_HAVING = f"SELECT rowid >> {SHIFT} FROM document_words WHERE document_words MATCH :{{name}} AND rowid >= {DOCUMENT_ROOM}"
_SCORED = f"""
WITH hit AS MATERIALIZED (
    SELECT rowid >> {SHIFT} AS number, bm25(document_words, 4.0, 1.0) AS score
    FROM document_words WHERE document_words MATCH :any AND rowid >= {DOCUMENT_ROOM}{{only}}),
scored AS (SELECT number, sum(score) AS score FROM hit GROUP BY number)
SELECT {_COLUMNS} FROM scored JOIN postmortem p ON p.number = scored.number
WHERE {{where}} ORDER BY scored.score, p.number DESC LIMIT :limit OFFSET :offset
"""
_SNIPPET = """
SELECT document.place, snippet(document_words, 1, char(2), char(3), ' … ', 24)
FROM document_words JOIN document ON document.id = document_words.rowid
WHERE document_words MATCH :any AND document_words.rowid BETWEEN :first AND :last
ORDER BY bm25(document_words, 1.0, 4.0) LIMIT 1
"""
_SAID = """
SELECT {columns}, '{place}', snippet(document_words, 1, char(2), char(3), ' … ', 24)
FROM document_words JOIN {source}
WHERE document_words MATCH :all AND {where} ORDER BY bm25(document_words, 4.0, 1.0), document_words.rowid DESC
LIMIT :limit OFFSET :offset
"""
_ORDERS = {
    "newest": "p.number DESC",
    "title": "p.title COLLATE NOCASE, p.number",
}
_FILTERS = {
    "level": "instr(p.levels, json_quote(:level))",
    "kind": "p.kind = :kind",
    "severity": "p.severity = :severity",
    "stage": "p.stage = :stage",
    "year": "substr(coalesce(p.began_at, p.opened_at), 1, 4) = printf('%04d', :year)",
}
_VALUES = {
    "severity": "p.severity",
    "year": "substr(coalesce(p.began_at, p.opened_at), 1, 4)",
    "kind": "p.kind",
    "stage": "p.stage",
}
_THESE = "(SELECT value FROM json_each(:these))"
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.document_terms USING fts5vocab(main, document_words, row)"
)
_HAVING_TERM = "SELECT doc FROM temp.document_terms WHERE term = ?"


class _Counted:
    """In how many of so many documents some terms stand. Two threads that fill it write the same."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self.having: dict[str, int] = {}


class SqliteWords:
    """`Words` and `Library` over the file of the record; `connect` gives the connection of the thread that asks."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Ask through what `connect` returns."""
        self._connect = connect
        self._terms = Terms()
        self._counted: _Counted | None = None

    def bags(self, texts: Sequence[str]) -> list[Mapping[str, int]]:
        """Return how often each term stands in each text."""
        return self._terms.bags(texts)

    def spelt(self, text: str) -> Mapping[str, str]:
        """Return how a text spells each of its terms."""
        return self._terms.spelt(text)

    @told
    def frequencies(self, terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
        """Return in how many documents each term stands, and how many documents there are.

        Counts are asked for once, and again when the index has grown by a fiftieth.
        """
        connection = self._connect()
        (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
        counted = self._counted
        if counted is None or abs(documents - counted.documents) * 50 > counted.documents:
            counted = self._counted = _Counted(int(documents))
        new = [term for term in terms if term not in counted.having]
        if new:
            connection.execute(_VOCABULARY)
        for term in new:
            found = connection.execute(_HAVING_TERM, (term,)).fetchone()
            counted.having[term] = int(found[0]) if found else 0
        return counted.having, counted.documents

    @told
    def candidates(self, words: Sequence[str], *, viewers: Sequence[str], limit: int) -> list[Volume]:
        """Return the post-mortems that have some of `words`, those with most and rarest first."""
        if not words:
            return []
        where, named = _asked(Wanted(), viewers)
        named |= {"any": _any(words), "limit": limit, "offset": 0}
        return [Volume(row, self._text(row)) for row in self._rows(_scored(where), named)]

    @told
    def found(
        self, wanted: Wanted, *, viewers: Sequence[str], limit: int, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """Return a page of what was looked for, and how many there are in all."""
        where, named = _asked(wanted, viewers)
        page = {"limit": limit, "offset": offset}
        having, phrases = _having([*wanted.phrases, *([wanted.service] if wanted.service else [])])
        if not having:
            (count,) = (
                self._connect().execute(f"SELECT count(*) FROM postmortem p WHERE {where}", named).fetchone()
            )
            return [Hit(row) for row in self._rows(_ordered(where, wanted.order), named | page)], int(count)
        # The index is asked once for all that fit: a phrase that many have is what costs.
        fitting = f"SELECT p.number FROM postmortem p WHERE {where} AND p.number IN ({having})"
        numbers = [number for (number,) in self._connect().execute(fitting, named | phrases)]
        these = {"these": json.dumps(numbers), "any": _any(wanted.phrases)} | page
        if wanted.order == "best" and wanted.phrases and len(numbers) <= MOST_RANKED:
            rows = self._rows(_scored("1", only=f" AND rowid >> {SHIFT} IN {_THESE}"), these)
        else:
            rows = self._rows(_ordered(f"p.number IN {_THESE}", wanted.order), these)
        return [self._hit(row, wanted.phrases) for row in rows], len(numbers)

    @told
    def come_near(self, wanted: Wanted, *, viewers: Sequence[str], limit: int) -> list[Hit]:
        """Return post-mortems that have some of the phrases, those with most and rarest first."""
        if not wanted.phrases:
            return []
        where, named = _asked(wanted, viewers)
        named |= {"any": _any(wanted.phrases), "limit": limit, "offset": 0}
        return [self._hit(row, wanted.phrases) for row in self._rows(_scored(where), named)]

    @told
    def values(self, column: str, *, viewers: Sequence[str]) -> list[str]:
        """Return the values of `kind`, `severity`, `stage` or `year` that the viewers' post-mortems have, in order."""
        cell = _VALUES[column]
        where, named = _asked(Wanted(), viewers)
        # Each value is looked for until it is seen once: asking every row whether it may be seen costs far more.
        statement = f"""
            SELECT one.value FROM (SELECT DISTINCT {cell} AS value FROM postmortem p) one
            WHERE one.value IS NOT NULL
            AND EXISTS (SELECT 1 FROM postmortem p WHERE {cell} = one.value AND {where}) ORDER BY 1"""
        return [str(value) for (value,) in self._connect().execute(statement, named)]

    @told
    def said(
        self, place: str, phrases: Sequence[str], *, viewers: Sequence[str], limit: int, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """Return a page of what has all the phrases in that one place, and how many there are in all."""
        if not phrases:
            return [], 0
        table, source, where, named = _placed(place, viewers)
        named["all"] = " ".join(map(_phrase, phrases))
        counting = (
            f"SELECT count(*) FROM document_words JOIN {source} WHERE document_words MATCH :all AND {where}"
        )
        (count,) = self._connect().execute(counting, named).fetchone()
        if not count or not limit:
            return [], int(count)
        columns = ", ".join(f"p.{name}" for name in table.names)
        statement = _SAID.format(columns=columns, place=place, source=source, where=where)
        found = self._connect().execute(statement, named | {"limit": limit, "offset": offset})
        width = len(table.names)
        hits = [
            Hit(dict(zip(table.names, cells[:width], strict=True)), str(cells[width]), str(cells[width + 1]))
            for cells in found
        ]
        return hits, int(count)

    def _rows(self, statement: str, named: Mapping[str, Any]) -> list[Row]:
        found = self._connect().execute(statement, named)
        return [dict(zip(POSTMORTEM.names, values, strict=True)) for values in found]

    def _text(self, row: Row) -> str:
        bodies = self._connect().execute("SELECT body FROM document WHERE id BETWEEN ? AND ?", _ids(row))
        return "\n".join(str(body) for (body,) in bodies)

    def _hit(self, row: Row, phrases: Sequence[str]) -> Hit:
        if not phrases:
            return Hit(row)
        first, last = _ids(row)
        named = {"any": _any(phrases), "first": first, "last": last}
        found = self._connect().execute(_SNIPPET, named).fetchone()
        return Hit(row) if found is None else Hit(row, str(found[0]), str(found[1]))


def _ids(row: Row) -> tuple[int, int]:
    first = int(str(row["number"])) * DOCUMENT_ROOM
    return first, first + DOCUMENT_ROOM - 1


def _scored(where: str, *, only: str = "") -> str:
    return _SCORED.format(only=only, where=where)


def _ordered(where: str, order: str) -> str:
    by = _ORDERS.get(order, _ORDERS["newest"])
    return f"SELECT {_COLUMNS} FROM postmortem p WHERE {where} ORDER BY {by} LIMIT :limit OFFSET :offset"


def _asked(wanted: Wanted, viewers: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition that a post-mortem stands, may be seen and passes the filters, with its values."""
    marked, named = _visible(viewers)
    conditions = [_STANDING, marked]
    for name, condition in _FILTERS.items():
        value = getattr(wanted, name)
        if value is not None:
            named[name] = value
            conditions.append(condition)
    return " AND ".join(conditions), named


def _visible(viewers: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition that the row called p may be seen, with values by name."""
    visible, values = seen(viewers, "p")
    pieces = visible.split("?")
    marked = "".join(f"{piece}:seen{at}" for at, piece in enumerate(pieces[:-1])) + pieces[-1]
    return marked, {f"seen{at}": value for at, value in enumerate(values)}


def _placed(place: str, viewers: Sequence[str]) -> tuple[Table, str, str, dict[str, Any]]:
    """Return whose rows the documents of a place are, how they are joined, and which of them may be seen."""
    marked, named = _visible(viewers)
    if place == "follow-up":
        return (
            FOLLOWUP,
            "followup p ON p.number = -document_words.rowid",
            f"document_words.rowid < 0 AND {marked}",
            named,
        )
    slot = PLACES.index(place)
    where = f"document_words.rowid >= {DOCUMENT_ROOM} AND document_words.rowid & {DOCUMENT_ROOM - 1} = {slot}"
    joined = f"postmortem p ON p.number = document_words.rowid >> {SHIFT}"
    return POSTMORTEM, joined, f"{where} AND {_STANDING} AND {marked}", named


def _having(phrases: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the question for numbers of post-mortems that have all the phrases, in whichever parts."""
    named = {f"has{at}": _phrase(phrase) for at, phrase in enumerate(phrases)}
    return " INTERSECT ".join(_HAVING.format(name=name) for name in named), named


def _any(phrases: Sequence[str]) -> str:
    return " OR ".join(map(_phrase, phrases))


def _phrase(words: str) -> str:
    """Return words as one phrase of FTS5; a star at the end finds what begins like that."""
    bare = words.replace('"', " ").replace("\0", " ")
    return f'"{bare.rstrip("*")}" *' if bare.endswith("*") else f'"{bare}"'
