"""The JSON Schema of the coach's settings, for editors that help with TOML. `docs/coach.schema.json` is made from it."""

import json
from typing import Any

from secondstory.coach import RULES
from secondstory.wiring.documents.coaching.settings import WORDS


def schema() -> dict[str, Any]:
    """Return the schema of `.secondstory.toml`; the part under `coach` is that of `[tool.secondstory.coach]` too."""
    rule = {"enum": [one.code for one in RULES]}
    sure = {"type": "number", "minimum": 0, "maximum": 1}
    text = {"type": "string", "pattern": r"\S"}
    kinds: dict[str, dict[str, Any]] = {
        "off": {"type": "array", "items": rule},
        "on": {"type": "array", "items": rule},
        "sureness": {"type": "object", "propertyNames": rule, "additionalProperties": sure},
        "people": {"type": "array", "items": text},
        "things": {"type": "array", "items": text},
        "exclude": {"type": "array", "items": text},
    }
    keys = {key: {"description": words, **kinds[key]} for key, words in WORDS.items()}
    coach = {"type": "object", "additionalProperties": False, "properties": keys}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:secondstory:coach-settings:1",
        "title": "Settings of the coach: .secondstory.toml, and [tool.secondstory.coach] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {"coach": coach},
    }


def as_text() -> str:
    """Return the schema as the file that `docs/` holds."""
    return f"{json.dumps(schema(), indent=2)}\n"
