"""The end of the walk: two follow-ups at most, a night, and a yes to each."""

from functools import partial

from secondstory.application.ceremony import committing, soloing
from secondstory.cli.ground.alone.asking import Left, one_after_another, until_it_holds
from secondstory.cli.ground.alone.steps import Walk
from secondstory.domain.ceremony.followups import FollowUp, Reworded, Strength, StrengthConfirmed
from secondstory.domain.lifecycle import MOST_FOLLOWUPS
from secondstory.kernel.refused import Refused

_ANSWERS = "yes, later, or drop"


def followups(walk: Walk) -> None:
    """Propose one or two changes; at least one works without remembering, or a reason says why none does."""
    soloing.begin(walk.office, walk.stream)
    walk.title("followups")
    for one in soloing.live_followups(walk.office, walk.stream):
        if one.grade is None and walk.asker.is_person:
            until_it_holds(walk.asker, partial(_grade, walk, one, "followups.strength"))
    one_after_another(walk.asker, partial(_proposed, walk))
    own = soloing.live_followups(walk.office, walk.stream)
    if all(soloing.is_weak(one) for one in own):
        _without(walk, own)


def _proposed(walk: Walk, place: int) -> bool:
    if len(soloing.live_followups(walk.office, walk.stream)) >= MOST_FOLLOWUPS:
        return False
    key = f"followups.proposals.{place}"
    first = walk.prompt("followups", 0, "Which change would work on your worst day?")
    text = walk.asker.ask(f"{key}.text", f"{first} (Enter: {'none' if place == 0 else 'no other'})")
    if not text:
        return False
    for one in soloing.live_followups(walk.office, walk.stream):
        if one.text == text:
            if one.grade is None:
                _grade(walk, one, f"{key}.strength")
            return True
    answers: dict[str, str] = {}
    try:
        _details(walk, key, text, answers)
    except Left:
        # Somebody stopped halfway: the change itself is kept, the rest can be said later.
        _keep(walk, text, answers)
        raise
    _keep(walk, text, answers)
    return True


def _details(walk: Walk, key: str, text: str, answers: dict[str, str]) -> None:
    numbers = ", ".join(f"C-{one.number}" for one in walk.pm.conditions.standing)
    questions = {
        "answers": f"Which condition does it change: {numbers}?" if numbers else "",
        "end_state": "How will somebody else see that it is finished?",
        "seen_by": walk.prompt("followups", 1, "How will you see, in sixty days, that it holds?"),
        "side_effects": walk.prompt("followups", 2, "What will you stop doing to make room for it?"),
        "strength": _reading(text),
    }

    def ask(name: str, question: str) -> str:
        said = walk.asker.ask(f"{key}.{name}", question)
        if name == "answers":
            _must_stand(walk, said)
        if name == "strength":
            _must_be_strength(said, text)
        return said

    for name, question in questions.items():
        if question:
            answers[name] = until_it_holds(walk.asker, partial(ask, name, question))


def _grade(walk: Walk, one: FollowUp, key: str) -> None:
    """Ask how strong a follow-up is that has no strength yet, and keep it."""
    assert one.stream is not None
    said = walk.asker.ask(key, f"FU-{one.number}, {one.text}: how well does it work by itself?")
    _must_be_strength(said, one.text)
    committing.note_wording(walk.office, one.stream, StrengthConfirmed(strength=Strength(said.casefold())))
    walk.kept(f"FU-{one.number} is {said.casefold()}.")


def _reading(text: str) -> str:
    match committing.suggestion(text):
        case Strength.STRONGER:
            return "It reads as stronger: it works without anybody remembering. (Enter: so it is; or intermediate, weaker)"
        case Strength.INTERMEDIATE:
            return (
                "It reads as intermediate: it works mostly by itself. (Enter: so it is; or stronger, weaker)"
            )
        case Strength.WEAKER:
            return "It reads as weaker: somebody has to remember it. (Enter: so it is; or stronger, intermediate)"
        case _:
            return "How well does it work by itself: stronger, intermediate or weaker?"


def _keep(walk: Walk, text: str, answers: dict[str, str]) -> None:
    said = answers.get("strength", "").casefold()
    proposal = committing.Proposal(
        text=text,
        conditions=_numbers(answers.get("answers", "")),
        end_state=answers.get("end_state") or None,
        verified_how=answers.get("seen_by") or None,
        side_effects=answers.get("side_effects") or None,
        strength=Strength(said) if said else committing.suggestion(text),
    )
    made = committing.propose(walk.office, walk.stream, proposal)
    grade = made.grade.value if made.grade else "strength not said"
    walk.kept(f"FU-{made.number} ({grade}).")
    if soloing.is_weak(made):
        walk.asker.tell(
            "It needs your remembering. What could stand beside it and work when nobody remembers?"
        )


def _numbers(said: str) -> tuple[int, ...]:
    parts = [
        one.strip().upper().removeprefix("C").removeprefix("-") for one in said.replace(" ", ",").split(",")
    ]
    wrong = [one for one in parts if one and not one.isdecimal()]
    if wrong:
        raise Refused(f"{wrong[0]} names no condition. Say them as C-1, C-3.")
    return tuple(int(one) for one in parts if one)


def _must_stand(walk: Walk, said: str) -> None:
    unknown = [f"C-{number}" for number in _numbers(said) if walk.pm.conditions.find(number) is None]
    if unknown:
        raise Refused(f"There is no {unknown[0]} here.")


def _must_be_strength(said: str, text: str) -> None:
    if said and said.casefold() not in set(Strength):
        raise Refused(f"{said} is none of stronger, intermediate and weaker.")
    if not said and committing.suggestion(text) is None:
        raise Refused(
            "Its words do not show how well it works by itself. Say stronger (nobody has to remember), intermediate"
            " (mostly by itself) or weaker (somebody has to remember)."
        )


def _without(walk: Walk, own: tuple[FollowUp, ...]) -> None:
    """Ask why nothing works without remembering; with no answer the walk does not end here."""
    if own:
        names = " and ".join(f"FU-{one.number}" for one in own)
        walk.asker.tell(
            f"{names}: it takes your remembering. secondstory followup reword puts one into stronger words."
        )
    reason = walk.asker.ask(
        "followups.exception",
        "If no change can work without remembering for now: why? (kept; the page shows it)",
    )
    if not reason:
        try:
            soloing.end(walk.office, walk.stream)
        except Refused as refused:
            walk.asker.refused(refused)
        return
    soloing.except_memory(walk.office, walk.stream, reason)
    walk.kept("the reason. The page shows it.")


def closing(walk: Walk) -> None:
    """End the walk for today."""
    asked = walk.asker.ask("closing.outside_reader", f"\n{walk.protocol.outside_reader} (Enter: not now)")
    if asked:
        from secondstory.application.ceremony import meeting
        from secondstory.domain.ceremony.sittings import PointRaised

        number = soloing.begin(walk.office, walk.stream).number
        note = PointRaised(number=number, text=f"An outside reader could be: {asked}")
        meeting.note(walk.office, walk.stream, note)
    soloing.end(walk.office, walk.stream)
    walk.asker.tell(walk.protocol.closing)


def night(walk: Walk) -> None:
    """Before a night has passed: a yes needs a reason why it cannot wait."""
    waiting = [one for one in soloing.live_followups(walk.office, walk.stream) if not one.is_owned]
    for one in waiting:
        _show(walk, one)
        said = walk.asker.ask(f"night.FU-{one.number}", "Is it yours tonight? (yes; Enter: sleep on it)")
        if said.casefold() not in {"yes", "y"}:
            continue
        until_it_holds(walk.asker, partial(_accept, walk, one, "night"))


def accepting(walk: Walk) -> None:
    """After a night: yes, later, or drop, for each."""
    walk.asker.tell("You slept on it. Owning a fix says nothing about who contributed to the incident.")
    waiting = [one for one in soloing.live_followups(walk.office, walk.stream) if not one.is_owned]
    for one in waiting:
        _show(walk, one)
        until_it_holds(walk.asker, partial(_answer, walk, one))


def _show(walk: Walk, one: FollowUp) -> None:
    grade = one.grade.value if one.grade else "strength not said"
    walk.asker.tell(f"\n{walk.seat.terminal.style(f'FU-{one.number}', 'bold')}  {one.text}  ({grade})")
    if one.end_state:
        walk.asker.tell(f"      Finished when: {one.end_state}")


def _answer(walk: Walk, one: FollowUp) -> None:
    assert one.stream is not None
    key = f"accepting.FU-{one.number}"
    said = walk.asker.ask(key, f"Is it yours? ({_ANSWERS}; Enter: later)").casefold()
    if said in {"yes", "y"}:
        _accept(walk, one, "accepting")
    elif said == "drop":
        soloing.drop(
            walk.office, one.stream, walk.asker.ask(f"accepting.why.FU-{one.number}", "Why not, after all?")
        )
        walk.kept(f"FU-{one.number} is dropped, with the reason.")
    elif said:
        raise Refused(f"Say {_ANSWERS}.")


def _accept(walk: Walk, one: FollowUp, step: str) -> None:
    assert one.stream is not None
    ask, label = walk.asker.ask, f"FU-{one.number}"
    due = ask(f"{step}.due.{label}", "By which day? (Enter: none yet)")
    words = ask(f"{step}.words.{label}", "In your own words? (Enter: yes is enough)")
    reason = walk.tonight
    if step == "night" and not reason:
        reason = ask(
            f"night.because.{label}",
            "Why can it not wait for a night? (Enter: it can; else kept beside your yes)",
        )
    if step == "night" and not reason and walk.asker.is_person:
        return
    if not one.end_state:
        _finish(
            walk, one, ask(f"{step}.end_state.{label}", "How will somebody else see that it is finished?")
        )
    yes = committing.Yes(
        words=words or None, due=walk.seat.until(due) if due else None, skip_night=reason or None
    )
    committing.accept(walk.office, one.stream, yes)
    walk.kept(f"{label} is yours.")


def _finish(walk: Walk, one: FollowUp, said: str) -> None:
    assert one.stream is not None
    if said:
        draft = Reworded(reason="said with the yes", end_state=said)
        committing.note_wording(walk.office, one.stream, draft)
