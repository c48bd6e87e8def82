"""The levels: what to ask on each, and what became of it, so that a page can say where nobody looked."""

import argparse

from secondstory.cli.postmortem.condition.naming import LEVELS
from secondstory.cli.postmortem.seat import Act, Seat


def _configure_questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", choices=LEVELS, metavar="LEVEL", help=", ".join(LEVELS))
    parser.add_argument("--all", action="store_true", help="those for a group as well, when you are alone")


def _questions(arguments: argparse.Namespace, seat: Seat) -> int:
    return _asked(seat, arguments.level, everything=arguments.all)


def _asked(seat: Seat, name: str, *, everything: bool = False) -> int:
    level = next(one for one in seat.workspace.texts.questions() if one.code == name)
    asked = level.for_one() if seat.office.alone else level.questions
    if everything:
        asked = tuple(dict.fromkeys((*asked, *level.questions)))
    lines = [f"{seat.terminal.style(level.name, 'bold')}. {level.about}", ""]
    lines += [f"  {question}" for question in asked]
    lines += [
        "",
        f'Something found: secondstory condition {seat.label} add "..." --level {name}',
        f'Nothing found:   secondstory condition {seat.label} explore {name} --nothing-found --asked "..." --of "..."',
    ]
    following = f'condition {seat.label} add "..." --level {name}'
    return seat.answered({"level": name, "questions": list(asked)}, "\n".join(lines), following=following)


def _configure_explore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", choices=LEVELS, metavar="LEVEL", help=", ".join(LEVELS))
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--found", action="store_const", const="found", dest="status", help="something was found"
    )
    ways.add_argument(
        "--nothing-found",
        action="store_const",
        const="nothing-found",
        dest="status",
        help="asked, and nothing found",
    )
    ways.add_argument(
        "--not-explored",
        action="store_const",
        const="not-explored",
        dest="status",
        help="nobody looked, and why",
    )
    parser.add_argument("--asked", metavar="TEXT", help="what was asked")
    parser.add_argument("--of", metavar="ROLE", help="who was asked; a role is enough")
    parser.add_argument("--because", metavar="REASON", help="why nobody looked")


def _explore(arguments: argparse.Namespace, seat: Seat) -> int:
    if arguments.status is None:
        return _asked(seat, arguments.level)
    from secondstory.application.understanding.naming import explore
    from secondstory.domain.understanding.conditions import Level, LevelExplored, LevelStatus

    draft = LevelExplored(
        level=Level(arguments.level),
        status=LevelStatus(arguments.status),
        asked=arguments.asked,
        of_whom=arguments.of,
        reason=arguments.because,
    )
    told = explore(seat.office, seat.stream, draft)
    said = arguments.status.replace("-", " ")
    words = f"Kept: {arguments.level}, {said}. The page shows it beside the map."
    return seat.recorded(told, words, level=arguments.level, status=arguments.status)


LEVEL_ACTS = (
    Act("questions", "what to ask on one level", _configure_questions, _questions),
    Act("explore", "say what became of a level", _configure_explore, _explore, ("level",)),
)
