"""A gathered post-mortem as the document that is written to Markdown and to JSON."""

from collections.abc import Iterator

from secondstory.adapters.markdown import document as d
from secondstory.application.ceremony.editions import Gathered, sitting_words
from secondstory.application.understanding.mapping import EFFECT, words_of
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.understanding import narrative
from secondstory.domain.understanding.conditions import FIVE_LEVELS, Condition, Level, LevelStatus
from secondstory.domain.understanding.narrative import DefenceNoted, Noted
from secondstory.domain.understanding.timeline import Entry, Gap
from secondstory.vault.keys import LastSigned
from secondstory.wiring.documents.moments import moment_text

TIMES = ("began", "detected", "declared", "mitigated", "resolved")


def document_of(
    gathered: Gathered, *, status: str, signed: LastSigned | None = None, vkey: str = ""
) -> d.PostMortemDocument:
    """Return everything that Markdown can say of a post-mortem. status: a word, such as draft or published."""
    pm, story = gathered.pm, gathered.pm.story
    return d.PostMortemDocument(
        title=pm.incident.title,
        number=pm.label,
        status=status,
        severity=pm.incident.severity or "",
        kind=pm.incident.kind.value,
        lede=story.storeys.lede or "",
        first_story=story.storeys.first or "",
        second_story=story.storeys.second or "",
        trigger=pm.incident.trigger,
        narrative=narrative.text(story).removesuffix("\n"),
        impact=tuple(_impact(gathered)),
        timeline=tuple(_entry(one) for one in pm.timeline.entries),
        accounts=tuple(_accounts(gathered)),
        decision_points=tuple(_decisions(gathered)),
        conditions=tuple(_condition(one) for one in pm.conditions.standing),
        links=tuple(_links(gathered)),
        levels=_levels(gathered),
        defences=tuple(_defence(one) for one in story.defences),
        luck=_texts(story.luck),
        surprises=_texts(story.surprises),
        went_well=_texts(story.went_well),
        hard=_texts(story.hard),
        gaps=tuple(gap_text(one) for one in pm.timeline.gaps),
        followups=tuple(_followup(gathered, one) for one in gathered.followups),
        sittings=tuple(sitting_words(one) for one in pm.sittings.sittings if one.is_held),
        exceptions=tuple(
            d.GateException(gate=one.gate.value, reason=one.reason) for one in pm.publication.exceptions
        ),
        amendments=tuple(
            f"{one.at:%Y-%m-%d}: {one.text} ({one.reason})" for one in pm.publication.amendments
        ),
        times={name: said for name in TIMES if (said := moment_text(getattr(pm.incident.times, name)))},
        glossary=dict(story.glossary),
        checkpoint=signed.note.decode() if signed else "",
        vkey=vkey,
    )


def _texts(notes: tuple[Noted, ...]) -> tuple[str, ...]:
    return tuple(one.text for one in notes)


def _impact(gathered: Gathered) -> Iterator[d.ImpactLine]:
    for one in gathered.pm.incident.impacts:
        yield d.ImpactLine(
            party=one.party,
            kind=one.kind,
            number=one.number or "",
            unit=one.unit or "",
            method=one.method or "",
        )


def _entry(one: Entry) -> d.TimelineEntry:
    return d.TimelineEntry(
        occurred=moment_text(one.occurred),
        known=moment_text(one.known),
        kind=one.added.kind.value,
        actor_role=one.added.actor_role or "",
        text=one.text,
        sources=one.added.sources,
    )


def _accounts(gathered: Gathered) -> Iterator[d.AccountText]:
    for one in gathered.accounts:
        yield d.AccountText(role=one.author_role, before_evidence=one.before_evidence, text=one.text)


def _decisions(gathered: Gathered) -> Iterator[d.DecisionPoint]:
    for one in gathered.pm.story.decision_points:
        yield d.DecisionPoint(
            title=one.title,
            when=moment_text(one.when),
            done=one.done,
            effects=one.effects or "",
            expected=one.expected or "",
            assumed=one.assumed or "",
            understood=one.understood or "",
            sensible=one.sensible or "",
        )


def _condition(one: Condition) -> d.ContributingCondition:
    return d.ContributingCondition(
        id=f"C-{one.number}",
        statement=one.statement,
        level=one.level.value,
        persistence=one.persistence.value if one.persistence_on else "",
        evidence=one.evidence,
        holder=one.holder or "",
    )


def _links(gathered: Gathered) -> Iterator[d.ConditionLink]:
    for one in gathered.pm.conditions.standing_links:
        target = EFFECT if one.to_number is None else f"C-{one.to_number}"
        yield d.ConditionLink(
            source=f"C-{one.from_number}", target=target, kind=one.kind.value, basis=one.basis.value
        )


def _levels(gathered: Gathered) -> dict[str, d.LevelNote]:
    state = gathered.pm.conditions
    if not state.standing and not state.explored:
        return {}
    told = [level for level in Level if level in FIVE_LEVELS or state.at(level) or state.said_of(level)]
    return {
        level.value: d.LevelNote(status=_status(state.status_of(level)), note=words_of(state.said_of(level)))
        for level in told
    }


def _status(status: LevelStatus) -> str:
    return "explored" if status is LevelStatus.FOUND else status.value


def _defence(one: Noted) -> d.Defence:
    assert isinstance(one.first, DefenceNoted)
    return d.Defence(kind=one.first.kind.value, text=one.text)


def gap_text(one: Gap) -> str:
    """Return a gap as `cause: what; from TIME; until TIME; rule: POLICY`, the parts nobody said left out."""
    recorded = one.recorded
    parts = [f"{recorded.cause.value}: {recorded.what}"]
    for word, said in (("from", recorded.since), ("until", recorded.until)):
        if said is not None:
            parts.append(f"{word} {moment_text(said)}")
    if recorded.policy:
        parts.append(f"rule: {recorded.policy}")
    return "; ".join(parts)


def _followup(gathered: Gathered, one: FollowUp) -> d.FollowUpLine:
    stream, grade = gathered.pm.stream, one.grade
    return d.FollowUpLine(
        number=f"FU-{one.number}",
        text=one.text,
        conditions=tuple(f"C-{number}" for number in one.answers(stream)) if stream else (),
        phase=one.phase.value,
        changes=one.changes.value,
        strength=grade.value if grade else "",
        owner=gathered.owner_of(one),
        state=one.standing.value,
        end_state=one.end_state or "",
        verified_how=one.verified_how or "",
        due=moment_text(one.due),
    )
