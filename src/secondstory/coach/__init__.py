"""The language coach: text in, findings out. Deterministic, offline, and without a memory of anybody."""

from secondstory.coach.engine import coach
from secondstory.coach.pages import explain
from secondstory.coach.rule import Finding, Rule, Status
from secondstory.coach.rules import RULES

__all__ = ["RULES", "Finding", "Rule", "Status", "coach", "explain"]
