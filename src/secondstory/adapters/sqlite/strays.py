"""Looks for what lies in the file of the record and belongs to nothing: the other half of a verification.

Entries, words, tiles and rows are compared with what they follow from, by whoever verifies. Here is what nobody would ask
for: envelopes of no entry, tiles of no tree, notes about nothing, and an index of words that differs from the words.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from secondstory.adapters.sqlite import schema

_KNOWN = "('rows', 'last_at', 'forgetting')"
_SHADOWS = ("data", "idx", "docsize", "config")
_WIDTH = 256


def strays(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (where, words) of everything that is in the file and should not be, or not so."""
    yield from _structure(connection)
    size = _one(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entry")
    yield from _counted(
        connection,
        "SELECT count(*) FROM payload WHERE idx NOT IN (SELECT idx FROM entry)",
        "the envelopes",
        "{} belong to no entry. Keep the file as it is; nothing in the record refers to them.",
    )
    tiles = connection.execute("SELECT level, n FROM tile").fetchall()
    beyond = [
        (level, n) for level, n in tiles if not 0 <= n * _WIDTH < size // _WIDTH ** max(level, 0) or level < 0
    ]
    if beyond:
        yield (
            "the tiles",
            f"{len(beyond)} belong to no tree of {size} entries. The first is {beyond[0][0]}/{beyond[0][1]}.",
        )
    yield from _counted(
        connection,
        f"SELECT count(*) FROM meta WHERE name NOT IN {_KNOWN}",
        "what is kept beside the entries",
        "{} of its lines are none of ours.",
    )
    yield from _counted(
        connection,
        f"SELECT count(*) FROM once WHERE first < 0 OR first >= {size}",
        "the keys of acts that were sent twice",
        "{} of them name an entry that is not here.",
    )
    yield from _index_of_words(connection)


def _structure(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        yield (
            "the file of the record",
            f"It is damaged: {'; '.join(found)}. Bring back the newest copy: secondstory restore",
        )


def _index_of_words(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Compare a copy of the index, in memory, with the documents: SQLite's own check of it has to write."""
    try:
        with closing(sqlite3.connect(":memory:")) as copy:
            documents = connection.execute("SELECT rowid, title, body FROM document").fetchall()
            copy.execute("CREATE TABLE document (title TEXT, body TEXT)")
            copy.executemany("INSERT INTO document (rowid, title, body) VALUES (?, ?, ?)", documents)
            copy.execute(schema.SEARCH[0])
            if _config(connection) != _config(copy):
                yield (
                    "the index for search",
                    "It says of itself what was not written. secondstory rebuild makes it anew.",
                )
            for name in _SHADOWS:
                rows = connection.execute(f"SELECT * FROM document_words_{name}").fetchall()
                copy.execute(f"DELETE FROM document_words_{name}")
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    copy.executemany(f"INSERT INTO document_words_{name} VALUES ({marks})", rows)
            copy.execute("INSERT INTO document_words (document_words, rank) VALUES ('integrity-check', 1)")
            yield from _looked_up(copy)
    except sqlite3.Error as wrong:
        words = f"It does not agree with the words ({wrong}). secondstory rebuild makes it anew."
        yield "the index for search", words


def _looked_up(copy: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Look up every word in the copied index, as a search does, and in one that is made now from the same documents."""
    copy.execute(schema.SEARCH[0].replace("document_words", "fresh_words"))
    copy.execute("INSERT INTO fresh_words (fresh_words) VALUES ('rebuild')")
    for name in ("document_words", "fresh_words"):
        copy.execute(f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}, instance)")
    terms = copy.execute("SELECT DISTINCT term FROM v_fresh_words").fetchall()
    find = "SELECT doc, col, offset FROM v_{} WHERE term = ? ORDER BY 1, 2, 3"
    differing = [
        term
        for term in terms
        if copy.execute(find.format("document_words"), term).fetchall()
        != copy.execute(find.format("fresh_words"), term).fetchall()
    ]
    if differing:
        yield (
            "the index for search",
            f"It misses places of {len(differing)} words. secondstory rebuild makes it anew.",
        )


def _config(connection: sqlite3.Connection) -> list[object]:
    return connection.execute("SELECT k, v FROM document_words_config ORDER BY k").fetchall()


def _counted(connection: sqlite3.Connection, query: str, where: str, words: str) -> Iterator[tuple[str, str]]:
    count = _one(connection, query)
    if count:
        yield where, words.format(count)


def _one(connection: sqlite3.Connection, query: str) -> int:
    (found,) = connection.execute(query).fetchone()
    return int(found)
