"""`export`: a post-mortem as Markdown, JSON, a page, its map, or one of its tables."""

import argparse

from secondstory.cli.terminal import Terminal

FORMATS = ("markdown", "json", "html", "svg", "csv")
TABLES = ("followups", "timeline", "conditions", "impact")

EXAMPLES = (
    "secondstory export PM-7 > PM-7.md",
    "secondstory export PM-7 --format json --out PM-7.json",
    "secondstory export PM-7 --format csv --table timeline",
    "secondstory export PM-7 --format html --out pages/      # a folder: the name is made from the title",
    "secondstory export --schema                             # the JSON Schema of --format json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ref", nargs="?", metavar="ID", help="the post-mortem, such as PM-7")
    parser.add_argument("--format", choices=FORMATS, default="markdown", help="markdown when left out")
    parser.add_argument("--table", choices=TABLES, default=TABLES[0], help="which table csv holds")
    parser.add_argument("--out", metavar="PATH", help="a file or a folder (else standard output)")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of --format json")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write it where it was asked for."""
    import json

    from secondstory.kernel.refused import Refused
    from secondstory.wiring.documents.schemas import schema

    if arguments.schema:
        text = schema("export")
        terminal.answer(json.loads(text), text.rstrip())
        return 0
    if not arguments.ref:
        raise Refused("Which post-mortem? secondstory export PM-7; secondstory list shows those there are.")
    return _export(arguments, terminal)


def _export(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from secondstory.application.ceremony.editions import gather
    from secondstory.kernel.refused import Refused
    from secondstory.wiring.documents import pages
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    office = workspace.office
    gathered = gather(office, office.door.stream_of(arguments.ref))
    editions = gathered.pm.publication.editions
    signed = office.journal.recover()
    frame = pages.frame_of(workspace, published_at=editions[-1].at if editions else None, signed=signed)
    text = pages.exported(gathered, frame, arguments.format, table=arguments.table)
    if not text:
        raise Refused(
            f"{gathered.pm.label} has nothing to put there yet"
            f" ({'no condition to draw' if arguments.format == 'svg' else f'no {arguments.table}'})."
        )
    if not arguments.out:
        data = {"number": gathered.pm.label, "format": arguments.format, "text": text}
        terminal.answer(
            pages.as_json(gathered, frame) if arguments.format == "json" else data, text.rstrip("\n")
        )
        return 0
    path = Path(arguments.out)
    if path.is_dir() or arguments.out.endswith("/"):
        path = path / pages.file_name(gathered, arguments.format)
    pages.write_file(path, text)
    terminal.answer(
        {"number": gathered.pm.label, "format": arguments.format, "file": str(path)},
        f"Written: {path}\nWhat is exported is out of our hands; the record keeps what it was made from.",
    )
    return 0
