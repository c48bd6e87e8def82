"""References to what shows a thing, as a person types them into one field."""

import re


def sources_in(text: str) -> tuple[str, ...]:
    """Return references such as `E-4, A-2 https://…` one by one."""
    return tuple(one for one in re.split(r"[\s,;]+", text) if one)
