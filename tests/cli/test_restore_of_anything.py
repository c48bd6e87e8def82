"""`restore` from a data backup that somebody else put together: whole by its own list, and not a workspace of ours."""

import re
import sqlite3
from pathlib import Path

import pytest

from secondstory.adapters.local_files.archive import check, pack, unpack

# What is made of the settings that were in the backup.
SETTINGS = {
    "empty": lambda _: b"",
    "not UTF-8": lambda good: good + b"# \xff",
    "not TOML": lambda good: good + b"[[[[",
    "deep": lambda good: good + b"a = " + b"[" * 50_000,
    "deep and closed": lambda good: good + b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "nothing in it": lambda _: b"a = 1\n",
    "another format": lambda good: good.replace(b"format = 1", b"format = 99"),
    "an unknown format": lambda good: good.replace(b"format = 1", b"format = -1"),
    "no number": lambda good: good.replace(b"format = 1", b'format = "one"'),
    "infinity": lambda good: good.replace(b"format = 1", b"format = inf"),
    "a table": lambda good: good.replace(b"format = 1", b"format = {}"),
    "no origin": lambda good: re.sub(rb"origin = .*", b"", good),
    "another log": lambda good: re.sub(rb"origin = .*", b'origin = "demo/x"', good),
    "an odd origin": lambda good: re.sub(rb"origin = .*", lambda _: b'origin = "../../x\\u0000"', good),
    "an odd table": lambda good: b"publish = 5\n" + good,
}


def nothing(_good: bytes) -> bytes:
    return b""


def no_tables(_good: bytes) -> bytes:
    with sqlite3.connect(":memory:") as other:
        other.execute("CREATE TABLE entry (x)")
        return other.serialize()


RECORDS = {
    "empty": nothing,
    "not SQLite": lambda _: b"nothing of the kind" * 500,
    "other tables": no_tables,
    "cut": lambda good: good[: len(good) // 2],
    "header alone": lambda good: good[:100],
    "wrong page size": lambda good: good[:16] + b"\x00\x03" + good[18:],
}


@pytest.fixture
def kept(shell):
    """A data backup and a key backup of a workspace that is gone, and what the first holds."""
    shell.ok("open", "Seats released too early")
    made = shell.json("backup", "--to", "kept")
    shell.env.setenv("SECONDSTORY_RECOVERY_KEY", shell.recovery_key)
    out = Path("out")
    out.mkdir()
    listed = unpack(Path(made["data"]), out)
    return made["keys"], {name: (out / name).read_bytes() for name in listed.members}, listed.about


def refused(shell, kept, changed: dict[str, bytes | None]) -> str:
    """Return why `restore` would not take the backup with `changed` members; nothing may stand where it would go."""
    keys, members, about = kept
    put = {name: body for name, body in (members | changed).items() if body is not None}
    Path("other.tar").unlink(missing_ok=True)
    pack(Path("other.tar"), put.items(), about)
    check(Path("other.tar"))
    before = {*Path().iterdir()}
    said = shell("restore", "other.tar", "--keys", keys, "--into", "again", "--keys-into", "again-keys")
    assert said.code in {1, 2}, said.out
    assert said.err
    assert "Traceback" not in said.err
    # Nothing is left half made: no keys out of their backup for data that nobody could open.
    assert {*Path().iterdir()} == before
    return said.err


def test_it_refuses_settings_that_are_not_of_this_log(shell, kept):
    for name, change in SETTINGS.items():
        changed = change(kept[1]["workspace.toml"])
        assert changed != kept[1]["workspace.toml"], name
        refused(shell, kept, {"workspace.toml": changed})


def test_it_refuses_a_record_that_is_none(shell, kept):
    for change in RECORDS.values():
        refused(shell, kept, {"record.db": change(kept[1]["record.db"])})


def test_it_says_what_a_record_lost_that_can_still_be_opened(shell, kept):
    keys, members, about = kept
    good = members["record.db"]
    torn = good[:8192] + b"\xff" * 8192 + good[16384:]
    pack(Path("other.tar"), (members | {"record.db": torn}).items(), about)
    said = shell("restore", "other.tar", "--keys", keys, "--into", "again", "--keys-into", "again-keys")
    assert said.code in {1, 2}
    assert "Traceback" not in said.err


def test_it_refuses_a_backup_that_lacks_a_file(shell, kept):
    for name in ("workspace.toml", "record.db"):
        refused(shell, kept, {name: None})
