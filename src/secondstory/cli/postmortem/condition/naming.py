"""Naming a condition: its words, its level, what shows it, and how it acted on others."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import Act, Seat

if TYPE_CHECKING:
    from secondstory.application.understanding.naming import Named
    from secondstory.domain.understanding.conditions import Level

LEVELS = ("software", "practices", "process", "culture", "organisation", "outside")
_KINDS = ("made-likelier", "allowed", "hid", "amplified")
_BASES = ("fact", "account", "inference")


def number(ref: str) -> int:
    """Return the number of a condition such as C-3. Raises Refused when it is none."""
    from secondstory.application.understanding.references import number_of

    return number_of(ref, "C")


def acted(kind: str, to: str) -> str:
    """Return what a condition did, in words: `made C-2 more likely`, `hid the effect`."""
    return f"made {to} more likely" if kind == "made-likelier" else f"{kind} {to}"


def _configure_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("statement", nargs="?", help="this circumstance made that likelier, as seen in this")
    parser.add_argument("--level", choices=LEVELS, help="where it lives")
    parser.add_argument(
        "--effect", metavar="TEXT", help="what it made likelier, when the statement does not say"
    )
    parser.add_argument(
        "--evidence", nargs="+", default=[], metavar="REF", help="what shows it: E-4, A-2, T-7"
    )
    parser.add_argument(
        "--basis", choices=_BASES, help="what it rests on (fact with --evidence, else inference)"
    )
    parser.add_argument("--file", metavar="FILE", help="the answers below their three headings; - reads on")


def _add(arguments: argparse.Namespace, seat: Seat) -> int:
    if arguments.statement is not None:
        return _added(arguments, seat, arguments.statement, arguments.level, None)
    from secondstory.cli.postmortem.writing import sections, text_of

    prefill = seat.workspace.texts.editor()["condition"].template
    with text_of(
        seat, None, arguments.file, name="condition", prefill=prefill, how="the words and --level"
    ) as text:
        statement, level, persistence = sections(text, 3)
        return _added(arguments, seat, statement, arguments.level or level, persistence)


def _added(
    arguments: argparse.Namespace, seat: Seat, statement: str, level: str | None, persistence: str | None
) -> int:
    from secondstory.application.understanding import naming
    from secondstory.domain.understanding.conditions import Added, Basis

    basis = arguments.basis or (
        "fact" if any(ref.upper().startswith("E") for ref in arguments.evidence) else "inference"
    )
    draft = Added(
        number=0,
        statement=" ".join(statement.split()),
        level=_level(level, seat),
        effect=arguments.effect,
        basis=Basis(basis),
        evidence=tuple(arguments.evidence),
    )
    named = naming.add(seat.office, seat.stream, draft)
    if persistence:
        _state(seat, named.number, persistence)
    return _say(seat, named, f"Added C-{named.number} on the level {draft.level.value}.")


def _level(words: str | None, seat: Seat) -> "Level":
    from secondstory.domain.understanding.conditions import Level
    from secondstory.kernel.refused import Refused

    given = words or seat.terminal.ask(f"On which level? [{', '.join(LEVELS)}]")
    found = [level for level in LEVELS if given.strip() and level.startswith(given.strip().lower())]
    if len(found) != 1:
        raise Refused(
            f"On which level does it live? --level {'|'.join(LEVELS)}; secondstory condition {seat.label} questions LEVEL helps."
        )
    return Level(found[0])


def _state(seat: Seat, named: int, words: str) -> None:
    """State whether it is still there, as far as the first word of an answer says so."""
    from secondstory.application.understanding.naming import state_persistence
    from secondstory.cli.times import read_moment
    from secondstory.domain.understanding.conditions import Persistence, PersistenceStated

    first = words.split(maxsplit=1)[0].strip(",.:;").lower()
    if first in {"persisting", "changed", "unknown"}:
        on = read_moment("today", now=seat.office.now())
        draft = PersistenceStated(number=named, persistence=Persistence(first), on=on)
        state_persistence(seat.office, seat.stream, draft)


def _say(seat: Seat, named: "Named", words: str) -> int:
    following = f"condition {seat.label} link C-{named.number} effect --kind made-likelier --hypothesis"
    if named.question:
        words += f"\nSaved. {named.question}\nPublishing asks again, until it is reworded or somebody says why it stays."
        following = f'condition {seat.label} reword C-{named.number} "..." --because "..."'
    data = {"number": f"C-{named.number}", "question": named.question}
    return seat.recorded(named.told, words, following=following, **data)


def _configure_link(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("start", metavar="C-1")
    parser.add_argument(
        "end", nargs="?", default="effect", metavar="C-3", help="or effect: what it led to in the end"
    )
    parser.add_argument(
        "--kind", choices=_KINDS, default="made-likelier", help="what the one did to the other"
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--evidence", nargs="+", default=[], metavar="REF", help="what shows it: E-2, A-1, T-7")
    ways.add_argument(
        "--hypothesis", action="store_true", help="nobody has looked into it yet; no less welcome"
    )


def _link(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.naming import link
    from secondstory.domain.understanding.conditions import LinkBasis, LinkDrawn, LinkKind

    end = None if arguments.end.lower() in {"effect", "the effect"} else number(arguments.end)
    draft = LinkDrawn(
        from_number=number(arguments.start),
        to_number=end,
        kind=LinkKind(arguments.kind),
        basis=LinkBasis.HYPOTHESIS if arguments.hypothesis else LinkBasis.EVIDENCE,
        evidence=tuple(arguments.evidence),
    )
    told = link(seat.office, seat.stream, draft)
    to = "the effect" if end is None else f"C-{end}"
    drawn = told.one(LinkDrawn) or draft
    shown = "a hypothesis" if arguments.hypothesis else f"seen in {', '.join(drawn.evidence)}"
    words = f"Drawn: C-{draft.from_number} {acted(arguments.kind, to)}, {shown}."
    return seat.recorded(told, words, following=f"map {seat.label}", start=f"C-{draft.from_number}", end=to)


def _configure_unlink(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("start", metavar="C-1")
    parser.add_argument("end", nargs="?", default="effect", metavar="C-3", help="or effect")
    parser.add_argument("--kind", choices=_KINDS, default="made-likelier")
    parser.add_argument(
        "--because", default="", metavar="REASON", help="what you learnt that it does not hold"
    )


def _unlink(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.naming import unlink
    from secondstory.domain.understanding.conditions import LinkKind, LinkRemoved

    end = None if arguments.end.lower() in {"effect", "the effect"} else number(arguments.end)
    draft = LinkRemoved(
        from_number=number(arguments.start),
        to_number=end,
        kind=LinkKind(arguments.kind),
        reason=arguments.because,
    )
    told = unlink(seat.office, seat.stream, draft)
    return seat.recorded(
        told, "Removed from the map; the record keeps it, with the reason.", following=f"map {seat.label}"
    )


def _configure_evidence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-1")
    parser.add_argument("evidence", nargs="+", metavar="REF", help="what shows it: E-4, A-2, T-7")
    parser.add_argument("--basis", choices=_BASES, help="what it rests on from now on")


def _evidence(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.naming import cite
    from secondstory.domain.understanding.conditions import Basis, EvidenceCited

    draft = EvidenceCited(
        number=number(arguments.condition),
        evidence=tuple(arguments.evidence),
        basis=Basis(arguments.basis) if arguments.basis else None,
    )
    told = cite(seat.office, seat.stream, draft)
    name = f"C-{draft.number}"
    return seat.recorded(
        told, f"{name} is seen in {', '.join((told.one(EvidenceCited) or draft).evidence)}.", number=name
    )


def _configure_reword(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-1")
    parser.add_argument("statement", nargs="?", help="how it reads now")
    parser.add_argument("--effect", metavar="TEXT", help="what it made likelier")
    parser.add_argument("--level", choices=LEVELS, help="the level it belongs to")
    parser.add_argument("--because", default="", metavar="REASON", help="why it reads differently")


def _reword(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding import naming
    from secondstory.domain.understanding.conditions import Level, Reworded

    draft = Reworded(
        cites=number(arguments.condition),
        reason=arguments.because,
        statement=arguments.statement,
        effect=arguments.effect,
        level=Level(arguments.level) if arguments.level else None,
    )
    named = naming.reword(seat.office, seat.stream, draft)
    return _say(seat, named, f"C-{named.number} reads differently now; its first words stay in the record.")


def _configure_drop(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("condition", metavar="C-1")
    parser.add_argument(
        "--because", default="", metavar="REASON", help="what you learnt that it does not hold"
    )


def _drop(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.naming import drop
    from secondstory.domain.understanding.conditions import Dropped

    draft = Dropped(number=number(arguments.condition), reason=arguments.because)
    told = drop(seat.office, seat.stream, draft)
    words = f"Dropped C-{draft.number}. It stays readable: secondstory condition {seat.label} list --dropped"
    return seat.recorded(told, words, number=f"C-{draft.number}")


NAMING_ACTS = (
    Act("add", "name a condition; without words, your editor asks", _configure_add, _add),
    Act("reword", "put a condition into other words, or on another level", _configure_reword, _reword),
    Act("evidence", "name what shows a condition", _configure_evidence, _evidence),
    Act("link", "say what one condition did to another, or to the effect", _configure_link, _link),
    Act("unlink", "remove a link that did not hold up", _configure_unlink, _unlink),
    Act("drop", "drop a condition that did not hold up; it stays readable", _configure_drop, _drop),
)
