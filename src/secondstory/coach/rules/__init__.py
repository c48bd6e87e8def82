"""The rules, one module for each. A code is never reused."""

from secondstory.coach.rule import Rule
from secondstory.coach.rules import (
    character,
    exhortation,
    failed_to,
    hidden_facts,
    hindsight,
    human_error,
    never_again,
    not_followed,
    person_as_cause,
    root_cause,
    strong_language,
    us_and_them,
    vague_negative,
)

RULES: tuple[Rule, ...] = (
    person_as_cause.RULE,
    character.RULE,
    hindsight.RULE,
    human_error.RULE,
    us_and_them.RULE,
    exhortation.RULE,
    hidden_facts.RULE,
    root_cause.RULE,
    failed_to.RULE,
    vague_negative.RULE,
    strong_language.RULE,
    not_followed.RULE,
    never_again.RULE,
)
