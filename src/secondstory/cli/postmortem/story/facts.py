"""Plain facts beside the story: what set it off, whom it touched and by how much, what a hurt party needs."""

import argparse

from secondstory.cli.postmortem.seat import Act, Seat


def _configure_trigger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help="what set it off at that moment")


def _trigger(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.facts import state_trigger

    told = state_trigger(seat.office, seat.stream, arguments.text)
    words = "Kept: what set it off. What made it possible stands in the conditions."
    return seat.recorded(told, words, following=f"condition {seat.label} add")


def _configure_title(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TITLE", help="what happened, in a few words")


def _title(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.facts import retitle

    told = retitle(seat.office, seat.stream, arguments.text)
    return seat.recorded(
        told, f"{seat.label} is now called: {arguments.text.strip()}", title=arguments.text.strip()
    )


def _configure_impact(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("party", metavar="WHOM", help='who was touched: "travellers", "the team on call"')
    parser.add_argument("--kind", default="", metavar="TEXT", help='in what way: "sold the same seat twice"')
    parser.add_argument("--number", metavar="N", help="how many; whole or decimal")
    parser.add_argument("--unit", help="of what: seats, minutes, euros")
    parser.add_argument("--method", help='how anybody knows, such as "estimate: calls that hour, times four"')
    parser.add_argument("--evidence", nargs="+", default=[], metavar="REF", help="what shows it: E-9")
    parser.add_argument("--harmed", action="store_true", help="people were harmed by it")


def _impact(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.facts import state_impact
    from secondstory.domain.understanding.incidents import Impact

    number = _decimal(arguments.number)
    impact = Impact(
        party=arguments.party.strip(),
        kind=arguments.kind.strip(),
        number=number,
        unit=arguments.unit,
        method=arguments.method,
        evidence=tuple(arguments.evidence),
        harmed=arguments.harmed,
    )
    told = state_impact(seat.office, seat.stream, impact)
    amount = f"{number} {arguments.unit}" if number else ""
    words = " ".join(filter(None, (f"Kept: {impact.party}:", impact.kind, amount))).rstrip(":")
    following = f'story {seat.label} need "{impact.party}" "what they need"' if impact.harmed else None
    return seat.recorded(told, words, following=following, party=impact.party, number=number)


def _decimal(text: str | None) -> str | None:
    from decimal import Decimal, InvalidOperation

    from secondstory.kernel.refused import Refused

    if text is None:
        return None
    plain = text.replace(",", "").replace("_", "").strip()
    try:
        if Decimal(plain).is_finite():
            return plain
    except InvalidOperation:
        pass
    raise Refused(
        f'"{text}" is not read as a number. Write 1912, or leave it out and say it in words: --kind.'
    )


def _configure_need(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("party", metavar="WHOM", help="who was hurt")
    parser.add_argument("need", help="what they need now")
    parser.add_argument("--obligation", metavar="WHOSE", help="whose it is to give")


def _need(arguments: argparse.Namespace, seat: Seat) -> int:
    from secondstory.application.understanding.facts import name_need
    from secondstory.domain.understanding.incidents import NeedNamed

    draft = NeedNamed(
        party=arguments.party.strip(), need=arguments.need.strip(), obligation=arguments.obligation
    )
    told = name_need(seat.office, seat.stream, draft)
    words = f"Kept, what is needed by {draft.party}: {draft.need}"
    words += f"\nWhose is it to give? {draft.obligation}." if draft.obligation else "\nWhose is it to give?"
    return seat.recorded(told, words, party=draft.party)


FACT_ACTS = (
    Act("impact", "whom it touched, and by how much", _configure_impact, _impact),
    Act("trigger", "what set it off at that moment", _configure_trigger, _trigger),
    Act("need", "what a hurt party needs, and whose it is to give", _configure_need, _need),
    Act("title", "put the title into other words", _configure_title, _title),
)
