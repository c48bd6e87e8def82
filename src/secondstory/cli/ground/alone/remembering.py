"""The first steps of the walk: support, and what one remembers before any log is open."""

from secondstory.application.ceremony import soloing, supporting
from secondstory.application.understanding import accounts
from secondstory.cli.ground.alone.asking import until_it_holds
from secondstory.cli.ground.alone.steps import Walk

_YES = frozenset({"y", "yes", "true", "done"})


def support(walk: Walk) -> None:
    """Step away, tell somebody, see what can wait: one of the three is enough to go on."""
    walk.title("support")
    offers = {one.code: one.text for one in walk.seat.workspace.texts.support().solo}
    until_it_holds(walk.asker, lambda: _support(walk, offers))
    walk.kept("the first step. What you wrote here stays with you; nothing counts it.")


def _support(walk: Walk, offers: dict[str, str]) -> None:
    ask = walk.asker.ask
    walk.asker.tell(offers.get("step-away", "Step away for a moment."))
    away = ask("support.stepped_away", "Have you been away from it for a moment? (yes, or Enter)")
    told = ask("support.told", walk.prompt("support", 1, "Whom have you told?"))
    can_wait = ask("support.can_wait", walk.prompt("support", 2, "What can wait until tomorrow?"))
    steps = supporting.OwnSteps(stepped_away=away.casefold() in _YES, told=told, can_wait=can_wait)
    supporting.support_oneself(walk.office, walk.stream, steps)


def account(walk: Walk) -> None:
    """Write what one remembers, in one's own words, into an account that nothing is merged with."""
    soloing.begin(walk.office, walk.stream)
    walk.title("account", prompts=True)
    if accounts.has_looked(walk.office, walk.stream):
        walk.asker.tell(
            "You have looked at evidence already. Write it all the same; the account will say so."
        )
    role = walk.asker.ask(
        "account.role", 'In which role were you there? (Enter: "working alone")', default="working alone"
    )
    prefill = walk.seat.workspace.texts.editor()["account"].template.lstrip("\n")
    until_it_holds(walk.asker, lambda: _account(walk, role, prefill))


def _account(walk: Walk, role: str, prefill: str) -> None:
    def keep(text: str) -> accounts.Kept:
        return accounts.write(walk.office, walk.stream, text, role=role)

    kept = walk.asker.write("account.text", prefill, name=f"{walk.label}-account", keep=keep)
    when = "before evidence" if kept.before_evidence else "after evidence"
    walk.kept(f"A-{kept.account.number}, written {when}. Nobody else reads it unless you share it.")
