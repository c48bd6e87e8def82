"""The seal of a key store: an HMAC under the log key over all that it holds, so that a change by hand shows.

It covers settings, keys, their numbers and the names of destroyed ones. The last checkpoint is left out: it has a
signature of its own, and changes with every act. Whoever holds the log key can make another seal; a disk that forgets
cannot, nor can somebody who edits a row.
"""

import base64
import hmac
import json
from hashlib import sha256

from secondstory.vault.keys import LastSigned

_LABEL = b"secondstory/key-store-seal/v1"


def sealed(private: bytes, rows: object) -> bytes:
    """Return the seal of `rows`, anything that JSON can hold, under the raw log key; 32 bytes."""
    key = hmac.digest(private, _LABEL, "sha256")
    return hmac.digest(key, json.dumps(rows, separators=(",", ":")).encode(), sha256().name)


def fits_its_note(signed: LastSigned) -> bool:
    """Return whether size and root are those that stand in the signed note beside them."""
    lines = signed.note.decode("utf-8", errors="replace").split("\n")
    return lines[1:3] == [str(signed.size), base64.b64encode(signed.root).decode()]
