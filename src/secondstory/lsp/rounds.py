"""Looks at an open text again after it changed: away from the conversation with the editor, and the newest text wins."""

import asyncio
import sys
from collections.abc import Callable
from time import perf_counter

from secondstory.coach import Looked, Notebook
from secondstory.lsp.texts import OpenText

SHORTEST_PAUSE_S = 0.001
LONGEST_PAUSE_S = 1.0
_WORTH_WAITING_S = 0.05

Tell = Callable[[OpenText, Looked], None]


class Rounds:
    """Keeps the findings of one text at the newest turn.

    A pause before each look lets what is typed at once arrive at once; it grows with what a look costs, so that a
    small text is answered within a few milliseconds and a huge one when its writer takes a breath.
    """

    def __init__(self, text: OpenText, notebook: Notebook | None, tell: Tell) -> None:
        """Begin without findings. tell: called in the loop with findings that fit the text of that moment.

        notebook: None when the settings leave this text out.
        """
        self._text = text
        self._tell = tell
        self._notebook = notebook
        self._looked = Looked(())
        self._seen_turn = -1
        self._pause_s = SHORTEST_PAUSE_S
        self._task: asyncio.Task[None] | None = None

    def use(self, notebook: Notebook | None) -> None:
        """Look with other settings from now on."""
        self._notebook = notebook
        self._text.turn += 1
        self.stir()

    def stir(self) -> None:
        """Look soon, unless that is about to happen or the findings fit already."""
        if self._seen_turn != self._text.turn and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._catch_up())
            self._task.add_done_callback(_taken_note_of)

    async def looked(self) -> Looked:
        """Return what fits the text as it is now, waiting for it if need be."""
        while self._seen_turn != self._text.turn:
            self.stir()
            if self._task is not None:
                await asyncio.shield(self._task)
        return self._looked

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def _catch_up(self) -> None:
        while self._seen_turn != self._text.turn:
            await self._quiet()
            turn, notebook = self._text.turn, self._notebook
            began = perf_counter()
            looked = await asyncio.to_thread(notebook.look, self._text.prose()) if notebook else Looked(())
            self._pause_s = min(max((perf_counter() - began) / 2, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)
            if turn == self._text.turn:
                self._looked, self._seen_turn = looked, turn
                self._tell(self._text, looked)

    async def _quiet(self) -> None:
        turn = -1
        while turn != self._text.turn:
            turn = self._text.turn
            await asyncio.sleep(self._pause_s)
            if self._pause_s < _WORTH_WAITING_S:
                return


def _taken_note_of(task: asyncio.Task[None]) -> None:
    """Name an error for the log of the editor, without the words it came from; who still waits for it gets it too."""
    wrong = None if task.cancelled() else task.exception()
    if wrong:
        sys.stderr.write(f"secondstory lsp: a text could not be looked at ({type(wrong).__name__}).\n")
