"""What each kind of proposal becomes when a person takes it over: one small function for each field."""

from collections.abc import Callable, Mapping
from datetime import UTC
from enum import StrEnum
from typing import TypeVar

from secondstory.application.understanding.importing.making import Making, Piece
from secondstory.application.understanding.mapping import EFFECT
from secondstory.domain.ceremony import followups
from secondstory.domain.ceremony.followups import Changes, FollowUp, Origin, Phase, Proposed, Strength
from secondstory.domain.ceremony.strength import suggest_strength
from secondstory.domain.understanding import conditions, incidents, narrative, timeline
from secondstory.domain.understanding.conditions import (
    Added,
    Basis,
    HolderNamed,
    Level,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkKind,
    Persistence,
    PersistenceStated,
)
from secondstory.domain.understanding.incidents import Impact, TimesStated, TriggerStated
from secondstory.domain.understanding.narrative import (
    DecisionPointAdded,
    DefenceKind,
    DefenceNoted,
    GlossaryTermAdded,
    HardNoted,
    LuckNoted,
    Note,
    StoreysWritten,
    SurpriseNoted,
    WentWellNoted,
)
from secondstory.domain.understanding.timeline import EntryAdded, EntryKind, GapCause, GapRecorded
from secondstory.kernel.moments import Moment, Precision
from secondstory.kernel.refused import Refused

Become = Callable[[Making, Piece], str]
Word = TypeVar("Word", bound=StrEnum)
TIMES = ("began", "detected", "declared", "mitigated", "resolved")


def become(making: Making, piece: Piece) -> str:
    """Write what `piece` becomes; return its name, such as `C-3`. Raises Refused when something is still asked."""
    made = _BECOMES.get(piece.proposed.proposal.field)
    if made is None:
        raise Refused(
            f"A newer version proposed this ({piece.proposed.proposal.field}); this one keeps it as it is."
        )
    return made(making, piece)


def _word(kind: type[Word], said: str | None, otherwise: Word) -> Word:
    """Return what a document says in one of our words; raises Refused for a word that is none of them."""
    if not said:
        return otherwise
    try:
        return kind(said)
    except ValueError as unknown:
        known = ", ".join(one.value for one in kind)
        raise Refused(
            f'"{said}" is none of the words for this: {known}. Write it by hand instead.'
        ) from unknown


def _story(making: Making, piece: Piece) -> str:
    heading = piece.get("heading")
    making.add_prose(f"## {heading}\n\n{piece.text}" if heading else piece.text)
    return "story"


def _storey(name: str, words: str) -> Become:
    def write(making: Making, piece: Piece) -> str:
        making.tell(narrative.write_storeys(making.pm.story, StoreysWritten(**{name: piece.text})))
        return words

    return write


def _trigger(making: Making, piece: Piece) -> str:
    making.tell(incidents.note_fact(making.pm.incident, TriggerStated(text=piece.text.strip())))
    return "trigger"


def _times(making: Making, piece: Piece) -> str:
    name = piece.get("name") or "began"
    moment = piece.at or piece.moment("at")
    if moment is None or name not in TIMES:
        raise Refused(f'When was this, with its day? "{piece.text}" does not say: --at "2026-11-20 14:02".')
    stated = TimesStated(**{name: moment}, source=piece.source)
    making.tell(incidents.state_times(making.pm.incident, stated))
    return name


def _impact(making: Making, piece: Piece) -> str:
    impact = Impact(
        party=piece.get("party") or piece.text,
        kind=piece.get("kind") or "",
        number=piece.get("number"),
        unit=piece.get("unit"),
        method=piece.get("method"),
        evidence=(piece.source,),
    )
    making.tell(incidents.state_impact(making.pm.incident, impact))
    return "impact"


def _timeline(making: Making, piece: Piece) -> str:
    state = making.pm.timeline
    occurred = piece.at or piece.moment("occurred")
    if occurred is None:
        written = piece.get("written")
        shown = f'It stands there as "{written}". ' if written else ""
        raise Refused(
            f'{shown}On which day, and when, was that? --at "2026-11-20 14:02".', code="time-needed"
        )
    draft = EntryAdded(
        number=state.next_number,
        occurred=occurred,
        known=piece.moment("known"),
        kind=_word(EntryKind, piece.get("kind"), EntryKind.ACCOUNT),
        text=piece.text,
        actor_role=piece.get("actor_role"),
        sources=(piece.source,),
    )
    making.tell(timeline.add_entry(state, draft))
    return f"T-{draft.number}"


def _gap(making: Making, piece: Piece) -> str:
    state = making.pm.timeline
    draft = GapRecorded(
        number=state.next_gap_number,
        cause=_word(GapCause, piece.get("cause"), GapCause.UNKNOWN),
        what=piece.text,
        since=piece.moment("since"),
        until=piece.moment("until"),
        policy=piece.get("policy"),
    )
    making.tell(timeline.record_gap(state, draft))
    return f"G-{draft.number}"


def _decision(making: Making, piece: Piece) -> str:
    number = making.pm.story.next_number
    draft = DecisionPointAdded(
        number=number,
        title=piece.text,
        done=piece.get("done") or piece.text,
        when=piece.moment("when"),
        effects=piece.get("effects"),
        expected=piece.get("expected"),
        assumed=piece.get("assumed"),
        understood=piece.get("understood"),
        sensible=piece.get("sensible"),
    )
    making.tell(narrative.add_decision_point(making.pm.story, draft))
    return f"D-{number}"


def _condition(making: Making, piece: Piece) -> str:
    level = piece.get("level")
    if level is None:
        raise Refused(
            "On which level does it live: software, practices, process, culture, organisation or outside?"
            f" secondstory import {making.pm.label} --take {piece.proposed.number} --level LEVEL",
            code="level-needed",
        )
    number = making.pm.conditions.next_number
    draft = Added(
        number=number,
        statement=piece.text,
        level=_word(Level, level, Level.SOFTWARE),
        basis=Basis.ACCOUNT,
        evidence=(piece.source,),
    )
    making.tell(conditions.add_condition(making.pm.conditions, draft))
    if holder := piece.get("holder"):
        named = HolderNamed(number=number, holder=holder)
        making.tell(conditions.name_holder(making.pm.conditions, named))
    if persistence := piece.get("persistence"):
        today = Moment(at=making.office.now().astimezone(UTC), precision=Precision.DAY)
        stated = PersistenceStated(
            number=number, persistence=_word(Persistence, persistence, Persistence.UNKNOWN), on=today
        )
        making.tell(conditions.state_persistence(making.pm.conditions, stated))
    return f"C-{number}"


def _link(making: Making, piece: Piece) -> str:
    start, end = (_number_here(making, piece.get(name) or "") for name in ("from", "to"))
    if start is None:
        raise Refused("A link begins at a condition; take over the conditions it joins first.")
    basis = _word(LinkBasis, piece.get("basis"), LinkBasis.HYPOTHESIS)
    draft = LinkDrawn(
        from_number=start,
        to_number=end,
        kind=_word(LinkKind, piece.get("kind"), LinkKind.MADE_LIKELIER),
        basis=basis,
        evidence=(piece.source,) if basis is LinkBasis.EVIDENCE else (),
    )
    making.tell(conditions.draw_link(making.pm.conditions, draft))
    return f"C-{start} to {EFFECT if end is None else f'C-{end}'}"


def _number_here(making: Making, name: str) -> int | None:
    """Return the number that a condition of the document has here, None for the effect. Raises Refused when none."""
    if name == EFFECT:
        return None
    here = making.ids.get(name, "")
    if not here.startswith("C-"):
        raise Refused(f"{name or 'A condition'} of the document is not taken over yet; do that first.")
    return int(here.removeprefix("C-"))


def _level(making: Making, piece: Piece) -> str:
    level, status = (
        _word(Level, piece.get("level") or piece.text, Level.SOFTWARE),
        _word(LevelStatus, piece.get("status"), LevelStatus.NOT_EXPLORED),
    )
    found = status is LevelStatus.FOUND
    draft = LevelExplored(
        level=level,
        status=status,
        asked=piece.get("asked"),
        of_whom=piece.get("of_whom") if found or status is LevelStatus.NOTHING_FOUND else None,
        reason=piece.get("reason"),
    )
    making.tell(conditions.explore_level(making.pm.conditions, draft))
    return f"level {level.value}"


def _note(kind: type[SurpriseNoted | LuckNoted | WentWellNoted | HardNoted]) -> Become:
    def write(making: Making, piece: Piece) -> str:
        return _noted(making, kind(number=making.pm.story.next_note_number, text=piece.text))

    return write


def _defence(making: Making, piece: Piece) -> str:
    kind = _word(DefenceKind, piece.get("kind"), DefenceKind.FAILED)
    return _noted(making, DefenceNoted(number=making.pm.story.next_note_number, kind=kind, text=piece.text))


def _noted(making: Making, draft: Note) -> str:
    making.tell(narrative.note(making.pm.story, draft))
    return f"N-{draft.number}"


def _glossary(making: Making, piece: Piece) -> str:
    term = GlossaryTermAdded(term=piece.get("term") or "", meaning=piece.text)
    making.tell(narrative.explain_term(making.pm.story, term))
    return "glossary"


def _followup(making: Making, piece: Piece) -> str:
    named = [one for one in (piece.get("conditions") or "").split(", ") if one]
    numbers = tuple(number for one in named if (number := _number_here(making, one)) is not None)
    strength, suggested = piece.get("strength"), suggest_strength(piece.text)

    def propose(number: int) -> list[followups.FollowUpEvent]:
        draft = Proposed(
            number=number,
            text=piece.text,
            origins=(Origin(post_mortem=making.stream, conditions=numbers),),
            phase=_word(Phase, piece.get("phase"), Phase.PREVENT),
            changes=_word(Changes, piece.get("changes"), Changes.CONDITION),
            end_state=piece.get("end_state"),
            verified_how=piece.get("verified_how"),
            strength=_word(Strength, strength, Strength.WEAKER) if strength else None,
            strength_suggested=Strength(suggested) if suggested else None,
        )
        return followups.propose(FollowUp(), draft)  # type: ignore[return-value]  # one Proposed

    return f"FU-{making.beside(propose)}"


_BECOMES: Mapping[str, Become] = {
    "story": _story,
    "lede": _storey("lede", "lede"),
    "first_story": _storey("first", "first story"),
    "second_story": _storey("second", "second story"),
    "trigger": _trigger,
    "times": _times,
    "impact": _impact,
    "timeline": _timeline,
    "gap": _gap,
    "decision": _decision,
    "condition": _condition,
    "link": _link,
    "level": _level,
    "defence": _defence,
    "luck": _note(LuckNoted),
    "surprise": _note(SurpriseNoted),
    "went_well": _note(WentWellNoted),
    "hard": _note(HardNoted),
    "glossary": _glossary,
    "followup": _followup,
}
