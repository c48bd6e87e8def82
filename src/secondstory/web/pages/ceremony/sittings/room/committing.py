"""The follow-ups on the table of a commitment sitting: asked and answered in the room."""

from typing import Any

from django.http import HttpResponse

from secondstory.application import looking
from secondstory.application.ceremony import committing
from secondstory.application.ceremony.knowing_people import everybody, person_named
from secondstory.application.ceremony.room.seats import may, must_speak
from secondstory.domain.ceremony.followups import FollowUp
from secondstory.domain.ceremony.sittings import SittingKind
from secondstory.kernel.ids import StreamId
from secondstory.kernel.refused import Refused
from secondstory.web.pages.ceremony.sittings.room.answers import said
from secondstory.web.pages.ceremony.sittings.room.table import Table

COMMITS = frozenset({SittingKind.COMMITMENT, SittingKind.COMBINED})
READ_BACK = "read-back"
REASONS = (
    ("expertise", "They know it best"),
    ("proximity", "They are closest to it"),
    ("authority", "They may decide it"),
)


def ask(table: Table) -> HttpResponse:
    """Ask a team or a person whether it is theirs."""
    followup = _meant(table)
    form = table.visit
    committing.ask(
        form.office,
        _stream(followup),
        _addressed(table, form.field("of", ask="Whom do you ask? Name a team, or a person in it.")),
        because=form.field(
            "because", ask="Why them? What they know, how close they are, or what they may decide."
        ),
        text=form.field("why", ask="Say why them, in a few words."),
    )
    return said(form, f"Asked: FU-{followup.number}. A no with a reason is as welcome as a yes.")


def accept(table: Table) -> HttpResponse:
    """Say yes."""
    followup = _meant(table)
    committing.accept(
        table.visit.office,
        _stream(followup),
        committing.Yes(owner=None, words=table.visit.field("words") or None),
    )
    return said(table.visit, f"Accepted: FU-{followup.number}. Thank you; it is yours.")


def decline(table: Table) -> HttpResponse:
    """Say no, with a reason."""
    followup = _meant(table)
    reason = table.visit.field(
        "reason", ask="What stands in the way? A few words help whoever is asked next."
    )
    committing.decline(table.visit.office, _stream(followup), reason)
    return said(table.visit, f"Declined: FU-{followup.number}, with the reason kept.")


def on_table(table: Table) -> dict[str, Any]:
    """Return the follow-ups as the room sees them, unowned ones first, and the conditions above the code."""
    if table.sitting.kind not in COMMITS:
        return {"followups": (), "above": ()}
    names = looking.names(table.visit.office)
    reads_back = table.step.code == READ_BACK
    live = [one for one in table.standing.followups if one.is_live]
    rows = [
        _row(table, one, names)
        for one in sorted(live, key=lambda one: (one.is_owned ^ reads_back, one.number))
    ]
    above = [one for one in table.standing.pm.conditions.standing if one.is_above_the_code]
    return {"followups": rows, "above": above, "reasons": REASONS}


def _row(table: Table, followup: FollowUp, names: dict[str, str]) -> dict[str, Any]:
    state = "accepted" if followup.is_owned else followup.standing.value
    owner = names.get(str(followup.owner), "") if followup.owner else followup.owner_name or ""
    office, stream = table.visit.office, _stream(followup)
    of = followup.asked[-1].of if followup.asked else ""
    return {
        "one": followup,
        "state": "unowned" if state == "proposed" else state,
        "owner": owner,
        "may_ask": may(office, stream, "followup.asked"),
        "may_answer": may(office, stream, "followup.accepted"),
        "may_decline": may(office, stream, "followup.declined"),
        "asked_of": names.get(of, of),
        "strength": followup.grade.value if followup.grade else "",
    }


def _addressed(table: Table, said_name: str) -> str:
    """Return a person by their id, a team by its name: both can then say yes on their own page."""
    teams = {one.casefold(): one for one in everybody(table.visit.office).teams}
    if said_name.casefold() in teams:
        return teams[said_name.casefold()]
    person = person_named(table.visit.office, said_name)
    return person.person if person is not None else said_name


def _meant(table: Table) -> FollowUp:
    must_speak(table.seat)
    if not table.sitting.is_open or table.sitting.kind not in COMMITS:
        raise Refused("Follow-ups are asked and answered here while the commitment sitting is open.")
    said_number = str(table.visit.form.get("followup", ""))
    found = next((one for one in table.standing.followups if str(one.number) == said_number), None)
    if found is None:
        raise Refused("This follow-up is not on the table here. Load the page again; nothing was changed.")
    return found


def _stream(followup: FollowUp) -> StreamId:
    assert followup.stream is not None
    return followup.stream
