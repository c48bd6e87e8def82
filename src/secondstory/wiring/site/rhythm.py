"""The checkpoint that everybody here is shown: the newest when it is first asked for, and then the same for ten minutes.

How often something is recorded tells a watcher something, members included, so checkpoint and tiles follow a rhythm for all
(record-format.md section 2). Whoever did something has their receipt at once, under the newest checkpoint.
"""

import threading
from datetime import datetime

from secondstory.vault.keys import LastSigned
from secondstory.wiring.witnessing.publishing import EVERY
from secondstory.wiring.workspace import Workspace


class Rhythm:
    """What one process shows of its log."""

    def __init__(self, workspace: Workspace) -> None:
        """Show the log of `workspace`."""
        self._workspace = workspace
        self._changing = threading.Lock()
        self._shown: LastSigned | None = None
        self._since: datetime | None = None
        self._vkey = ""

    def shown(self) -> LastSigned | None:
        """Return the checkpoint to be shown now, None before the first. Under another key, another one is shown at once."""
        now, vkey = self._workspace.clock.now(), self._workspace.settings.vkey
        with self._changing:
            is_over = self._since is None or abs(now - self._since) >= EVERY
            if self._shown is None or is_over or vkey != self._vkey:
                self._shown, self._since, self._vkey = self._workspace.keys.last_signed(), now, vkey
            return self._shown
