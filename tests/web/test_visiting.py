"""What follows an act: letters to whoever it concerns, and what people were typing becomes a version in time."""

from secondstory.application.keeping import directory
from secondstory.web.site.ground import ground
from tests.web.conftest import Town, text_of


def letters() -> list[tuple[str, str]]:
    return [(one.to.address, one.subject) for one in ground().outbox.recent(20)]


def test_it_writes_to_whoever_was_given_a_role_and_to_nobody_else(town: Town):
    administrator = town.ground.workspace.office
    directory.rename(administrator, town.people["bo"], address="bo@example.test")
    town.opens("ada")
    answer = town.ada.post("/pm/1/people", {"do": "give", "role": "facilitator", "person": town.people["bo"]})
    assert answer.status_code == 303, text_of(answer)
    assert [address for address, _ in letters()] == ["bo@example.test"]


def test_it_writes_nothing_when_nothing_was_recorded(town: Town):
    town.opens("ada")
    assert (
        town.fay.post(
            "/pm/1/people", {"do": "give", "role": "owner", "person": town.people["fay"]}
        ).status_code
        == 404
    )
    assert letters() == []
