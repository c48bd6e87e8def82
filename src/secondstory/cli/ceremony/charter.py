"""`charter`: what is protected here, what is not, and that everybody knows it."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory charter                        # the text that holds, whole",
    "secondstory charter read-out               # what is read aloud at the beginning of a sitting",
    "secondstory charter acknowledge            # you have read it",
    "secondstory charter adopt                  # take texts/charter.toml of this workspace as the new version",
    "secondstory charter vignette               # a small made-up case to think about",
    "secondstory charter answers two-tabs honest-error=4 concealment=2",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, the text is shown."""
    from secondstory.cli.parsing import Parser, add

    parser.add_argument("--acknowledge", action="store_true", help="the same as the act acknowledge")
    parser.add_argument("--versions", action="store_true", help="the same as the act versions")
    parser.add_argument("--read-out", action="store_true", help="the same as the act read-out")
    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    add(acts, "acknowledge", "record that you have read the version that holds")
    add(acts, "versions", "every version that was adopted here, with its day")
    adopt = add(acts, "adopt", "adopt the text of this workspace as the new version")
    adopt.add_argument("--yes", action="store_true", help="do not ask")
    add(acts, "read-out", "what is read aloud at the beginning of a sitting")
    vignette = add(acts, "vignette", "a small made-up case: read it, think, then look at the answer")
    vignette.add_argument(
        "code", nargs="?", metavar="CASE", help="which one; else the first that was not asked yet"
    )
    vignette.add_argument("--list", action="store_true", dest="all", help="the titles of all of them")
    vignette.add_argument("--answer", action="store_true", help="show the answer and why")
    answers = add(acts, "answers", "take a batch of answers to a case: five people or more, nobody named")
    answers.add_argument("code", metavar="CASE", help="the case that was asked")
    answers.add_argument("answers", nargs="+", metavar="ANSWER=PEOPLE", help="such as honest-error=4")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show the charter, or do what was asked with it."""
    from secondstory.cli.ceremony.pieces import workspace_of

    workspace = workspace_of(arguments, terminal)
    flags = ("acknowledge", "versions", "read_out")
    act = arguments.act or next(
        (flag.replace("_", "-") for flag in flags if getattr(arguments, flag)), "show"
    )
    acts = {
        "show": _show,
        "acknowledge": _acknowledge,
        "versions": _versions,
        "adopt": _adopt,
        "read-out": _read_out,
        "vignette": _vignette,
        "answers": _answers,
    }
    acts[act](workspace, arguments, terminal)
    return 0


def _show(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.chartering import charter_of
    from secondstory.cli.ceremony.pieces import lit
    from secondstory.cli.times import Shown

    office = workspace.office
    charter = charter_of(office)
    current = charter.current
    if current is None:
        raise Refused("No charter has been adopted here yet: secondstory charter adopt.")
    since = Shown.at(office.now()).instant(current.adopted_at)
    lines = [
        current.text.rstrip(),
        "",
        terminal.style(f"Version {current.version}, in force since {since}.", "soft"),
    ]
    known = charter.knows(office.me)
    lines += ["You have acknowledged it."] if known else [lit(terminal, "secondstory charter acknowledge")]
    data = {
        "version": current.version,
        "adopted_at": current.adopted_at,
        "digest": current.digest,
        "text": current.text,
        "acknowledged": known,
    }
    terminal.answer(data, "\n".join(lines))


def _acknowledge(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.chartering import acknowledge

    version = acknowledge(workspace.office)
    terminal.answer(
        {"acknowledged": version}, f"Acknowledged: version {version}. It holds for everybody, at every rank."
    )


def _versions(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.chartering import charter_of
    from secondstory.cli.times import Shown

    shown = Shown.at(workspace.office.now())
    versions = charter_of(workspace.office).versions
    rows = [(one.version, shown.instant(one.adopted_at), one.digest[:16]) for one in versions]
    data = [{"version": one.version, "adopted_at": one.adopted_at, "digest": one.digest} for one in versions]
    terminal.answer({"versions": data}, terminal.table(("version", "adopted", "SHA-256 begins"), rows))


def _adopt(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.charter_text import adoption
    from secondstory.application.ceremony.chartering import adopt, charter_of
    from secondstory.cli.ceremony.pieces import confirmed, lit

    text = workspace.texts.charter()
    draft = adoption(text)
    current = charter_of(workspace.office).current
    if current is not None and current.digest == draft.digest:
        raise Refused(
            f"This text holds already, as version {current.version}. To change it, copy"
            f" {workspace.texts.path('charter')} to {workspace.place.texts / 'charter.toml'}, edit it there with a new"
            " version, and adopt it."
        )
    question = f"Adopt version {text.version} for everybody here? They will be asked to read it."
    confirmed(terminal, question, yes=arguments.yes, otherwise="Nothing was adopted.")
    adopt(workspace.office, draft)
    words = f"Adopted: version {text.version}.\n{lit(terminal, 'secondstory charter acknowledge')}"
    terminal.answer({"adopted": text.version, "digest": draft.digest}, words)


def _read_out(workspace: "Workspace", _arguments: argparse.Namespace, terminal: Terminal) -> None:
    paragraphs = workspace.texts.charter().read_out
    head = terminal.style("Read this aloud, about 90 seconds.", "bold")
    terminal.answer({"read_out": list(paragraphs)}, "\n\n".join((head, *paragraphs)))


def _vignette(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.chartering import ask_vignette, charter_of

    cases = workspace.texts.vignettes()
    if arguments.all:
        rows = [(one.code, one.title) for one in cases]
        data = [{"code": code, "title": title} for code, title in rows]
        terminal.answer({"vignettes": data}, terminal.table(("case", "title"), rows))
        return
    asked = [one.vignette for one in charter_of(workspace.office).asked]
    wanted = arguments.code or next((one.code for one in cases if one.code not in asked), cases[0].code)
    case = next((one for one in cases if one.code == wanted), None)
    if case is None:
        raise Refused(f"There is no case {wanted}. secondstory charter vignette --list shows them all.")
    if arguments.answer:
        text = f"{terminal.style(case.title, 'bold')}\n\n{case.answer}\n\n{case.why}\n\n{case.then}"
        terminal.answer(
            {"vignette": case.code, "answer": case.answer, "why": case.why, "then": case.then}, text
        )
        return
    if case.code not in asked:
        ask_vignette(workspace.office, case.code, case.question)
    again = terminal.style(f"Think first. Then: secondstory charter vignette {case.code} --answer", "soft")
    text = f"{terminal.style(case.title, 'bold')}\n\n{case.situation}\n\n{case.question}\n\n{again}"
    asks = {"vignette": case.code, "situation": case.situation, "question": case.question}
    terminal.answer(asks, text)


def _answers(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> None:
    from secondstory.application.ceremony.chartering import take_answers
    from secondstory.cli.ceremony.pieces import counts

    answers = counts(arguments.answers)
    take_answers(workspace.office, arguments.code, answers)
    people = sum(count for _, count in answers)
    words = f"Kept: {people} answers to {arguments.code}, without names."
    terminal.answer({"vignette": arguments.code, "people": people}, words)
