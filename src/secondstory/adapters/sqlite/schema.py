"""The SQL of the store, kept in one place. Row tables are made from `readmodel.tables`."""

from secondstory.readmodel.tables import TABLES, Table

LOG = """
CREATE TABLE IF NOT EXISTS entry (
    idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, UNIQUE (stream, seq));
CREATE TABLE IF NOT EXISTS payload (
    idx INTEGER NOT NULL, slot INTEGER NOT NULL, envelope BLOB NOT NULL, UNIQUE (idx, slot));
CREATE TABLE IF NOT EXISTS tile (
    level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS once (key TEXT PRIMARY KEY, first INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

TOKENIZER = "porter unicode61"

SEARCH = (
    f"""CREATE VIRTUAL TABLE document_words USING fts5(
    title, body, content='document', content_rowid='rowid', tokenize='{TOKENIZER}')""",
    """CREATE TRIGGER document_in AFTER INSERT ON document BEGIN
    INSERT INTO document_words(rowid, title, body) VALUES (new.rowid, new.title, new.body); END""",
    """CREATE TRIGGER document_out AFTER DELETE ON document BEGIN
    INSERT INTO document_words(document_words, rowid, title, body)
    VALUES ('delete', old.rowid, old.title, old.body); END""",
)

FORGET_WORDS = "INSERT INTO document_words (document_words) VALUES ('rebuild')"
"""Makes the search index anew: a deleted document's words stay in its segments until they happen to be merged."""

MATCH = """
SELECT t.id, t.stream, t.place, t.title, t.body, snippet(document_words, 1, '[', ']', ' … ', 16) AS snippet
FROM document_words JOIN document t ON t.rowid = document_words.rowid
WHERE document_words MATCH ? AND {seen} ORDER BY bm25(document_words, 4.0, 1.0) LIMIT ? OFFSET ?
"""
MATCHES = """
SELECT count(*) FROM document_words JOIN document t ON t.rowid = document_words.rowid
WHERE document_words MATCH ? AND {seen}
"""


def row_tables() -> list[str]:
    """Return the statements that make every row table and its indexes."""
    return [statement for table in TABLES for statement in _create(table)] + list(SEARCH)


def drop_row_tables() -> list[str]:
    """Return the statements that drop every row table."""
    return ["DROP TABLE IF EXISTS document_words"] + [
        f"DROP TABLE IF EXISTS {table.name}" for table in TABLES
    ]


def _create(table: Table) -> list[str]:
    columns = ", ".join(f"{name} {kind.upper()}" for name, kind in table.columns)
    key = ", ".join(table.key)
    unique = f", UNIQUE ({', '.join(table.unique)})" if table.unique else ""
    indexes = [("stream",), *table.indexes]
    return [
        f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({key}){unique})",
        *(f"CREATE INDEX {table.name}_{'_'.join(one)} ON {table.name} ({', '.join(one)})" for one in indexes),
    ]


def insert(table: Table) -> str:
    """Return the statement that writes one row; a second row of the same key is an error."""
    marks = ", ".join("?" for _ in table.columns)
    return f"INSERT INTO {table.name} ({', '.join(table.names)}) VALUES ({marks})"


def delete(table: Table) -> str:
    """Return the statement that removes the row of one key."""
    return f"DELETE FROM {table.name} WHERE " + " AND ".join(f"{name} = ?" for name in table.key)
