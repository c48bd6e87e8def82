"""`story`: the narrative, told forwards, with the moments of choice, luck, surprise and defences around it."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, add_acts, add_ref, run_act
from secondstory.cli.postmortem.story.facts import FACT_ACTS
from secondstory.cli.postmortem.story.moments import MOMENT_ACTS
from secondstory.cli.postmortem.story.notes import NOTE_ACTS
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secondstory.cli.postmortem.seat import Seat

EXAMPLES = (
    "secondstory story PM-7                              # opens your editor, then saves a revision",
    "secondstory story PM-7 --file story.md",
    "secondstory story PM-7 show",
    "secondstory story PM-7 log",
    "secondstory story PM-7 diff 1 3",
    'secondstory story PM-7 first-and-second --first "A wrong number was saved." --second "The field took minutes."',
    'secondstory story PM-7 decision "whether to page" --done "waited" --expected "a quiet night"',
    'secondstory story PM-7 decision D-1 --sensible "the list was empty at that hour"',
    'secondstory story PM-7 luck "somebody was still awake"',
    'secondstory story PM-7 defence held "the nightly copy"',
    'secondstory story PM-7 impact travellers --number 311 --unit "seats sold twice" --evidence E-9',
    'secondstory story PM-7 trigger "the hold length was saved as 48"',
    'secondstory story PM-7 term hold "a seat that is kept for a while"',
    'secondstory story PM-7 thank "the night desk" "for calling twice" --consent',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--text", dest="story_text", metavar="TEXT", help="the narrative, in one argument")
    ways.add_argument(
        "--file", dest="story_file", metavar="FILE", help="the narrative, from a file; - reads on"
    )
    add_acts(parser, _ACTS)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was named, or write the narrative."""
    from secondstory.cli.postmortem.seat import seated

    seat = seated(arguments, terminal)
    return run_act(arguments, seat, _ACTS) if arguments.act else _write(arguments, seat)


def _write(arguments: argparse.Namespace, seat: "Seat") -> int:
    from secondstory.application.understanding import stories
    from secondstory.cli.postmortem.writing import text_of
    from secondstory.domain.understanding.narrative import Revised

    number, before = stories.revision_of(seat.office, seat.stream)
    prefill = before or seat.workspace.texts.editor()["story"].template
    # The draft is named after the revision it began with, so that it never overwrites a newer one unseen.
    name = f"story-from-{number}"
    with text_of(seat, arguments.story_text, arguments.story_file, name=name, prefill=prefill) as text:
        told = stories.revise(seat.office, seat.stream, text, started_from=number)
    revised = told.one(Revised)
    saved = revised.number if revised else number
    words = f"Saved as revision {saved}, {len(text.split()):,} words. Earlier ones stay: secondstory story {seat.label} log"
    return seat.recorded(told, words, revision=saved)


def _nothing(parser: argparse.ArgumentParser) -> None:
    del parser


def _configure_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "revision", nargs="?", type=int, metavar="N", help="an earlier revision (the last one)"
    )


def _show(arguments: argparse.Namespace, seat: "Seat") -> int:
    from secondstory.application.plain import plain
    from secondstory.domain.understanding import narrative

    story = seat.pm.story
    text = narrative.text(story, arguments.revision)
    empty = "Nothing is written yet. Tell it forwards, to somebody who was not there."
    lines = list(_around(seat)) if arguments.revision is None else []
    data = {
        "revision": arguments.revision or (story.latest.number if story.latest else 0),
        "narrative": text,
        "storeys": plain(story.storeys),
        "decision_points": plain(story.decision_points),
        "notes": [{"number": f"N-{one.number}", "text": one.text} for one in story.notes],
        "comments": [
            {"number": one.number, "about": one.about, "text": one.text} for one in story.open_comments
        ],
        "glossary": dict(story.glossary),
    }
    following = None if story.latest else f"story {seat.label}"
    return seat.answered(data, "\n".join([text.rstrip() or empty, *lines, ""]), following=following)


def _around(seat: "Seat") -> "Iterator[str]":
    """Yield what stands around the narrative."""
    from secondstory.domain.understanding.narrative import SLOTS

    story = seat.pm.story
    for point in story.decision_points:
        when = f", {seat.shown.moment(point.when)}" if point.when else ""
        yield f"\n{seat.terminal.style(f'D-{point.number}  {point.title}{when}', 'bold')}\n  done: {point.done}"
        for slot in SLOTS:
            yield f"  {slot}: {getattr(point, slot) or 'not told yet'}"
    groups = (
        ("What surprised", story.surprises),
        ("What went well", story.went_well),
        ("Luck", story.luck),
        ("What was hard", story.hard),
    )
    for title, notes in groups:
        if notes:
            yield f"\n{title}:"
        yield from (f"  N-{one.number}  {one.text}" for one in notes)
    if story.defences:
        yield "\nDefences:"
    for one in story.defences:
        yield f"  N-{one.number}  {getattr(one.first, 'kind', '')}: {one.text}"
    if story.open_comments:
        yield "\nComments that wait for an answer:"
    for comment in story.open_comments:
        about = f" (about {comment.about})" if comment.about else ""
        yield f"  {comment.number}  {comment.text}{about}"


def _log(arguments: argparse.Namespace, seat: "Seat") -> int:
    del arguments
    from secondstory.application.looking import names
    from secondstory.application.plain import plain
    from secondstory.domain.understanding import narrative

    known = names(seat.office)
    revisions = seat.pm.story.revisions
    cells = [
        (
            one.number,
            seat.shown.instant(one.at),
            ", ".join(known.get(author, "somebody") for author in one.authors),
            len(narrative.text(seat.pm.story, one.number).split()),
        )
        for one in revisions
    ]
    heads = ("revision", "saved", "by", "words")
    words = seat.terminal.table(heads, cells) if cells else "No revision is saved yet."
    data = {
        "revisions": [
            {**dict(zip(heads, cell, strict=True)), "saved": plain(one.at)}
            for one, cell in zip(revisions, cells, strict=True)
        ]
    }
    return seat.answered(data, words, following=None if cells else f"story {seat.label}")


def _configure_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "older", nargs="?", type=int, metavar="N", help="from this revision (the one before the last)"
    )
    parser.add_argument("newer", nargs="?", type=int, metavar="M", help="to this one (the last)")


def _diff(arguments: argparse.Namespace, seat: "Seat") -> int:
    from secondstory.application.understanding.stories import difference

    latest = seat.pm.story.latest
    last = latest.number if latest else 0
    newer = last if arguments.newer is None else arguments.newer
    older = max(newer - 1, 0) if arguments.older is None else arguments.older
    text = difference(seat.pm, older, newer)
    words = text or f"Revisions {older} and {newer} read the same."
    return seat.answered({"older": older, "newer": newer, "diff": text}, words)


_ACTS = (
    Act("show", "read the narrative and what stands around it", _configure_show, _show),
    Act("log", "the revisions, with who saved them and when", _nothing, _log),
    Act("diff", "what changed between two revisions", _configure_diff, _diff),
    *MOMENT_ACTS,
    *NOTE_ACTS,
    *FACT_ACTS,
)
