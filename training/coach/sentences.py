"""Reads what people wrote for the model: sentences and drafts in which the words that blame are marked.

`[[ac|should have checked]]` marks words and says of which categories they are (README.md). A line without a mark is clean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secondstory.coach.markup import prepare

HERE = Path(__file__).parent
CATEGORIES = "abcdefg"
_MARK = re.compile(r"\[\[([a-g]+)\|(.+?)\]\]", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_ITEM = re.compile(r"^(?:[-*]|\d+[.)])\s+")
_BETWEEN_DRAFTS = re.compile(r"^<!-- draft [^>]*-->\n", re.MULTILINE)

CALM = frozenset(("calm", "elsewhere", "finished", "informal", "messy", "published", "reports"))
"""Writers of finished documents. What the model says of these counts more: crying wolf there is what it must not do."""
CALM_WEIGHT = 1.5
PLAIN, PLAIN_WEIGHT = frozenset(("doorsteps",)), 3.0
"""Files of sentences that say outright what the annotation guide decides: too few to be heard otherwise."""

Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence. masked: as the coach sees it. labels: its categories, empty when it is clean. weight: in training."""

    text: str
    masked: str
    labels: str
    source: str
    marks: tuple[Marked, ...] = ()
    weight: float = 1.0
    document: str = ""


def unmarked(text: str) -> tuple[str, list[Marked]]:
    """Return the text without marks, and where the marked words stand in it, with their categories."""
    spans: list[Marked] = []
    parts: list[str] = []
    at = length = 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        length += mark.start() - at
        spans.append((length, length + len(mark[2]), mark[1]))
        parts.append(mark[2])
        length += len(mark[2])
        at = mark.end()
    return "".join([*parts, text[at:]]), spans


def sentence(marked: str, source: str, weight: float = 1.0) -> Row:
    """Return the row of one sentence that stands alone."""
    text, marks = unmarked(marked)
    return Row(text, prepare(text).masked, _letters(marks), source, tuple(marks), weight)


def lines_of(path: Path) -> Iterator[Row]:
    """Yield the sentences of a file of single sentences; a line that begins with `# ` names a fact."""
    for line in path.read_text("utf-8").splitlines():
        bare = _ITEM.sub("", line.strip())
        if bare and not line.startswith("# "):
            yield sentence(bare, path.stem, PLAIN_WEIGHT if path.stem in PLAIN else 1.0)


def drafts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield name and marked text of each draft in a file of drafts."""
    for number, draft in enumerate(_BETWEEN_DRAFTS.split(path.read_text("utf-8"))[1:], 1):
        yield f"{path.stem}-{number}", draft


def sentences_of(name: str, marked: str) -> Iterator[Row]:
    """Yield every sentence of a marked Markdown draft, as the coach parts it."""
    text, marks = unmarked(marked)
    prepared = prepare(text)
    for start, end in prepared.sentences:
        mine = [(max(a, start) - start, min(b, end) - start, c) for a, b, c in marks if a < end and b > start]
        yield Row(
            text[start:end],
            prepared.masked[start:end],
            _letters(mine),
            name.partition("-")[0],
            tuple(mine),
            CALM_WEIGHT if name.partition("-")[0] in CALM else 1.0,
            document=name,
        )


def written() -> list[Row]:
    """Return every sentence that was written for training, but for those that happen to stand among the held-out ones."""
    apart = {_plain(row.text) for row in held_out()}
    rows = [row for path in sorted((HERE / "sentences").glob("*.txt")) for row in lines_of(path)]
    for path in sorted((HERE / "drafts").glob("*.md")):
        rows += [row for name, draft in drafts_of(path) for row in sentences_of(name, draft)]
    return [row for row in rows if _plain(row.text) not in apart]


def own_documents() -> list[Row]:
    """Return the sentences of this project's own pages, which are about people and incidents and blame nobody.

    Pages that quote blaming words to explain the coach are left out.
    """
    root = HERE.parents[1]
    paths = [
        root / "README.md",
        root / "ARCHITECTURE.md",
        root / "CONTRIBUTING.md",
        *sorted((root / "docs" / "how-to").glob("*.md")),
        *sorted((root / "docs" / "decisions").glob("*.md")),
        *sorted((root / "src/secondstory/cli/ground/playing/files").glob("story.md")),
    ]
    rows: list[Row] = []
    for path in paths:
        if not path.stem.startswith("coach"):
            rows += sentences_of(f"own-{path.stem}", path.read_text("utf-8"))
    return rows


def held_out() -> list[Row]:
    """Return the sentences that nothing is tuned on."""
    rows = [row for path in sorted((HERE / "held_out").glob("*.txt")) for row in lines_of(path)]
    for path in sorted((HERE / "held_out").glob("*.md")):
        rows += [row for name, draft in drafts_of(path) for row in sentences_of(name, draft)]
    return rows


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _letters(marks: list[Marked]) -> str:
    return "".join(sorted({letter for _, _, letters in marks for letter in letters}))
