"""Waiting for the one who writes.

SQLite's own waiting sleeps longer each time, up to a tenth of a second. Among sixteen processes that write, those who
came last stood there for two seconds while others went again and again; looking at least every few milliseconds
costs nothing that could be measured, and nobody waits longer than the others.
"""

import sqlite3
import time
from itertools import chain, repeat

WAIT_S = 30
_PAUSES_S, _LONGEST_S = (0.001, 0.002, 0.004), 0.008


def begin(connection: sqlite3.Connection, *, wait_s: float = WAIT_S) -> None:
    """Open a transaction that writes, after whoever has one. Raises OperationalError when that takes longer than `wait_s`."""
    until = time.monotonic() + wait_s
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        for pause_s in chain(_PAUSES_S, repeat(_LONGEST_S)):
            if _has_begun(connection, until):
                return
            time.sleep(pause_s)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")


def _has_begun(connection: sqlite3.Connection, until: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as weather:
        if weather.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
            raise
        return False
    return True
