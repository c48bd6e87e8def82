"""Words that people never read from us, looked for where sentences to people are written."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Module, modules

# Rooms whose own sentences reach people. The coach and the Markdown reader must know the words they look for.
SPEAKING = {"kernel", "domain", "vault", "record", "readmodel", "application", "wiring", "cli", "main"}
SPEAKING_ADAPTERS = ("sqlite", "local_files", "keystore", "texts", "page", "pictures", "secrets")
NEVER = re.compile(
    r"\boops\b|\bsuccess!|\boffenders?\b|\bassigned\b|\bassignee\b|\bfailed to\b|\broot causes?\b|\binvalid input\b"
    r"|\bare you sure\b|[a-z]{3}!(?:\s|$)",
    re.IGNORECASE,
)


def test_it_never_says_these_words():
    said = [
        f"{module.name}:{line} {text[:80]}"
        for module in speaking()
        for line, text in sentences(module)
        if NEVER.search(text)
    ]
    assert said == []


def test_it_would_notice_them():
    for sentence in ("The upload failed to finish", "Assigned to you", "Done! ", "Root cause", "Oops"):
        assert NEVER.search(sentence)
    for sentence in ("The upload ended early.", "<!-- a hint -->", "a != b", "assignment"):
        assert not NEVER.search(sentence)


def speaking() -> list[Module]:
    return [
        module for module in modules() if module.room in SPEAKING or adapter_of(module) in SPEAKING_ADAPTERS
    ]


def adapter_of(module: Module) -> str:
    parts = module.path.parts
    return parts[parts.index("adapters") + 1] if "adapters" in parts[:-1] else ""


def sentences(module: Module) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that could be read by somebody: all but docstrings."""
    docstrings = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
