"""The one place where SQL asks who may see a row. Every list, count and search is joined with it."""

from collections.abc import Sequence

from secondstory.readmodel.relations import GROUPS, Group


def seen(viewers: Sequence[str], row: str = "t") -> tuple[str, list[str]]:
    """Return the condition that one of `viewers` may see the row called `row`, and its values.

    viewers: everything that one person is to the access table: their id, `*`, their teams; nobody sees nothing.
    """
    granted, values = granting(viewers, "a")
    return f"EXISTS (SELECT 1 FROM access a WHERE a.stream = {row}.stream AND {granted})", values


def granting(viewers: Sequence[str], access: str) -> tuple[str, list[str]]:
    """Return the condition that the row of the access table called `access` is about one of `viewers`."""
    marks = ", ".join("?" for _ in viewers)
    ways = [f"{access}.viewer IN ({marks})"]
    values = [*viewers]
    for group in Group:
        ways.append(_through(group, marks, access))
        values += viewers
    return f"({' OR '.join(ways)})", values


def _through(group: Group, marks: str, access: str) -> str:
    word = f"{group.value}:"
    relations = GROUPS[group]
    held = ""
    if relations is not None:
        held = f" AND g.relation IN ({', '.join(_quoted(one.value) for one in sorted(relations))})"
    return (
        f"(substr({access}.viewer, 1, {len(word)}) = {_quoted(word)} AND EXISTS (SELECT 1 FROM access g"
        f" WHERE g.stream = substr({access}.viewer, {len(word) + 1}) AND g.viewer IN ({marks}){held}))"
    )


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
