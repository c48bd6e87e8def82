"""What becomes of a condition: who can speak for it, whether it is still there, who lives with it, who was told."""

import argparse
from collections.abc import Callable

from secondstory.cli.postmortem.condition.naming import number
from secondstory.cli.postmortem.seat import Act, Seat

_PERSISTENCE = {
    "persisting": "It is still there. That is worth knowing.",
    "changed": "It has changed. What shows it?",
    "unknown": "We cannot tell. Who could?",
}


def _configure_holder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-2")
    parser.add_argument("holder", metavar="WHO", help="a role, a team, a person who can speak for that level")


def _holder(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.naming import name_holder
    from secondstory.domain.understanding.conditions import HolderNamed

    draft = HolderNamed(number=number(arguments.condition), holder=arguments.holder.strip())
    told = name_holder(seat.office, seat.stream, draft)
    words = f"{draft.holder} can speak for C-{draft.number}."
    return seat.recorded(told, words, number=f"C-{draft.number}", holder=draft.holder)


def _configure_persistence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-1")
    parser.add_argument("--on", default="today", metavar="DAY", help="the day somebody looked (today)")


def _persistence(word: str) -> Callable[[argparse.Namespace, Seat], int]:
    def run(arguments: argparse.Namespace, seat: Seat) -> int:
        from secondstory.application.understanding.naming import state_persistence
        from secondstory.cli.times import read_moment
        from secondstory.domain.understanding.conditions import Persistence, PersistenceStated

        draft = PersistenceStated(
            number=number(arguments.condition),
            persistence=Persistence(word),
            on=read_moment(arguments.on, now=seat.office.now()),
        )
        told = state_persistence(seat.office, seat.stream, draft)
        words = f"C-{draft.number}, {seat.shown.moment(draft.on)}: {_PERSISTENCE[word]}"
        return seat.recorded(told, words, number=f"C-{draft.number}", persistence=word)

    return run


def _configure_accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-2")
    parser.add_argument(
        "--by", default="", metavar="WHO", help="who has the authority, and chose to: a role or a name"
    )
    parser.add_argument("--until", required=True, metavar="DAY", help="until when; then somebody looks again")
    parser.add_argument(
        "--because", default="", metavar="REASON", help="why it is better to live with it for now"
    )


def _accept(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.plain import plain
    from secondstory.application.understanding.naming import accept_as_is
    from secondstory.domain.understanding.conditions import AcceptedAsIs

    draft = AcceptedAsIs(
        number=number(arguments.condition),
        authority=arguments.by.strip(),
        until=seat.until(arguments.until),
        reason=arguments.because,
    )
    told = accept_as_is(seat.office, seat.stream, draft)
    until = seat.shown.moment(draft.until)
    words = f"Kept: {draft.authority} chose to live with C-{draft.number} until {until}. The page says so."
    return seat.recorded(told, words, number=f"C-{draft.number}", until=plain(draft.until))


def _configure_escalate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-2")
    parser.add_argument("--to", default="", metavar="WHO", help="who can change it: a role or a name")
    parser.add_argument("--until", required=True, metavar="DAY", help="the day for the answer")


def _escalate(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.plain import plain
    from secondstory.application.understanding.naming import escalate
    from secondstory.domain.understanding.conditions import Escalated

    draft = Escalated(
        number=number(arguments.condition), to=arguments.to.strip(), until=seat.until(arguments.until)
    )
    told = escalate(seat.office, seat.stream, draft)
    until = seat.shown.moment(draft.until)
    words = f"C-{draft.number} stands before {draft.to}, with {until} for the answer."
    return seat.recorded(told, words, number=f"C-{draft.number}", until=plain(draft.until))


ANSWER_ACTS = (
    Act("holder", "name who can speak for the level of a condition", _configure_holder, _holder),
    *(
        Act(word, summary, _configure_persistence, _persistence(word))
        for word, summary in (
            ("persisting", "somebody looked: it is still there"),
            ("changed", "somebody looked: it has changed"),
            ("unknown", "whether it is still there cannot be told"),
        )
    ),
    Act("accept-as-is", "somebody with authority chooses to live with it", _configure_accept, _accept),
    Act("escalate", "put it before somebody who can change it, with a day", _configure_escalate, _escalate),
)
