"""What every store of the record promises, whichever it is."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from secondstory.adapters.sqlite.storage import SqliteStorage
from secondstory.application.ports.storage import Conflict, SealedEntry, StorageFailed
from secondstory.kernel.ids import StreamId
from secondstory.readmodel.tables import ACCESS, DOCUMENT, HOLD, PERSON, TABLES, Beginning

PM, OTHER = StreamId("pm_1"), StreamId("pm_2")
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["on disk", "in memory"])
def store(request, tmp_path):
    made = SqliteStorage(tmp_path / "record.db" if request.param == "on disk" else ":memory:")
    yield made
    made.close()


def entry(seq, stream=PM, **envelopes):
    slots = {int(name[1:]): held for name, held in envelopes.items()}
    return SealedEntry(entry=f"entry {stream} {seq}".encode(), stream=stream, seq=seq, envelopes=slots)


def put(store, *entries, at=AT):
    with store.writing() as writing:
        return [writing.put(one, at=at) for one in entries]


def person(name, *, of=PM, who="pe_1"):
    return {"stream": of, "person": who, "name": name, "has_left": 0}


def hold(number, stream):
    return {
        "stream": stream,
        "number": number,
        "postmortem": PM,
        "sources": "[]",
        "until": None,
        "released_at": None,
    }


def test_it_begins_empty(store):
    assert (store.head().size, store.head().last_at) == (0, None)
    assert list(store.entries()) == []
    assert store.of_stream(PM) == []
    assert all(store.rows.count(table) == 0 for table in TABLES)


def test_it_numbers_entries_from_0_and_reads_them_back(store):
    assert put(store, entry(1), entry(2)) == [(0, b"entry pm_1 1"), (1, b"entry pm_1 2")]
    assert store.head().size == 2
    assert [one.entry for one in store.entries()] == [b"entry pm_1 1", b"entry pm_1 2"]


def test_it_gives_any_range_of_entries_in_order(store):
    for n in range(1, 12):
        put(store, entry(n))
    assert [one.index for one in store.entries(3, 7)] == [3, 4, 5, 6]
    assert [one.index for one in store.entries(9)] == [9, 10]
    assert all(after.index == before.index + 1 for before, after in pairwise(store.entries()))


def test_it_keeps_each_envelope_under_its_slot(store):
    put(store, entry(1, _0=b"header", _1=b"facts", _1000=b"manifest"))
    (stored,) = store.entries()
    assert stored.envelopes == {0: b"header", 1: b"facts", 1000: b"manifest"}


def test_it_keeps_streams_apart(store):
    put(store, entry(1), entry(1, OTHER), entry(2))
    assert [(one.index, one.seq) for one in store.of_stream(PM)] == [(0, 1), (2, 2)]
    with store.writing() as writing:
        assert writing.last_of(PM) == (2, 2)
        assert writing.last_of(StreamId("pm_9")) is None


def test_it_remembers_the_time_of_the_last_entry(store):
    put(store, entry(1), at=AT)
    put(store, entry(2), at=AT + timedelta(hours=1))
    assert store.head().last_at == AT + timedelta(hours=1)


def test_it_leaves_nothing_of_a_transaction_that_raised(store):
    with pytest.raises(KeyError), store.writing() as writing:
        writing.put(entry(1, _0=b"header"), at=AT)
        writing.tiles[0, 0] = bytes(32)
        writing.rows.replace(PERSON, PM, [person("Ada")])
        writing.once("key", 0)
        raise KeyError("no")
    assert store.head().size == 0
    assert store.rows.count(PERSON) == 0
    with pytest.raises(KeyError):
        store.tile(0, 0)
    with store.writing() as writing:
        assert writing.once("key") is None


def test_it_sees_its_own_writes_inside_the_transaction(store):
    with store.writing() as writing:
        writing.put(entry(1), at=AT)
        writing.rows.replace(PERSON, PM, [person("Ada")])
        writing.tiles[0, 0] = bytes(32)
        assert writing.head().size == 1
        assert [one.entry for one in store.entries(0, 1)] == [b"entry pm_1 1"]
        assert store.rows.select(PERSON) == [person("Ada")]
        assert writing.tiles[0, 0] == bytes(32)


def test_it_keeps_tiles_and_never_gives_one_away(store):
    with store.writing() as writing:
        writing.tiles[0, 0] = bytes(32)
        writing.tiles[0, 0] = bytes(64)
        with pytest.raises(TypeError):
            del writing.tiles[0, 0]
    assert store.tile(0, 0) == bytes(64)
    with pytest.raises(KeyError):
        store.tile(1, 0)


def test_it_remembers_an_idempotency_key_once(store):
    with store.writing() as writing:
        assert writing.once("alert-7", 3) is None
    with store.writing() as writing:
        assert writing.once("alert-7", 9) == 3


def test_it_replaces_the_rows_of_one_stream_and_no_other(store):
    with store.writing() as writing:
        writing.rows.replace(PERSON, PM, [person("Ada"), person("Bo", who="pe_2")])
        writing.rows.replace(PERSON, OTHER, [person("Cem", of=OTHER, who="pe_3")])
        writing.rows.replace(PERSON, PM, [person("Ada Lovelace")])
    assert [row["name"] for row in store.rows.select(PERSON, order="person")] == ["Ada Lovelace", "Cem"]


def test_it_refuses_the_same_number_twice_as_a_conflict(store):
    with store.writing() as writing:
        writing.rows.replace(HOLD, PM, [hold(1, PM)])
    with pytest.raises(Conflict), store.writing() as writing:
        writing.rows.replace(HOLD, OTHER, [hold(1, OTHER)])
    assert store.rows.count(HOLD) == 1


def test_it_selects_by_columns_in_an_order_with_a_limit(store):
    with store.writing() as writing:
        for n in range(1, 4):
            writing.rows.replace(HOLD, StreamId(f"ho_{n}"), [hold(n, f"ho_{n}")])
    rows = store.rows
    assert [row["number"] for row in rows.select(HOLD, order="-number", limit=2)] == [3, 2]
    assert [row["stream"] for row in rows.select(HOLD, {"number": 2})] == ["ho_2"]
    assert len(rows.select(HOLD, {"until": None})) == 3
    with pytest.raises(KeyError):
        rows.select(HOLD, {"number; DROP TABLE hold": 1})


def test_it_finds_words_best_first_with_a_snippet(store):
    with store.writing() as writing:
        writing.rows.replace(ACCESS, PM, [{"stream": PM, "viewer": "pe_1", "relation": "owner"}])
        for n, (place, body) in enumerate([("story", "The hold ran out."), ("notes", "Nothing to see.")]):
            document = {"id": 16 + n, "stream": PM, "place": place, "title": "PM-1", "body": body}
            writing.rows.add(DOCUMENT, [document])
    ((row, snippet),) = store.rows.matching("holds", ["pe_1"], limit=5)
    assert row["place"] == "story"
    assert "[hold]" in snippet
    assert store.rows.matching('" OR *', ["pe_1"], limit=5) == []
    assert store.rows.count_matching("holds", ["pe_1"]) == 1
    assert store.rows.matching("holds", ["pe_2", "*"], limit=5) == []
    assert store.rows.matching("holds", [], limit=5) == []


def test_it_shows_rows_to_those_who_hold_a_relation_and_to_nobody_else(store):
    def granted(stream, viewer, relation):
        return {"stream": stream, "viewer": viewer, "relation": relation}

    fold = StreamId("fu_1")
    with store.writing() as writing:
        for n, stream in enumerate((PM, OTHER, fold)):
            writing.rows.replace(HOLD, stream, [hold(n, stream)])
        writing.rows.replace(ACCESS, PM, [granted(PM, "pe_1", "owner"), granted(PM, "pe_2", "listener")])
        writing.rows.replace(ACCESS, OTHER, [granted(OTHER, f"room:{PM}", "in the room")])
        writing.rows.replace(
            ACCESS, fold, [granted(fold, f"readers:{PM}", "reader"), granted(fold, "team:disks", "asked")]
        )

    def numbers(*viewers):
        seen = [row["number"] for row in store.rows.seen(HOLD, viewers, order="number")]
        assert store.rows.count_seen(HOLD, viewers) == len(seen)
        return seen

    assert numbers("pe_1") == [0, 1, 2]
    assert numbers("pe_2", "*") == [0, 2]
    assert numbers("pe_3", "team:disks") == [2]
    assert numbers("pe_3", "team:disk") == numbers("*") == numbers() == []
    assert sorted(store.rows.relations(fold, ["pe_1", "team:disks"])) == ["asked", "reader"]


def test_it_turns_pages_and_filters_by_several_values_and_by_a_beginning(store):
    with store.writing() as writing:
        for n in range(1, 6):
            writing.rows.replace(HOLD, StreamId(f"ho_{n}"), [hold(n, f"ho_{n}")])
    rows = store.rows
    assert [row["number"] for row in rows.select(HOLD, order="until -number", limit=2, offset=1)] == [4, 3]
    assert rows.count(HOLD, {"number": (1, 3, 9)}) == 2
    assert rows.count(HOLD, {"number": []}) == 0
    assert [row["number"] for row in rows.select(HOLD, {"stream": Beginning(text="ho_4")})] == [4]
    with pytest.raises(KeyError):
        rows.select(HOLD, order="number; DROP TABLE hold")


def test_it_clears_every_row_and_no_entry(store):
    with store.writing() as writing:
        writing.put(entry(1), at=AT)
        writing.rows.replace(PERSON, PM, [person("Ada")])
        writing.rows.clear()
    assert store.rows.count(PERSON) == 0
    assert store.head().size == 1


def test_it_forgets_the_envelopes_it_is_told_to_and_no_other(store):
    put(store, entry(1, _0=b"header", _1=b"facts", _2=b"a name"), entry(2, _2=b"another"))
    assert store.forget([(0, 2), (0, 7)]) == 1
    assert [sorted(one.envelopes) for one in store.entries()] == [[0, 1], [2]]
    assert store.head().size == 2


def test_it_forgets_the_words_of_a_document_that_no_row_shows(store):
    document = {"id": 16, "stream": PM, "place": "title", "title": "PM-1", "body": "Wilhelmina rang"}
    with store.writing() as writing:
        writing.rows.replace(ACCESS, PM, [{"stream": PM, "viewer": "*", "relation": "reader"}])
        writing.rows.replace(DOCUMENT, PM, [document])
    assert len(store.rows.matching("Wilhelmina", ["*"], limit=5)) == 1
    with store.writing() as writing:
        writing.rows.replace(DOCUMENT, PM, [])
    store.forget([])
    assert store.rows.matching("Wilhelmina", ["*"], limit=5) == []


class _Killed(SqliteStorage):
    """A store whose process is killed before it can empty its journal."""

    def _empty_journal(self):
        raise KeyboardInterrupt


def test_it_empties_its_journal_when_a_crash_came_before_that(tmp_path):
    store = _Killed(tmp_path / "record.db")
    put(store, entry(1, _2=b"Wilhelmina"))
    with pytest.raises(KeyboardInterrupt):
        store.forget([(0, 2)])
    assert b"Wilhelmina" in (tmp_path / "record.db-wal").read_bytes()
    again = SqliteStorage(tmp_path / "record.db")
    assert b"Wilhelmina" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    again.close()
    store.close()


def test_it_makes_rows_anew_while_the_old_ones_can_be_read(tmp_path):
    first, second = SqliteStorage(tmp_path / "record.db"), SqliteStorage(tmp_path / "record.db")
    with first.writing() as writing:
        writing.rows.replace(PERSON, PM, [person("Ada")])
    with first.remaking_rows() as rows:
        rows.add(PERSON, [person("Bo")])
        assert [row["name"] for row in second.rows.select(PERSON)] == ["Ada"]
    assert [row["name"] for row in second.rows.select(PERSON)] == ["Bo"]
    first.close()
    second.close()


def test_it_writes_nothing_when_it_is_opened_to_be_read(tmp_path):
    store = SqliteStorage(tmp_path / "record.db")
    put(store, entry(1))
    reading = SqliteStorage(tmp_path / "record.db", read_only=True)
    assert reading.head().size == 1
    with pytest.raises(Exception, match="read"), reading.writing() as writing:
        writing.put(entry(2), at=AT)
    assert store.head().size == 1
    reading.close()
    store.close()


def test_it_reads_a_whole_file_where_no_journal_can_be_made(tmp_path):
    """A read-only or full disk: here a folder stands where the index of the journal would go."""
    first = SqliteStorage(tmp_path / "record.db")
    put(first, entry(1))
    first.close()
    (tmp_path / "record.db-shm").mkdir()
    reading = SqliteStorage(tmp_path / "record.db")
    assert reading.size() == 1
    with pytest.raises(StorageFailed, match="Make room, or make it writable"):
        put(reading, entry(2))
    assert reading.size() == 1
    reading.close()


def test_it_reads_a_stream_whole_while_somebody_else_appends_to_it(tmp_path):
    path = tmp_path / "record.db"
    reader, writer = SqliteStorage(path), SqliteStorage(path)
    put(writer, entry(1, s0=b"first"))
    waiting = [entry(2, s0=b"second")]

    def between_two_looks(statement):
        if "FROM payload" in statement and waiting:
            put(writer, waiting.pop())

    reader._connection().set_trace_callback(between_two_looks)
    assert [one.envelopes for one in reader.of_stream(PM)] == [{0: b"first"}]
    assert [one.envelopes for one in reader.of_stream(PM)] == [{0: b"first"}, {0: b"second"}]
    reader.close()
    writer.close()
