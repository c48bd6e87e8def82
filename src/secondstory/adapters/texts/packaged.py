"""Reads the texts: the packaged file, or, whole, the file of the same name that a workspace brings."""

import tomllib
from pathlib import Path
from typing import TypeVar

from secondstory.adapters.texts.shape import read_many, read_one
from secondstory.adapters.texts.trouble import BrokenTexts
from secondstory.domain.texts import (
    Agenda,
    Charter,
    GateText,
    Grade,
    Intervention,
    LevelQuestions,
    Prompt,
    SoloProtocol,
    SupportTexts,
    Term,
    Vignette,
)

PACKAGED = Path(__file__).parent / "files"
TOPICS = (
    "charter questions strength gates support solo agendas interventions vignettes glossary editor".split()
)

T = TypeVar("T")


class PackagedTexts:
    """The texts, read when first asked for and kept.

    overrides: a folder whose `<topic>.toml`, when it is there, stands in place of ours. Every method raises
    BrokenTexts, with file and line, when a file does not say what it has to.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        """Remember where to look; nothing is read yet."""
        self._overrides = overrides
        self._read: dict[str, object] = {}

    def charter(self) -> Charter:
        """Return the charter in force."""
        return self._one("charter", Charter)

    def questions(self) -> tuple[LevelQuestions, ...]:
        """Return the guiding questions of every level, software first."""
        return self._many("questions", "levels", LevelQuestions)

    def strength(self) -> tuple[Grade, ...]:
        """Return the grades of strength, strongest first."""
        return self._many("strength", "grades", Grade)

    def gates(self) -> dict[str, GateText]:
        """Return every gate in words, by code."""
        return {gate.code: gate for gate in self._many("gates", "gates", GateText)}

    def support(self) -> SupportTexts:
        """Return what is said around support."""
        return self._one("support", SupportTexts)

    def solo(self) -> SoloProtocol:
        """Return the protocol for one person."""
        return self._one("solo", SoloProtocol)

    def agendas(self) -> dict[str, Agenda]:
        """Return the agendas of the sittings, by code: learning and commitment."""
        return {agenda.code: agenda for agenda in self._many("agendas", "agendas", Agenda)}

    def interventions(self) -> tuple[Intervention, ...]:
        """Return the facilitator's card: cues and phrases."""
        return self._many("interventions", "interventions", Intervention)

    def vignettes(self) -> tuple[Vignette, ...]:
        """Return the cases to practise on."""
        return self._many("vignettes", "vignettes", Vignette)

    def glossary(self) -> dict[str, str]:
        """Return the meaning of each term, by term."""
        return {entry.term: entry.meaning for entry in self._many("glossary", "terms", Term)}

    def editor(self) -> dict[str, Prompt]:
        """Return what stands in the editor before anybody writes, by code."""
        return {prompt.code: prompt for prompt in self._many("editor", "prompts", Prompt)}

    def check(self) -> list[str]:
        """Return what is wrong with any of the texts, one sentence each; empty when all can be read."""
        problems: list[str] = []
        for topic in TOPICS:
            try:
                getattr(self, topic)()
            except BrokenTexts as broken:
                problems.append(str(broken))
        return problems

    def path(self, topic: str) -> Path:
        """Return the file that `topic` is read from: the workspace's own where there is one."""
        if self._overrides is not None and (own := self._overrides / f"{topic}.toml").is_file():
            return own
        return PACKAGED / f"{topic}.toml"

    def _one(self, topic: str, kind: type[T]) -> T:
        if topic not in self._read:
            path = self.path(topic)
            self._read[topic] = read_one(path, _table(path), kind)
        found = self._read[topic]
        if not isinstance(found, kind):
            raise TypeError(f"{topic} was read as {type(found).__name__}")
        return found

    def _many(self, topic: str, key: str, kind: type[T]) -> tuple[T, ...]:
        if topic not in self._read:
            path = self.path(topic)
            self._read[topic] = read_many(path, _table(path), key, kind)
        found = self._read[topic]
        if not isinstance(found, tuple):
            raise TypeError(f"{topic} was read as {type(found).__name__}")
        return found


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BrokenTexts.in_file(path, str(wrong)) from wrong
    except UnicodeDecodeError as wrong:
        line = path.read_bytes().count(b"\n", 0, wrong.start) + 1
        raise BrokenTexts.in_file(path, "these bytes are not UTF-8", line=line) from wrong
