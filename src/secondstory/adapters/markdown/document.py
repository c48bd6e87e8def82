"""A whole post-mortem in plain types, as it is written to Markdown and read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactLine:
    """What one party bore: `number` and `unit` as written, `method` how the number came about."""

    party: str = ""
    kind: str = ""
    number: str = ""
    unit: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One entry: when it occurred, when it was known, fact / account / inference, by whom in which role."""

    occurred: str = ""
    known: str = ""
    kind: str = ""
    actor_role: str = ""
    text: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountText:
    """One person's account, told by role; `before_evidence` when it was written before any log was seen."""

    role: str = ""
    before_evidence: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """A decision as it was then: done, effects seen, expected, assumed, understood, and why it was sensible."""

    title: str = ""
    when: str = ""
    done: str = ""
    effects: str = ""
    expected: str = ""
    assumed: str = ""
    understood: str = ""
    sensible: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributingCondition:
    """A contributing condition with its level, whether it persists, the evidence, and who can speak for it."""

    id: str = ""
    statement: str = ""
    level: str = ""
    persistence: str = ""
    evidence: tuple[str, ...] = ()
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLink:
    """One condition made another (or an effect) more likely, allowed, hid or amplified it; on what basis we say so."""

    source: str = ""
    target: str = ""
    kind: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNote:
    """Whether a level was looked at (`explored`, `nothing-found`, `not-explored`) and what was asked or why not."""

    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """A safeguard that held, failed or was absent (`kind`)."""

    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """A follow-up as published: `conditions` are ids, `state` the word of the follow-up's life."""

    number: str = ""
    text: str = ""
    conditions: tuple[str, ...] = ()
    phase: str = ""
    changes: str = ""
    strength: str = ""
    owner: str = ""
    state: str = ""
    end_state: str = ""
    verified_how: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateException:
    """A gate that was passed by a recorded exception, with its reason."""

    gate: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMortemDocument:
    """Everything a Markdown post-mortem of ours says. An empty string is "not said"; there is no None.

    narrative, account texts, the two stories, the trigger and the checkpoint are blocks of text with their own line ends; narrative
    is Markdown. Everything else is one line as a rule, and survives when it is not.
    """

    title: str = ""
    number: str = ""
    status: str = ""
    severity: str = ""
    kind: str = ""
    lede: str = ""
    first_story: str = ""
    second_story: str = ""
    trigger: str = ""
    narrative: str = ""
    impact: tuple[ImpactLine, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    accounts: tuple[AccountText, ...] = ()
    decision_points: tuple[DecisionPoint, ...] = ()
    conditions: tuple[ContributingCondition, ...] = ()
    links: tuple[ConditionLink, ...] = ()
    levels: Mapping[str, LevelNote] = field(default_factory=dict)
    defences: tuple[Defence, ...] = ()
    luck: tuple[str, ...] = ()
    surprises: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    followups: tuple[FollowUpLine, ...] = ()
    sittings: tuple[str, ...] = ()
    exceptions: tuple[GateException, ...] = ()
    amendments: tuple[str, ...] = ()
    times: Mapping[str, str] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    checkpoint: str = ""
    vkey: str = ""
