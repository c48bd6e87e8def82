"""Bytes on their way into the vault: files, standard input, and what a command writes."""

import argparse
import hashlib
import mimetypes
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondstory.application.keeping.custody import find, label_of, reproduce, sealed_of, state_of
from secondstory.application.keeping.sealing import (
    Item,
    LikelySecret,
    SealedEvidence,
    SecretsFound,
    Source,
    seal_evidence,
)
from secondstory.application.office import Office
from secondstory.cli.ceremony.pieces import confirmed, lit
from secondstory.cli.evidence.retention import tell_rule
from secondstory.cli.terminal import Terminal
from secondstory.domain.keeping.evidence import Capture, Flagging, Sealed
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.vault.declared import Declared
from secondstory.wiring.evidence import (
    MASK,
    Ran,
    Spool,
    blot,
    file_source,
    look,
    machine,
    run_into,
    vault_of,
)
from secondstory.wiring.workspace import Workspace

_PIECE = 1 << 20
_TELL_FROM = 32 << 20
_GIVE = re.compile(r"\s*(?:±|\+/-)\s*(\d+)\s*(s|min|m|h)\w*\s*$")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600}
_TEXT = "text/plain; charset=utf-8"


@dataclass
class _Sealer:
    """What every sealing of one command shares."""

    workspace: Workspace
    arguments: argparse.Namespace
    terminal: Terminal

    @property
    def office(self) -> Office:
        return self.workspace.office

    def seal(
        self,
        item: Item,
        source: Source,
        *,
        declared: Declared | None = None,
        masked: Sequence[LikelySecret] = (),
    ) -> SealedEvidence:
        """Seal one source, with secrets blotted out or a reason when that was asked for.

        masked: what was blotted out of the command line already.
        """
        vault = vault_of(self.workspace)
        if self.arguments.redact:
            blotted = blot(source)
            return seal_evidence(self.office, vault, item, blotted.source, masked=[*masked, *blotted.found])
        despite = self.arguments.seal_anyway
        return seal_evidence(self.office, vault, item, source, declared=declared, despite=despite)


def _add(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    sealer = _Sealer(workspace, arguments, terminal)
    stream = workspace.office.door.stream_of(arguments.pm)
    declared = _declared(arguments)
    if arguments.redact and declared is not None:
        raise Refused(
            "What was declared is about the bytes as they came; a copy with places blotted out has others."
        )
    if len(arguments.files) > 1 and (arguments.name or declared is not None):
        raise Refused("--name, --length and --sha256 are about one file; seal this one by itself.")
    tell_rule(sealer.office, terminal, "evidence")
    done: list[SealedEvidence] = []
    problems: list[str] = []
    code = ""
    for file in arguments.files:
        try:
            with _reading(file, sealer) as source:
                done.append(sealer.seal(_item(sealer, stream, file), source, declared=declared))
        except Refused as refused:
            # One file that is not sealed keeps none of the others out.
            problems += refused.problems
            code = refused.code
            continue
        terminal.say(_said(done[-1], _name(sealer, file)))
    if problems:
        if done:
            terminal.answer({"sealed": [_data(one, arguments.pm) for one in done]}, "")
        raise Refused(problems, code=code)
    after = lit(terminal, f"secondstory evidence show {_pm(arguments.pm)}/E-{done[-1].number}")
    terminal.answer({"sealed": [_data(one, arguments.pm) for one in done]}, after)
    return 0


def _run(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    sealer = _Sealer(workspace, arguments, terminal)
    office = workspace.office
    stream = office.door.stream_of(arguments.pm)
    command, masked = _command(arguments)
    where = arguments.captured_from or machine()
    tell_rule(office, terminal, "evidence")
    with Spool(workspace.place.root) as spool:
        started = office.now()
        ran = run_into(spool.descriptor, arguments.command, timeout_s=arguments.timeout)
        ended = office.now()
        clock, uncertainty_s = _clock(arguments.clock or f"the clock of {machine()}")
        item = Item(
            post_mortem=stream,
            name=arguments.name or command,
            captured_from=f"{where} (stopped after {arguments.timeout:g} s)" if ran.timed_out else where,
            media_type=_TEXT,
            how=Capture.COMMAND,
            command=command,
            clock=clock,
            clock_uncertainty_s=uncertainty_s,
            exit_code=ran.exit_code,
            started=started,
            ended=ended,
        )
        sealed = sealer.seal(item, _told(spool.read, spool.length_bytes, terminal, item.name), masked=masked)
    words = f"{_said(sealed, item.name)}\n{_ended(ran, arguments.timeout)}"
    after = lit(terminal, f"secondstory evidence open {_pm(arguments.pm)}/E-{sealed.number}")
    data = {
        **_data(sealed, arguments.pm),
        "command": command,
        "exit_code": ran.exit_code,
        "timed_out": ran.timed_out,
    }
    terminal.answer(data, f"{words}\n{after}")
    return 0


def _reproduce(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    stream = find(office, arguments.ref, arguments.of)
    item = sealed_of(state_of(office, stream))
    label = label_of(office, item)
    if item.command is None:
        raise Refused(f"{label} was not made by a command; there is nothing to run again.")
    if MASK in item.command:
        raise Refused(
            f"A part of the command of {label} was blotted out, so it cannot be run again as it was."
        )
    question = f"Run this again, here and now?\n    {item.command}\n"
    confirmed(terminal, question, yes=arguments.yes, otherwise="Nothing was run.")
    with Spool(workspace.place.root) as spool:
        ran = run_into(spool.descriptor, shlex.split(item.command), timeout_s=arguments.timeout)
        digest = _sha256(spool.read())
        length = spool.length_bytes
    found = _difference(item, ran, length)
    if digest != item.digest and not (arguments.because or "").strip():
        raise Refused(
            [
                f"{label} gives another result now: {found}.",
                "What explains it, as far as you can see? --because TEXT",
            ],
            code="differs",
        )
    difference = f"{found}. {arguments.because}" if arguments.because else None
    same = reproduce(office, stream, digest=digest, difference=difference)
    words = (
        f"{label} gives the same result again."
        if same
        else f"{label} differs, and the record says so: {difference}"
    )
    terminal.answer(
        {"evidence": label, "same": same, "digest": digest, "difference": None if same else difference}, words
    )
    return 0


def _command(arguments: argparse.Namespace) -> tuple[str, Sequence[LikelySecret]]:
    """Return the command line as it is recorded, and what was blotted out of it.

    Raises SecretsFound, before anything is run, when it holds a likely secret itself.
    """
    command = shlex.join(arguments.command)
    if arguments.redact:
        blotted = blot(lambda: [command.encode()])
        return b"".join(blotted.source()).decode(), blotted.found
    found = look([command.encode()])
    if found and arguments.seal_anyway is None:
        raise SecretsFound(found, name="The command line itself")
    return command, ()


@contextmanager
def _reading(file: str, sealer: _Sealer) -> Iterator[Source]:
    if file != "-":
        path = Path(file)
        yield _told(file_source(path), path.stat().st_size, sealer.terminal, path.name)
        return
    if sys.stdin.isatty():
        raise Refused("Standard input is this terminal; pipe something into it, or name a file.")
    with Spool(sealer.workspace.place.root) as spool:
        spool.fill(iter(lambda: sys.stdin.buffer.read(_PIECE), b""))
        yield _told(spool.read, spool.length_bytes, sealer.terminal, "standard input")


def _told(source: Source, total: int, terminal: Terminal, name: str) -> Source:
    """Return a source that shows how far the reading is when there is much to read."""
    if total < _TELL_FROM:
        return source

    def read() -> Iterator[bytes]:
        done = 0
        for chunk in source():
            done += len(chunk)
            terminal.progress(f"reading {name}, MB", done >> 20, total >> 20)
            yield chunk

    return read


def _item(sealer: _Sealer, stream: StreamId, file: str) -> Item:
    arguments = sealer.arguments
    name = _name(sealer, file)
    clock, uncertainty_s = _clock(arguments.clock)
    where = arguments.captured_from or (
        f"standard input on {machine()}" if file == "-" else f"{machine()}:{Path(file).absolute()}"
    )
    return Item(
        post_mortem=stream,
        name=name,
        captured_from=where,
        media_type=arguments.media_type or _media_type(name if file == "-" else file, stdin=file == "-"),
        how=Capture(arguments.how),
        clock=clock,
        clock_uncertainty_s=uncertainty_s,
    )


def _name(sealer: _Sealer, file: str) -> str:
    return sealer.arguments.name or ("standard input" if file == "-" else Path(file).name)


def _media_type(name: str, *, stdin: bool) -> str:
    found, encoding = mimetypes.guess_type(name)
    if encoding is not None:
        return f"application/{encoding}"
    if Path(name).suffix == ".log" or (found is None and stdin):
        return _TEXT
    return found or "application/octet-stream"


def _declared(arguments: argparse.Namespace) -> Declared | None:
    if arguments.length is None and arguments.sha256 is None:
        return None
    if arguments.length is None or arguments.sha256 is None:
        raise Refused("Say both what was declared: --length BYTES and --sha256 HEX. Nothing was sealed.")
    try:
        return Declared(length_bytes=arguments.length, sha256=arguments.sha256.lower())
    except ValueError as wrong:
        raise Refused(f"What was declared cannot be: {wrong}. Nothing was sealed.") from wrong


def _clock(text: str | None) -> tuple[str | None, int | None]:
    """Return the clock that was named, and how far it may be off, in seconds."""
    if text is None:
        return None, None
    found = _GIVE.search(text)
    if found is None:
        return text, None
    return text[: found.start()].strip() or text, int(found[1]) * _SECONDS[found[2]]


def _said(sealed: SealedEvidence, name: str) -> str:
    words = f"Sealed: E-{sealed.number}, {name}, {sealed.length_bytes:,} bytes, SHA-256 {sealed.digest[:16]}…"
    if sealed.flagged is None:
        return words
    count = f"{sealed.flagged.count} likely secret" + ("s" if sealed.flagged.count > 1 else "")
    if sealed.flagged.outcome is Flagging.MASKED:
        return f"{words}\nIt is a copy with {count} blotted out, and the record says so."
    return f"{words}\nIt holds {count}; your reason stands beside it."


def _ended(ran: Ran, timeout: float | None) -> str:
    if ran.timed_out:
        return f"The command was stopped after {timeout:g} s; what it wrote until then is sealed."
    return f"The command ended with {ran.exit_code}."


def _difference(item: Sealed, ran: Ran, length: int) -> str:
    same_length = f"{length:,} bytes both times, with other content"
    parts = [
        same_length if length == item.length_bytes else f"{item.length_bytes:,} bytes then, {length:,} now"
    ]
    if ran.exit_code != item.exit_code:
        parts.append(f"it ended with {item.exit_code} then, {ran.exit_code} now")
    return "; ".join(parts)


def _sha256(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _pm(ref: str) -> str:
    return f"PM-{ref}" if ref.isdigit() else ref.upper()


def _data(sealed: SealedEvidence, pm: str) -> dict[str, Any]:
    return {
        "evidence": f"{_pm(pm)}/E-{sealed.number}",
        "id": sealed.stream,
        "sha256": sealed.digest,
        "length": sealed.length_bytes,
        "entry": sealed.appended.first,
        "secrets": None if sealed.flagged is None else sealed.flagged.outcome.value,
    }


ACTS: Mapping[str, Callable[[Workspace, argparse.Namespace, Terminal], int]] = {
    "add": _add,
    "run": _run,
    "reproduce": _reproduce,
}
