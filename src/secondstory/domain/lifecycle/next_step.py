"""The one step that would help most now: what a person sees who types the name of the program and nothing else."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from secondstory.domain.ceremony.followups import FollowUp, Standing
from secondstory.domain.ceremony.publication import open_gates, still_closed
from secondstory.domain.ceremony.sittings import Sitting, SittingKind, earliest_commitment
from secondstory.domain.lifecycle.gates import gate_facts
from secondstory.domain.lifecycle.postmortem import PostMortem
from secondstory.domain.lifecycle.stages import followups_of
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.moments import morning_after, night_between, spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step: a short code for scripts, a sentence for people, and the command that begins it."""

    code: str
    sentence: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What the steps look at: a post-mortem, its follow-ups, now, and whether its owner is alone."""

    pm: PostMortem
    own: tuple[FollowUp, ...]
    at: datetime
    alone: bool
    holidays: Collection[date]

    def step(self, code: str, sentence: str, command: str) -> NextStep:
        return NextStep(code=code, sentence=sentence, command=f"secondstory {command}")


def next_step(
    pm: PostMortem,
    followups: Iterable[FollowUp],
    *,
    at: datetime,
    alone: bool,
    holidays: Collection[date] = (),
) -> NextStep:
    """Return the next step of a post-mortem, always one. at: now, in the zone of the reader."""
    view = _View(pm=pm, own=followups_of(pm, followups), at=at, alone=alone, holidays=holidays)
    for look in _LOOKS:
        found = look(view)
        if found is not None:
            return found
    return view.step(
        "nothing", "Nothing waits here. Read it again when the next one rhymes.", f"show {pm.label}"
    )


def _standing(view: _View) -> NextStep | None:
    incident = view.pm.incident
    if incident.stream is None:
        return view.step("open", "Say in a few words what happened.", 'open "WHAT HAPPENED"')
    if incident.withdrawn is not None:
        return view.step("withdrawn", "It was opened in error and is kept.", "list")
    if incident.merged_into is not None:
        return view.step("merged", "It goes on in another post-mortem.", "list")
    return None


def _support(view: _View) -> NextStep | None:
    if view.pm.support.outcome is not None:
        return None
    sentence = "Before anything else: who was closest to this, and who is with them?"
    if view.alone:
        sentence = "Before anything else: step away for a moment, tell somebody, and see what can wait."
    return view.step("support", sentence, f"support {view.pm.label}")


def _learning(view: _View) -> NextStep | None:
    pm = view.pm
    if pm.publication.is_published or pm.sittings.learnt_at is not None:
        return None
    if pm.incident.waived is not None:
        return view.step("waived", f"No review will be held: {pm.incident.waived}", f"show {pm.label}")
    if pm.imported.open_proposals:
        count = len(pm.imported.open_proposals)
        sentence = (
            f"{count} proposals from a document wait for you." if count > 1 else "A proposal waits for you."
        )
        return view.step("proposals", sentence, f"import {pm.label}")
    if view.alone:
        return _solo(view)
    if not pm.timeline.entries:
        return view.step("timeline", "What happened when, and how do we know?", f"timeline {pm.label} add")
    return _sitting_to_learn(view)


def _solo(view: _View) -> NextStep:
    begun = any(one.is_open and one.kind is SittingKind.SOLO for one in view.pm.sittings.sittings)
    sentence = (
        "Go on where you left: about 25 minutes in all."
        if begun
        else "Go through it alone: about 25 minutes."
    )
    return view.step("solo", sentence, f"solo {view.pm.label}")


def _sitting_to_learn(view: _View) -> NextStep:
    pm = view.pm
    waiting = _first(
        pm, lambda one: one.kind is not SittingKind.COMMITMENT and (one.is_planned or one.is_open)
    )
    if waiting is None:
        return view.step(
            "learning-sitting", "Plan a sitting to learn from it.", f"sitting {pm.label} schedule learning"
        )
    verb = "close" if waiting.is_open else "open"
    return view.step(
        "learning-sitting",
        f"S-{waiting.number} is open; close it when it ends."
        if waiting.is_open
        else f"S-{waiting.number} is next.",
        f"sitting {pm.label} {verb} S-{waiting.number}",
    )


def _content(view: _View) -> NextStep | None:
    pm = view.pm
    if pm.publication.is_published:
        return None
    if not pm.story.revisions:
        return view.step(
            "story", "Write the story, so that somebody who was not there can follow.", f"story {pm.label}"
        )
    if not pm.conditions.standing:
        return view.step(
            "condition", "What made it possible, likelier, or hard to see?", f"condition {pm.label} add"
        )
    unexplored = pm.conditions.unexplored_levels
    if unexplored:
        level = unexplored[0].value
        return view.step(
            "level", f"Nobody has looked at this level yet: {level}.", f"condition {pm.label} level {level}"
        )
    return None


def _commitment(view: _View) -> NextStep | None:
    pm = view.pm
    if pm.publication.is_published or pm.sittings.learnt_at is None:
        return None
    unowned = [one for one in view.own if not one.is_owned]
    if view.alone:
        return _own_yes(view, unowned[0]) if unowned else None
    if pm.sittings.committed_at is not None or not view.own:
        return _to_ask(view, unowned)
    waiting = _first(pm, lambda one: one.kind is SittingKind.COMMITMENT and (one.is_planned or one.is_open))
    if waiting is not None:
        verb = "close" if waiting.is_open else "open"
        sentence = f"S-{waiting.number} is where people say yes or no."
        return view.step("commitment-sitting", sentence, f"sitting {pm.label} {verb} S-{waiting.number}")
    earliest = earliest_commitment(
        pm.sittings.learnt_at, alone=False, zone_of=view.at, holidays=view.holidays
    )
    when = f" from {spoken(earliest)}" if earliest > view.at else ""
    sentence = f"Sleep on it; the commitment sitting can be held{when}." if when else "Meet to commit."
    return view.step("commitment-sitting", sentence, f"sitting {pm.label} schedule commitment")


def _to_ask(view: _View, unowned: list[FollowUp]) -> NextStep | None:
    waiting = next((one for one in unowned if one.standing is Standing.PROPOSED), None)
    if waiting is None:
        return None
    sentence = f"Whose is FU-{waiting.number}, by knowledge and authority?"
    return view.step("ask", sentence, f"followup ask FU-{waiting.number}")


def _own_yes(view: _View, followup: FollowUp) -> NextStep:
    proposed_at = followup.proposed_at or view.at
    if night_between(proposed_at, view.at):
        sentence = f"You slept on FU-{followup.number}. Is it yours?"
    else:
        earliest = morning_after(proposed_at, zone_of=view.at)
        sentence = f"Sleep on FU-{followup.number}; you can say yes from {spoken(earliest)}."
    return view.step("accept", sentence, f"followup accept FU-{followup.number}")


def _publication(view: _View) -> NextStep | None:
    pm = view.pm
    if pm.publication.is_published:
        return None
    facts = gate_facts(pm, view.own, (), at=view.at, alone=view.alone, holidays=view.holidays)
    closed = still_closed(pm.publication, open_gates(facts))
    if closed:
        sentence = f"{closed[0].what} {closed[0].next_step}"
        return view.step(closed[0].gate.value, sentence, f"publish {pm.label}")
    return view.step("publish", "It is ready to be read by everybody.", f"publish {pm.label}")


def _following_through(view: _View) -> NextStep | None:
    for one in view.own:
        label = f"FU-{one.number}"
        if one.standing is Standing.PROPOSED:
            return view.step("ask", f"Nobody holds {label} yet.", f"followup ask {label}")
        if one.standing is Standing.DONE:
            who = "Look again as a later you" if view.alone else "Somebody other than its owner looks"
            return view.step("verify", f"{label} is reported done. {who}.", f"followup verify {label}")
        if one.standing is Standing.VERIFIED and one.effect is None:
            return view.step(
                "effect", f"{label} is in place. Has the condition changed?", f"followup effect {label}"
            )
    open_ones = [one for one in view.own if one.standing in (Standing.ASKED, Standing.OWNED)]
    if not open_ones:
        return None
    first = min(open_ones, key=lambda one: (one.due is None, one.due.at if one.due else view.at, one.number))
    if first.standing is Standing.ASKED:
        return view.step(
            "answer", f"FU-{first.number} waits for a yes or a no.", f"followup show FU-{first.number}"
        )
    return view.step("do", f"FU-{first.number} is next to be done.", f"followup done FU-{first.number}")


def _first(pm: PostMortem, wanted: Callable[[Sitting], bool]) -> Sitting | None:
    return next((one for one in pm.sittings.sittings if wanted(one)), None)


_LOOKS: tuple[Callable[[_View], NextStep | None], ...] = (
    _standing,
    _support,
    _learning,
    _content,
    _commitment,
    _publication,
    _following_through,
)
"""In the order of a post-mortem's life; the first that finds something wins."""
