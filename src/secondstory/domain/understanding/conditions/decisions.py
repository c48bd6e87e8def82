"""What may be said of conditions, what is asked for first, and what is still open."""

from secondstory.domain.understanding.conditions.events import (
    FIVE_LEVELS,
    AcceptedAsIs,
    Added,
    Dropped,
    Escalated,
    EvidenceCited,
    HolderNamed,
    LevelExplored,
    LevelStatus,
    LinkBasis,
    LinkDrawn,
    LinkRemoved,
    PersistenceStated,
    Reworded,
)
from secondstory.domain.understanding.conditions.state import Condition, Conditions
from secondstory.kernel.event import Event
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.refused import Refused, refuse_if_any


def add_condition(state: Conditions, draft: Added) -> list[Event]:
    """Add a condition on any level, with or without a holder. Raises Refused when it says nothing.

    A statement that ends at a person's error may be saved; `names_an_error` says what to ask, and publishing waits.
    """
    assert draft.number >= state.next_number, "the caller numbers conditions from `next_number` on"
    if not draft.statement.strip():
        raise Refused(
            "Say what it is and what it made likelier: the specific thing, as seen in something we can show."
        )
    return [draft]


def reword(state: Conditions, draft: Reworded) -> list[Event]:
    """Put a condition into other words, or on another level. Raises Refused without a reason or without a change."""
    _standing(state, draft.cites)
    problems: list[str] = []
    if not draft.reason.strip():
        problems.append(
            "Say in a few words why it reads differently now; the first words stay in the record."
        )
    if draft.statement is None and draft.effect is None and draft.level is None:
        problems.append(f"What of C-{draft.cites} changes: its words, what it made likelier, or its level?")
    if draft.statement is not None and not draft.statement.strip():
        problems.append(
            f"C-{draft.cites} cannot become empty. If it did not hold up, drop it with the reason."
        )
    refuse_if_any(problems, code="rewording-incomplete")
    return [draft]


def cite_evidence(state: Conditions, draft: EvidenceCited) -> list[Event]:
    """Name what shows a condition; nothing when all of it is named. Raises Refused when nothing is named."""
    one = _standing(state, draft.number)
    if not any(ref.strip() for ref in draft.evidence):
        raise Refused(
            f"Where can somebody see C-{draft.number}? Name the evidence or the account: E-4, A-2, T-7."
        )
    if set(draft.evidence) <= set(one.evidence) and draft.basis in {None, one.basis}:
        return []
    return [draft]


def draw_link(state: Conditions, draft: LinkDrawn) -> list[Event]:
    """Draw a link; nothing when it stands so. Raises Refused for a link to itself or without the evidence it claims.

    Circles are allowed: what makes each other worse is drawn as two links.
    """
    _standing(state, draft.from_number)
    if draft.to_number is not None:
        _standing(state, draft.to_number)
    if draft.from_number == draft.to_number:
        raise Refused(
            f"C-{draft.from_number} cannot act on itself. What did it act on, or is there a second condition?"
        )
    if draft.basis is LinkBasis.EVIDENCE and not any(ref.strip() for ref in draft.evidence):
        raise Refused(
            "A link by evidence names it: E-4, A-2, T-7. Until then, draw it as a hypothesis; that is no less welcome.",
            code="link-without-evidence",
        )
    return [] if draft in state.links else [draft]


def remove_link(state: Conditions, draft: LinkRemoved) -> list[Event]:
    """Remove a link that did not hold up. Raises Refused when there is no such link, or without a reason."""
    ends = (draft.from_number, draft.to_number, draft.kind)
    if all((link.from_number, link.to_number, link.kind) != ends for link in state.links):
        target = "the effect" if draft.to_number is None else f"C-{draft.to_number}"
        raise Refused(
            f"No such link leads from C-{draft.from_number} to {target}. secondstory condition PM-7 list shows those there are."
        )
    if not draft.reason.strip():
        raise Refused("What did you learn that this link does not hold? That is worth a sentence.")
    return [draft]


def explore_level(state: Conditions, draft: LevelExplored) -> list[Event]:
    """Say what became of a level; nothing when it was said so before.

    Raises Refused when "nothing found" does not say what was asked and of whom, and when "not explored" has no reason.
    """
    problems: list[str] = []
    if draft.status is LevelStatus.NOTHING_FOUND and not _said(draft.asked):
        problems.append(
            f"Nothing found on the level {draft.level.value}: what was asked? A reader will want to know."
        )
    if draft.status is LevelStatus.NOTHING_FOUND and not _said(draft.of_whom):
        problems.append(f"Who was asked about the level {draft.level.value}? A role is enough.")
    if draft.status is LevelStatus.NOT_EXPLORED and not _said(draft.reason):
        problems.append(
            f"Why was the level {draft.level.value} not looked at? The page will say so beside it."
        )
    if draft.status is LevelStatus.NOT_EXPLORED and state.at(draft.level):
        problems.append(f"A condition stands on the level {draft.level.value}, so somebody looked there.")
    refuse_if_any(problems, code="level-unfounded")
    return [] if state.said_of(draft.level) == draft else [draft]


def name_holder(state: Conditions, draft: HolderNamed) -> list[Event]:
    """Name who can speak for the level of a condition; nothing when that is so. Raises Refused for nobody."""
    one = _standing(state, draft.number)
    if not draft.holder.strip():
        raise Refused(f"Who can speak for the level {one.level.value}? Name a role or a person you can ask.")
    return [] if one.holder == draft.holder else [draft]


def state_persistence(state: Conditions, draft: PersistenceStated) -> list[Event]:
    """State whether a condition is still there. Raises Refused when there is no such condition."""
    one = _standing(state, draft.number)
    return [] if (one.persistence, one.persistence_on) == (draft.persistence, draft.on) else [draft]


def accept_as_is(state: Conditions, draft: AcceptedAsIs) -> list[Event]:
    """Choose to live with a condition. Raises Refused without an authority or a reason."""
    _standing(state, draft.number)
    problems: list[str] = []
    if not draft.authority.strip():
        problems.append(
            f"Who has the authority to live with C-{draft.number}, and chose to? Name the role or person."
        )
    if not draft.reason.strip():
        problems.append("Why is it better to live with it for now? That sentence shows on the page.")
    refuse_if_any(problems, code="acceptance-incomplete")
    return [draft]


def escalate(state: Conditions, draft: Escalated) -> list[Event]:
    """Put a condition before somebody who can change it. Raises Refused when it does not say before whom."""
    _standing(state, draft.number)
    if not draft.to.strip():
        raise Refused(f"Before whom is C-{draft.number} put? Name the role or person who can change it.")
    return [draft]


def drop(state: Conditions, draft: Dropped) -> list[Event]:
    """Drop a condition that did not hold up; it stays readable. Raises Refused without a reason."""
    _standing(state, draft.number)
    if not draft.reason.strip():
        raise Refused(
            "What did you learn that it does not hold? It stays readable, with this sentence beside it."
        )
    return [draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Something the map still lacks. code: no-holder, no-evidence, no-link or level-not-explored."""

    code: str
    sentence: str
    number: int | None = None


def gaps(state: Conditions) -> tuple[OpenPoint, ...]:
    """Return what the map still lacks, as sentences with a next step. None of it stops anybody."""
    linked = {link.from_number for link in state.standing_links}
    found: list[OpenPoint] = []
    for one in state.standing:
        name = f"C-{one.number}"
        if one.is_above_the_code and not _said(one.holder):
            sentence = (
                f"{name} is above the code and needs somebody who can speak for the level {one.level.value}."
            )
            found.append(OpenPoint(code="no-holder", number=one.number, sentence=sentence))
        if not one.evidence:
            sentence = f"{name} names nothing that shows it. Where was it seen?"
            found.append(OpenPoint(code="no-evidence", number=one.number, sentence=sentence))
        if one.number not in linked:
            sentence = f"{name} leads nowhere on the map. What did it make likelier, allow, hide or amplify?"
            found.append(OpenPoint(code="no-link", number=one.number, sentence=sentence))
    for level in FIVE_LEVELS:
        if state.status_of(level) is LevelStatus.NOT_EXPLORED and state.said_of(level) is None:
            sentence = f"Nobody has looked at the level {level.value} yet. Who would have to be asked?"
            found.append(OpenPoint(code="level-not-explored", sentence=sentence))
    return tuple(found)


def _standing(state: Conditions, number: int) -> Condition:
    one = state.find(number)
    if one is None:
        raise Refused(
            f"There is no condition C-{number}. secondstory condition PM-7 list shows those there are.",
            code="no-such-condition",
        )
    if one.dropped is not None:
        raise Refused(
            f"C-{number} was dropped ({one.dropped.rstrip('.')}). Add it again under a new number if it holds after all."
        )
    return one


def _said(words: str | None) -> bool:
    return bool(words and words.strip())
