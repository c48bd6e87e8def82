"""Patterns that are compiled when first used, so that importing the coach costs next to nothing."""

import re
from collections.abc import Callable
from functools import cache


def lazily(source: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Return a function that gives the compiled `source`, compiled on its first call."""

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(source, flags)

    return compiled
