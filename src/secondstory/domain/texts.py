"""The words people are met with, as data: charter, questions, gates, support, agendas and prompts.

Their wording lives in files outside the core and arrives here as values; a workspace may bring its own.
"""

from secondstory.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductClass:
    """One class of conduct: what belongs to it, and what follows."""

    code: str
    name: str
    definition: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What is protected, what is not, and what is read aloud at every sitting, one paragraph an item."""

    version: str
    title: str
    principles: tuple[str, ...]
    classes: tuple[ConductClass, ...]
    outside: ConductClass
    hard_line: str
    safe_way_back: str
    legal_silence: str
    limits: str
    read_out: tuple[str, ...]
    ground_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelQuestions:
    """What to ask at one level. solo: what to ask oneself instead; empty where the same questions serve."""

    code: str
    name: str
    about: str
    questions: tuple[str, ...]
    solo: tuple[str, ...]

    def for_one(self) -> tuple[str, ...]:
        """Return the questions for somebody who works alone."""
        return self.solo or self.questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One grade of strength: the idea, and examples to compare with."""

    code: str
    name: str
    idea: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateText:
    """A gate in words. refusal: what a person reads when it is shut, with the next step in it."""

    code: str
    asks: str
    refusal: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A short piece with a title: an offer of support, or a step for somebody alone."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A public word from a leader, with `{places}` to fill in, and a hint for whoever edits it."""

    title: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What to ask again, so many days after support was given or declined."""

    after_days: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTexts:
    """Everything that is said around support. needs: the three restorative questions."""

    needs: tuple[str, ...]
    declined: str
    not_applicable: str
    consent: str
    private: str
    offers: tuple[Titled, ...]
    statement: Statement
    reminders: tuple[Reminder, ...]
    solo: tuple[Titled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoloStep:
    """One step of the protocol for one person. minutes: 0 means as long as it takes."""

    code: str
    minutes: int
    title: str
    about: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoloProtocol:
    """The post-mortem alone, from the first question to the night before accepting."""

    total_minutes: int
    opening: str
    closing: str
    outside_reader: str
    steps: tuple[SoloStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaStep:
    """One part of a sitting, with what the facilitator says or asks."""

    code: str
    minutes: int
    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A sitting of `minutes`, the sum of its steps."""

    code: str
    name: str
    purpose: str
    minutes: int
    steps: tuple[AgendaStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What a facilitator may hear, and a sentence that opens the talk again."""

    cue: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vignette:
    """A made-up case for practice. answer: a conduct class or another short code. then: what happens next."""

    code: str
    title: str
    situation: str
    question: str
    answer: str
    why: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word and its one meaning."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Markdown that stands in the editor before anybody writes; its comments are hints and are not kept."""

    code: str
    title: str
    template: str


def charter_markdown(charter: Charter) -> str:
    """Return the whole charter as one Markdown page: the text that people acknowledge."""
    parts = [
        f"# {charter.title}",
        f"Version {charter.version}",
        "## What we hold to",
        _bullets(charter.principles),
    ]
    parts.append("## What is protected, and what is not")
    classes = (*charter.classes, charter.outside)
    parts += [f"### {one.name}\n\n{one.definition}\n\n*{one.response}*" for one in classes]
    parts += ["## The hard line", charter.hard_line, "## The safe way back", charter.safe_way_back]
    parts += ["## Silence", charter.legal_silence, "## What we cannot promise", charter.limits]
    parts += [
        "## Ground rules",
        _bullets(charter.ground_rules),
        "## Read aloud",
        "\n\n".join(charter.read_out),
    ]
    return "\n\n".join(parts) + "\n"


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
