"""Turns what SQLite says when a file cannot be read into words for people."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from secondstory.application.ports.storage import StorageFailed

P = ParamSpec("P")
T = TypeVar("T")


def told(read: Callable[P, T]) -> Callable[P, T]:
    """Return `read` with every error of SQLite raised as StorageFailed."""

    @wraps(read)
    def reading(*args: P.args, **named: P.kwargs) -> T:
        try:
            return read(*args, **named)
        except sqlite3.DatabaseError as unreadable:
            raise StorageFailed(
                f"The file of the record cannot be read ({unreadable}). Nothing was written to it. Keep it as it is, and"
                " bring the newest copy back beside it: secondstory restore."
            ) from unreadable

    return reading
