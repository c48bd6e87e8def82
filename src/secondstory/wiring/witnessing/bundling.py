"""Makes a bundle for strangers: gathers it as whoever asks may read, writes it, and checks it before it is handed over."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from secondstory import __version__
from secondstory.adapters.local_files.bag import SUFFIX, Content, Written, write_bag
from secondstory.adapters.local_files.standalone.joined import single_file
from secondstory.adapters.local_files.standalone.places import Folder, Report, Zip
from secondstory.adapters.local_files.standalone.proofs import MISSING as MISSING_CODE
from secondstory.adapters.local_files.standalone.proofs import Trust
from secondstory.adapters.local_files.standalone.verify import Bundle
from secondstory.application.keeping import custody
from secondstory.application.office import Office
from secondstory.application.record.bundling import (
    Bundling,
    Item,
    Subject,
    about_everything,
    about_postmortem,
    members,
)
from secondstory.application.record.disclosing import CLOSED, MISSING, PRESENT, Discloser
from secondstory.application.record.folding import Progress, quiet
from secondstory.kernel.frozen import dataclass
from secondstory.kernel.ids import StreamId, prefix_of
from secondstory.kernel.refused import Refused
from secondstory.readmodel.tables import POSTMORTEM
from secondstory.wiring.evidence import vault_of
from secondstory.wiring.witnessing.newest import newest_note
from secondstory.wiring.witnessing.timestamping import stamps_of
from secondstory.wiring.workspace import Workspace

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_WHOLE = (
    "| `log.vkey`, `tile/` | every entry and every hash of the log, in the layout of tlog-tiles: other software can be"
    " pointed at `data/` |"
)
_PART = (
    "| `entries/N.json` | entry N as it was hashed: commitments, and nothing in clear |\n"
    "| `proofs/N.tlog-proof` | the proof that entry N stands under the checkpoint |\n"
    "| `log.vkey` | the verifier keys of the log, one a line, the newest last, for convenience |"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants: a post-mortem such as PM-7, None for the whole log; evidence: why copies leave, None for none."""

    ref: str | None
    evidence: str | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A bundle that was written and read back. states: how many parts are present, erased, closed."""

    path: Path
    label: str
    entries: int
    states: Mapping[str, int]
    written: Written
    missing: tuple[str, ...]


def bundle(
    workspace: Workspace, office: Office, wanted: Wanted, out: Path, *, progress: Progress = quiet
) -> Bundled:
    """Write a bundle of what `office` may read to `out`, a zip when its name ends in .zip.

    Copies of evidence that leave are recorded first, so that the bundle holds those lines too.
    Raises Refused when there is nothing to bundle, when something stands at `out`, or when what was written does not
    verify; BadProof when the record itself is not what was recorded.
    """
    subject = _subject(workspace, office, wanted.ref)
    discloser = Discloser(workspace.storage, office.reader, workspace.keys)
    items = _items(workspace, office, subject, discloser, wanted.evidence)
    signed = workspace.journal.recover()
    if signed is None:
        raise Refused("There is nothing in this record yet.")
    history = newest_note(workspace, signed)
    made_of = Bundling(
        log=workspace.storage,
        discloser=Discloser(workspace.storage, office.reader, workspace.keys),
        subject=subject,
        signed=signed,
        note=history.note,
        history=history.earlier,
        stamps=stamps_of(workspace),
        items=items,
        progress=progress,
    )
    read_back = _ReadBack(workspace.settings.vkeys, progress)
    written = write_bag(
        out,
        _payload(workspace, made_of),
        lambda size: _about(workspace, made_of, size),
        read_back=read_back,
        replace=wanted.replace,
    )
    checked = read_back.checked
    assert checked is not None
    return Bundled(
        path=out,
        label=subject.label,
        entries=len(checked.entries),
        states=checked.tally,
        written=written,
        missing=tuple(f"{where}: {words}" for _, where, words in checked.report.wrong),
    )


def verifier_file() -> bytes:
    """Return `verify.py`: the one file with which a stranger checks bundles, receipts and published tiles."""
    return single_file()


class _ReadBack:
    """Checks the finished bundle with the very checker that lies in it; MISSING parts are told, anything else refuses."""

    def __init__(self, vkeys: tuple[str, ...], progress: Progress) -> None:
        self._vkeys, self._progress = vkeys, progress
        self.checked: Bundle | None = None

    def __call__(self, path: Path) -> None:
        self._progress("checking what was written", 1, 2)
        report = Report()
        place = Zip(path) if path.suffix == SUFFIX else Folder(path)
        self.checked = Bundle(place, Trust(self._vkeys, None), report)
        report.tried("the bundle", self.checked.check)
        wrong = [
            f"{where}: {words}"
            for code, where, words in report.wrong
            if code != MISSING_CODE
            or not where.startswith(("entry ", "evidence "))
            or "cannot be read" in words
        ]
        if wrong:
            raise Refused(
                [
                    "The bundle was read back, and it does not verify. Nothing was kept of it.",
                    *wrong[:5],
                    "Ask the record itself: secondstory verify",
                ],
                code="bundle-unverified",
            )


def _subject(workspace: Workspace, office: Office, ref: str | None) -> Subject:
    if ref is None:
        origin = workspace.settings.origin
        return about_everything(workspace.storage, office.door, origin, alone=office.alone)
    stream = office.door.stream_of(ref)
    row = office.door.row(POSTMORTEM, stream) if prefix_of(stream) == "pm" else None
    if row is None:
        raise Refused(
            f"{ref} is no post-mortem, and a bundle is about one. secondstory list shows those there are."
        )
    return about_postmortem(office.door, stream, f"PM-{row['number']}")


def _items(
    workspace: Workspace, office: Office, subject: Subject, discloser: Discloser, purpose: str | None
) -> dict[StreamId, Item]:
    """Return the evidence of the subject; that each copy leaves is recorded here, before the checkpoint is taken."""
    found: dict[StreamId, Item] = {}
    for row in custody.items(office):
        stream = StreamId(str(row["stream"]))
        if stream not in subject.opens:
            continue
        erased = discloser.erased_object(stream)
        if erased is not None:
            found[stream] = Item(state=erased)
        elif purpose is not None:
            found[stream] = _item(workspace, office, stream, purpose)
    return found


def _item(workspace: Workspace, office: Office, stream: StreamId, purpose: str) -> Item:
    state = custody.state_of(office, stream)
    if state.redacted is not None:
        # Its redacted copy goes out in its place; the entries of both say what was covered, and why.
        return Item(state=CLOSED)
    sealed = custody.sealed_of(state)
    label = custody.label_of(office, sealed).replace("/", "-")
    name = _UNSAFE.sub("-", sealed.name).strip("-.")[:_LONGEST_NAME] or "evidence"
    try:
        chunks = custody.export(office, vault_of(workspace), stream, purpose=purpose)
    except custody.Unreadable as why:
        return Item(state=CLOSED if why.code == "no-key" else MISSING)
    return Item(state=PRESENT, file=f"{label}-{name}", chunks=chunks)


def _payload(workspace: Workspace, made_of: Bundling) -> Iterator[tuple[str, Content]]:
    from secondstory.wiring.witnessing.policy import path_of

    verifier = single_file()
    yield "README.md", _readme(workspace, made_of, hashlib.sha256(verifier).hexdigest())
    yield "verify.py", verifier
    yield "log.vkey", "".join(f"{vkey}\n" for vkey in workspace.settings.vkeys).encode()
    policy = path_of(workspace.place)
    if policy.is_file():
        yield "policy", policy.read_bytes()
    yield from members(made_of)


def _readme(workspace: Workspace, made_of: Bundling, verifier: str) -> bytes:
    text = files("secondstory.adapters.local_files.standalone").joinpath("README.txt").read_text("utf-8")
    is_whole = made_of.subject.streams is None
    told = {
        "about": made_of.subject.label,
        "day": workspace.clock.now().date().isoformat(),
        "origin": workspace.settings.origin,
        "size": f"{made_of.signed.size:,}",
        "what": "the whole log" if is_whole else f"the entries that belong to {made_of.subject.label}",
        "verifier": verifier,
        "layout": _WHOLE if is_whole else _PART,
    }
    return re.sub("@([a-z]+)@", lambda found: told[found[1]], text).encode()


def _about(workspace: Workspace, made_of: Bundling, size: Written) -> dict[str, str]:
    return {
        "Bagging-Date": workspace.clock.now().date().isoformat(),
        "Bag-Software-Agent": f"secondstory {__version__}",
        "External-Identifier": made_of.subject.label,
        "External-Description": f"A post-mortem record, checkable without its makers. {size.files} files.",
        "Log-Origin": workspace.settings.origin,
        "Log-Size": str(made_of.signed.size),
    }
