"""Bundles that people asked for in a browser: made one after the other in the background, kept for an hour, fetched once.

Each lies in a folder `bundle-...` of its own beside the record, which nobody but whom the process runs as may look into:
it may hold opened evidence. A lock on that folder says that a process has use for it; one without was left by a crash.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from secondstory.application.office import Office
from secondstory.application.ports.storage import Conflict, StorageFailed, StorageFull
from secondstory.kernel.ids import PersonId
from secondstory.kernel.refused import Refused
from secondstory.record.errors import BadProof, BadSignature, KeyNeeded, MustReload
from secondstory.vault.errors import BadCiphertext, KeyDestroyed, ObjectMissing
from secondstory.wiring.witnessing.bundling import Wanted, bundle
from secondstory.wiring.workspace import Workspace

KEPT = timedelta(hours=1)
PREFIX = "bundle-"
_YOUNG_S = 60
_CHUNK_BYTES = 1 << 18
_EXPECTED = (
    Refused,
    OSError,
    sqlite3.Error,
    Conflict,
    StorageFailed,
    StorageFull,
    BadProof,
    BadSignature,
    BadCiphertext,
    KeyDestroyed,
    KeyNeeded,
    MustReload,
    ObjectMissing,
)


class State(StrEnum):
    """How far a bundle is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    ENDED = "ended"


class Job:
    """One bundle that somebody asked for. Only the thread that makes it changes it.

    progress: what is being done, how many are done, how many there are. trouble: why it ended, when it was not made.
    """

    def __init__(self, *, person: PersonId, label: str, purpose: str, folder: Path, at: datetime) -> None:
        """Remember who asked for what, and when."""
        self.person, self.label, self.purpose, self.at = person, label, purpose, at
        self.folder = folder
        self.state = State.WAITING
        self.progress = ("", 0, 0)
        self.trouble: Exception | None = None
        self.descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    @property
    def id(self) -> str:
        """Its name in an address."""
        return self.folder.name.removeprefix(PREFIX)

    @property
    def path(self) -> Path:
        """The file that it becomes."""
        return self.folder / f"{self.label}-bundle.zip"

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for its turn or is being made."""
        return self.state in {State.WAITING, State.MAKING}

    def tell(self, what: str, done: int, of_all: int) -> None:
        """Hear how far the work is."""
        self.progress = (what, done, of_all)


class Fetched:
    """A finished bundle on its way to a browser. Once all of it was read it is not kept; a line that broke may ask again."""

    def __init__(self, file: BinaryIO, finished: Callable[[], None]) -> None:
        """Read `file` in chunks; `finished` is called when it is closed after its last byte."""
        self._file, self._finished = file, finished
        self._is_over = False
        self.length_bytes = os.fstat(file.fileno()).st_size

    def __iter__(self) -> Iterator[bytes]:
        """Yield all of it."""
        while chunk := self._file.read(_CHUNK_BYTES):
            yield chunk
        self._is_over = True

    def close(self) -> None:
        """End it, however much of it was read."""
        self._file.close()
        if self._is_over:
            self._finished()


class Bundles:
    """The bundles of one process. Others may run beside it; each knows its own."""

    def __init__(self, workspace: Workspace) -> None:
        """Make bundles of `workspace`."""
        self._workspace = workspace
        self._jobs: dict[str, Job] = {}
        self._known = threading.Lock()
        self._turn = threading.Lock()

    def ask(self, office: Office, label: str, purpose: str) -> Job:
        """Let a bundle of what `office` may read be made, and return at once.

        purpose: why copies of evidence leave, empty for none. Whoever has one of the same post-mortem under way is given
        that one; one that waits to be fetched makes room. Raises Refused when the disk has no room for it.
        """
        with self._known:
            mine = [one for one in self._jobs.values() if (one.person, one.label) == (office.me, label)]
            for one in mine:
                if one.is_under_way:
                    return one
                self._drop(one)
            # Mode 0700, and beside the record rather than in /tmp.
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._workspace.place.root))
            at = self._workspace.clock.now()
            job = Job(person=office.me, label=label, purpose=purpose, folder=folder, at=at)
            self._jobs[job.id] = job
        threading.Thread(target=self._make, args=(job, office), name=f"bundle {label}", daemon=True).start()
        return job

    def find(self, name: str, person: PersonId, label: str) -> Job | None:
        """Return a bundle that `person` asked for, None when there is none: somebody else's, fetched, or of an hour ago."""
        job = self._jobs.get(name)
        if job is None or (job.person, job.label) != (person, label) or self._is_old(job):
            return None
        return job

    def fetch(self, job: Job) -> Fetched | None:
        """Return a finished bundle to be read, None when it went meanwhile."""
        try:
            return Fetched(job.path.open("rb"), lambda: self._let_go(job))
        except FileNotFoundError:
            return None

    def sweep(self) -> int:
        """Remove bundles of more than an hour ago, and what a crash left; return how many folders went."""
        with self._known:
            old = [one for one in self._jobs.values() if self._is_old(one)]
            for one in old:
                self._drop(one)
        left = [one for one in self._workspace.place.root.glob(f"{PREFIX}*") if _is_left(one)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return len(old) + len(left)

    def _make(self, job: Job, office: Office) -> None:
        with self._turn:
            job.state = State.MAKING
            made = False
            try:
                wanted = Wanted(ref=job.label, evidence=job.purpose or None)
                bundle(self._workspace, office, wanted, job.path, progress=job.tell)
                made = True
            except _EXPECTED as why:
                job.trouble = why
            finally:
                self._workspace.storage.close()
                job.at = self._workspace.clock.now()
                job.state = State.READY if made else State.ENDED

    def _is_old(self, job: Job) -> bool:
        return not job.is_under_way and abs(self._workspace.clock.now() - job.at) > KEPT

    def _let_go(self, job: Job) -> None:
        with self._known:
            self._drop(job)

    def _drop(self, job: Job) -> None:
        if self._jobs.pop(job.id, None) is not None:
            shutil.rmtree(job.folder, ignore_errors=True)
            os.close(job.descriptor)


def _is_left(folder: Path) -> bool:
    """Return whether no process has use for a folder. One that was made just now is given time to be locked."""
    try:
        if time.time() - folder.stat().st_mtime < _YOUNG_S:
            return False
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
