"""How far a post-mortem has come. Computed each time; nothing is ever set to a stage."""

from collections.abc import Iterable
from enum import StrEnum

from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.domain.lifecycle.postmortem import PostMortem


class Stage(StrEnum):
    """The stages in their order."""

    OPENED = "opened"
    SUPPORTED = "supported"
    GATHERING = "gathering"
    LEARNING_HELD = "learning-held"
    COMMITTED = "committed"
    PUBLISHED = "published"
    FOLLOWED_THROUGH = "followed-through"


def stage(pm: PostMortem, followups: Iterable[FollowUp]) -> Stage:
    """Return the furthest stage reached. followups: any; those that answer other post-mortems are left aside.

    Followed through: published, and the effect of every live follow-up was looked for.
    """
    own = followups_of(pm, followups)
    if pm.publication.is_published:
        return Stage.FOLLOWED_THROUGH if all(one.effect is not None for one in own) else Stage.PUBLISHED
    if _is_committed(pm, own):
        return Stage.COMMITTED
    if pm.sittings.learnt_at is not None:
        return Stage.LEARNING_HELD
    if pm.support.outcome is None:
        return Stage.OPENED
    return Stage.GATHERING if _has_content(pm) else Stage.SUPPORTED


def followups_of(pm: PostMortem, followups: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Return the live follow-ups that answer `pm`, in the order of their numbers."""
    own = (one for one in followups if one.is_live and any(o.post_mortem == pm.stream for o in one.origins))
    return tuple(sorted(own, key=lambda one: one.number))


def _is_committed(pm: PostMortem, own: tuple[FollowUp, ...]) -> bool:
    if pm.sittings.committed_at is not None:
        return True
    # Alone there is no second sitting: the yes to each follow-up, a night later, is the commitment.
    solo = any(pm.sittings.held(frozenset({SittingKind.SOLO})))
    return solo and bool(own) and all(one.is_owned for one in own)


def _has_content(pm: PostMortem) -> bool:
    story = pm.story
    return bool(
        pm.timeline.entries
        or pm.timeline.gaps
        or story.revisions
        or story.decision_points
        or pm.conditions.everything
        or pm.imported.documents
    )
