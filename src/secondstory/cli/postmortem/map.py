"""`map`: the conditions and what each did to the others, as sentences, a table, a picture, Mermaid or Graphviz."""

import argparse

from secondstory.cli.postmortem.seat import add_ref
from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory map PM-7                     # as sentences",
    "secondstory map PM-7 --table",
    "secondstory map PM-7 --svg map.svg",
    "secondstory map PM-7 --mermaid",
    "secondstory map PM-7 --dot > map.dot",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--sentences", action="store_true", help="one sentence for each link (so without an option)"
    )
    forms.add_argument("--table", action="store_true", help="a row for each link")
    forms.add_argument("--svg", metavar="FILE", help="write the picture to FILE; - writes it here")
    forms.add_argument("--mermaid", action="store_true", help="as a Mermaid flowchart")
    forms.add_argument("--dot", action="store_true", help="in the DOT language of Graphviz")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show the map in the form that was asked for."""
    from secondstory.application.plain import plain
    from secondstory.application.understanding.mapping import map_of
    from secondstory.cli.postmortem.seat import seated
    from secondstory.wiring import picturing

    seat = seated(arguments, terminal)
    drawn = map_of(seat.pm)
    data = {**plain(drawn), "post_mortem": seat.label}
    if not drawn.conditions:
        words = "No condition stands on the map yet. What made it possible, likelier, or hard to see?"
        return seat.answered(data, words, following=f"condition {seat.label} add")
    if arguments.svg:
        return _picture(arguments.svg, terminal, picturing.svg(drawn), data)
    if arguments.mermaid or arguments.dot:
        form = "mermaid" if arguments.mermaid else "dot"
        text = picturing.mermaid(drawn) if arguments.mermaid else picturing.dot(drawn)
        terminal.answer({**data, form: text}, text.rstrip("\n"))
        return 0
    if arguments.table:
        rows = picturing.table(drawn)
        terminal.answer(data, _table(terminal, rows))
        return 0
    sentences = picturing.sentences(drawn)
    terminal.answer({**data, "sentences": list(sentences)}, "\n".join(sentences))
    return 0


def _table(terminal: Terminal, rows: "tuple[tuple[str, str, str, str], ...]") -> str:
    if not rows:
        return "No link is drawn yet. What did each condition make likelier, allow, hide or amplify?"
    return terminal.table(("from", "did", "to", "basis"), rows)


def _picture(place: str, terminal: Terminal, svg: str, data: dict[str, object]) -> int:
    if place == "-":
        terminal.answer({**data, "svg": svg}, svg)
        return 0
    from pathlib import Path

    Path(place).write_text(svg, encoding="utf-8")
    terminal.answer(
        {**data, "written": place}, f"Written: {place}. The same in words: --sentences or --table"
    )
    return 0
