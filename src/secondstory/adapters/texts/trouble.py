"""What is wrong with a file of texts, where, and what to do about it."""

import re
from pathlib import Path

from secondstory.kernel.refused import Refused


class BrokenTexts(Refused):
    """A file of texts cannot be read as what it has to be. Nothing was changed.

    path: the file. line: from 1, None when no line is to be named.
    """

    def __init__(self, message: str, *, path: Path, line: int | None) -> None:
        """Keep the place beside the words."""
        self.path = path
        self.line = line
        super().__init__(message, code="broken-texts")

    @classmethod
    def in_file(cls, path: Path, what: str, *, line: int | None = None) -> "BrokenTexts":
        """Return the error in three parts: what happened and where, what is safe, what to do.

        When `what` says its own line, as the TOML reader does, that one is used.
        """
        stated = re.search(r"\s*\(at line (\d+), column \d+\)", what)
        if stated:
            line = int(stated[1])
            what = what.replace(stated[0], "")
        where = f"{path}, line {line}" if line else str(path)
        safe = "Nothing was changed. Mend that line, or move the file away to use the packaged text."
        return cls(f"{where}: {what.rstrip('.')}. {safe}", path=path, line=line)
