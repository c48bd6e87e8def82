"""`support`: before anything else, towards the people closest to it; what is written stays between two people."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import add_ref
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from secondstory.application.ceremony import supporting
    from secondstory.application.understanding.telling import Told
    from secondstory.cli.postmortem.seat import Seat
    from secondstory.domain.texts import SupportTexts

EXAMPLES = (
    "secondstory support PM-7                                  # asks, three short questions",
    'secondstory support PM-7 --stepped-away --told "a friend" --can-wait "the newsletter"',
    'secondstory support PM-7 --offer "an hour together, today" --to "the engineer on call"',
    'secondstory support PM-7 --accept --to "the engineer on call"',
    'secondstory support PM-7 --statement "We stand behind them." --consent',
    'secondstory support PM-7 --companion "somebody from the team" --follow-up 7',
    'secondstory support PM-7 --not-applicable "a drill, announced to everybody"',
)

_PRIVATE = "What you write here stays between you: it is sealed under a key of its own, and no page or search shows it."
_OWN = ("stepped_away", "told", "can_wait")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    own = parser.add_argument_group("for yourself")
    own.add_argument("--stepped-away", action="store_true", help="you took a break before going on")
    own.add_argument("--told", metavar="WHOM", help="another human being knows that this happened")
    own.add_argument("--can-wait", metavar="TEXT", help="what you put off, so that there is room for this")
    others = parser.add_argument_group("for somebody else")
    others.add_argument(
        "--offer", metavar="TEXT", help="what you offer: an hour, the pager, company in the sitting"
    )
    others.add_argument("--to", metavar="ROLE", default="", help='for whom, by role: "the engineer on call"')
    answers = others.add_mutually_exclusive_group()
    answers.add_argument("--accept", action="store_true", help="the offer was taken")
    answers.add_argument("--decline", action="store_true", help="they would rather not, and that is fine")
    answers.add_argument(
        "--not-applicable", metavar="REASON", help="nobody was close to it, and how you know"
    )
    notes = parser.add_argument_group("what belongs to it")
    notes.add_argument("--statement", metavar="TEXT", help="a word of support, said where others hear it")
    notes.add_argument("--consent", action="store_true", help="they read those words and agreed")
    notes.add_argument("--where", metavar="PLACE", help="where it was said")
    notes.add_argument("--companion", metavar="NAME", help="who comes along to the sitting")
    notes.add_argument(
        "--pause", nargs="?", const="", metavar="UNTIL", help="they take a pause from the review"
    )
    notes.add_argument(
        "--hand-over", metavar="DUTY", help="a duty went to somebody else for now, such as on-call"
    )
    notes.add_argument(
        "--follow-up", type=int, choices=(7, 30), metavar="DAYS", help="you asked again, 7 or 30 days on"
    )
    notes.add_argument("--list", action="store_true", help="show what you offered or took, and nobody else's")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was said; with nothing said, ask somebody alone three questions, or show how it stands."""
    from secondstory.cli.evidence.retention import tell_rule
    from secondstory.cli.postmortem.seat import seated

    seat = seated(arguments, terminal)
    if arguments.list:
        return _list(seat)
    said = _said(arguments, seat)
    if said is None:
        return _walk(seat) if seat.pm.support.outcome is None else _list(seat)
    tell_rule(seat.office, seat.terminal, "support")
    told, words = said
    return seat.recorded(told, words, support=_outcome(seat))


def _said(arguments: argparse.Namespace, seat: "Seat") -> "tuple[Told, str] | None":
    """Do everything that the flags name, in the order of life; return the last of it, None when they name nothing.

    Raises Refused; what was recorded before the refusal stays, and the refusal says so.
    """
    from secondstory.kernel.refused import Refused

    last: tuple[Told, str] | None = None
    for do, words in _steps(arguments, seat):
        try:
            last = do(), words
        except Refused as refused:
            if last is None:
                raise
            before = f"What this command named before that is recorded: {last[1]}"
            raise Refused([*refused.problems, before], code=refused.code) from refused
    return last


def _steps(arguments: argparse.Namespace, seat: "Seat") -> "Iterator[tuple[Callable[[], Told], str]]":
    from secondstory.application.ceremony import supporting
    from secondstory.domain.ceremony.support import Accepted, Declined

    office, stream, to = seat.office, seat.stream, arguments.to
    if any(getattr(arguments, name) for name in _OWN):
        own = supporting.OwnSteps(
            stepped_away=arguments.stepped_away, told=arguments.told, can_wait=arguments.can_wait
        )
        yield lambda: supporting.support_oneself(office, stream, own), "Noted, and it stays with you."
    if arguments.offer:
        words = f"Offered to {to}. Accepting and declining are both fine."
        yield lambda: supporting.offer(office, stream, what=arguments.offer, to_role=to), words
    if arguments.accept:
        words = "Accepted. Somebody is with them; the post-mortem can go on."
        yield lambda: supporting.answer(office, stream, Accepted(), to_role=to), words
    if arguments.decline:
        yield lambda: supporting.answer(office, stream, Declined(), to_role=to), _texts(seat).declined
    if arguments.not_applicable is not None:
        words = "Kept: nobody was close to it. Anybody who was may still say so."
        yield lambda: supporting.say_not_applicable(office, stream, arguments.not_applicable), words
    for draft, words in _notes(arguments, seat):
        yield partial(supporting.note, office, stream, draft, to_role=to), words


def _notes(arguments: argparse.Namespace, seat: "Seat") -> "Iterator[tuple[supporting.Note, str]]":
    from secondstory.domain.ceremony.support import (
        CompanionNamed,
        FollowedUp,
        HandedOver,
        Paused,
        StatedPublicly,
    )

    if arguments.statement:
        said = StatedPublicly(text=arguments.statement, consent=arguments.consent, where=arguments.where)
        yield said, "Kept: the words they agreed to."
    if arguments.companion:
        words = f"{arguments.companion} comes along. Nobody has to present alone."
        yield CompanionNamed(companion=arguments.companion), words
    if arguments.pause is not None:
        until = seat.until(arguments.pause) if arguments.pause else None
        yield Paused(until=until), "A pause it is. The review waits, or goes on without them."
    if arguments.hand_over:
        yield HandedOver(duty=arguments.hand_over), f"Handed over for now: {arguments.hand_over}."
    if arguments.follow_up:
        words = f"Noted: you asked again after {arguments.follow_up} days."
        yield FollowedUp(days=arguments.follow_up), words


def _walk(seat: "Seat") -> int:
    """Ask somebody alone the three things; without a terminal, say how to answer them."""
    from secondstory.application.ceremony import supporting
    from secondstory.cli.evidence.retention import tell_rule
    from secondstory.kernel.refused import Refused

    if not seat.terminal.is_interactive:
        raise Refused(
            f"Support comes first, and nobody is at a terminal to ask. For yourself: secondstory support {seat.label}"
            " --stepped-away --told WHOM --can-wait TEXT. For somebody else: --offer TEXT --to ROLE.",
            code="support-first",
        )
    texts = _texts(seat)
    step, tell, wait = (texts.solo + texts.solo[-1:] * 3)[:3]
    seat.terminal.say("Before anything else: who was closest to this, and who is with them?")
    seat.terminal.say(seat.terminal.style(_PRIVATE, "soft"))
    tell_rule(seat.office, seat.terminal, "support")
    seat.terminal.say(f"If it was somebody else: secondstory support {seat.label} --offer TEXT --to ROLE\n")
    seat.terminal.say(f"{seat.terminal.style(step.title, 'bold')}. {step.text}")
    away = seat.terminal.ask("Have you? [yes / not yet]").lower().startswith("y")
    seat.terminal.say(f"\n{seat.terminal.style(tell.title, 'bold')}. {tell.text}")
    told = seat.terminal.ask("Whom did you tell? [a word, or Enter]")
    seat.terminal.say(f"\n{seat.terminal.style(wait.title, 'bold')}. {wait.text}")
    can_wait = seat.terminal.ask("What can wait? [a line, or Enter]")
    steps = supporting.OwnSteps(stepped_away=away, told=told or None, can_wait=can_wait or None)
    noted = supporting.support_oneself(seat.office, seat.stream, steps)
    return seat.recorded(noted, "Noted, and it stays with you.", support=_outcome(seat))


def _list(seat: "Seat") -> int:
    from secondstory.application.ceremony.supporting import supports_of

    found = supports_of(seat.office, seat.stream)
    lines = []
    for one in found:
        ended = one.outcome.value.replace("-", " ") if one.outcome else "waits for an answer"
        lines.append(f"{one.to_role}: {ended}")
        lines += [f"  offered: {one.what}"] if one.what else []
        lines += [f"  companion: {one.companion}"] if one.companion else []
        lines += [f"  asked again after {days} days" for days in one.followed_up_days]
        lines += [f"  can wait: {text}" for text in one.can_wait]
    empty = "Nothing that you gave or took is here. What others hold between them is not shown."
    data = [
        {"to_role": one.to_role, "outcome": one.outcome.value if one.outcome else None, "what": one.what}
        for one in found
    ]
    return seat.answered({"support": _outcome(seat), "offers": data}, "\n".join(lines) or empty)


def _outcome(seat: "Seat") -> str | None:
    from secondstory.application.understanding.telling import read

    outcome = read(seat.office, seat.stream).support.outcome
    return outcome.value if outcome else None


def _texts(seat: "Seat") -> "SupportTexts":
    return seat.workspace.texts.support()
