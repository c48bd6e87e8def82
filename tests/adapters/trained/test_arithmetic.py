"""NumPy is loaded so that it reckons on one core, with the kernels that suit the processor."""

import json
import os
import subprocess
import sys

from secondstory.adapters.trained.arithmetic import _this_processor, kernels_for

AVX512 = "avx512f avx512dq avx512cd avx512bw avx512vl"
LOADED = """
import ctypes, glob, json, os, sys
from pathlib import Path
from secondstory.adapters.trained import coach_model
before = dict(os.environ)
coach_model()
import numpy
(library,) = glob.glob(str(Path(numpy.__file__).parents[1] / "numpy.libs" / "*openblas*")) or [""]
told = {"kept": dict(os.environ) == before}
if library:
    opened = ctypes.CDLL(library)
    name = opened.scipy_openblas_get_corename64_
    name.restype = ctypes.c_char_p
    told |= {"core": name().decode(), "threads": opened.scipy_openblas_get_num_threads64_()}
print(json.dumps(told))
"""


def cpuinfo(vendor, flags):
    return f"processor\t: 0\nvendor_id\t: {vendor}\nmodel name\t: some: name\nflags\t\t: fpu {flags} avx2\n"


def loaded(**said):
    environment = {name: one for name, one in os.environ.items() if not name.startswith("OPENBLAS_")} | said
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, env=environment, check=True)
    return json.loads(ran.stdout)


def test_it_names_kernels_only_for_a_processor_that_is_not_seen_rightly():
    assert kernels_for(cpuinfo("AuthenticAMD", AVX512)) == {"OPENBLAS_CORETYPE": "SkylakeX"}
    assert kernels_for(cpuinfo("AuthenticAMD", AVX512.replace("avx512vl", ""))) == {}
    assert kernels_for(cpuinfo("AuthenticAMD", "")) == {}
    assert kernels_for(cpuinfo("GenuineIntel", AVX512)) == {}
    assert kernels_for("") == kernels_for("Hardware : something else") == {}


def test_it_loads_numpy_for_one_core_with_these_kernels_and_leaves_the_environment_alone():
    told = loaded()
    assert told["kept"]
    if "core" in told:
        assert told["threads"] == 1
        wanted = kernels_for(_this_processor()).get("OPENBLAS_CORETYPE")
        assert wanted in {None, told["core"]}


def test_it_does_what_the_environment_says():
    told = loaded(OPENBLAS_CORETYPE="Haswell", OPENBLAS_NUM_THREADS="2")
    assert told.get("core", "Haswell") == "Haswell"
    assert told.get("threads", 2) in {1, 2}
