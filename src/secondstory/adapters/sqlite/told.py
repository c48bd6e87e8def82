"""Turns what SQLite says when a file cannot be read into words for people."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from secondstory.application.ports.storage import StorageFailed

NO_ROOM = (
    "The folder of the record cannot be written to: the disk is full, or it may only be read. Nothing of this was"
    " recorded, and nothing before it is touched. Make room, or make it writable, and do it again."
)
P = ParamSpec("P")
T = TypeVar("T")


def told(read: Callable[P, T]) -> Callable[P, T]:
    """Return `read` with every error of SQLite raised as StorageFailed."""

    @wraps(read)
    def reading(*args: P.args, **named: P.kwargs) -> T:
        try:
            return read(*args, **named)
        except sqlite3.DatabaseError as unreadable:
            if _is_about_room(unreadable):
                raise StorageFailed(NO_ROOM) from unreadable
            raise StorageFailed(
                f"The file of the record cannot be read ({unreadable}). Nothing was written to it. Keep it as it is, and"
                " bring the newest copy back beside it: secondstory restore."
            ) from unreadable

    return reading


def blob(cell: object) -> bytes:
    """Return the bytes in a cell. Raises sqlite3.DatabaseError where a damaged file has something else."""
    if not isinstance(cell, bytes):
        raise sqlite3.DatabaseError("a cell that should hold bytes does not")
    return cell


def _is_about_room(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    in_the_journal = code in {
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMMAP,
    }
    return in_the_journal or code & 0xFF in {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
    }
