"""Which documents a change touched, and which findings stand on lines that it added; git is asked once for each clone."""

from pathlib import Path

from secondstory.adapters.remote.git.changes import Added, added_since
from secondstory.wiring.documents.coaching.looking import Coached, only


class Changes:
    """What the working tree has beyond one revision, clone by clone."""

    def __init__(self, revision: str) -> None:
        """Begin with nothing asked."""
        self._revision = revision
        self._by_clone: dict[Path, Added] = {}

    def touched(self, path: str) -> bool:
        """Return whether a line was added to `path`. Raises Refused outside of git and for an unknown revision."""
        place = _place(path)
        return place in self._of(place.parent).changed()

    def only(self, coached: Coached) -> Coached:
        """Return `coached` with what stands on added lines alone."""
        if coached.why_not or coached.left_out:
            return coached
        return only(coached, self._of(_place(coached.path).parent).has)

    def _of(self, folder: Path) -> Added:
        # A clone may stand within another one; each knows its own files alone.
        clone = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)
        if clone not in self._by_clone:
            self._by_clone[clone] = added_since(self._revision, clone)
        return self._by_clone[clone]


def _place(path: str) -> Path:
    """Return the whole path with its folders followed through links; a link to a file is a file of its own to git."""
    return Path(path).parent.resolve() / Path(path).name
