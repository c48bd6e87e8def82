"""Blots likely secrets out of text while it streams, so that a copy without them can be sealed.

Line numbers stay as they were. A private key is blotted out to its end, and a token to the end of its word, even where
only the beginning was recognised. Look again at the copy before anything is done with it: `find_secrets` names at most
1,000 places.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from secondstory.adapters.secrets.detect import Finding
from secondstory.kernel.refused import Refused

MASK = "••••"
_REST_OF_WORD = re.compile(r"[\w+/=~-]*")
_ENDS = (("-----BEGIN ", "-----END"), ("PuTTY-User-Key-File-", "Private-MAC"))


def redacted(chunks: Iterable[bytes], findings: Sequence[Finding]) -> Iterator[bytes]:
    """Yield the text in `chunks` with every place in `findings` blotted out.

    Raises Refused when it is not UTF-8 text: positions in other bytes could not be trusted.
    """
    blotter = _Blotter(findings)
    for text in _decoded(chunks):
        yield blotter.blot(text).encode()


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), 1 << 16):
                yield decoder.decode(chunk[start : start + (1 << 16)])
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as why:
        raise Refused(
            "It is not UTF-8 text, so places in it cannot be blotted out safely. Nothing was sealed. Mend it with a"
            ' tool that knows its format, or say why it is sealed as it is (--seal-anyway "REASON").',
            code="not-text",
        ) from why


class _Blotter:
    """Where the text stands, which places are still to come, and what is being swallowed right now."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._waiting = deque(sorted(findings, key=lambda one: (one.line, one.column)))
        self._line, self._column = 1, 1
        self._left = 0
        self._in_word = False
        self._until: str | None = None
        self._held = ""

    def blot(self, text: str) -> str:
        """Return the next piece of text as it may be seen."""
        if self._line == self._column == 1 and text.startswith("\ufeff"):
            return "\ufeff" + self.blot(text[1:])
        out: list[str] = []
        while text:
            if self._until is not None:
                text = self._swallow_block(text, out)
            elif self._left or self._in_word:
                text = self._swallow_word(text)
            else:
                text = self._copy(text, out)
        return "".join(out)

    def _copy(self, text: str, out: list[str]) -> str:
        """Pass on what stands before the next place, and begin to swallow there."""
        while self._waiting and self._passed(self._waiting[0]):
            self._waiting.popleft()
        start = self._start_in(text)
        out.append(text[:start])
        self._advance(text[:start])
        if start is None:
            return ""
        place = self._waiting.popleft()
        out.append(MASK)
        self._left, self._in_word = place.length, True
        if place.rule == "private-key-block":
            self._until = next((end for begin, end in _ENDS if begin.strip() in place.excerpt_masked), None)
        return text[start:]

    def _swallow_word(self, text: str) -> str:
        if self._left:
            taken = min(self._left, len(text))
            self._left -= taken
        else:
            rest = _REST_OF_WORD.match(text)
            taken = rest.end() if rest else 0
            self._in_word = taken == len(text)
        self._advance(text[:taken])
        return text[taken:]

    def _swallow_block(self, text: str, out: list[str]) -> str:
        assert self._until is not None
        text, self._held = self._held + text, ""
        end = text.find(self._until)
        gone = text[:end] if end >= 0 else text[: max(0, len(text) - len(self._until) + 1)]
        out.append("\n" * gone.count("\n"))
        self._advance(gone)
        if end < 0:
            self._held = text[len(gone) :]
            return ""
        self._until, self._left, self._in_word = None, 0, False
        return text[end:]

    def _passed(self, place: Finding) -> bool:
        return (place.line, place.column) < (self._line, self._column)

    def _start_in(self, text: str) -> int | None:
        """Return where the next place begins in `text`, None when it does not."""
        if not self._waiting:
            return None
        place, offset = self._waiting[0], 0
        for _ in range(place.line - self._line):
            offset = text.find("\n", offset) + 1
            if not offset:
                return None
        start = offset + place.column - (self._column if place.line == self._line else 1)
        return start if start < len(text) else None

    def _advance(self, text: str) -> None:
        ended = text.count("\n")
        self._line += ended
        self._column = len(text) - text.rfind("\n") if ended else self._column + len(text)
