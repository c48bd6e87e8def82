"""The people of the example: known in the record, in their teams, and able to sign in."""

from collections.abc import Mapping
from typing import Any

from secondstory.application.access.administering import name_administrators
from secondstory.application.keeping import directory
from secondstory.kernel.ids import PersonId
from secondstory.wiring.workspace import Workspace

Cast = Mapping[str, PersonId]
FIRST = "ines"
"""The person whom the workspace of the example was made for."""
FIRST_ADDRESS = "ines@example.test"


def gather(workspace: Workspace, told: Mapping[str, Any]) -> Cast:
    """Make everybody known, with teams, lines and services; return them by their key in the story."""
    first = workspace.office.me
    office = workspace.office_for(first, alone=True)
    name_administrators(office, [first], reason="whoever made this workspace looks after it")
    cast = {FIRST: first}
    for one in told["people"]:
        cast[one["key"]] = directory.join(office, one["name"], one["address"]).person
    teams = {team for one in told["people"] for team in one["teams"]}
    for team in sorted(teams):
        directory.form_team(office, team)
    for one in told["people"]:
        for team in one["teams"]:
            directory.join_team(office, team, cast[one["key"]])
    for line in told["lines"]:
        directory.state_line(office, manager=cast[line["manager"]], report=cast[line["report"]])
    for service in told["services"]:
        directory.name_service(office, service["name"], service["team"])
    return cast


def let_in(told: Mapping[str, Any], cast: Cast) -> None:
    """Let everybody sign in by a link; nobody has a password, so that none can be guessed."""
    from allauth.account.models import EmailAddress

    from secondstory.web.signin.models import User

    addresses = {FIRST: FIRST_ADDRESS, **{one["key"]: one["address"] for one in told["people"]}}
    for key, address in addresses.items():
        user = User.objects.create_user(address, person=cast[key], is_administrator=key == FIRST)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
