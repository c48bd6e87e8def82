from pathlib import Path

from tools.rule_pages import pages

DOCS = Path(__file__).parents[2] / "docs" / "rules"


def test_it_keeps_the_rule_pages_as_the_rules_say():
    assert {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")} == pages()
