"""What stands around the narrative: surprise, luck, what went well or was hard, defences, words, thanks, comments."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, Seat

if TYPE_CHECKING:
    from secondstory.domain.understanding.narrative import Note

_SAID = {
    "luck": "Luck is a near-miss in disguise: what would have happened without it?",
    "surprise": "What had you expected instead?",
    "well": "Worth keeping, and worth saying.",
    "hard": "What would have made it easier?",
    "held": "It held: what else relies on it?",
    "failed": "It gave way: what had it been meant for?",
    "absent": "It was not there: who had thought that it was?",
}


def _configure_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help="in a sentence that somebody from another team understands")


def _configure_defence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("held", "failed", "absent"), help="what it did when it was needed")
    parser.add_argument("text", help="which defence, and how that was seen")


def _noted(word: str) -> "Callable[[argparse.Namespace, Seat], int]":
    def run(arguments: argparse.Namespace, seat: Seat) -> int:
        from secondstory.domain.understanding import narrative

        kinds: dict[str, Callable[..., Note]] = {
            "luck": narrative.LuckNoted,
            "surprise": narrative.SurpriseNoted,
            "well": narrative.WentWellNoted,
            "hard": narrative.HardNoted,
        }
        return _note(seat, kinds[word](number=0, text=arguments.text.strip()), word)

    return run


def _defence(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.domain.understanding.narrative import DefenceKind, DefenceNoted

    noted = DefenceNoted(number=0, kind=DefenceKind(arguments.kind), text=arguments.text.strip())
    return _note(seat, noted, arguments.kind)


def _note(seat: Seat, draft: "Note", word: str) -> int:
    from secondstory.application.understanding.stories import note

    told = note(seat.office, seat.stream, draft)
    number = getattr(told.events[0], "number", 0)
    return seat.recorded(told, f"Kept as N-{number}. {_SAID[word]}", number=f"N-{number}", kind=word)


def _configure_reword(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("note", metavar="N-3")
    parser.add_argument("text", help="how it reads now")
    parser.add_argument("--because", default="", metavar="REASON", help="why it reads differently")


def _reword(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.references import number_of
    from secondstory.application.understanding.stories import reword_note
    from secondstory.domain.understanding.narrative import NoteReworded

    number = number_of(arguments.note, "N")
    draft = NoteReworded(cites=number, text=arguments.text, reason=arguments.because)
    told = reword_note(seat.office, seat.stream, draft)
    return seat.recorded(
        told, f"N-{number} reads differently now; its first words stay.", number=f"N-{number}"
    )


def _configure_term(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("term", metavar="WORD")
    parser.add_argument("meaning", help="what it means to somebody from outside")


def _term(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.stories import explain_term
    from secondstory.domain.understanding.narrative import GlossaryTermAdded

    draft = GlossaryTermAdded(term=arguments.term.strip(), meaning=arguments.meaning.strip())
    told = explain_term(seat.office, seat.stream, draft)
    return seat.recorded(told, f"{draft.term}: {draft.meaning}", term=draft.term)


def _configure_thank(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("to", metavar="WHOM", help="the role or the name they chose")
    parser.add_argument("text", help="for what")
    parser.add_argument("--consent", action="store_true", help="they agreed to be thanked, in these words")


def _thank(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.stories import thank
    from secondstory.domain.understanding.narrative import ThanksGiven

    draft = ThanksGiven(to=arguments.to.strip(), text=arguments.text.strip(), consent=arguments.consent)
    told = thank(seat.office, seat.stream, draft)
    return seat.recorded(told, f"The page will thank {draft.to}: {draft.text}", to=draft.to)


def _configure_comment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="a question is often the best comment")
    parser.add_argument("--about", metavar="REF", help="what it is about: D-2, C-3, T-4")
    parser.add_argument(
        "--resolve", type=int, metavar="N", help="comment N found its answer; the text says which"
    )


def _comment(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding import stories
    from secondstory.domain.understanding.narrative import CommentMade, CommentResolved

    if arguments.resolve is not None:
        resolved = CommentResolved(number=arguments.resolve, note=arguments.text)
        told = stories.resolve_comment(seat.office, seat.stream, resolved)
        return seat.recorded(told, f"Comment {arguments.resolve} found its answer.", number=arguments.resolve)
    draft = CommentMade(number=0, text=(arguments.text or "").strip(), about=arguments.about)
    told = stories.comment(seat.office, seat.stream, draft)
    number = getattr(told.events[0], "number", 0)
    words = f"Kept as comment {number}. Its answer: secondstory story {seat.label} comment --resolve {number}"
    return seat.recorded(told, words, number=number)


def _configure_redact(parser: argparse.ArgumentParser) -> None:
    reasons = ("secret", "personal-data", "third-party", "legal", "other")
    parser.add_argument("paragraph", metavar="P-3", help="the third paragraph, as the story reads now")
    parser.add_argument(
        "--reason", choices=reasons, required=True, help="the kind of reason; it stands there for good"
    )
    parser.add_argument(
        "--why", default="", metavar="TEXT", help="in a sentence, without the words themselves"
    )


def _redact(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.references import number_of
    from secondstory.application.understanding.stories import redact
    from secondstory.kernel.covering import Because

    number = number_of(arguments.paragraph, "P")
    told = redact(seat.office, seat.stream, number, Because(arguments.reason), arguments.why)
    words = (
        f"P-{number} reads as redacted now, in every revision. What it said stays in the record until it is erased by law:"
        f' secondstory erase {seat.label} --part P-{number} --basis "..." --reason "..."'
    )
    return seat.recorded(told, words, paragraph=f"P-{number}", reason=arguments.reason)


NOTE_ACTS = (
    Act("redact", "cover a paragraph: a secret, personal data", _configure_redact, _redact),
    Act("luck", "what limited the harm without being meant to", _configure_note, _noted("luck")),
    Act("surprise", "what was not as people expected", _configure_note, _noted("surprise")),
    Act("well", "what went right, and is worth keeping", _configure_note, _noted("well")),
    Act("hard", "what made the work harder than it had to be", _configure_note, _noted("hard")),
    Act("defence", "a defence that held, failed, or was absent", _configure_defence, _defence),
    Act("reword", "put a note into other words", _configure_reword, _reword),
    Act("term", "explain a word to readers from outside", _configure_term, _term),
    Act("thank", "thank somebody on the page, as they agreed to", _configure_thank, _thank),
    Act("comment", "ask or add something beside the story", _configure_comment, _comment),
)
