"""What the coach noticed, for people: the words where they stand, the habit of mind, and what to ask or write instead."""

import textwrap
from collections.abc import Iterator

from secondstory.cli.language.coaching.carets import marked
from secondstory.cli.terminal import Terminal
from secondstory.wiring.documents.coaching.looking import Coached, Seen
from secondstory.wiring.documents.finding import STDIN

_WIDEST, _NARROWEST = 100, 40


def width_of(columns: int) -> int:
    """Return how wide to write on a terminal of so many columns."""
    return max(_NARROWEST, min(_WIDEST, columns))


def words_of(coached: Coached, terminal: Terminal, width: int) -> str:
    """Return what there is to say about one document; "" when there is nothing."""
    name = called(coached.path)
    parts = [f"{name}:{note.line} {terminal.style('note', 'soft')} {note.says}\n" for note in coached.notes]
    parts += ["\n".join(_finding(name, one, terminal, width)) + "\n" for one in coached.seen]
    return "\n".join(parts)


def called(path: str) -> str:
    """Return the name of a document for people."""
    return "stdin" if path == STDIN else path


def _finding(name: str, seen: Seen, terminal: Terminal, width: int) -> Iterator[str]:
    one = seen.finding
    yield f"{name}:{one.line}:{one.column} {terminal.style(one.rule, 'tide')}"
    margin = len(str(seen.lines[-1].number)) if seen.lines else 1
    for line in seen.lines:
        text, carets = marked(line, width - margin - 5, lambda shown: terminal.style(shown, "lamp"))
        yield f"  {terminal.style(f'{line.number:>{margin}} |', 'soft')} {text}"
        yield f"  {terminal.style(f'{chr(32):>{margin}} |', 'soft')} {carets}"
    if seen.lines and seen.lines[-1].number < one.end_line:
        yield f"  {terminal.style(f'{chr(32):>{margin}} |', 'soft')} and on to line {one.end_line}"
    yield from _wrapped(one.message, "  ", width)
    yield from _wrapped(f"Ask: {one.question}", "  ", width)
    if one.rewording:
        yield from _wrapped(f"Or write: {one.rewording}", "  ", width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def last_words(found: bool, read: int, left_out: int, *, of_change: bool) -> str:
    """Return the end of the answer. It holds no count of findings: nothing here is a score."""
    if found:
        end = "Nothing about this is kept. secondstory coach explain RULE says why, and what is left alone."
    elif read:
        texts = "one text" if read == 1 else f"{read} texts"
        where = f"in the lines added to {texts}" if of_change else f"in {texts}"
        end = f"Nothing found {where}. That is no grade: the coach knows habits of wording, not the story."
    else:
        end = "No text was changed." if of_change else "No text was looked at."
    if left_out:
        texts = "One text is" if left_out == 1 else f"{left_out} texts are"
        end += f" {texts} left out by the settings."
    return end
