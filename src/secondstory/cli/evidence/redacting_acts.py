"""Covering lines of a sealed item: a copy is read from then on, and both items say so."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from secondstory.application.keeping import custody
from secondstory.application.keeping.letting_go.redacting import (
    Redaction,
    Wish,
    lines_said,
    redact,
    span_words,
)
from secondstory.cli.ceremony.pieces import lit
from secondstory.cli.terminal import Terminal
from secondstory.domain.keeping.evidence import Evidence
from secondstory.kernel.covering import WORDS, Because
from secondstory.kernel.refused import Refused
from secondstory.wiring.evidence import vault_of
from secondstory.wiring.workspace import Workspace


def redaction_facts(state: Evidence) -> list[tuple[str, str]]:
    """Return what is to be known of a redaction, as (name, words): of an original or of a copy; empty otherwise."""
    facts: list[tuple[str, str]] = []
    if state.made_from is not None:
        made = state.made_from
        what = f"of E-{made.number}: {span_words(made.lines)} covered ({WORDS[made.because]})"
        facts += [("redacted copy", what), ("of SHA-256", made.digest)]
    if state.redacted is not None:
        done = state.redacted
        what = f"{span_words(done.lines)} ({WORDS[done.because]}): {done.why}"
        facts += [
            ("redacted", what),
            ("read instead", f"E-{done.copy_number}"),
            ("the original", fate(state)),
        ]
    return facts


def redaction_data(state: Evidence) -> dict[str, Any] | None:
    """Return the same for scripts; None for an item that has nothing to do with a redaction."""
    if state.made_from is not None and state.redacted is None:
        made = state.made_from
        return {"copy_of": f"E-{made.number}", "original_sha256": made.digest, "reason": made.because.value}
    if state.redacted is None:
        return None
    done = state.redacted
    return {
        "read_instead": f"E-{done.copy_number}",
        "reason": done.because.value,
        "why": done.why,
        "lines": [[one.first, one.last] for one in done.lines],
        "original_sha256": done.digest,
        "original": "erased" if state.erased else "kept",
        "holds": [f"HO-{number}" for number in done.holds],
    }


def fate(state: Evidence) -> str:
    """Return what became of the original of a redacted item."""
    if state.erased is not None:
        return f"lawfully erased, on this basis: {state.erased.basis}"
    held = ", ".join(f"HO-{number}" for number in state.redacted.holds) if state.redacted else ""
    return f"kept under hold {held}, sealed as it was" if held else "kept, sealed as it was"


def _redact(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    if arguments.reason is None:
        raise Refused("Which kind of reason? --reason secret, personal-data, third-party, legal or other.")
    stream = custody.find(office, arguments.ref, arguments.of)
    wish = Wish(
        because=Because(arguments.reason),
        why=arguments.why,
        lines=lines_said(arguments.lines or ""),
        despite=arguments.seal_anyway,
    )
    done = redact(office, vault_of(workspace), stream, wish)
    state = custody.state_of(office, stream)
    label = custody.label_of(office, custody.sealed_of(state))
    data = {"evidence": label, "copy": f"E-{done.copy_number}", "entry": done.appended.first}
    terminal.answer({**data, **(redaction_data(state) or {})}, _words(terminal, label, done, wish))
    return 0


def _words(terminal: Terminal, label: str, done: Redaction, wish: Wish) -> str:
    of = label.partition("/")[0]
    lines = [
        f"Redacted: {span_words(wish.lines)} of {label}. Readers are given E-{done.copy_number} now; both items say so.",
    ]
    if wish.because is Because.CREDENTIAL:
        lines.append("A real secret that was in reach of others is best changed now.")
    if done.holds:
        held = ", ".join(f"HO-{number}" for number in done.holds)
        lines.append(f"The original stays, sealed as it was: {held} holds it. Opening it takes a purpose.")
        lines.append(lit(terminal, f"secondstory evidence show {of}/E-{done.copy_number}"))
    else:
        lines.append("The original stays, sealed as it was, until somebody has it erased by law.")
        erase = f'secondstory erase E-{done.original_number} --of {of} --basis "..." --reason "..."'
        lines.append(lit(terminal, erase))
    return "\n".join(lines)


ACTS: Mapping[str, Callable[[Workspace, argparse.Namespace, Terminal], int]] = {"redact": _redact}
