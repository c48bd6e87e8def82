"""`example`: one whole post-mortem, played through its life in a folder of its own."""

import argparse
from pathlib import Path

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory example                               # into ./secondstory-example",
    "secondstory example --out ~/look                  # somewhere else; a second time replaces what is there",
    "secondstory example --fast                        # the commands alone, without their answers",
)

_LEFT = (
    ("page", "page", "the published page"),
    ("markdown", "PM-1.md", "the same as Markdown"),
    ("json", "PM-1.json", "the same as JSON, for other software"),
    ("map", "map.svg", "the map of conditions"),
    ("tiles", "tiles", "checkpoint, tiles and verifier key, for other software"),
    ("checkpoint", "checkpoint.txt", "the checkpoint to keep elsewhere"),
    ("verification", "verification.txt", "what was proved about the record, and what was not"),
    ("backup", "backup", "data and keys, apart"),
    ("tampered", "tampered", "the copy that somebody changed"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("secondstory-example"),
        metavar="DIR",
        help="a new folder, or an earlier one",
    )
    parser.add_argument("--fast", action="store_true", help="show the commands alone, without their answers")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Play it, then say what lies where and how to open it."""
    from secondstory.cli.front import run as run_command
    from secondstory.cli.ground.playing.play import play

    out: Path = arguments.out.expanduser().absolute()
    terminal.say("One incident of our own invention, from the first minute to the day things have changed.")
    terminal.say("Every line after a $ is a command that you could type. The clock is the example's own.")
    played = play(out, run_command, terminal, fast=arguments.fast)
    page = next(iter(sorted((out / "page").glob("*.html"))), None)
    places = {name: str(page) if name == "page" and page else str(out / path) for name, path, _ in _LEFT}
    lines = ["", f"It lies in {out}:", ""]
    lines += [f"  {path:<18}{about}" for _, path, about in _LEFT]
    lines += ["", f"Open the page in a browser: {page.as_uri() if page else places['page']}"]
    lines += [f"Look around in it:          secondstory --workspace {out} show PM-1"]
    lines += [
        "",
        f"{terminal.style('Next:', 'lamp')} secondstory init, in a folder of yours; this one is a throw-away.",
    ]
    data = {
        "out": str(out),
        "steps": played.steps,
        "commands": [{"command": f"secondstory {one}", "code": code} for one, code in played.commands],
        "files": places,
    }
    terminal.answer(data, "\n".join(lines))
    return 0
