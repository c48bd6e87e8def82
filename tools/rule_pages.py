"""The pages of the coach's rules, made from the rules: one for each, and a list of them."""

from secondstory.coach import RULES, explain

NOTICE = "<!-- Generated from src/secondstory/coach/rules; change it there. -->\n\n"


def pages() -> dict[str, str]:
    """Return every page under docs/rules, by file name."""
    made = {f"{rule.code}.md": NOTICE + explain(rule.code) for rule in RULES}
    return made | {"README.md": NOTICE + _overview()}


def _overview() -> str:
    rows = "\n".join(
        f"| [`{rule.code}`]({rule.code}.md) | {rule.name} | {rule.status.value}{', rests' if rule.opt_in else ''} |"
        for rule in RULES
    )
    return (
        "# What the coach notices\n\n"
        "It reads a text, points at words and asks a question. It keeps nothing, scores nobody, and needs no network.\n\n"
        f"| rule | about | status |\n|---|---|---|\n{rows}\n\n"
        "A rule that rests speaks only [where somebody wants it](../how-to/coach.md#rules-that-rest).\n\n"
        "To keep a sentence as it is, say why in a comment: on the same line, or on a line of its own before the block.\n\n"
        "```markdown\n<!-- coach: allow hindsight: the account in its own words -->\n```\n"
    )
