"""The rules, one module for each. A code is never reused."""

from secondstory.coach.rule import Rule
from secondstory.coach.rules import (
    character,
    exhortation,
    hidden_facts,
    hindsight,
    human_error,
    person_as_cause,
    us_and_them,
)

RULES: tuple[Rule, ...] = (
    person_as_cause.RULE,
    character.RULE,
    hindsight.RULE,
    human_error.RULE,
    us_and_them.RULE,
    exhortation.RULE,
    hidden_facts.RULE,
)
