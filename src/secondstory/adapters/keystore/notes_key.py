"""The key of private notes: 32 bytes in a file of its own beside the key store, in no backup on purpose.

Notes are no part of the record, so nothing that restores the record brings them back after somebody deleted them.
"""

import os
from pathlib import Path

from secondstory.adapters.keystore.errors import KeyStoreFailed
from secondstory.adapters.local_files.durable import write_durably

NAME = "private-notes.key"
_BYTES = 32


def notes_key(folder: Path) -> bytes:
    """Return the key in `folder`, made now when there is none. Raises KeyStoreFailed when the file is not a key."""
    path = folder / NAME
    if not path.exists():
        write_durably(path, os.urandom(_BYTES), mode=0o600)
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise KeyStoreFailed(
            f"{path} is no key of private notes. Nothing was changed. Put the right file back, or take it away to begin anew."
        )
    return key
