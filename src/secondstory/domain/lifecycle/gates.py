"""What the publication gates look at, gathered from the topics of one post-mortem and its follow-ups."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from secondstory.domain.ceremony.followups import FollowUp, Strength
from secondstory.domain.ceremony.publication import GateFacts
from secondstory.domain.ceremony.sittings import earliest_commitment, slept_on_it
from secondstory.domain.lifecycle.postmortem import PostMortem
from secondstory.domain.lifecycle.stages import followups_of
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.conditions import names_an_error

SHORTEST_NAME = 3
STRONG_ENOUGH = frozenset({Strength.STRONGER, Strength.INTERMEDIATE})


def gate_facts(
    pm: PostMortem,
    followups: Iterable[FollowUp],
    names: Sequence[str],
    *,
    at: datetime,
    alone: bool,
    holidays: Collection[date] = (),
) -> GateFacts:
    """Return what the gates look at. names: of the roster. at: now, in the zone of the person who publishes."""
    own = followups_of(pm, followups)
    owned = {number for one in own if one.is_owned and pm.stream for number in one.answers(pm.stream)}
    conditions = pm.conditions
    return GateFacts(
        support_settled=pm.support.outcome is not None,
        learning_held=pm.sittings.learnt_at is not None,
        slept_on_it=slept_on_it(pm.sittings, at=at, alone=alone, holidays=holidays),
        conditions=len(conditions.standing),
        levels=frozenset(level.value for level in conditions.levels_used),
        users_harmed=pm.incident.harmed_anybody,
        has_intermediate_followup=any(one.grade in STRONG_ENOUGH for one in own),
        error_conditions=tuple(
            f"C-{one.number}" for one in conditions.standing if names_an_error(one.statement)
        ),
        loose_above_code=tuple(f"C-{one.number}" for one in conditions.unanswered(owned)),
        names_found=names_in("\n".join(texts_of(pm)), names),
        night_from=_night_from(pm, at=at, alone=alone, holidays=holidays),
    )


def _night_from(pm: PostMortem, *, at: datetime, alone: bool, holidays: Collection[date]) -> datetime | None:
    learnt_at = pm.sittings.learnt_at
    if learnt_at is None or pm.sittings.committed_at is not None:
        return None
    return earliest_commitment(learnt_at, alone=alone, zone_of=at, holidays=holidays)


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names`, and those single words of them, that stand in `text` as words, spelt the same way.

    Words shorter than three letters are left aside. Capitals count: "will" is not Will.
    """
    words = [part for name in names for part in dict.fromkeys((name.strip(), *name.split()))]
    wanted = dict.fromkeys(word for word in words if len(word) >= SHORTEST_NAME)
    return tuple(word for word in wanted if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def texts_of(pm: PostMortem) -> Iterator[str]:
    """Yield every text of a post-mortem that its page would show, apart from thanks, which were agreed to."""
    yield pm.incident.title
    yield pm.incident.trigger
    yield from (need.need for need in pm.incident.needs)
    yield from (entry.text for entry in pm.timeline.entries)
    yield from (gap.recorded.what for gap in pm.timeline.gaps)
    yield from _texts_of_story(pm.story)
    for one in pm.conditions.standing:
        yield one.statement
        yield one.effect or ""


def _texts_of_story(story: narrative.Story) -> Iterator[str]:
    storeys = story.storeys
    yield from (one for one in (storeys.lede, storeys.first, storeys.second) if one)
    if story.latest is not None:
        yield narrative.text(story)
    for point in story.decision_points:
        slots = (point.done, point.effects, point.expected, point.assumed, point.understood, point.sensible)
        yield from (one for one in (point.title, *slots) if one)
    yield from (one.text for one in story.notes)
    yield from story.glossary.values()
