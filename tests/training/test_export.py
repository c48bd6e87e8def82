"""What was trained is what the product reads. Training itself needs JAX, in an environment that ./dev train makes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-train" / "bin" / "python"


@pytest.mark.slow
@pytest.mark.skipif(
    not PYTHON.exists(), reason="NO .venv-train HERE (./dev train makes it): the exporter is NOT tested"
)
def test_it_reads_back_what_was_trained_and_trains_the_same_again():
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [PYTHON, "-m", "tests.training.round_trip"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout)
    print(answer)
    assert answer["spread"] > 0.02
    assert answer["apart"] < 0.05
    assert answer["same"]
