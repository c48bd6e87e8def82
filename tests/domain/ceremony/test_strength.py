"""What the words of a follow-up suggest about its strength."""

import pytest

from secondstory.domain.ceremony.strength import suggest_strength


@pytest.mark.parametrize(
    "text",
    [
        "Delete the path that writes without a check",
        "Cap how many records one run may change",
        "Make the retry idempotent",
        "Roll back automatically when error rates rise",
        "Ask two independent systems to agree before the wipe; refuse otherwise",
        "Move ownership of the DNS zone to the network team",
        "Reserve one day per week for upkeep",
        "**Replace** the bespoke script with the paved road",
    ],
)
def test_it_suggests_stronger_for_what_works_without_memory(text: str) -> None:
    assert suggest_strength(text) == "stronger"


@pytest.mark.parametrize(
    "text",
    [
        "CI gate that validates manifests",
        "Canary with automatic halt",
        "Alert that pages the on-call of Storage, with a tested runbook",
        "Rate limit on the import endpoint",
        "Game-day each quarter",
        "[ ] Add tests for the empty list",
    ],
)
def test_it_suggests_intermediate_for_what_partly_relies_on_people(text: str) -> None:
    assert suggest_strength(text) == "intermediate"


@pytest.mark.parametrize(
    "text",
    [
        "Document how to delete the path",
        "Train everybody on the new form",
        "Remind the team to check twice",
        "Be careful with the delete button",
        "New dashboard for queue length",
        "Add alerts for queue length",
        "Require a second reviewer",
        "Update the runbook documentation",
    ],
)
def test_it_suggests_weaker_for_what_relies_on_remembering(text: str) -> None:
    assert suggest_strength(text) == "weaker"


@pytest.mark.parametrize(
    "text", ["", "Investigate the crash", "Consider removing the cache", "Align with business", "???"]
)
def test_it_says_nothing_where_the_words_show_nothing(text: str) -> None:
    assert suggest_strength(text) is None


def test_it_reads_a_bounded_part_of_an_endless_text() -> None:
    assert suggest_strength("x " * 1_000_000 + "delete the path") is None
