"""Where the words of an act come from: the command line, a file, standard input, or an editor that asks."""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondstory.cli.postmortem.seat import Seat

_HEADING = re.compile(r"^##\s+.*$", re.MULTILINE)


@contextmanager
def text_of(
    seat: "Seat",
    given: str | None,
    source: str | None,
    *,
    name: str,
    prefill: str,
    how: str = "--text TEXT",
) -> Iterator[str]:
    """Yield the words of an act: `given`, or read from `source`, or written in an editor that begins with `prefill`.

    name: of the draft, which stays when the act is refused. how: what gives the words without an editor. Raises Refused when nobody is there to write, and when
    nothing was added to the headings.
    """
    from secondstory.kernel.refused import Refused

    if given is not None:
        yield given
        return
    if source is not None:
        from secondstory.cli.editor import read_text

        yield read_text(source)
        return
    if not seat.terminal.is_interactive:
        raise Refused(
            f"Nobody is at a terminal to write it. Give it with {how}, or with --file FILE (- reads on)."
        )
    from secondstory.cli.editor import without_prompts, written

    with written(prefill, name=f"{seat.label}-{name}", drafts=seat.workspace.place.drafts) as text:
        if text.strip() == without_prompts(prefill).strip() and _only_headings(text):
            raise Refused("Nothing was written below the headings, so nothing was recorded.")
        yield text


def add_text_options(parser: argparse.ArgumentParser, what: str) -> None:
    """Add `--text` and `--file` for the words of an act."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--text", help=f"{what}, in one argument")
    ways.add_argument("--file", metavar="FILE", help=f"{what}, from a file; - reads standard input")


def sections(text: str, count: int) -> list[str]:
    """Return what stands below each of `count` second-level headings, in order, empty for nothing.

    Raises Refused when the headings are not all there.
    """
    from secondstory.kernel.refused import Refused

    parts = [part.strip() for part in _HEADING.split(text)[1:]]
    if len(parts) != count:
        raise Refused(
            f"The {count} headings show which answer is which; {len(parts)} are there. Put them back."
        )
    return parts


def filled(template: str, answers: list[str]) -> str:
    """Return a template with `answers` below its headings; comments of the template stay."""
    parts = _HEADING.split(template)
    headings = _HEADING.findall(template)
    pieces = [parts[0]]
    for place, heading in enumerate(headings):
        answer = answers[place] if place < len(answers) else ""
        pieces.append(f"{heading}\n{parts[place + 1].rstrip()}\n\n{answer}".rstrip() + "\n\n")
    return "".join(pieces)


def _only_headings(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())
