"""The organisation's: its days off, the record and its keys, and the letters that wait or went."""

from django.http import HttpResponse

from secondstory.application.holidays import holidays_of, read_days, state_holidays
from secondstory.application.keeping.noting import installation_of
from secondstory.kernel.refused import Refused
from secondstory.web.pages.house.record.vouching import signed_at, vouched
from secondstory.web.visiting.page import page
from secondstory.web.visiting.visit import Visit, act_of
from secondstory.wiring.safekeeping.health import look_at
from secondstory.wiring.safekeeping.signing_keys.keyring import fingerprint
from secondstory.wiring.site.post import NOBODY_SENDS

LETTERS = 100


@page("administrator")
def organisation(visit: Visit) -> HttpResponse:
    """Show how the site is set up, and keep the days that are not worked."""
    if visit.posting:
        days = read_days(visit.field("days"))
        state_holidays(visit.office, days)
        return visit.done(f"Kept: {len(days)} days that are not worked.")
    return visit.render(
        "settings/organisation.html",
        config=visit.ground.config,
        days="\n".join(f"{one.isoformat()}  {one:%A}" for one in sorted(holidays_of(visit.office))),
    )


@page("administrator")
def record(visit: Visit) -> HttpResponse:
    """Show what protects the record: keys, checkpoints, backups, and what could be better."""
    workspace = visit.ground.workspace
    backup = workspace.keys.backup_state()
    return visit.render(
        "settings/record.html",
        known=installation_of(visit.office),
        signed=workspace.keys.last_signed(),
        findings=look_at(workspace),
        vouched=vouched(visit),
        signed_at=signed_at,
        keys=[(vkey, fingerprint(vkey)) for vkey in workspace.settings.vkeys],
        keys_at=backup.at,
        keys_since=backup.keys_since,
    )


@page("administrator")
def outbox(visit: Visit) -> HttpResponse:
    """Show the letters of the site."""
    letters = visit.ground.outbox
    if visit.posting:
        answer: HttpResponse = act_of(visit, {"again": _again})(visit)
        return answer
    is_sending = visit.ground.config.smtp is not None
    return visit.render(
        "settings/outbox.html",
        letters=letters.recent(LETTERS),
        counts={state.value: count for state, count in letters.counts().items()},
        why="" if is_sending else NOBODY_SENDS,
    )


def _again(visit: Visit) -> HttpResponse:
    said = visit.field("letter")
    if not said.isdecimal():
        raise Refused("Which letter? Load the page again.")
    visit.ground.outbox.try_again(int(said))
    return visit.done("Waiting again: the letter goes out next.")
