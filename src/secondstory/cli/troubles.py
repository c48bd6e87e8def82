"""Turns refusals and bad weather into words that say what happened, what is safe, and what to do next."""

import errno
import json
import sys
from contextlib import suppress

from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull
from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof, BadSignature, MustReload
from secondstory.vault.errors import KeyDestroyed

REFUSED_CODE, WEATHER_CODE = 1, 2
_OF_THE_DISK = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_LOOK_AT_THE_DISK = (
    "What was recorded before stays recorded. Make room, or have the disk looked at, and do it again."
)

Trouble = (
    Refused
    | Conflict
    | StorageFull
    | StorageFailed
    | BadProof
    | BadSignature
    | MustReload
    | KeyDestroyed
    | OSError
)
KNOWN: tuple[type[Exception], ...] = (
    Refused,
    Conflict,
    StorageFull,
    StorageFailed,
    BadProof,
    BadSignature,
    MustReload,
    KeyDestroyed,
    OSError,
)


def tell(terminal: Terminal, trouble: Exception) -> int:
    """Say what went wrong, in JSON too when that was asked for; return the exit code."""
    problems = list(_words(trouble))
    if terminal.as_json:
        code = trouble.code if isinstance(trouble, Refused) else "weather"
        with suppress(OSError):  # the trouble may be that nothing can be written there
            sys.stdout.write(
                f"{json.dumps({'refused': problems, 'code': code}, ensure_ascii=False, indent=2)}\n"
            )
            sys.stdout.flush()
    for problem in problems:
        terminal.complain(problem)
    return REFUSED_CODE if isinstance(trouble, Refused) else WEATHER_CODE


def _words(trouble: Exception) -> tuple[str, ...]:
    if isinstance(trouble, Refused):
        return trouble.problems
    if isinstance(trouble, Conflict):
        return ("Somebody else kept writing to the same place. Nothing of this was recorded; do it again.",)
    if isinstance(trouble, KeyDestroyed):
        return (
            "What this belongs to was lawfully erased, and nothing is added to it any more. Nothing was recorded.",
        )
    if isinstance(trouble, BadProof | BadSignature):
        return (
            f"What is stored does not match the record: {trouble}",
            "secondstory verify says what, and where.",
        )
    if isinstance(trouble, OSError) and trouble.filename and trouble.errno in _OF_THE_DISK:
        return (f"{trouble.filename}: {trouble.strerror}.", _LOOK_AT_THE_DISK)
    if isinstance(trouble, OSError) and trouble.filename:
        return (f"{trouble.filename}: {trouble.strerror or trouble}.",)
    if isinstance(trouble, OSError) and trouble.errno and type(trouble).__str__ is OSError.__str__:
        return (f"{trouble.strerror}. What was recorded before stays recorded.",)
    return (str(trouble),)
