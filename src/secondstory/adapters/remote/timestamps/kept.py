"""Tokens beside a record: the folder `timestamps`, one file for each, with the checkpoint that it stamps beside it.

`412.checkpoint` and `412-0123456789abcdef.tsr`: plain files, so that `openssl ts -verify` reads them where they lie. Nothing
is ever replaced by something else. Which of them count is said by the record, with the SHA-256 of each.

The durable boundaries, and what a crash after each leaves behind:
1. the checkpoint is written and synced: a file that nothing names;
2. the token is written and synced: two of them. Whoever asks again gets another token, which has another name;
3. the record names both (by whoever calls this).
"""

import hashlib
import re
from pathlib import Path

from secondstory.adapters.local_files.durable import make_place_durably, write_durably
from secondstory.application.record.verifying.timestamps import note_name, token_name
from secondstory.kernel.refused import Refused

FOLDER = "timestamps"
MAX_FILE_BYTES = 1 << 17
_OURS = re.compile(r"[1-9][0-9]{0,18}(\.checkpoint|-[0-9a-f]{16}\.tsr)")


class KeptTokens:
    """The tokens in one folder, which comes to be with the first that is kept."""

    def __init__(self, folder: Path) -> None:
        """Use the folder at `folder`."""
        self._folder = folder

    def files(self) -> dict[str, bytes]:
        """Return every file by its name, unverified, each read up to a limit. Raises Refused when one cannot be read."""
        if not self._folder.is_dir():
            return {}
        found: dict[str, bytes] = {}
        try:
            for path in sorted(self._folder.iterdir()):
                if _OURS.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                    with path.open("rb") as file:
                        found[path.name] = file.read(MAX_FILE_BYTES)
        except OSError as why:
            raise Refused(f"What lies in {self._folder} cannot be read ({why.strerror}).") from why
        return found

    def keep(self, size: int, note: bytes, token: bytes) -> str:
        """Keep a token over `note`; return its SHA-256 in hexadecimal once both would survive a power cut.

        Raises NotWritten or DiskFull, and Refused when another checkpoint lies there for this size.
        """
        make_place_durably(self._folder)
        checkpoint = self._folder / note_name(size)
        if not checkpoint.exists():
            write_durably(checkpoint, note)  # 1
        elif checkpoint.read_bytes() != note:
            raise Refused(
                f"{checkpoint} holds another checkpoint than the one that was stamped. Nothing was kept. Keep that file as it"
                " is, and look: secondstory verify"
            )
        digest = hashlib.sha256(token).hexdigest()
        write_durably(self._folder / token_name(size, digest), token)  # 2
        return digest
