"""Drafts of stories: what somebody is writing and has not kept yet, one file for each sheet, outside the record.

A draft is its writer's alone. It lies in the folder of drafts of the workspace, and goes when its words are kept.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from secondstory.adapters.local_files.durable import settle_place, write_durably
from secondstory.application.office import Office
from secondstory.application.ports.storage import Conflict
from secondstory.application.understanding.drafting import Kept, Sheet, keep_version
from secondstory.kernel.frozen import dataclass, replace
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.kernel.refused import Refused

LONGEST = 1_000_000
_SHEET = re.compile(r"[0-9a-f]{16}")
_ANSWERS_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The last version that was kept of a sheet, in case the answer never reached its writer."""

    started_from: int
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The words of one sheet. waits: whether they are not in the record yet."""

    sheet: str
    text: str
    started_from: int
    at: datetime
    waits: bool = True
    answered: Answered | None = None

    def as_written(self) -> Sheet:
        """Return what is to be kept, seen from where the writer and the record last agreed."""
        last = self.answered
        if last is not None and last.started_from == self.started_from:
            return Sheet(text=self.text, started_from=last.number, common=last.text)
        return Sheet(text=self.text, started_from=self.started_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The draft that a sheet goes on from, and when it was last written on, in ISO 8601, empty for whenever."""

    sheet: str
    at: str = ""


class Drafts:
    """The drafts of one person for one story."""

    def __init__(self, drafts: Path, stream: StreamId, person: PersonId) -> None:
        """Look below the folder of drafts of a workspace; it is made when something is first put there."""
        self._folder = drafts / "stories" / stream / person

    def waiting(self) -> tuple[Draft, ...]:
        """Return the drafts that are not in the record yet, the newest first."""
        return tuple(
            sorted(
                (one for one in self._all() if one.waits and one.text.strip()),
                key=lambda one: one.at,
                reverse=True,
            )
        )

    def get(self, sheet: str) -> Draft | None:
        """Return the draft of one sheet, None when there is none."""
        path = self._path(sheet)
        return _read(path) if path.is_file() else None

    def put(
        self, sheet: str, text: str, *, started_from: int, at: datetime, after: Before | None = None
    ) -> Draft:
        """Keep the words of a sheet for its writer. after: the draft that they go on from, which goes.

        Raises Refused when they are more than one story can hold.
        """
        if len(text) > LONGEST:
            raise Refused(
                f"This is longer than {LONGEST:,} characters. It is safe on your device; seal the long parts as"
                " evidence, and mark them here."
            )
        before = self.get(sheet) or (self.get(after.sheet) if after else None)
        answered = before.answered if before else None
        draft = Draft(sheet=sheet, text=text, started_from=started_from, at=at, answered=answered)
        self._write(draft)
        if after is not None and after.sheet != sheet:
            self.remove(after.sheet, unless_newer_than=after.at)
        return draft

    def remove(self, sheet: str, *, unless_newer_than: str = "") -> None:
        """Let a draft go; not when it was written on after the time named, in ISO 8601."""
        found = self.get(sheet)
        if found and (not unless_newer_than or found.at.isoformat() == unless_newer_than):
            self._path(sheet).unlink(missing_ok=True)

    def keep(self, office: Office, stream: StreamId, draft: Draft) -> Kept:
        """Record a draft as a version; it goes when it is in the record, and waits on when a person has to settle it.

        Raises Refused as `keep_version` does.
        """
        try:
            kept = keep_version(office, stream, draft.as_written())
        except Conflict as busy:
            raise Refused(
                "Many keep versions at this moment. Yours waits as a draft; keep it again."
            ) from busy
        if kept.passages:
            return kept
        answered = Answered(started_from=draft.started_from, number=kept.number, text=draft.text)
        now = self.get(draft.sheet)
        # What was typed while this was being kept came in by another request, and waits on.
        waits = now is not None and now.waits and now.text != draft.text
        self._write(replace(now if waits and now else draft, waits=waits, answered=answered))
        self._forget_answers(draft.at)
        return kept

    def _forget_answers(self, now: datetime) -> None:
        for one in self._all():
            if not one.waits and now - one.at > _ANSWERS_KEPT:
                self._path(one.sheet).unlink(missing_ok=True)

    def _all(self) -> Iterator[Draft]:
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            found = _read(path)
            if found is not None:
                yield found

    def _path(self, sheet: str) -> Path:
        if not is_sheet(sheet):
            raise Refused(
                "This page was too old to be kept from. Load it again; your words stay on this device."
            )
        return self._folder / f"{sheet}.json"

    def _write(self, draft: Draft) -> None:
        settle_place(self._folder)
        raw = {
            "text": draft.text,
            "started_from": draft.started_from,
            "at": draft.at.isoformat(),
            "waits": draft.waits,
            "answered": draft.answered
            and {
                "started_from": draft.answered.started_from,
                "number": draft.answered.number,
                "text": draft.answered.text,
            },
        }
        write_durably(self._path(draft.sheet), json.dumps(raw, ensure_ascii=True).encode(), mode=0o600)


def is_sheet(name: str) -> bool:
    """Return whether a name is one that sheets have: sixteen digits of a hexadecimal number."""
    return _SHEET.fullmatch(name) is not None


def _read(path: Path) -> Draft | None:
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    answered = raw.get("answered")
    return Draft(
        sheet=path.stem,
        text=raw["text"],
        started_from=raw["started_from"],
        at=datetime.fromisoformat(raw["at"]),
        waits=raw["waits"],
        answered=Answered(**answered) if answered else None,
    )


def keep_waiting(drafts: Path, stream: StreamId, office_of: Callable[[PersonId], Office]) -> int:
    """Keep the drafts of everybody who writes a story as versions, each in their own name: before a sitting or a gate.

    Returns how many wait on, because a person has to settle them, or may not write there any more.
    """
    folder = drafts / "stories" / stream
    waiting = 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        person = PersonId(path.name)
        own = Drafts(drafts, stream, person)
        for draft in reversed(own.waiting()):
            waiting += not _is_kept(own, office_of(person), stream, draft)
    return waiting


def _is_kept(own: Drafts, office: Office, stream: StreamId, draft: Draft) -> bool:
    try:
        return not own.keep(office, stream, draft).passages
    except Refused:
        return False
