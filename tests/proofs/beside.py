"""Scenes of what is written beside the record, and what was promised of it: bundles, publications, witnesses, the site.

Drafts, rooms, letters and uploads of the site are no part of the record, and nobody shall lose them either.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.proofs.doing import run, said, with_a_post_mortem, with_evidence

if TYPE_CHECKING:
    from secondstory.adapters.smtp.outbox import Outbox
    from secondstory.wiring.workspace import Workspace

Ack = dict[str, object]
Check = Callable[["Workspace", Path, Ack], Iterator[str]]
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SHEET, ROOM, WITNESS = "a" * 16, ("pm_1", 2), "w.example"


def publish(world: Path) -> None:
    """Publication to a folder for a web server, and a checkpoint in a file for somebody to keep."""
    for n in range(2):
        run(world, "checkpoint", "publish", "--to", str(world / "public"))
        said(published=str(world / "public" / "checkpoint"))
        run(world, "open", f"Night {n}")
        said(title=f"Night {n}")
    run(world, "checkpoint", "export", str(world / "kept" / "here" / "checkpoint.txt"))
    said(exported=True)


def _exported(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.record.checkpoint import read_checkpoint

    read_checkpoint((world / "kept" / "here" / "checkpoint.txt").read_bytes(), [workspace.verifier])
    yield from ()


def bundles(world: Path) -> None:
    for name in ("bundle", "bundle.zip"):
        run(world, "bundle", "PM-1", "--out", str(world / "for the auditors" / name))
        said(bundle=name)


def _bundles_are_whole(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    """Check what has the name of a bundle, as a stranger would: whole, or not there at all."""
    from secondstory.adapters.local_files.standalone.places import Folder, Report, Zip
    from secondstory.adapters.local_files.standalone.proofs import Trust
    from secondstory.adapters.local_files.standalone.verify import Bundle

    for name, kind in (("bundle", Folder), ("bundle.zip", Zip)):
        path = world / "for the auditors" / name
        if path.exists():
            report = Report()
            report.tried("the bundle", Bundle(kind(path), Trust(workspace.settings.vkey, None), report).check)
            yield from (f"{name}, {where}: {words}" for _, where, words in report.wrong)


def _bundled(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    if not (world / "for the auditors" / str(ack["bundle"])).exists():
        yield f"acknowledged and gone: {ack['bundle']}"


def witnessed(world: Path) -> None:
    """A witness begins, is added to the policy and asked twice; what it signs is handed out, and kept."""
    from secondstory.adapters.remote.witness.memory import open_memory
    from secondstory.application.record.witnessed import Answer
    from secondstory.wiring.witnessing.asking import request
    from secondstory.wiring.witnessing.policy import Wanted, add_witness
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(str(world / "ws"))
    memory = open_memory(world / "witness", name=WITNESS)
    said(witness=memory.vkey)
    add_witness(workspace, Wanted(vkey=memory.vkey, url="https://witness.example"))
    said(policy=memory.vkey)

    def ask(url: str, body: bytes) -> Answer:
        decision = memory.judge(body, [workspace.verifier], AT.timestamp)
        if decision.status == 200:
            said(cosigned=memory.held()[0].size)
        return Answer(status=decision.status, content_type=decision.content_type, body=decision.body)

    for n in range(2):
        asked = request(workspace, asking=ask)
        assert asked.is_witnessed, asked.told
        said(confirmed=asked.size)
        run(world, "open", f"Night {n}")
        said(title=f"Night {n}")
    workspace.storage.close()
    workspace.keys.close()


def _witness_goes_on(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.adapters.remote.witness.memory import open_memory
    from secondstory.adapters.remote.witness.troubles import WitnessFailed
    from secondstory.wiring.witnessing.standing import standing_of

    try:
        open_memory(world / "witness", name=WITNESS).held()
    except WitnessFailed as why:
        yield f"the witness cannot go on: {why}"
    standing_of(workspace)  # raises where policy or history cannot be read


def _is_the_witness(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.adapters.remote.witness.memory import open_memory

    if open_memory(world / "witness", name=None).vkey != ack["witness"]:
        yield "the witness has another key than it said"


def _remembered(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.adapters.remote.witness.memory import open_memory

    held = open_memory(world / "witness", name=None).held()
    if [one for one in held if one.size >= int(str(ack["cosigned"]))] == []:
        yield f"a cosignature over {ack['cosigned']} entries was handed out and forgotten"


def _in_force(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.wiring.witnessing.policy import differs_from_record, policy_of

    policy = policy_of(workspace)
    if policy is None or not policy.witnesses or differs_from_record(workspace):
        yield "an acknowledged policy is gone"


def _confirmed(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    from secondstory.record.note import parse_note
    from secondstory.wiring.witnessing.asking import read_kept

    lines = {one.size: parse_note(one.note).signatures for one in read_kept(workspace.place)}
    if len(lines.get(int(str(ack["confirmed"])), ())) < 2:
        yield f"what witnesses signed over {ack['confirmed']} entries is gone"


def site(world: Path) -> None:
    """What the web keeps for people that is not in the record, or not yet."""
    _keeps_drafts(world)
    _keeps_rooms(world)
    _keeps_letters(world)
    _keeps_uploads(world)


def _keeps_drafts(world: Path) -> None:
    for n in range(3):
        _drafts(world).put(SHEET, f"{n}", started_from=0, at=AT)
        said(drafted=n)


def _drafts(world: Path) -> Any:
    from secondstory.wiring.site.drafts import Drafts

    return Drafts(world / "ws" / "drafts", "pm_1", "pe_ada")  # type: ignore[arg-type]


def _drafted(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    found = _drafts(world).get(SHEET)
    if found is None or int(found.text) < int(str(ack["drafted"])):
        yield f"draft {ack['drafted']} is gone"


def _keeps_rooms(world: Path) -> None:
    from secondstory.kernel.frozen import replace

    rooms = _rooms(world)
    for n in range(1, 3):
        rooms.change(ROOM, lambda floor, n=n: replace(floor, step=n))
        said(stepped=n)


def _rooms(world: Path) -> Any:
    from secondstory.wiring.site.room import FOLDER, Rooms

    return Rooms(world / "ws" / FOLDER)


def _stepped(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    if _rooms(world).floor(ROOM).step < int(str(ack["stepped"])):
        yield f"the room is back before step {ack['stepped']}"


def _keeps_letters(world: Path) -> None:
    from secondstory.application.ports.post import Addressee, Letter

    outbox, bo = _outbox(world), Addressee(address="bo@kelda.example", name="Bo")
    for n in range(3):
        outbox.send(Letter(to=bo, subject=f"{n}", text="Words of it. " * 700, purpose="proof", key=f"{n}"))
        said(letter=f"{n}")
    parcel = outbox.take()
    assert parcel is not None
    outbox.sent(parcel)
    said(left="0")
    outbox.close()


def _outbox(world: Path) -> "Outbox":
    from secondstory.adapters.smtp.outbox import Outbox
    from tests.desks import SetClock

    return Outbox(world / "ws" / "outbox.db", SetClock(), dress=lambda letter: ())


def _posted(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    outbox = _outbox(world)
    if ack["letter"] not in {one.subject for one in outbox.recent(9)}:
        yield f"letter {ack['letter']} is gone"
    outbox.close()


def _left(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    outbox = _outbox(world)
    if any(one.subject == ack["left"] and (one.state != "sent" or one.text) for one in outbox.recent(9)):
        yield f"letter {ack['left']} was sent, and waits again"
    outbox.close()


def _keeps_uploads(world: Path) -> None:
    from secondstory.adapters.capture.uploads import About

    uploads = _uploads(world)
    about = About(
        person="pe_ada",
        post_mortem="pm_1",
        name="log",
        length_bytes=9,
        sha256="0" * 64,
        begun_at=AT.isoformat(),
    )
    said(upload=uploads.begin(about).id, received=0)
    said(upload=uploads.take(about, [b"22:52 hol"]).id, received=9)


def _uploads(world: Path) -> Any:
    from secondstory.adapters.capture.uploads import Uploads

    return Uploads(world / "ws" / "uploads")


def _uploaded(workspace: "Workspace", world: Path, ack: Ack) -> Iterator[str]:
    found = _uploads(world).find(str(ack["upload"]))
    if found is None or found.received_bytes < int(str(ack["received"])):
        yield f"upload {ack['upload']} is gone, or a part of it"


BESIDE: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "publish": (with_a_post_mortem, publish),
    "bundles": (with_evidence, bundles),
    "witnessed": (with_a_post_mortem, witnessed),
    "site": (with_a_post_mortem, site),
}
ALWAYS: dict[str, Check] = {"bundles": _bundles_are_whole, "witnessed": _witness_goes_on}
"""What has to hold in any state of a scene, whatever was acknowledged."""
PROMISED: dict[str, Check] = {
    "exported": _exported,
    "bundle": _bundled,
    "witness": _is_the_witness,
    "cosigned": _remembered,
    "policy": _in_force,
    "confirmed": _confirmed,
    "drafted": _drafted,
    "stepped": _stepped,
    "letter": _posted,
    "left": _left,
    "upload": _uploaded,
}
