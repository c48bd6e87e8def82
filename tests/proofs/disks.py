"""A model of a disk that loses what was not synced, and every state it may be left in by a power cut.

What is assumed, and nothing more. The bytes written to a file are on the disk once that file was synced; before, any
of them may be there or not, whole or in part. A name (made, moved or taken away) is on the disk once the folder that
holds it was synced; before, it may be there or not, whichever of the others are. Moving a file is one act, and
becomes durable with the folder it went to: it is there under one of its two names. Syncing a file says nothing of its
name, and syncing a name nothing of the bytes behind it. What a sync failed on is never on the disk for certain, however
often it is synced again; only new writes can be. Real file systems promise more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.proofs.tracing import Step

ROOT = 0
NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Change:
    """One change of bytes (of a file) or of a name (in a folder). durable_at: the step from which on it stays."""

    step: int
    file: int
    kind: str
    place: tuple[int, str] | None = None
    source: tuple[int, str] | None = None
    at: int = 0
    data: bytes = b""
    durable_at: int = NEVER


@dataclass(frozen=True, slots=True)
class Cut:
    """One way in which the power goes: after `step` steps, without the changes in `lost`, one of them torn.

    torn: (number of a change, how many of its bytes arrived, whether the rest is zeros rather than what was before).
    """

    step: int
    lost: frozenset[int]
    torn: tuple[int, int, bool] | None = None


@dataclass(slots=True)
class Tree:
    """Names and bytes. Folders and files have numbers, names lead to numbers."""

    names: dict[tuple[int, str], int] = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    bytes: dict[int, bytearray] = field(default_factory=dict)
    modes: dict[int, int] = field(default_factory=dict)

    def find(self, path: str, world: str) -> int | None:
        """Return the number behind a path, None when there is none."""
        number: int | None = ROOT
        for name in path[len(world) :].strip("/").split("/"):
            if name and number is not None:
                number = self.names.get((number, name))
        return number

    def place(self, path: str, world: str) -> tuple[int, str]:
        """Return the folder's number and the name of a path."""
        folder, _, name = path.rpartition("/")
        number = self.find(folder, world)
        assert number is not None, f"{folder} was never seen made"
        return number, name


class Disk:
    """A trace, laid over what was there before it."""

    def __init__(self, world: Path, before: Path, steps: Sequence[Step]) -> None:
        """`before` holds a copy of `world` as it stood, all of it durable, when the first step was taken."""
        self._world = str(world)
        self._before = Tree()
        self._count = 1
        self._take_in(before, ROOT)
        self.steps = steps
        self.modes = dict(self._before.modes)
        self._folders = set(self._before.folders)
        self.changes = self._changes()

    def pending(self, step: int) -> list[int]:
        """Return the numbers of the changes made and not yet durable after `step` steps."""
        return [
            number for number, one in enumerate(self.changes) if one.step < step and one.durable_at >= step
        ]

    def said(self, step: int) -> bytes:
        """Return what had been said after `step` steps."""
        return b"".join(one.data for one in self.steps[:step] if one.kind == "said")

    def cuts(self, step: int, dice: Random) -> Iterator[Cut]:
        """Yield ways in which the power may go after `step` steps, without end: the telling ones first."""
        waiting = self.pending(step)
        everything = frozenset(waiting)
        yield Cut(step, everything)
        if not waiting:
            return
        yield Cut(step, frozenset())
        bytes_ = frozenset(one for one in waiting if self.changes[one].place is None)
        yield Cut(step, bytes_)
        yield Cut(step, everything - bytes_)
        each = [Cut(step, frozenset({one})) for one in waiting]
        each += [Cut(step, everything - {one}) for one in waiting]
        for one in bytes_:
            length = len(self.changes[one].data)
            for arrived in {512, 4096, length // 2 // 512 * 512, length - 1} & set(range(length)):
                each += [
                    Cut(step, frozenset(), (one, arrived, False)),
                    Cut(step, everything - {one}, (one, arrived, True)),
                ]
        dice.shuffle(each)
        yield from each
        for _ in range(4 * len(waiting)):
            share = dice.random()
            yield Cut(step, frozenset(one for one in waiting if dice.random() < share))

    def lay_out(self, cut: Cut, folder: Path) -> None:
        """Write the state that `cut` leaves below `folder`, which is empty."""
        tree = Tree(dict(self._before.names), self._folders, {}, self.modes)
        changed: dict[int, bytearray] = {}
        for number, one in enumerate(self.changes):
            if one.step >= cut.step:
                break
            if number not in cut.lost:
                torn = cut.torn if cut.torn is not None and cut.torn[0] == number else None
                self._apply(one, tree, changed, torn)
        self._write(tree, changed, ROOT, folder)

    def _apply(
        self, one: Change, tree: Tree, changed: dict[int, bytearray], torn: tuple[int, int, bool] | None
    ) -> None:
        if one.place is None:
            held = changed.get(one.file)
            if held is None:
                held = changed[one.file] = bytearray(self._before.bytes.get(one.file, b""))
            _overwrite(held, one, torn)
            return
        if one.kind == "gone":
            tree.names.pop(one.place, None)
            return
        if one.source is not None and tree.names.get(one.source) == one.file:
            del tree.names[one.source]
        tree.names[one.place] = one.file

    def _write(self, tree: Tree, changed: dict[int, bytearray], number: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if number in tree.modes:
            folder.chmod(tree.modes[number] | 0o700)
        for (parent, name), child in tree.names.items():
            if parent != number:
                continue
            path = folder / name
            if child in tree.folders:
                self._write(tree, changed, child, path)
                continue
            path.write_bytes(changed.get(child, self._before.bytes.get(child, b"")))
            path.chmod(tree.modes.get(child, 0o600))

    def _take_in(self, folder: Path, number: int) -> None:
        for path in sorted(folder.iterdir()):
            if path.name.endswith("-shm"):
                continue
            child, self._count = self._count, self._count + 1
            self._before.names[number, path.name] = child
            self._before.modes[child] = path.stat().st_mode & 0o777
            if path.is_dir():
                self._before.folders.add(child)
                self._take_in(path, child)
            else:
                self._before.bytes[child] = bytearray(path.read_bytes())

    def _changes(self) -> list[Change]:
        """Return what the steps change, each with the step that makes it durable."""
        now = Tree(dict(self._before.names), self._folders)
        changes: list[Change] = []
        waiting: dict[int, list[int]] = {}
        durable: dict[int, int] = {}
        for number, step in enumerate(self.steps):
            if step.kind in {"said", "mode"}:
                self._note_mode(step, now)
                continue
            if step.kind == "not synced":
                # The kernel gave up on these bytes and calls them clean: no later sync brings them to the disk.
                waiting.pop(now.find(step.path, self._world) or ROOT, None)
                continue
            if step.kind == "sync":
                about = now.find(step.path, self._world)
                settled = (
                    [one for one in waiting.pop(about, []) if about is not None] if about is not None else []
                )
                late = [one for one in settled if changes[one].step >= step.begun]
                durable.update(dict.fromkeys(set(settled) - set(late), number))
                if about is not None:
                    waiting[about] = late
                continue
            for change in self._change(number, step, now):
                owner = change.file if change.place is None else change.place[0]
                waiting.setdefault(owner, []).append(len(changes))
                changes.append(change)
        return [
            Change(
                one.step, one.file, one.kind, one.place, one.source, one.at, one.data, durable.get(n, NEVER)
            )
            for n, one in enumerate(changes)
        ]

    def _note_mode(self, step: Step, now: Tree) -> None:
        number = now.find(step.path, self._world) if step.kind == "mode" else None
        if number is not None:
            self.modes[number] = step.mode

    def _change(self, number: int, step: Step, now: Tree) -> Iterator[Change]:
        """Yield the changes of one step, and make them in `now`, the tree as every process saw it."""
        found = now.find(step.path, self._world)
        if step.kind in {"write", "cut"}:
            assert found is not None, f"{step.path} was never seen made"
            yield Change(number, found, step.kind, at=step.at, data=step.data)
            return
        if step.kind == "open" and found is not None:
            if step.cuts:
                yield Change(number, found, "cut", at=0)
            return
        place = now.place(step.path, self._world)
        if step.kind in {"open", "folder"}:
            made, self._count = self._count, self._count + 1
            self.modes[made] = step.mode
            now.names[place] = made
            if step.kind == "folder":
                now.folders.add(made)
            yield Change(number, made, "folder" if step.kind == "folder" else "name", place)
        elif step.kind == "gone" and found is not None:
            del now.names[place]
            yield Change(number, found, "gone", place)
        elif step.kind == "rename" and found is not None:
            target = now.place(step.to, self._world)
            now.names[target] = now.names.pop(place)
            yield Change(number, found, "name", target, place)


def _overwrite(held: bytearray, one: Change, torn: tuple[int, int, bool] | None) -> None:
    """Do one write or cut to the bytes of a file."""
    if one.kind == "cut":
        del held[one.at :]
        held.extend(bytes(one.at - len(held)))
        return
    data = one.data
    if torn is not None:
        _, arrived, zeros = torn
        data = data[:arrived] + bytes(len(data) - arrived) if zeros else data[:arrived]
    held.extend(bytes(max(0, one.at + len(data) - len(held))))
    held[one.at : one.at + len(data)] = data
