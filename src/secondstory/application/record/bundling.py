"""What a bundle holds: entries with their proofs, the words that may be shown, checkpoints, and a list of it all.

About one post-mortem it holds its streams: the post-mortem, its follow-ups, accounts that were shared, evidence, holds,
and the erasures that named any of them. Of the whole log it holds every entry and every tile, and opens the same kinds.
Support, private accounts and the directory of people stay closed: a bundle goes to strangers.
"""

import base64
import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from secondstory.application.ports.storage import Log, StoredEntry
from secondstory.application.record.disclosing import CLOSED, PRESENT, Disclosed, Discloser
from secondstory.application.record.folding import Progress, quiet
from secondstory.application.record.proving import prove, tiles
from secondstory.kernel.frozen import dataclass, field
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.readmodel.door import Door
from secondstory.readmodel.tables import ACCOUNT, ERASURE, EVIDENCE, FOLLOWUP_ORIGIN, HOLD
from secondstory.record.checkpoint import parse_body
from secondstory.record.note import parse_note
from secondstory.record.tiles import TileHashes
from secondstory.record.tree import consistency_path
from secondstory.vault.keys import LastSigned

Content = bytes | Iterable[bytes]
Members = Iterator[tuple[str, Content]]
VERSION = 1
SHOWN_TO_STRANGERS = frozenset({"pm", "fu", "ev", "ho", "er", "in", "ch"})
"""The kinds of streams whose words a bundle of the whole log opens; accounts only when they were shared."""

_EVERY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a bundle is about. label: `PM-7`, or the name of the log. streams: None for the whole log.

    opens: the streams whose words are shown, as far as the reader may read them.
    """

    label: str
    streams: tuple[StreamId, ...] | None
    opens: frozenset[StreamId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of evidence on its way into a bundle. state: as of a part; file and chunks: when it is present."""

    state: str
    file: str = ""
    chunks: Iterable[bytes] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A checkpoint over `size` entries as it was stamped, and what the authority answered (RFC 3161)."""

    size: int
    note: bytes
    token: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundling:
    """What a bundle is made from. signed: the newest checkpoint; note: the same, with cosignatures when there are any.

    history: earlier signed checkpoints. stamps: what authorities stamped, the smallest first. items: evidence by its stream.
    """

    log: Log
    discloser: Discloser
    subject: Subject
    signed: LastSigned
    note: bytes
    history: Sequence[bytes] = ()
    stamps: Sequence[Stamped] = ()
    items: Mapping[StreamId, Item] = field(default_factory=dict)
    progress: Progress = quiet


def about_postmortem(door: Door, stream: StreamId, label: str) -> Subject:
    """Return the subject of a bundle about one post-mortem: the streams that belong to it and may be seen."""
    own = [stream, *_streams(door, FOLLOWUP_ORIGIN, stream), *_shared(door, stream)]
    own += [*_streams(door, EVIDENCE, stream), *_streams(door, HOLD, stream)]
    streams = tuple(dict.fromkeys([*own, *_erasures(door, set(own))]))
    return Subject(label=label, streams=streams, opens=frozenset(streams))


def about_everything(log: Log, door: Door, label: str, *, alone: bool) -> Subject:
    """Return the subject of a bundle of the whole log; alone: whoever makes it holds every relation."""
    shared = set(_shared(door, None))
    found = {stored.stream for stored in log.entries()}
    kinds = {one for one in found if prefix_of(one) in SHOWN_TO_STRANGERS or one in shared}
    opens = frozenset(one for one in kinds if alone or door.may_read(one))
    return Subject(label=label, streams=None, opens=opens)


def members(made_of: Bundling) -> Members:
    """Yield (name below data/, content) of everything that comes out of the record, the list of it last.

    Raises BadProof when what is stored is not what was recorded: then no bundle can be made of it.
    """
    signed, subject = made_of.signed, made_of.subject
    yield "checkpoint", made_of.note
    if subject.streams is None:
        yield from tiles(made_of.log, signed.size)
    entries: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    shown: dict[str, Iterable[bytes]] = {}
    for stored in _entries(made_of):
        one = made_of.discloser.shown(stored, is_open=stored.stream in subject.opens)
        entries.append({"index": one.index, "parts": dict(one.states)})
        evidence += _evidence(made_of.items.get(stored.stream, Item(state=CLOSED)), one, shown)
        yield from _one(made_of, one)
    for name, chunks in shown.items():
        made_of.progress("copying evidence", len(evidence), len(evidence))
        yield name, chunks
    sizes = []
    for size, kept in _history(made_of):
        sizes.append(size)
        yield from kept
    stamps = _stamps(made_of, [int(one["index"]) for one in entries])
    for stamp in stamps:
        yield from _stamp(made_of, stamp)
    told = {
        "about": subject.label,
        "entries": entries,
        "evidence": evidence,
        "history": sizes,
        "size": signed.size,
        "timestamps": [one.size for one in stamps],
        "v": VERSION,
        "whole": subject.streams is None,
    }
    yield "contents.json", _json(told)


def _entries(made_of: Bundling) -> Iterator[StoredEntry]:
    size = made_of.signed.size
    if made_of.subject.streams is None:
        found: Iterable[StoredEntry] = made_of.log.entries(0, size)
        total = size
    else:
        own = chain.from_iterable(made_of.log.of_stream(stream) for stream in made_of.subject.streams)
        found = sorted((one for one in own if one.index < size), key=lambda one: one.index)
        total = len(found)
    for done, stored in enumerate(found):
        if done % _EVERY == 0:
            made_of.progress("gathering entries", done, total)
        yield stored
    made_of.progress("gathering entries", total, total)


def _one(made_of: Bundling, one: Disclosed) -> Members:
    if made_of.subject.streams is not None:
        signed = LastSigned(size=made_of.signed.size, root=made_of.signed.root, note=made_of.note)
        yield f"entries/{one.index}.json", one.entry
        yield f"proofs/{one.index}.tlog-proof", prove(made_of.log, one.index, signed)
    if one.words:
        said = {
            part: {"salt": opened.salt.hex(), "text": opened.plaintext.decode()}
            for part, opened in one.words.items()
        }
        yield f"words/{one.index}.json", _json(said)


def _evidence(item: Item, one: Disclosed, shown: dict[str, Iterable[bytes]]) -> Iterator[dict[str, Any]]:
    """Yield what the list says of the evidence behind one entry; `shown` collects the files, each once."""
    for part in one.manifests:
        told = {"index": one.index, "part": part, "state": item.state}
        if item.state == PRESENT:
            told["file"] = f"evidence/{item.file}"
            shown.setdefault(f"evidence/{item.file}", item.chunks)
        yield told


def _history(made_of: Bundling) -> Iterator[tuple[int, Members]]:
    hashes = TileHashes(get_tile=made_of.log.tile).hash_at
    for note in made_of.history:
        checkpoint = parse_body(parse_note(note).text)
        if 0 < checkpoint.size <= made_of.signed.size:
            path = consistency_path(checkpoint.size, made_of.signed.size, hashes)
            yield checkpoint.size, _kept(checkpoint.size, note, path)


def _kept(size: int, note: bytes, path: Sequence[bytes]) -> Members:
    yield f"history/{size}", note
    yield f"history/{size}.proof", _lines(path)


def _stamps(made_of: Bundling, indices: Iterable[int]) -> list[Stamped]:
    """Return the first stamp that covers each entry, and the newest of all, the smallest first."""
    known = sorted((one for one in made_of.stamps if 0 < one.size <= made_of.signed.size), key=_size)
    sizes = [one.size for one in known]
    wanted = {bisect_right(sizes, index) for index in indices} | {len(known) - 1}
    return [one for n, one in enumerate(known) if n in wanted]


def _stamp(made_of: Bundling, stamp: Stamped) -> Members:
    path = consistency_path(stamp.size, made_of.signed.size, TileHashes(get_tile=made_of.log.tile).hash_at)
    yield f"timestamps/{stamp.size}.checkpoint", stamp.note
    yield f"timestamps/{stamp.size}.tsr", stamp.token
    yield f"timestamps/{stamp.size}.proof", _lines(path)


def _size(stamp: Stamped) -> int:
    return stamp.size


def _lines(path: Sequence[bytes]) -> bytes:
    return b"".join(base64.b64encode(one) + b"\n" for one in path)


def _streams(door: Door, table: Any, postmortem: StreamId) -> list[StreamId]:
    return [StreamId(str(row["stream"])) for row in door.rows(table, {"postmortem": postmortem})]


def _shared(door: Door, postmortem: StreamId | None) -> list[StreamId]:
    where: dict[str, object] = {"shared": 1}
    if postmortem is not None:
        where["postmortem"] = postmortem
    return [StreamId(str(row["stream"])) for row in door.rows(ACCOUNT, where)]


def _erasures(door: Door, named: Collection[StreamId]) -> list[StreamId]:
    """Return the erasures that may be seen and that name one of `named`, or a part of one."""
    return [StreamId(str(row["stream"])) for row in door.rows(ERASURE) if row["target"] in named]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
