"""Runs proselint over texts in a loop, in its own environment: python with_proselint.py."""

import json
import sys
import time

from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

CheckRegistry().register_many(__register__)


def check(text: str) -> int:
    """Return how many remarks it makes."""
    return len(LintFile("text", text).lint())


def main() -> None:
    """Read the work, do it, say how long it took."""
    work = json.load(sys.stdin)
    passes = []
    found = 0
    for _ in range(work["warm"] + 1):
        began = time.process_time()
        found = sum(check(text) for text in work["texts"])
        passes.append(time.process_time() - began)
    flagged = [check(one) > 0 for one in work["sentences"]]
    sys.stdout.write(json.dumps({"passes": passes, "found": found, "flagged": flagged}))


if __name__ == "__main__":
    main()
