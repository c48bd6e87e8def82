"""NumPy is loaded so that it reckons on one core."""

import json
import os
import subprocess
import sys

LOADED = """
import ctypes, glob, json, os
from pathlib import Path
from secondstory.adapters.trained import coach_model
before = dict(os.environ)
coach_model()
import numpy
(library,) = glob.glob(str(Path(numpy.__file__).parents[1] / "numpy.libs" / "*openblas*")) or [""]
told = {"kept": dict(os.environ) == before}
if library:
    told["threads"] = ctypes.CDLL(library).scipy_openblas_get_num_threads64_()
print(json.dumps(told))
"""


def loaded(**said):
    environment = {name: one for name, one in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | said
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, env=environment, check=True)
    return json.loads(ran.stdout)


def test_it_loads_numpy_for_one_core_and_leaves_the_environment_alone():
    told = loaded()
    assert told["kept"]
    assert told.get("threads", 1) == 1


def test_it_does_what_the_environment_says():
    assert loaded(OPENBLAS_NUM_THREADS="2").get("threads", 2) == min(2, os.cpu_count() or 1)
