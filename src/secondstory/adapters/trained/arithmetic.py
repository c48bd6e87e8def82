"""Loads NumPy so that it reckons on one core, and leaves the environment as it was."""

import os
import sys

_THREADS = "OPENBLAS_NUM_THREADS"


def load_numpy() -> None:
    """Load NumPy, where nobody has yet, for one core: threads that wait for one another cost more than they bring for a sentence.

    What the environment says of it comes first.
    """
    if "numpy" in sys.modules:
        return
    is_ours = _THREADS not in os.environ
    os.environ.setdefault(_THREADS, "1")
    try:
        import numpy as np  # noqa: F401 - loading it is the point
    finally:
        if is_ours:
            os.environ.pop(_THREADS, None)
