"""Whether a person can hold the room for a post-mortem: computed from what is known, as reasons a person can read."""

from collections.abc import Collection, Iterable, Mapping

from secondstory.kernel.ids import PersonId


def independence(
    person: PersonId,
    *,
    timeline_actors: Mapping[PersonId, str],
    owner: PersonId | None,
    commander: PersonId | None,
    lines: Iterable[tuple[PersonId, PersonId]],
    decides: PersonId | None = None,
) -> tuple[str, ...]:
    """Return what stands between `person` and facilitating, each as words that follow "This facilitator"; empty: clear.

    timeline_actors: everybody involved, with what they did, such as `rolled the change out at 14:02`.
    lines: (manager, report) pairs; followed through every step. decides: who will decide about people, if anybody.
    Cases never enter here: a refusal must not reveal that there is one. Source: practice.md, ROL-2.
    """
    pairs = tuple(lines)
    conflicts: list[str] = []
    if person in timeline_actors:
        conflicts.append(f"{timeline_actors[person]} (timeline)")
    if person == owner:
        conflicts.append("owns this post-mortem")
    if person == commander:
        conflicts.append("commanded the response")
    line = _above(person, pairs) | _above(person, tuple((report, manager) for manager, report in pairs))
    if line & set(timeline_actors):
        conflicts.append("is in the reporting line of somebody involved")
    if decides is not None and decides in line:
        conflicts.append("is in the reporting line of the person who decides")
    return tuple(conflicts)


def _above(person: PersonId, pairs: Collection[tuple[PersonId, PersonId]]) -> set[PersonId]:
    found: set[PersonId] = set()
    waiting = {person}
    while waiting:
        waiting = {manager for manager, report in pairs if report in waiting} - found - {person}
        found |= waiting
    return found
