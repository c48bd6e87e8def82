"""Who has the editor of a story open: known to this process alone, for as long as their browser says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

from secondstory.kernel.ids import PersonId, StreamId

STAYS = timedelta(seconds=40)


class Presence:
    """Who was here, and when their browser last said so."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._seen: dict[StreamId, dict[PersonId, datetime]] = {}
        self._turn = Lock()

    def note(self, stream: StreamId, person: PersonId, *, at: datetime) -> Sequence[PersonId]:
        """Note that `person` has the editor open; return the others who have, in the order in which they came."""
        with self._turn:
            here = {one: seen for one, seen in self._seen.get(stream, {}).items() if abs(at - seen) <= STAYS}
            self._seen[stream] = {**here, person: at}
            return [one for one in here if one != person]


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


HERE = Presence()
"""Not kept anywhere: a server that starts again has seen nobody."""
