"""Where the page of a rule stands on this machine: beside this module when installed, in docs/ of a clone."""

from pathlib import Path

from secondstory.coach import RULES

_PLACES = (Path(__file__).parent / "rules", Path(__file__).parents[3] / "docs" / "rules")


def page_of(code: str) -> str | None:
    """Return the address of the page of the rule `code`; None where there is none."""
    if all(rule.code != code for rule in RULES):
        return None
    found = next((place / f"{code}.md" for place in _PLACES if (place / f"{code}.md").is_file()), None)
    return found.as_uri() if found else None
