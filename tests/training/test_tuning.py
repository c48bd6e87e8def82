"""The slow reader is tuned, packed and read again. Tuning itself needs PyTorch, in an environment that ./dev train makes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-train" / "bin" / "python"
TORCH = [*PYTHON.parent.parent.glob("lib/python*/site-packages/torch")]


@pytest.mark.slow
@pytest.mark.skipif(
    not TORCH, reason="NO PyTorch IN .venv-train (./dev train brings it): tuning is NOT tested"
)
def test_it_learns_and_the_product_reads_what_it_learnt(tmp_path):
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [PYTHON, "-m", "tests.training.tuning_trip", tmp_path]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout.splitlines()[-1])
    print(answer)
    assert not answer["knew"]
    assert answer["learnt"]
    assert answer["same_side"]
    assert answer["resumed"] < 0.5
    assert answer["stayed"] < 1e-5
    # Every second look at the light ones would be a quarter of them, and every heavy one is taken.
    assert answer["heavy"] == 4000
    assert 850 < answer["light"] < 1150
    assert answer["kept"] <= 1 / 32 + 1e-6
    assert answer["files"] == 2
