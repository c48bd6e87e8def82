"""Who answers the questions of the walk: a person at a terminal, or a file that says all of it beforehand."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

T = TypeVar("T")

LEAVE = frozenset({"later", ":later", "quit", "exit"})
PASS_OVER = frozenset({"skip", ":skip"})


class Left(Exception):
    """Somebody leaves the walk here, to come back."""


class PassedOver(Exception):
    """Somebody leaves out this step on this walk."""


class Asker(Protocol):
    """Answers questions. Each has a key, such as `evidence.entries.0.at`, which is its place in a file of answers."""

    @property
    def is_person(self) -> bool:
        """Whether somebody is there who can change their mind."""
        ...

    def begin(self, step: str) -> None:
        """Begin a step of the walk. Raises Left when there are no answers for it."""
        ...

    def tell(self, text: str = "") -> None:
        """Say something that needs no answer."""
        ...

    def ask(self, key: str, question: str, *, default: str = "") -> str:
        """Return an answer in one line, `default` for none. Raises Left and PassedOver as people say."""
        ...

    def write(self, key: str, prefill: str, *, name: str, keep: Callable[[str], T]) -> T:
        """Return what `keep` makes of a longer text; when it is refused, the text is kept. name: of the draft."""
        ...

    def refused(self, refused: Refused) -> None:
        """Take a refusal: return when the question can be asked again, raise it otherwise."""
        ...


class AtTerminal:
    """A person at a terminal. `later` leaves and `skip` leaves out a step, at any question; so does Ctrl-C."""

    def __init__(self, terminal: Terminal, drafts: Path) -> None:
        """Ask at `terminal`; longer texts are written in an editor, their drafts below `drafts`."""
        self._terminal = terminal
        self._drafts = drafts
        with suppress(ImportError):
            import readline  # noqa: F401  # gives `input` editing and a history; some machines have none

    @property
    def is_person(self) -> bool:
        """Return True."""
        return True

    def begin(self, step: str) -> None:
        """Begin a step; a person can answer every one."""

    def tell(self, text: str = "") -> None:
        """Say it."""
        self._terminal.say(text)

    def ask(self, key: str, question: str, *, default: str = "") -> str:  # noqa: ARG002  # the key is for files
        """Ask, with a mark that stands for the person. Ctrl-D and Ctrl-C leave like `later`."""
        self._terminal.say(question)
        try:
            said = input("> ").strip()
        except (EOFError, KeyboardInterrupt) as ended:
            self._terminal.say()
            raise Left from ended
        if said.casefold() in LEAVE:
            raise Left
        if said.casefold() in PASS_OVER:
            raise PassedOver
        return said or default

    def write(self, key: str, prefill: str, *, name: str, keep: Callable[[str], T]) -> T:
        """Let them write in their editor once they said so; `later` leaves before it opens."""
        from secondstory.cli.editor import written

        self.ask(key, "Enter opens your editor; save and close it when you are done.")
        with written(prefill, name=name, drafts=self._drafts) as text:
            return keep(text)

    def refused(self, refused: Refused) -> None:
        """Say why, so that the question can be asked again."""
        for problem in refused.problems:
            self._terminal.complain(problem)


class FromFile:
    """Answers from a file: one table for each step. Where a step has none, the walk stops before it."""

    def __init__(self, answers: Mapping[str, Any], terminal: Terminal) -> None:
        """Answer from parsed `answers`; what is said goes to `terminal`."""
        self._answers = answers
        self._terminal = terminal

    @property
    def is_person(self) -> bool:
        """Return False."""
        return False

    def begin(self, step: str) -> None:
        """Leave when the file says nothing of this step; whoever answers for follow-ups means to end there."""
        if step not in self._answers and not (step == "closing" and "followups" in self._answers):
            raise Left

    def tell(self, text: str = "") -> None:
        """Say it."""
        self._terminal.say(text)

    def ask(self, key: str, question: str, *, default: str = "") -> str:
        """Return what stands at `key`, `default` when nothing does; shown with its question, as in a transcript."""
        found: Any = self._answers
        for part in key.split("."):
            found = _inside(found, part)
        said = str(found).strip() if found is not None else default
        if found is not None:
            self._terminal.say(f"{question}\n> {said}")
        return said

    def write(self, key: str, prefill: str, *, name: str, keep: Callable[[str], T]) -> T:  # noqa: ARG002
        """Keep the text at `key`."""
        return keep(self.ask(key, "The text:"))

    def refused(self, refused: Refused) -> None:
        """Raise it: a file answers once."""
        raise refused


def until_it_holds(asker: Asker, attempt: Callable[[], T]) -> T:
    """Return what `attempt` returns; after a refusal that the asker takes, attempt it again."""
    while True:
        try:
            return attempt()
        except Refused as refused:
            asker.refused(refused)


def one_after_another(asker: Asker, attempt: Callable[[int], bool]) -> None:
    """Attempt the first, the second and so on, each until it holds, up to the first that returns False."""
    for place in count():
        if not until_it_holds(asker, partial(attempt, place)):
            return


def answers_in(path: Path) -> Mapping[str, Any]:
    """Return the answers of a TOML file. Raises Refused when there is none, or when it cannot be read."""
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise Refused(f"There is no file {path}.") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}. Nothing was recorded.") from wrong


def _inside(found: Any, part: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(part)
    if isinstance(found, list) and part.isdecimal() and int(part) < len(found):
        return found[int(part)]
    return None
