"""`doctor`: what protects this workspace today, against what, and the cheapest next step."""

import argparse

from secondstory.cli.terminal import Terminal

EXAMPLES = (
    "secondstory doctor               # exit code 1 when something has to be done",
    "secondstory doctor --bucket      # tries the locks of the bucket first (secondstory bucket)",
    "secondstory doctor --json | jq '.findings[] | select(.standing != \"well\")'",
)

_STYLES = {"to be done": "lamp", "could be better": "bold", "well": "soft"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; everything is looked at in any case."""
    parser.add_argument(
        "--bucket", action="store_true", help="try the locks of the bucket first: a canary, and the network"
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Look at everything and say how it stands; 1 when something has to be done."""
    from secondstory.wiring.safekeeping.health import Standing, look_at, protection
    from secondstory.wiring.workspace import examine_workspace

    workspace = examine_workspace(getattr(arguments, "workspace", None), progress=terminal.progress)
    if arguments.bucket:
        from secondstory.wiring.bucket.probing import probe_now

        probe_now(workspace)
    found = look_at(workspace)
    if arguments.door is not None:
        found += arguments.door(workspace.place.root)
    undone = any(one.standing is Standing.MUST for one in found)
    said = protection(workspace)
    lines = ["What protects this workspace today, and from whom:", "", *(f"  {one}" for one in said), ""]
    lines += ["What was looked at:" if not undone else "Something here waits to be done:", ""]
    for one in found:
        lines.append(
            f"  {terminal.style(one.standing.value.ljust(15), _STYLES[one.standing.value])}  {one.name}, against {one.against}"
        )
        lines.append(f"  {'':15}  {one.words}")
        if one.leaves:
            lines.append(f"  {'':15}  {terminal.style(f'Does not protect from {one.leaves}.', 'soft')}")
    step = next((one.step for one in found if one.step), None)
    if step:
        lines.append(f"\n{terminal.style('Next:', 'lamp')} {step}")
    findings = [
        {
            "name": one.name,
            "against": one.against,
            "standing": one.standing.value,
            "words": one.words,
            "leaves": one.leaves,
            "step": one.step,
        }
        for one in found
    ]
    terminal.answer({"protection": said, "findings": findings, "next": step}, "\n".join(lines))
    return 1 if undone else 0
