"""Minutes by part of the agenda: each piece that enters the record begins with the title of its part, as a heading."""

from collections.abc import Iterable

MARK = "## "


def headed(title: str, text: str) -> str:
    """Return a piece of the minutes as it is kept."""
    return f"{MARK}{title}\n\n{text.strip()}"


def by_part(pieces: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return minutes as (title of the part, its pieces), parts in the order in which they were first written of.

    Pieces from elsewhere, without a heading, stand under an empty title.
    """
    found: dict[str, list[str]] = {}
    for piece in pieces:
        first, _, rest = piece.partition("\n")
        if first.startswith(MARK) and rest.strip():
            found.setdefault(first.removeprefix(MARK).strip(), []).append(rest.strip())
        else:
            found.setdefault("", []).append(piece.strip())
    return tuple((title, tuple(texts)) for title, texts in found.items())
