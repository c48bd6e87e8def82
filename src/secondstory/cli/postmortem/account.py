"""`account`: write down what you remember, before you look anything up; it is yours alone until you say so."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.postmortem.seat import add_ref
from secondstory.cli.postmortem.writing import add_text_options
from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secondstory.cli.postmortem.seat import Seat
    from secondstory.domain.understanding.accounts import Account

EXAMPLES = (
    "secondstory account PM-7                          # opens your editor with questions",
    'secondstory account PM-7 --role "engineer on call" --file account.md',
    'secondstory account PM-7 --more --text "A second page came while I was still reading the first."',
    "secondstory account PM-7 --list",
    "secondstory account PM-7 --show A-1",
    'secondstory account PM-7 --correct A-1 --paragraph 2 --reason "the log has 22:41" --text "It was 22:41."',
    'secondstory account PM-7 --differs A-1 --from E-2 --about "which console it was"',
    "secondstory account PM-7 --share A-1",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_ref(parser)
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--more", action="store_true", help="add to your account what came back to you")
    acts.add_argument("--list", action="store_true", help="the accounts you may read")
    acts.add_argument(
        "--show", metavar="A-1", help="one account, with what was corrected and where it differs"
    )
    acts.add_argument("--correct", metavar="A-1", help="put something right; the first words stay beside it")
    acts.add_argument("--share", metavar="A-1", help="let the room read it")
    acts.add_argument("--withhold", metavar="A-1", help="keep it between you and the facilitator")
    acts.add_argument(
        "--differs", metavar="A-1", help="mark where it differs from evidence or from another account"
    )
    add_text_options(parser, "the words")
    parser.add_argument(
        "--role", metavar="ROLE", default="", help='from where you tell it: "engineer on call"'
    )
    parser.add_argument(
        "--after-evidence", action="store_true", help="you had seen logs or other accounts by then"
    )
    parser.add_argument("--paragraph", type=int, metavar="N", help="which paragraph a correction is about")
    parser.add_argument("--reason", default="", help="what made you see it differently")
    parser.add_argument("--from", dest="other", metavar="REF", default="", help="E-2, A-2 or T-7")
    parser.add_argument("--about", default="", help="what is told differently")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write it, or do the one other thing that was named."""
    from secondstory.cli.postmortem.seat import seated

    seat = seated(arguments, terminal)
    if arguments.list:
        return _list(seat)
    if arguments.show:
        return _show(seat, arguments.show)
    if arguments.correct:
        return _correct(seat, arguments)
    if arguments.share or arguments.withhold:
        return _choose(seat, arguments.share or arguments.withhold, share=bool(arguments.share))
    if arguments.differs:
        return _differs(seat, arguments)
    return _write(seat, arguments)


def _write(seat: "Seat", arguments: argparse.Namespace) -> int:
    from secondstory.application.understanding import accounts
    from secondstory.cli.evidence.retention import tell_rule
    from secondstory.cli.postmortem.writing import text_of

    own = accounts.own_account(seat.office, seat.stream)
    before = False if arguments.after_evidence else None
    prefill = seat.workspace.texts.editor()["account"].template
    role = arguments.role
    if not arguments.more and own is None and not role:
        role = seat.terminal.ask('From which role do you tell it? [such as "engineer on call"]')
    if not arguments.more and own is None and not _is_given(arguments):
        seat.terminal.say(
            "Write first, look later. What differs from the logs is worth as much as what agrees."
        )
    if own is not None and not arguments.more and not _is_given(arguments):
        return _show(seat, f"A-{own.number}")
    tell_rule(seat.office, seat.terminal, "account")
    with text_of(seat, arguments.text, arguments.file, name="account", prefill=prefill) as text:
        if arguments.more:
            kept = accounts.add_to(seat.office, seat.stream, text, before_evidence=before)
        else:
            kept = accounts.write(seat.office, seat.stream, text, role=role, before_evidence=before)
    when = "before any log" if kept.before_evidence else "after logs had been seen"
    name = f"A-{kept.account.number}"
    words = f"Kept as {name}, written {when}. Nobody else reads it until you share it: secondstory account {seat.label} --share {name}"
    data = {
        "number": name,
        "id": kept.account.stream,
        "before_evidence": kept.before_evidence,
        "entry": kept.entry,
    }
    return seat.answered(data, words)


def _is_given(arguments: argparse.Namespace) -> bool:
    return arguments.text is not None or arguments.file is not None


def _correct(seat: "Seat", arguments: argparse.Namespace) -> int:
    from secondstory.application.understanding import accounts
    from secondstory.cli.postmortem.writing import text_of
    from secondstory.domain.understanding.accounts import Corrected

    one = accounts.account(seat.office, seat.stream, arguments.correct)
    assert one.stream is not None
    first = f"<!-- How do you see it now? The first words stay beside it. -->\n{_words(one, arguments.paragraph)}\n"
    with text_of(
        seat, arguments.text, arguments.file, name=f"A-{one.number}-correction", prefill=first
    ) as text:
        reason = arguments.reason or seat.terminal.ask("What made you see it differently?")
        draft = Corrected(reason=reason, text=text.strip(), cites=arguments.paragraph)
        told = accounts.correct(seat.office, one.stream, draft)
    words = "Your correction stands beside the first version."
    return seat.recorded(
        told, words, following=f"account {seat.label} --show A-{one.number}", number=f"A-{one.number}"
    )


def _words(one: "Account", paragraph: int | None) -> str:
    if paragraph is None or not 1 <= paragraph <= len(one.paragraphs):
        return one.text
    return one.paragraphs[paragraph - 1].text


def _choose(seat: "Seat", ref: str, *, share: bool) -> int:
    from secondstory.application.understanding import accounts
    from secondstory.domain.understanding.accounts import Shared, Withheld

    one = accounts.account(seat.office, seat.stream, ref)
    assert one.stream is not None
    told = accounts.choose_readers(seat.office, one.stream, Shared() if share else Withheld())
    name = f"A-{one.number}"
    words = (
        f"Shared: the room may read {name}." if share else f"{name} stays between you and the facilitator."
    )
    return seat.recorded(told, words, number=name, shared=share)


def _differs(seat: "Seat", arguments: argparse.Namespace) -> int:
    from secondstory.application.understanding import accounts

    one = accounts.account(seat.office, seat.stream, arguments.differs)
    told = accounts.mark_difference(seat.office, one, arguments.other, arguments.about)
    words = f"Marked: A-{one.number} and {arguments.other} differ, and both stay as they are."
    return seat.recorded(told, words, number=f"A-{one.number}", differs_from=arguments.other)


def _list(seat: "Seat") -> int:
    from secondstory.application.understanding.accounts import accounts_of

    found = accounts_of(seat.office, seat.stream)
    cells = [
        (
            f"A-{one.number}",
            one.author_role,
            "before logs" if one.before_evidence else "after logs",
            seat.shown.instant(one.written_at) if one.written_at else "",
            "shared" if one.is_shared else "its author alone",
        )
        for one in found
    ]
    heads = ("number", "told by", "written", "when", "who reads it")
    empty = (
        "No account is here that you may read. Write yours before you look at a log; it takes eight minutes."
    )
    data = [_plain(one) for one in found]
    following = None if found else f"account {seat.label}"
    words = seat.terminal.table(heads, cells) if cells else empty
    return seat.answered({"accounts": data}, words, following=following)


def _show(seat: "Seat", ref: str) -> int:
    from secondstory.application.understanding.accounts import account

    one = account(seat.office, seat.stream, ref)
    following = f"account {seat.label} --more" if one.author == seat.office.me else None
    return seat.answered(_plain(one), "\n".join(_shown(seat, one)), following=following)


def _shown(seat: "Seat", one: "Account") -> "Iterator[str]":
    when = seat.shown.instant(one.written_at) if one.written_at else ""
    yield seat.terminal.style(f"A-{one.number}  {one.author_role}, {when}", "bold")
    for place, paragraph in enumerate(one.paragraphs, 1):
        marks = "" if paragraph.before_evidence else "  (written after logs had been seen)"
        yield f"\n{seat.terminal.style(f'[{place}]', 'soft')} {paragraph.text}{marks}"
        for correction in paragraph.corrections:
            yield f"    Now: {correction.text}  ({correction.reason})"
    for correction in one.corrections:
        yield f"\n    As a whole, now: {correction.text}  ({correction.reason})"
    if one.differences:
        yield ""
    for difference in one.differences:
        other = getattr(difference, "ref", None) or f"A-{getattr(difference, 'other_number', '')}"
        yield f"Differs from {other} (both stay): {difference.about}"
    yield ""


def _plain(one: "Account") -> dict[str, object]:
    return {
        "number": f"A-{one.number}",
        "id": one.stream,
        "role": one.author_role,
        "before_evidence": one.before_evidence,
        "shared": one.is_shared,
        "paragraphs": [paragraph.text for paragraph in one.paragraphs],
        "corrections": sum(len(paragraph.corrections) for paragraph in one.paragraphs) + len(one.corrections),
        "differs_from": [
            getattr(one, "ref", None) or f"A-{getattr(one, 'other_number', '')}" for one in one.differences
        ],
    }
