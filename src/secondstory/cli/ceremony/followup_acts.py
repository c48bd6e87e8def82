"""What `followup` does: parse, call the application, and say what was recorded."""

import argparse
from collections.abc import Callable, Mapping

from secondstory.application.ceremony import committing
from secondstory.application.ceremony.committing import Proposal, Yes
from secondstory.application.ceremony.knowing_people import person_named
from secondstory.cli.ceremony.coming import read_coming
from secondstory.cli.ceremony.followup_draft import Written, read_written
from secondstory.cli.ceremony.followup_shown import LOOK_AGAIN_DAYS, OWNING, data_of
from secondstory.cli.ceremony.pieces import confirmed, lit, numbered, worded
from secondstory.cli.terminal import Terminal
from secondstory.cli.times import Shown
from secondstory.domain.ceremony.followups import (
    Changes,
    Dropped,
    Effect,
    EffectChecked,
    FollowUp,
    Phase,
    Reworded,
    Strength,
    StrengthConfirmed,
    Superseded,
    Tracked,
    advice,
)
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.wiring.workspace import Workspace

_RELIES = {
    Strength.STRONGER: "works without anybody remembering",
    Strength.INTERMEDIATE: "makes it less likely, and partly relies on people",
    Strength.WEAKER: "relies on people remembering",
}
_NO_TEXT = (
    'Say what will be different: followup propose PM-1 "Delete …", or --file FILE (- for standard input).'
)


def propose(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Propose a follow-up, from words or from the editor."""
    office = workspace.office
    stream = office.door.stream_of(arguments.pm)
    with worded(
        arguments.text,
        arguments.file,
        terminal=terminal,
        workspace=workspace,
        name=f"{arguments.pm.upper()}-follow-up",
        prefill=_prefill(workspace, arguments),
        how=_NO_TEXT,
    ) as text:
        wish = _proposal(read_written(text), arguments, workspace, terminal)
        made = committing.propose(office, stream, wish)
    name = f"FU-{made.number}"
    words = [f"Proposed: {name}. {made.text}"]
    if made.strength is None and made.strength_suggested is not None:
        words.append(_suggested(made, name))
    words += [f"  {question}" for question in advice(made)]
    then = f"secondstory followup accept {name}" if office.alone else f"secondstory followup ask {name}"
    words.append(lit(terminal, f"{then}   (alone, after a night)" if office.alone else then))
    terminal.answer(data_of(office, made), "\n".join(words))


def _prefill(workspace: Workspace, arguments: argparse.Namespace) -> str:
    if arguments.text is not None or arguments.file is not None:
        return ""
    return workspace.texts.editor()["follow-up"].template


def _proposal(
    written: Written, arguments: argparse.Namespace, workspace: Workspace, terminal: Terminal
) -> Proposal:
    now = workspace.office.now()
    until = read_coming(arguments.until, now=now) if arguments.until else None
    said = [*arguments.conditions, *written.conditions]
    changes = Changes.SYMPTOM if arguments.changes == "symptom" else Changes.CONDITION
    return Proposal(
        text=written.text,
        conditions=tuple(numbered(one, "C") for one in said),
        phase=Phase(arguments.phase),
        changes=changes,
        end_state=arguments.end_state or written.end_state,
        verified_how=arguments.verified_how,
        strength=_strength(arguments.strength or written.strength, written.text, terminal),
        side_effects=arguments.side_effects or written.side_effects,
        temporary_until=until,
        repair_to=arguments.repair_to,
    )


def _strength(said: str | None, text: str, terminal: Terminal) -> Strength | None:
    """Return what a person says of the strength: given, or answered to the suggestion; None when nobody is asked."""
    if said:
        return Strength(said)
    suggested = committing.suggestion(text)
    if not terminal.is_interactive:
        return None
    hint = f" It reads as {suggested.value}: it {_RELIES[suggested]}." if suggested else ""
    answer = terminal.ask(
        f"How little does it rely on people remembering?{hint}\nstronger, intermediate or weaker:",
        default=suggested.value if suggested else "",
    )
    return Strength(answer) if answer in set(Strength) else None


def _suggested(made: FollowUp, name: str) -> str:
    assert made.strength_suggested is not None
    grade = made.strength_suggested
    return f"It reads as {grade.value}: it {_RELIES[grade]}. Is that so? secondstory followup strength {name} {grade.value}"


def _ask(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    if not arguments.of or not arguments.because:
        raise Refused(
            f'Whose is it, by knowledge and authority? secondstory followup ask {arguments.ref} "TEAM OR PERSON"'
            ' --because expertise "what they know". Having time is not a reason on its own; they can say no.',
            code="whose",
        )
    because, text = arguments.because
    until = read_coming(arguments.until, now=workspace.office.now()) if arguments.until else None
    asked = committing.ask(workspace.office, stream, arguments.of, because=because, text=text, until=until)
    words = f"Asked of {arguments.of}: FU-{asked.number}. A no with a reason is as welcome as a yes."
    _say(workspace, asked, words, terminal, lit(terminal, f"secondstory followup accept FU-{asked.number}"))


def _accept(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    office = workspace.office
    owner = person_named(office, arguments.owner) if arguments.owner else None
    due = read_coming(arguments.due, now=office.now()) if arguments.due else None
    yes = Yes(
        owner=owner,
        owner_name=arguments.owner if owner is None else None,
        words=arguments.words,
        due=due,
        skip_night=arguments.tonight,
    )
    taken = committing.accept(office, stream, yes)
    shown = Shown.at(office.now())
    until = (
        f" until {shown.moment(taken.due)}, and we look again {LOOK_AGAIN_DAYS} days later"
        if taken.due
        else ""
    )
    who = "yours" if taken.owner == office.me else f"held by {taken.owner_name}"
    after = "" if taken.due else lit(terminal, f'secondstory followup due FU-{taken.number} "DAY"')
    _say(workspace, taken, f"Thank you. FU-{taken.number} is {who}{until}. {OWNING}", terminal, after)


def _quoted(reason: str) -> str:
    """Return a reason in quotation marks as the end of a sentence, with one full stop, or its own mark."""
    said = reason.strip()
    return f"“{said}”" if said.endswith((".", "?", "!", "…")) else f"“{said}”."


def _decline(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    said = committing.decline(
        workspace.office, stream, arguments.reason, better_address=arguments.better_address
    )
    words = f"Declined, with the reason kept: {_quoted(arguments.reason)} FU-{said.number} goes back to whoever asked."
    _say(workspace, said, words, terminal, lit(terminal, f"secondstory followup ask FU-{said.number}"))


def _escalate(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    taken = committing.escalate(workspace.office, stream, arguments.to, arguments.reason)
    words = f"FU-{taken.number} goes up to {arguments.to}. It is not given to anyone in silence."
    _say(workspace, taken, words, terminal)


def _hand_over(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    person = person_named(workspace.office, arguments.to)
    over = committing.hand_over(workspace.office, stream, person, arguments.because, name=arguments.to)
    _say(workspace, over, f"Handed over: FU-{over.number} is held by {over.owner_name}. {OWNING}", terminal)


def _let_go(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    free = committing.let_go(workspace.office, stream, arguments.reason)
    words = f"Let go: FU-{free.number} is nobody's, and is asked for again."
    _say(workspace, free, words, terminal, lit(terminal, f"secondstory followup ask FU-{free.number}"))


def _due(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    due = read_coming(arguments.day, now=workspace.office.now())
    moved = committing.set_due(workspace.office, stream, due, reason=arguments.because)
    shown = Shown.at(workspace.office.now())
    _say(workspace, moved, f"FU-{moved.number}: until {shown.moment(moved.due)}.", terminal)


def _block(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    stuck = committing.block(workspace.office, stream, arguments.waiting_for)
    _say(workspace, stuck, f"FU-{stuck.number} waits for {stuck.waiting_for}.", terminal)


def _unblock(
    workspace: Workspace, stream: StreamId, _arguments: argparse.Namespace, terminal: Terminal
) -> None:
    free = committing.unblock(workspace.office, stream)
    _say(workspace, free, f"FU-{free.number} goes on.", terminal)


def _track(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    kept = committing.note_wording(workspace.office, stream, Tracked(ref=arguments.tracker))
    _say(workspace, kept, f"FU-{kept.number} is tracked as {arguments.tracker}.", terminal)


def _graded(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    grade = Strength(arguments.strength)
    draft = StrengthConfirmed(strength=grade, reason=arguments.because)
    kept = committing.note_wording(workspace.office, stream, draft)
    _say(workspace, kept, f"FU-{kept.number} is {grade.value}: it {_RELIES[grade]}.", terminal)


def _reword(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    draft = Reworded(
        reason=arguments.because,
        text=arguments.text,
        end_state=arguments.end_state,
        verified_how=arguments.verified_how,
        side_effects=arguments.side_effects,
    )
    kept = committing.note_wording(workspace.office, stream, draft)
    _say(workspace, kept, f"Reworded: FU-{kept.number}. {kept.text}", terminal)


def _done(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    done = committing.report_done(
        workspace.office, stream, evidence=arguments.shown_by, words=arguments.words
    )
    who = "a later you looks, after a night" if workspace.office.alone else "somebody else looks"
    words = f"Reported done: FU-{done.number}. Done is not verified: {who}."
    _say(workspace, done, words, terminal, lit(terminal, f"secondstory followup verify FU-{done.number}"))


def _verify(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    seen = committing.verify(workspace.office, stream, arguments.how)
    words = f"Verified: FU-{seen.number} is in place. Whether the condition has changed shows in {LOOK_AGAIN_DAYS} days."
    _say(workspace, seen, words, terminal, lit(terminal, "secondstory followup --ics looks.ics"))


def _check(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    effect = Effect(arguments.effect)
    draft = EffectChecked(effect=effect, evidence=tuple(arguments.shown_by), words=arguments.words)
    looked = committing.check_effect(workspace.office, stream, draft)
    said = {
        Effect.CHANGED: "The condition has changed.",
        Effect.NOT_CHANGED: "The condition has not changed. That opens a new proposal, and is no reproach.",
        Effect.CANNOT_TELL: "We cannot tell yet, and say so.",
    }[effect]
    after = ""
    if effect is Effect.NOT_CHANGED:
        origin = (looked.origins[0].post_mortem, looked.origins[0].conditions) if looked.origins else None
        where = next(iter(committing.origins_of(workspace.office, looked)), "PM-1").partition(":")[0]
        condition = f" --for C-{origin[1][0]}" if origin and origin[1] else ""
        after = lit(terminal, f'secondstory followup propose {where} "…"{condition}')
    _say(workspace, looked, f"FU-{looked.number}: {said}", terminal, after)


def _reopen(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    again = committing.reopen(workspace.office, stream, arguments.reason)
    _say(workspace, again, f"Open again: FU-{again.number}, {again.standing.value}.", terminal)


def _supersede(
    workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal
) -> None:
    by = workspace.office.door.stream_of(arguments.by, default="FU")
    ended = committing.end(workspace.office, stream, Superseded(by=by, reason=arguments.because))
    _say(workspace, ended, f"FU-{ended.number} goes on in {arguments.by.upper()}.", terminal)


def _drop(workspace: Workspace, stream: StreamId, arguments: argparse.Namespace, terminal: Terminal) -> None:
    question = f"Drop {arguments.ref.upper()}? The reason stays readable."
    confirmed(terminal, question, yes=arguments.yes, otherwise="Nothing was dropped.")
    ended = committing.end(
        workspace.office, stream, Dropped(reason=arguments.reason, authority=arguments.authority)
    )
    _say(
        workspace,
        ended,
        f"Dropped: FU-{ended.number}, with the reason kept: {_quoted(arguments.reason)}",
        terminal,
    )


def _say(workspace: Workspace, state: FollowUp, words: str, terminal: Terminal, after: str = "") -> None:
    terminal.answer(data_of(workspace.office, state), f"{words}\n{after}" if after else words)


ACTS: Mapping[str, Callable[[Workspace, StreamId, argparse.Namespace, Terminal], None]] = {
    "ask": _ask,
    "accept": _accept,
    "decline": _decline,
    "escalate": _escalate,
    "hand-over": _hand_over,
    "let-go": _let_go,
    "due": _due,
    "block": _block,
    "unblock": _unblock,
    "track": _track,
    "strength": _graded,
    "reword": _reword,
    "done": _done,
    "verify": _verify,
    "check": _check,
    "effect": _check,
    "reopen": _reopen,
    "supersede": _supersede,
    "drop": _drop,
}
