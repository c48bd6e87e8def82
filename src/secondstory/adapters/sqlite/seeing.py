"""The one place where SQL asks who may see a row. Every list, count and search is joined with it."""

from collections.abc import Sequence
from functools import cache

from secondstory.readmodel.relations import GROUPS, Group

_WITHIN = (Group.READERS, Group.ROOM, Group.FACILITATORS)
_SEEING = (*_WITHIN, Group.ADMINISTRATORS)
"""The groups that let somebody see: makers of something are always among its readers as well."""


def seen(viewers: Sequence[str], row: str = "t") -> tuple[str, list[str]]:
    """Return the condition that one of `viewers` may see the row called `row`, and its values.

    viewers: everything that one person is to the access table: their id, `*`, their teams; nobody sees nothing.
    """
    granted, values = granting(viewers, "a", groups=_SEEING)
    return f"EXISTS (SELECT 1 FROM access a WHERE a.stream = {row}.stream AND {granted})", values


def granting(
    viewers: Sequence[str], access: str, *, groups: Sequence[Group] = tuple(Group)
) -> tuple[str, list[str]]:
    """Return the condition that the row of the access table called `access` is about one of `viewers`.

    Readers of something may be so through a group of yet another stream: whoever reads a post-mortem reads its
    evidence, and so what is to be erased of it. Further than that nothing goes.
    """
    words, times = _granting(len(viewers), access, tuple(groups), deeper=True)
    return words, [*viewers] * times


@cache
def _granting(count: int, access: str, groups: tuple[Group, ...], *, deeper: bool) -> tuple[str, int]:
    """Return the condition for `count` viewers, and how many times they stand in it."""
    marks = ", ".join("?" * count)
    ways, times = [f"{access}.viewer IN ({marks})"], 1
    for group in groups:
        if group is Group.READERS and deeper:
            within, more = _granting(count, f"{access}g", _WITHIN, deeper=False)
        else:
            within, more = f"{access}g.viewer IN ({marks})", 1
        ways.append(_through(group, access, within))
        times += more
    return f"({' OR '.join(ways)})", times


def _through(group: Group, access: str, within: str) -> str:
    word, relations = f"{group.value}:", GROUPS[group]
    if relations is not None:
        within += f" AND {access}g.relation IN ({', '.join(_quoted(one.value) for one in sorted(relations))})"
    return (
        f"(substr({access}.viewer, 1, {len(word)}) = {_quoted(word)} AND EXISTS (SELECT 1 FROM access {access}g"
        f" WHERE {access}g.stream = substr({access}.viewer, {len(word) + 1}) AND {within}))"
    )


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
