"""Small pieces that commands around sittings, follow-ups and evidence read and show alike."""

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

_PAIR = re.compile(r"(?P<name>.+?)\s*[=:]\s*(?P<count>\d+)")


def workspace_of(arguments: argparse.Namespace, terminal: Terminal) -> "Workspace":
    """Return the workspace that is meant."""
    from secondstory.wiring.workspace import open_workspace

    return open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)


def lit(terminal: Terminal, command: str) -> str:
    """Return the line that lights the next step."""
    return f"{terminal.style('Next:', 'lamp')} {command}"


def numbered(ref: str, prefix: str) -> int:
    """Return the n of `S-3`, `s3` or `3`. Raises Refused for anything else."""
    found = re.fullmatch(rf"(?:{prefix})?-?(\d+)", ref.strip(), re.IGNORECASE)
    if found is None:
        raise Refused(f"{ref} is not a number we give. Say it as {prefix}-1.")
    return int(found[1])


def counts(words: Sequence[str]) -> list[tuple[str, int]]:
    """Return (name, count) of `yes=4 no=1`, or of `yes 4 no 1`. Raises Refused for anything else."""
    found: list[tuple[str, int]] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        pair = _PAIR.fullmatch(word)
        if pair is not None:
            found.append((pair["name"], int(pair["count"])))
        elif rest and rest[0].isdigit():
            found.append((word, int(rest.pop(0))))
        else:
            raise Refused(f'"{word}" has no number. Write each as NAME=NUMBER, such as operations=4.')
    return found


@contextmanager
def worded(
    text: str | None,
    file: str | None,
    *,
    terminal: Terminal,
    workspace: "Workspace",
    name: str,
    prefill: str,
    how: str,
) -> Iterator[str]:
    """Yield the words: given, from a file or `-`, else from the editor. how: what to say where nobody can write."""
    from secondstory.cli.editor import read_text, written

    if text is not None:
        yield text
    elif file is not None:
        yield read_text(file).strip("\n")
    elif terminal.is_interactive:
        with written(prefill, name=name, drafts=workspace.place.drafts) as found:
            yield found
    else:
        raise Refused(how, code="no-text")


def confirmed(terminal: Terminal, question: str, *, yes: bool, otherwise: str) -> None:
    """Ask before something final. Raises Refused, with `otherwise`, unless the answer is yes or `--yes` was said."""
    if not yes and terminal.ask(f"{question} Write yes to go on:") != "yes":
        raise Refused(f"{otherwise} Without a terminal, say --yes.", code="not-confirmed")
