"""What a person sees and types: colours and progress on a terminal only, JSON on request, questions that can be left."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, TextIO

_STYLES = {"bold": "1", "soft": "2", "lamp": "33", "ember": "31", "tide": "36"}
_CELL_WIDTH = 60
_CONTROL = re.compile(r"(?!\x1b\[(?:0|1|2|31|33|36)m|\r\n)[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Terminal:
    """Standard output and error of one command."""

    def __init__(self, *, out: TextIO, err: TextIO, as_json: bool = False, colour: bool = False) -> None:
        """Write to `out` and `err`; colour only when asked for."""
        self._out, self._err = out, err
        self.as_json = as_json
        self._colour = colour
        self._progressing = False

    @classmethod
    def of_process(cls, arguments: argparse.Namespace) -> Self:
        """Return the terminal of this process, as the options and the environment ask."""
        plain = getattr(arguments, "no_colour", False) or "NO_COLOR" in os.environ
        return cls(
            out=sys.stdout,
            err=sys.stderr,
            as_json=getattr(arguments, "json", False),
            colour=sys.stdout.isatty() and not plain,
        )

    @property
    def is_interactive(self) -> bool:
        """Whether a person is there to answer questions."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not self.as_json

    def style(self, text: str, name: str) -> str:
        """Return `text` in one of the styles bold, soft, lamp (the next step), ember (loss) and tide; plain elsewhere."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self._colour else text

    def say(self, text: str = "") -> None:
        """Write a line for people; nothing in JSON, where only `answer` speaks."""
        self._clear_progress()
        if not self.as_json:
            self._out.write(f"{self._shown(text)}\n")

    def answer(self, data: Mapping[str, Any], text: str) -> None:
        """Write the result: `data` in JSON, `text` for people."""
        self._clear_progress()
        if self.as_json:
            json.dump(data, self._out, ensure_ascii=False, indent=2, default=str)
            self._out.write("\n")
        elif text:
            self._out.write(f"{self._shown(text)}\n")

    def complain(self, text: str) -> None:
        """Write a line to standard error."""
        self._clear_progress()
        self._err.write(f"{self._shown(text)}\n")

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        """Return a table in aligned columns; on a terminal long cells are cut with an ellipsis, in a pipe none is."""
        shown = _cut if self._out.isatty() else _joined
        cells = [[shown(str("" if cell is None else cell)) for cell in row] for row in rows]
        widths = [max([len(head), *(len(row[n]) for row in cells)]) for n, head in enumerate(heads)]
        lines = [
            self.style("  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip(), "soft")
        ]
        lines += ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
        return "\n".join(lines)

    def ask(self, question: str, *, default: str = "") -> str:
        """Return what the person types, `default` for an empty line or when nobody is there."""
        if not self.is_interactive:
            return default
        try:
            return input(f"{question} ").strip() or default
        except EOFError:
            return default

    def progress(self, what: str, done: int, total: int) -> None:
        """Show how far long work is, on a terminal only."""
        if not (self._err.isatty() and not self.as_json and total > 1):
            return
        self._err.write(f"\r\x1b[K{what}: {done:,} of {total:,}")
        self._err.flush()
        self._progressing = True

    def _shown(self, text: str) -> str:
        """Return `text` with control characters as pictures on a screen, which they could take over; colours stay."""
        if not self._out.isatty():
            return text
        return _CONTROL.sub(
            lambda found: chr(0x2400 + ord(found[0])) if found[0] < "\x20" else "\ufffd", text
        )

    def _clear_progress(self) -> None:
        if self._progressing:
            self._err.write("\r\x1b[K")
            self._progressing = False


def _joined(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    line = _joined(text)
    return line if len(line) <= _CELL_WIDTH else f"{line[: _CELL_WIDTH - 1]}…"
