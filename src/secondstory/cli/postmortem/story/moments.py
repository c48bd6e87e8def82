"""The two stories a reader meets first, and the decision points with how the world looked from there."""

import argparse
import re
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, Seat

if TYPE_CHECKING:
    from secondstory.domain.understanding.narrative import DecisionPoint

_SLOTS = ("done", "effects", "expected", "assumed", "understood", "sensible")
_HINTS = {
    "done": "what was done at that moment; waiting counts",
    "effects": "what could be seen to come of it",
    "expected": "what was expected to happen",
    "assumed": "what was taken for granted",
    "understood": "what was thought to be going on",
    "sensible": "what made this the sensible step then",
}
_EXISTING = re.compile(r"[Dd]-?0*(\d+)")


def _configure_decision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "title", metavar="TITLE", help='a short name such as "whether to page", or D-1 to fill one in'
    )
    parser.add_argument("--when", metavar="TIME", help="when that was")
    for name in _SLOTS:
        parser.add_argument(f"--{name}", metavar="TEXT", help=_HINTS[name])
    parser.add_argument("--file", metavar="FILE", help="the answers below their six headings; - reads on")


def _decision(arguments: argparse.Namespace, seat: Seat) -> int:
    existing = _EXISTING.fullmatch(arguments.title.strip())
    point = _point(seat, int(existing[1])) if existing else None
    slots = {name: getattr(arguments, name) for name in _SLOTS}
    if all(text is None for text in slots.values()) and arguments.when is None:
        return _asked(arguments, seat, point)
    return _told(arguments, seat, point, slots)


def _asked(arguments: argparse.Namespace, seat: Seat, point: "DecisionPoint | None") -> int:
    """Let somebody answer the six questions in an editor, or read the answers from a file."""
    from secondstory.cli.postmortem.writing import filled, sections, text_of

    template = seat.workspace.texts.editor()["decision-point"].template
    prefill = filled(template, [getattr(point, name) or "" for name in _SLOTS]) if point else template
    name = f"D-{point.number}" if point else "decision"
    with text_of(seat, None, arguments.file, name=name, prefill=prefill, how="--done TEXT") as text:
        answers = [answer or None for answer in sections(text, len(_SLOTS))]
        return _told(arguments, seat, point, dict(zip(_SLOTS, answers, strict=True)))


def _told(
    arguments: argparse.Namespace, seat: Seat, point: "DecisionPoint | None", slots: dict[str, str | None]
) -> int:
    from secondstory.application.understanding import stories
    from secondstory.application.understanding.telling import read
    from secondstory.domain.understanding.narrative import DecisionPointAdded, DecisionPointFilled

    when = seat.moment(arguments.when)
    if point is not None:
        number = point.number
        told = stories.fill_decision_point(
            seat.office, seat.stream, DecisionPointFilled(number=number, when=when, **slots)
        )
    else:
        rest = {name: text for name, text in slots.items() if name != "done"}
        draft = DecisionPointAdded(
            number=0, title=arguments.title.strip(), done=slots["done"] or "", when=when, **rest
        )
        told = stories.add_decision_point(seat.office, seat.stream, draft)
        added = told.one(DecisionPointAdded)
        number = added.number if added else 0
    found = next(one for one in read(seat.office, seat.stream).story.decision_points if one.number == number)
    words = f"Kept as D-{number}: {found.title}."
    if found.empty_slots:
        open_ones = ", ".join(found.empty_slots)
        words += f"\nStill open: {open_ones}. {_HINTS[found.empty_slots[0]].capitalize()}?"
    following = f"story {seat.label} decision D-{number}" if found.empty_slots else None
    return seat.recorded(told, words, following=following, number=f"D-{number}", open=list(found.empty_slots))


def _point(seat: Seat, number: int) -> "DecisionPoint":
    from secondstory.kernel.refused import Refused

    found = next((one for one in seat.pm.story.decision_points if one.number == number), None)
    if found is None:
        raise Refused(
            f'There is no D-{number} yet. Give it a name: secondstory story {seat.label} decision "whether to page"'
        )
    return found


def _configure_storeys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lede", metavar="TEXT", help="the sentence below the title")
    parser.add_argument("--first", metavar="TEXT", help="what one says who saw only the outcome")
    parser.add_argument("--second", metavar="TEXT", help="what made it likely, on more than one level")
    parser.add_argument("--file", metavar="FILE", help="both stories below their two headings; - reads on")


def _storeys(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.stories import write_storeys
    from secondstory.cli.postmortem.writing import filled, sections, text_of
    from secondstory.domain.understanding.narrative import StoreysWritten

    words = "Kept: a page now opens with them, the first in grey beside the second."
    given = StoreysWritten(lede=arguments.lede, first=arguments.first, second=arguments.second)
    if given != StoreysWritten():
        told = write_storeys(seat.office, seat.stream, given)
        return seat.recorded(told, words)
    before = seat.pm.story.storeys
    prefill = filled(
        seat.workspace.texts.editor()["summary"].template, [before.first or "", before.second or ""]
    )
    with text_of(
        seat, None, arguments.file, name="first-and-second", prefill=prefill, how="--second TEXT"
    ) as text:
        first, second = sections(text, 2)
        told = write_storeys(
            seat.office, seat.stream, StoreysWritten(first=first or None, second=second or None)
        )
    return seat.recorded(told, words)


MOMENT_ACTS = (
    Act(
        "first-and-second",
        "the two stories a page opens with: of the outcome, and of the conditions",
        _configure_storeys,
        _storeys,
    ),
    Act(
        "decision",
        "a moment with more than one way on, as it looked from there",
        _configure_decision,
        _decision,
    ),
)
