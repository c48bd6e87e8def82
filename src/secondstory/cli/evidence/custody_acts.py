"""What is done with sealed evidence: shown, read, copied out, corrected, handed on; and what runs out."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from secondstory.application.ceremony.knowing_people import name_of
from secondstory.application.keeping import custody
from secondstory.application.keeping.holding import holds_of
from secondstory.application.keeping.letting_go.redacting import span_words
from secondstory.application.keeping.sealing import Vault
from secondstory.application.office import Office
from secondstory.application.understanding.timelines import record_gap
from secondstory.cli.ceremony.pieces import lit
from secondstory.cli.evidence.redacting_acts import redaction_data, redaction_facts
from secondstory.cli.terminal import Terminal
from secondstory.cli.times import Shown, read_moment
from secondstory.domain.keeping.evidence import (
    CopyLocked,
    Corrected,
    Erased,
    Evidence,
    EvidenceEvent,
    Exported,
    Handed,
    MadeFrom,
    OriginalOpened,
    Read,
    Redacted,
    Reproduced,
    Sealed,
    SecretsFlagged,
    Touched,
)
from secondstory.domain.understanding.timeline import GapCause, GapRecorded
from secondstory.kernel.covering import WORDS
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.wiring.evidence import keep_copy, vault_of
from secondstory.wiring.workspace import Workspace

# A terminal would obey these when somebody reads evidence on it.
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSAFE = re.compile(r"[^\w.+@=-]+")


def _list(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    pm = getattr(arguments, "pm", None)
    found = [
        custody.state_of(office, StreamId(str(row["stream"])))
        for row in custody.items(office, office.door.stream_of(pm) if pm else None)
    ]
    shown = Shown.at(office.now())
    sealed = [(state, custody.sealed_of(state)) for state in found]
    rows = [
        (
            custody.label_of(office, item),
            shown.instant(state.sealed_at) if state.sealed_at else "",
            f"{item.length_bytes:,}",
            _standing(state),
            item.name,
            item.captured_from,
        )
        for state, item in sealed
    ]
    data = [_data(office, state) for state, _ in sealed]
    seal = lit(terminal, f"secondstory evidence add {pm or 'PM-1'} FILE")
    empty = (
        f"Nothing is sealed yet. What is kept for hours only goes first: chat, consoles, dashboards.\n{seal}"
    )
    heads = ("evidence", "sealed", "bytes", "", "name", "captured from")
    terminal.answer({"evidence": data}, terminal.table(heads, rows) if rows else empty)
    return 0


def _show(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    state = custody.state_of(office, custody.find(office, arguments.ref, arguments.of))
    item = custody.sealed_of(state)
    shown = Shown.at(office.now())
    lines = [f"{terminal.style(custody.label_of(office, item), 'bold')}  {item.name}", ""]
    lines += [
        f"  {name:<14}{value}" for name, value in (*_facts(item, shown), *redaction_facts(state)) if value
    ]
    lines += ["", "Chain of custody:"]
    lines += [
        f"  {one.seq:>3}  {shown.instant(one.at)}  {_who(office, one)} {_deed(one.event)}"
        for one in state.custody
    ]
    terminal.answer(_data(office, state), "\n".join(lines))
    return 0


def _open(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office, vault = workspace.office, vault_of(workspace)
    stream = custody.find(office, arguments.ref, arguments.of)
    if not arguments.original:
        stream = _read_instead(office, stream, terminal)
    item = custody.sealed_of(custody.state_of(office, stream))
    if arguments.out:
        _must_be_free(Path(arguments.out))
        keep_copy(Path(arguments.out), _chunks(office, vault, stream, arguments))
        words = f"Written: {arguments.out}. It is what was sealed; that you read it is recorded."
        terminal.answer({"evidence": custody.label_of(office, item), "written": arguments.out}, words)
        return 0
    if terminal.as_json:
        raise Refused(
            "Evidence is not JSON. Write it to a file (--out FILE), or ask for what is known of it: show."
        )
    if sys.stdout.isatty() and not item.media_type.startswith(("text/", "application/json")):
        raise Refused(
            f"It is {item.media_type}, which a terminal cannot show. Write it to a file: --out FILE."
        )
    _to_stdout(_chunks(office, vault, stream, arguments))
    return 0


def _chunks(office: Office, vault: Vault, stream: StreamId, arguments: argparse.Namespace) -> Iterator[bytes]:
    if arguments.original:
        return custody.open_original(office, vault, stream, purpose=arguments.purpose or "")
    return custody.read(office, vault, stream, purpose=arguments.purpose)


def _read_instead(office: Office, stream: StreamId, terminal: Terminal) -> StreamId:
    """Return the item that is read, and say so when it is a redacted copy."""
    found = custody.read_instead(office, stream)
    if found != stream:
        names = [
            custody.label_of(office, custody.sealed_of(custody.state_of(office, one)))
            for one in (stream, found)
        ]
        terminal.complain(f"{names[0]} was redacted; this is {names[1]}, the copy that is read in its place.")
    return found


def _to_stdout(chunks: Iterator[bytes]) -> None:
    sys.stdout.flush()
    for chunk in _made_harmless(chunks) if sys.stdout.isatty() else chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def _made_harmless(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield text in which control characters are shown instead of obeyed."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        yield _OBEYED.sub("�", decoder.decode(chunk)).encode()
    yield decoder.decode(b"", final=True).encode()


def _export(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office, vault = workspace.office, vault_of(workspace)
    stream = _read_instead(office, custody.find(office, arguments.ref, arguments.of), terminal)
    item = custody.sealed_of(custody.state_of(office, stream))
    label = custody.label_of(office, item)
    folder = Path(arguments.to)
    base = f"{label.replace('/', '-')}-{_UNSAFE.sub('-', item.name).strip('-.')[:80] or 'evidence'}"
    copy, about = folder / base, folder / f"{base}.custody.json"
    for path in (copy, about):
        _must_be_free(path)
    if not arguments.purpose.strip():
        raise Refused("What is the copy for? The purpose stands in the chain of custody: --purpose TEXT.")
    folder.mkdir(parents=True, exist_ok=True)
    keep_copy(copy, custody.export(office, vault, stream, purpose=arguments.purpose))
    known = _data(office, custody.state_of(office, stream))
    keep_copy(about, [json.dumps(known, ensure_ascii=False, indent=2, default=str).encode() + b"\n"])
    words = f"Exported: {copy}, with its custody beside it. The copy is outside the record now; sha256sum shows {item.digest[:16]}…"
    terminal.answer(
        {"evidence": label, "written": str(copy), "custody": str(about), "sha256": item.digest}, words
    )
    return 0


def _correct(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    stream = custody.find(office, arguments.ref, arguments.of)
    custody.correct(office, stream, cites=arguments.cites, text=arguments.text)
    words = "Your correction stands beside the first version. A correction made by you is honesty, and stays safe."
    terminal.answer(_data(office, custody.state_of(office, stream)), words)
    return 0


def _hand(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    stream = custody.find(office, arguments.ref, arguments.of)
    custody.hand(office, stream, to=arguments.to, reason=arguments.because)
    state = custody.state_of(office, stream)
    label = custody.label_of(office, custody.sealed_of(state))
    terminal.answer(_data(office, state), f"Handed on: {label}, to {arguments.to}. The reason is kept.")
    return 0


def _gap(workspace: Workspace, arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    stream = office.door.stream_of(arguments.pm)
    draft = GapRecorded(
        number=1,
        cause=GapCause(arguments.cause),
        what=arguments.what,
        since=read_moment(arguments.since, now=office.now()) if arguments.since else None,
        until=read_moment(arguments.until, now=office.now()) if arguments.until else None,
        policy=arguments.policy,
    )
    told = record_gap(office, stream, draft)
    words = f"A gap, recorded: {arguments.what} ({arguments.cause.replace('-', ' ')}). It is no question about anybody."
    terminal.answer({"gap": arguments.what, "cause": arguments.cause, "entry": told.entry}, words)
    return 0


def _expires(workspace: Workspace, _arguments: argparse.Namespace, terminal: Terminal) -> int:
    office = workspace.office
    now = office.now()
    shown = Shown.at(now)
    standing = [one for one in holds_of(office) if one.stands(now)]
    ending = sorted(
        (one for one in standing if one.until), key=lambda one: one.until.at if one.until else now
    )
    endless = [one for one in standing if one.until is None]
    rows = [
        (
            f"HO-{one.number}",
            shown.moment(one.until) or "until released",
            ", ".join(one.sources),
            ", ".join(one.unacknowledged),
        )
        for one in (*ending, *endless)
    ]
    data = [
        {
            "hold": f"HO-{one.number}",
            "until": one.until.at if one.until else None,
            "sources": list(one.sources),
            "not_heard_from": list(one.unacknowledged),
        }
        for one in (*ending, *endless)
    ]
    empty = "No hold stands, so nothing here runs out. What is not held is deleted when its own rules say so."
    heads = ("hold", "runs out", "what is held", "not heard from")
    text = terminal.table(heads, rows) if rows else empty
    if ending:
        first = ending[0]
        text += (
            f"\n{lit(terminal, f'secondstory hold extend HO-{first.number} --until DAY --because REASON')}"
        )
    terminal.answer({"holds": data}, text)
    return 0


def _must_be_free(path: Path) -> None:
    """Refuse before the reading is recorded what would be refused after."""
    if path.exists():
        raise Refused(f"{path} is there already and was left as it is. Name another place.")


def _standing(state: Evidence) -> str:
    if state.redacted is not None:
        return f"read as E-{state.redacted.copy_number}" + (", original erased" if state.erased else "")
    if state.erased is not None:
        return "erased"
    if state.made_from is not None:
        return f"redacted copy of E-{state.made_from.number}"
    if state.flagged is not None:
        return "places blotted out" if state.flagged.outcome.value == "masked" else "holds secrets"
    return ""


def _facts(item: Sealed, shown: Shown) -> list[tuple[str, str]]:
    off = f" ±{item.clock_uncertainty_s} s" if item.clock_uncertainty_s is not None else ""
    ran = ""
    if item.started and item.ended:
        ran = f"{shown.instant(item.started)}, for {(item.ended - item.started).total_seconds():.0f} s"
    return [
        ("captured", f"{item.how.value}, from {item.captured_from}"),
        ("command", item.command or ""),
        ("ended with", "" if item.exit_code is None else str(item.exit_code)),
        ("ran", ran),
        ("clock", f"{item.clock}{off}" if item.clock else ""),
        ("size", f"{item.length_bytes:,} bytes, {item.media_type}"),
        ("SHA-256", item.digest),
        ("sealed as", item.ciphertext_digest),
    ]


def _who(office: Office, one: Touched) -> str:
    """Return who did it: a locked copy is nobody's act, the installation sees to it."""
    return "the installation" if isinstance(one.event, CopyLocked) else name_of(office, one.by)


def _deed(event: EvidenceEvent) -> str:
    """Return what somebody did, as words that follow their name."""
    match event:
        case Sealed():
            return "sealed it"
        case SecretsFlagged():
            count = f"{event.count} likely secret" + ("s" if event.count > 1 else "")
            masked = event.outcome.value == "masked"
            return f"blotted out {count} first" if masked else f"sealed it with {count} in it: {event.reason}"
        case Read():
            return f"read it: {event.purpose}" if event.purpose else "read it"
        case Exported():
            return f"took a copy out: {event.purpose}"
        case Handed():
            return f"handed it to {event.to}: {event.reason}"
        case Corrected():
            return f"corrected line {event.cites}: {event.text}"
        case Reproduced():
            return (
                "ran its command again: the same"
                if event.same
                else f"ran its command again: {event.difference}"
            )
        case Erased():
            return f"erased it, on this basis: {event.basis}"
        case Redacted():
            return f"redacted {span_words(event.lines)} ({WORDS[event.because]}): {event.why}"
        case MadeFrom():
            return f"made it from E-{event.number}, with {span_words(event.lines)} covered ({WORDS[event.because]})"
        case OriginalOpened():
            return f"opened the original: {event.purpose}"
        case CopyLocked():
            return f"locked a copy in {event.where} until {event.until.date().isoformat()}"
        case _:
            return f"had a part of it redacted, on this basis: {event.basis}"


def _data(office: Office, state: Evidence) -> dict[str, Any]:
    item = custody.sealed_of(state)
    return {
        "evidence": custody.label_of(office, item),
        "id": state.stream,
        "name": item.name,
        "captured_from": item.captured_from,
        "how": item.how.value,
        "command": item.command,
        "exit_code": item.exit_code,
        "started": item.started,
        "ended": item.ended,
        "clock": item.clock,
        "clock_uncertainty_s": item.clock_uncertainty_s,
        "media_type": item.media_type,
        "length": item.length_bytes,
        "sha256": item.digest,
        "object": item.ciphertext_digest,
        "sealed_at": state.sealed_at,
        "erased": state.erased is not None,
        "redaction": redaction_data(state),
        "secrets": state.flagged.outcome.value if state.flagged else None,
        "custody": [
            {"n": one.seq, "at": one.at, "by": _who(office, one), "what": _deed(one.event)}
            for one in state.custody
        ],
    }


ACTS: Mapping[str, Callable[[Workspace, argparse.Namespace, Terminal], int]] = {
    "list": _list,
    "show": _show,
    "open": _open,
    "export": _export,
    "correct": _correct,
    "hand": _hand,
    "gap": _gap,
    "expires": _expires,
}
