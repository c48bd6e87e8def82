"""Every rule there is, one per file, in the order in which pages list them."""

from secondstory.coach.rule import Rule
from secondstory.coach.rules import character, hindsight, human_error

RULES: tuple[Rule, ...] = (hindsight.RULE, human_error.RULE, character.RULE)
