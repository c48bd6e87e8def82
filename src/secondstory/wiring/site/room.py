"""The rooms of a workspace: what is true only while people sit in them, in memory and in a small file each.

The file is there so that a server that starts again finds the room as it was. Answers of a poll lie in a file of their
own. Neither is part of the record, and neither holds a time or a place of anybody.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from secondstory.adapters.local_files.durable import settle_place, write_durably
from secondstory.application.ceremony.room.floor import Draft, Floor
from secondstory.application.ceremony.room.poll import Ballot
from secondstory.kernel.ids import PersonId, StreamId
from secondstory.wiring.places import Place

FOLDER = "rooms"
GONE_AFTER = timedelta(seconds=20)
Key = tuple[StreamId, int]


class Rooms:
    """Every room of one workspace. A change is made under a lock and is on the disk when it returns."""

    def __init__(self, folder: Path) -> None:
        """Keep rooms in `folder`, which is made when the first is used."""
        self._folder = folder
        self._lock = RLock()
        self._floors: dict[Key, Floor] = {}
        self._versions: dict[Key, int] = {}
        self._seen: dict[Key, dict[PersonId, tuple[str, datetime]]] = {}

    def floor(self, key: Key) -> Floor:
        """Return what is going on in a room."""
        with self._lock:
            if key not in self._floors:
                self._floors[key] = _floor(self._read(self._file(key)))
            return self._floors[key]

    def change(self, key: Key, change: Callable[[Floor], Floor]) -> Floor:
        """Change a room, and return it as it is then."""
        with self._lock:
            before = self.floor(key)
            after = change(before)
            if after != before:
                self._write(self._file(key), _stored(after))
                self._floors[key] = after
                self._versions[key] = self._versions.get(key, 0) + 1
            return after

    def version(self, key: Key) -> int:
        """Return a number that is another after each change in this room, as long as the server runs."""
        return self._versions.get(key, 0)

    def sees(self, key: Key, person: PersonId, role: str, *, at: datetime) -> None:
        """Note that somebody's page asked just now. Only in memory, only for the room."""
        with self._lock:
            self._seen.setdefault(key, {})[person] = (role, at)

    def still_sees(self, key: Key, person: PersonId, *, at: datetime) -> None:
        """Note that somebody who was seen before is still here."""
        with self._lock:
            seen = self._seen.get(key, {})
            if person in seen:
                seen[person] = (seen[person][0], at)

    def here(self, key: Key, *, at: datetime) -> Mapping[PersonId, str]:
        """Return who is here now, with their role."""
        with self._lock:
            seen = self._seen.get(key, {})
            return {who: role for who, (role, when) in sorted(seen.items()) if at - when < GONE_AFTER}

    def ballot(self, key: Key) -> Ballot:
        """Return what waits of a poll."""
        with self._lock:
            raw = self._read(self._file(key, "poll"))
            answers = {code: tuple(texts) for code, texts in raw.get("answers", {}).items()}
            answered = tuple(PersonId(one) for one in raw.get("answered", ()))
            return Ballot(answered=answered, answers=answers, is_closed=raw.get("is_closed", False))

    def change_ballot(self, key: Key, change: Callable[[Ballot], Ballot]) -> Ballot:
        """Change what waits of a poll, and return it as it is then."""
        with self._lock:
            after = change(self.ballot(key))
            file = self._file(key, "poll")
            raw = {"answered": after.answered, "answers": after.answers, "is_closed": after.is_closed}
            self._write(file, raw)
            # The file says who has answered; when it was last written would say that the last of them just did.
            os.utime(file, (0, 0))
            self._versions[key] = self._versions.get(key, 0) + 1
            return after

    def _file(self, key: Key, kind: str = "floor") -> Path:
        return self._folder / f"{key[0]}-S-{key[1]}-{kind}.json"

    def _read(self, file: Path) -> dict[str, Any]:
        with suppress(FileNotFoundError, ValueError):
            found = json.loads(file.read_text("utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def _write(self, file: Path, raw: Mapping[str, Any]) -> None:
        settle_place(self._folder, mode=0o700)
        write_durably(file, json.dumps(raw, ensure_ascii=False, sort_keys=True).encode(), mode=0o600)


def rooms_in(place: Place) -> Rooms:
    """Return the rooms of a workspace: the same for the whole life of this process."""
    return _rooms_at(place.root)


@cache
def _rooms_at(root: Path) -> Rooms:
    return Rooms(root / FOLDER)


_PLAIN = ("step", "pause_asked", "stop", "turn", "first_hour_free")
_PEOPLE = ("hands", "heard", "passed", "company")
_TIMES = ("since", "silent_until")


def _stored(floor: Floor) -> dict[str, Any]:
    raw: dict[str, Any] = {
        name: getattr(floor, name) for name in (*_PLAIN, *_PEOPLE, "shown", "spent_s", "came")
    }
    for name in _TIMES:
        at: datetime | None = getattr(floor, name)
        raw[name] = at.isoformat() if at else None
    return {**raw, "drafts": {who: [one.step, one.text] for who, one in floor.drafts.items()}}


def _floor(raw: Mapping[str, Any]) -> Floor:
    if not raw:
        return Floor()
    known: dict[str, Any] = {name: raw[name] for name in _PLAIN if name in raw}
    known |= {name: tuple(PersonId(one) for one in raw.get(name, ())) for name in _PEOPLE}
    known |= {name: datetime.fromisoformat(raw[name]) if raw.get(name) else None for name in _TIMES}
    drafts = {
        PersonId(who): Draft(step=step, text=text) for who, (step, text) in raw.get("drafts", {}).items()
    }
    came = {PersonId(who): str(role) for who, role in raw.get("came", {}).items()}
    shown = tuple(raw.get("shown", ()))
    return Floor(**known, shown=shown, spent_s=raw.get("spent_s", {}), came=came, drafts=drafts)
