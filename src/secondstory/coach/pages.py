"""The page of a rule, for people: what it notices, why, what to ask instead, what it leaves alone, its source."""

from secondstory.coach.rule import Rule
from secondstory.coach.rules import RULES

SECTIONS = ("Notices", "Why it matters", "Ask instead", "Leaves alone", "Source")


class UnknownRule(LookupError):
    """There is no rule with this code."""


def explain(code: str) -> str:
    """Return the page of the rule `code` as Markdown. Raises UnknownRule, which names the codes there are."""
    for rule in RULES:
        if rule.code == code:
            return _page(rule)
    known = ", ".join(sorted(rule.code for rule in RULES))
    raise UnknownRule(f'There is no rule "{code}". The rules are: {known}.')


def sections(rule: Rule) -> dict[str, str]:
    """Return the text of each section of `rule`'s page, by heading; raises KeyError when a heading is absent."""
    lines = rule.page.splitlines()
    places = {lines[at - 1]: at for at, line in enumerate(lines) if at and line and not line.strip("-")}
    ends = [*sorted(at - 1 for at in places.values()), len(lines)]
    found: dict[str, str] = {}
    for heading in SECTIONS:
        begin = places[heading] + 1
        end = next(stop for stop in ends if stop >= begin)
        found[heading] = "\n".join(lines[begin:end]).strip()
    return found


def _page(rule: Rule) -> str:
    status = f"{rule.status.value}, rests until somebody wants it" if rule.opt_in else rule.status.value
    head = f"# {rule.name}\n\nRule `{rule.code}` · {status} · {rule.bias}\n\n> {rule.says}\n"
    parts = [head]
    for heading, body in sections(rule).items():
        parts.append(f"\n## {heading}\n\n{body}\n")
        if heading == "Ask instead":
            parts.append("\n" + "\n".join(f"- {question}" for question in rule.questions) + "\n")
    return "".join(parts)
