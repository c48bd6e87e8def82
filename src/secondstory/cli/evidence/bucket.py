"""`bucket`: write-once storage elsewhere that keeps sealed evidence from being destroyed."""

import argparse
from typing import TYPE_CHECKING

from secondstory.cli.terminal import Terminal

if TYPE_CHECKING:
    from secondstory.vault.probing import Probe
    from secondstory.wiring.bucket.pushing import Pushed
    from secondstory.wiring.bucket.standing import Standing
    from secondstory.wiring.workspace import Workspace

EXAMPLES = (
    "secondstory bucket set evidence-of-example --profile keeper      # tries its locks first; nothing is set when they fail",
    "secondstory bucket set evidence --endpoint https://s3.example.org --days 365",
    "secondstory bucket push                                          # lock a copy of everything that is sealed",
    "secondstory bucket                                               # what lies there, and what does not yet",
    "secondstory bucket probe                                         # try to delete, shorten and downgrade; all must be refused",
    "secondstory bucket check --whole                                 # is every copy still there, and the same",
    "secondstory bucket fetch                                         # bring back what is missing here",
)
_DAYS = 365
MISSING_CODE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the acts; without one, it is said how it stands."""
    from secondstory.cli.parsing import Parser, add

    acts = parser.add_subparsers(dest="act", metavar="ACT", parser_class=Parser)
    add(acts, "status", "what lies there, from the record; no network is asked")
    new = add(acts, "set", "use a bucket, once a probe has shown that its locks hold")
    new.add_argument("name", metavar="NAME", help="the bucket; best one in another account")
    new.add_argument("--prefix", default="", help="what names in it begin with (the origin of the log)")
    new.add_argument("--endpoint", default="", metavar="URL", help="the store, when it is not Amazon's own")
    new.add_argument("--region", default="", help="its region, when not the one of the profile")
    new.add_argument("--profile", default="", help="the profile of Amazon's tools with the credentials")
    new.add_argument("--days", type=int, default=_DAYS, help=f"how long each copy is locked ({_DAYS})")
    add(acts, "unset", "use no bucket any more; what lies there stays locked until its day")
    add(acts, "push", "lock a copy of what has none, lengthen locks, remove what was erased and may go")
    add(acts, "probe", "lock a canary for a day, and try everything that must be refused")
    check = add(acts, "check", "ask for every locked copy whether it stands as the record says")
    check.add_argument("--whole", action="store_true", help="read each whole and compare its bytes, too")
    add(acts, "fetch", "bring back sealed bytes that are missing here")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Do what was asked for."""
    from secondstory.wiring.workspace import open_workspace

    workspace = open_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    match arguments.act:
        case "set":
            return _set(workspace, arguments, terminal)
        case "unset":
            return _unset(workspace, terminal)
        case "push":
            return _push(workspace, terminal)
        case "probe":
            return _probe(workspace, terminal)
        case "check":
            return _check(workspace, terminal, whole=arguments.whole)
        case "fetch":
            return _fetch(workspace, terminal)
        case _:
            return _status(workspace, terminal)


def probe_words(found: "Probe") -> list[str]:
    """Return what a probe showed, line by line."""
    if found.outcome.value == "holds":
        tried = ", ".join(one.what for one in found.tried if not one.is_control)
        return [
            f"{found.where} protects: a canary was locked for a day, and all of this was refused: {tried}.",
            "That is what these credentials showed. Whoever owns the account can still close it, or lose it.",
        ]
    if found.outcome.value == "unclear":
        return [f"{found.where} may protect; this probe could not tell.", *found.wrong]
    return [f"{found.where} does NOT protect.", *found.wrong]


def probe_data(found: "Probe") -> dict[str, object]:
    """Return what a probe showed, for scripts."""
    tried = [
        {"what": one.what, "refused": one.is_refused, "should_be_refused": not one.is_control}
        for one in found.tried
    ]
    return {"where": found.where, "outcome": found.outcome.value, "tried": tried, "wrong": found.wrong}


def _set(workspace: "Workspace", arguments: argparse.Namespace, terminal: Terminal) -> int:
    from secondstory.wiring.bucket.probing import set_bucket
    from secondstory.wiring.places import BucketSettings

    wanted = BucketSettings(
        name=arguments.name,
        prefix=arguments.prefix or workspace.settings.origin,
        endpoint=arguments.endpoint.rstrip("/"),
        region=arguments.region,
        profile=arguments.profile,
        days=arguments.days,
    )
    found = set_bucket(workspace, wanted)
    lines = [
        *probe_words(found),
        f"Set. Each copy is locked for {wanted.days} days, and longer as long as it is kept: nobody can make that less.",
        "What is erased becomes unreadable at once, by its key; its ciphertext lies there until its lock runs out.",
        f"{terminal.style('Next:', 'lamp')} secondstory bucket push",
    ]
    terminal.answer({**probe_data(found), "days": wanted.days}, "\n".join(lines))
    return 0


def _unset(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.bucket.probing import leave_bucket

    name = leave_bucket(workspace)
    words = f"No bucket is used any more. What lies in {name} stays there, locked until its day; set it again to read it."
    terminal.answer({"left": name}, words)
    return 0


def _push(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.bucket.pushing import push

    done = push(workspace, progress=terminal.progress)
    terminal.answer(
        {
            "where": done.where,
            "locked": done.new,
            "lengthened": done.longer,
            "removed": done.removed,
            "wrong": done.wrong,
        },
        "\n".join(_push_words(done)),
    )
    return 1 if done.wrong else 0


def _push_words(done: "Pushed") -> list[str]:
    said = [
        f"{_pieces(done.new)} locked in {done.where}" if done.new else "",
        f"{_count(done.longer, 'lock')} lengthened" if done.longer else "",
        f"{_count(done.removed, 'copy', 'copies')} of what was erased removed" if done.removed else "",
    ]
    told = "; ".join(one for one in said if one)
    nothing = f"Nothing was to be done: all that is sealed here has a locked copy in {done.where}."
    return [f"{told}." if told else nothing if not done.wrong else "Nothing was done.", *done.wrong]


def _probe(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.bucket.probing import probe_now

    found = probe_now(workspace)
    terminal.answer(probe_data(found), "\n".join(probe_words(found)))
    return 1 if found.outcome.value == "open" else 0


def _check(workspace: "Workspace", terminal: Terminal, *, whole: bool) -> int:
    from secondstory.wiring.bucket.pushing import check

    count, wrong = check(workspace, whole=whole, progress=terminal.progress)
    how = "there, locked as recorded and byte for byte the same" if whole else "there and locked as recorded"
    terminal.answer({"stand": count, "wrong": wrong}, "\n".join([f"{_pieces(count)} {how}.", *wrong]))
    return MISSING_CODE if wrong else 0


def _fetch(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.bucket.pushing import fetch

    count, wrong = fetch(workspace, progress=terminal.progress)
    words = f"{_pieces(count)} brought back." if count else "Nothing was brought back."
    terminal.answer({"fetched": count, "wrong": wrong}, "\n".join([words, *wrong]))
    return 1 if wrong else 0


def _status(workspace: "Workspace", terminal: Terminal) -> int:
    from secondstory.wiring.bucket.opening import NONE_SET
    from secondstory.wiring.bucket.standing import standing_of

    one = standing_of(workspace)
    data = {
        "where": one.where or None,
        "days": one.days,
        "locked": one.locked,
        "waiting": one.waiting,
        "first_lock_ends": one.first_end,
        "left_over": one.left,
        "left_over_until": one.left_until,
        "probe": one.probe.outcome if one.probe is not None else None,
        "probed_at": one.probed_at,
    }
    terminal.answer(data, "\n".join(_status_words(one)) if one.where else NONE_SET)
    return 0


def _status_words(one: "Standing") -> list[str]:
    lines = [
        f"{one.where}: {_pieces(one.locked)} locked there, each for {one.days} days and longer while it is kept."
    ]
    if one.waiting:
        lines.append(
            f"{_pieces(one.waiting)} not there yet. secondstory bucket push brings them; serve does so by itself."
        )
    if one.first_end is not None:
        lines.append(
            f"The first of these locks ends on {one.first_end.date().isoformat()}, and is lengthened before."
        )
    if one.left:
        until = one.left_until.date().isoformat() if one.left_until is not None else ""
        lines.append(
            f"{_count(one.left, 'copy', 'copies')} of what was erased cannot be removed yet: unreadable, the last until {until}."
        )
    if one.probe is None or one.probed_at is None:
        lines.append("Its locks were never tried. secondstory bucket probe tries them.")
    else:
        showed = {"holds": "all was refused that must be", "unclear": "it was unclear"}.get(
            one.probe.outcome, "it does NOT protect"
        )
        lines.append(f"Its locks were tried on {one.probed_at.date().isoformat()}: {showed}.")
    return lines


def _pieces(count: int) -> str:
    return f"{count:,} piece of evidence" if count == 1 else f"{count:,} pieces of evidence"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {many or f'{one}s'}"
