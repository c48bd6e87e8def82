"""Loads NumPy so that it reckons on one core, and there with what the processor can.

NumPy's wheels bring OpenBLAS with five sets of kernels (numpy/numpy#27147). On processors of AMD with AVX-512 it looks for a set
that is not among them and falls back on an older one, at half the speed; the one that fits has to be named before it is loaded.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_ENOUGH = 16 * 1024
_KERNELS, _THREADS = "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS"
_NEEDED = frozenset(("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"))


def load_numpy() -> None:
    """Load NumPy, where nobody has yet. What the environment says of OpenBLAS comes first, and stays as it is."""
    if "numpy" not in sys.modules:
        # Threads that wait for one another cost more than they bring for a sentence.
        with _said({_THREADS: "1", **kernels_for(_this_processor())}):
            import numpy as np  # noqa: F401 - loading it is the point


def kernels_for(cpuinfo: str) -> dict[str, str]:
    """Return what OpenBLAS has to be told of the processor that Linux describes so; nothing where it sees it rightly by itself."""
    told = dict(line.replace("\t", "").split(":", 1) for line in cpuinfo.splitlines() if ":" in line)
    is_amd = told.get("vendor_id", "").strip() == "AuthenticAMD"
    return {_KERNELS: "SkylakeX"} if is_amd and set(told.get("flags", "").split()) >= _NEEDED else {}


def _this_processor() -> str:
    try:
        with _CPUINFO.open(encoding="utf-8", errors="replace") as opened:
            return opened.read(_ENOUGH).partition("\n\n")[0]
    except OSError:
        return ""


@contextmanager
def _said(wishes: Mapping[str, str]) -> Iterator[None]:
    """Put wishes into the environment for a moment, where nobody has another."""
    ours = [name for name in wishes if name not in os.environ]
    os.environ.update({name: wishes[name] for name in ours})
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
