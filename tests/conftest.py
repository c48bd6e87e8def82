"""What every test may rely on: the root of the clone, hypothesis without a stopwatch, and pages for long proofs."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.gateway import gateway, running_gateway
from tests.house.skips import pytest_configure

__all__ = ["gateway", "pytest_configure", "running_gateway"]

ROOT = Path(__file__).resolve().parent.parent
LONGER = (
    "adapters/keystore",
    "adapters/local_files/standalone",
    "adapters/markdown/test_hostile_text.py",
    "adapters/pictures",
    "adapters/secrets",
    "adapters/remote",
    "application/access/test_seeded_leaks.py",
    "cli/test_example.py",
    "cli/test_going_on.py",
    "cli/test_keys.py",
    "cli/test_verify.py",
    "cli/test_witness.py",
    "coach/test_hostile_texts.py",
    "house/test_contracts.py",
    "house/test_skips.py",
    "independent",
    "lsp",
    "proofs",
    "record/fuzzing",
    "stories",
    "training",
    "vault",
    "web/pages",
    "web/serving",
    "web/signin",
    "web/test_cut_uploads.py",
    "wiring/bucket",
    "wiring/witnessing",
)
"""Tests that `--quick` leaves to the whole run: other programs, whole evenings, every page, thousands of bad inputs."""

# Several workers share the cores; threads of one that wait for those of another take a minute for a second's work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# No deadline: the machines that run this are shared, and a slow second is not a wrong answer.
settings.register_profile(
    "house", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in the longer folders and files as slow."""
    longer = {ROOT / "tests" / name for name in LONGER}
    for item in items:
        if longer.intersection((item.path, *item.path.parents)):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of this clone."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the clone; a test that asks for it is skipped where it is absent."""
    place = ROOT.parent / "shared"
    if not place.is_dir():
        pytest.skip("the shared material is not beside this clone")
    return place


WriteProof = Callable[[str, str, Mapping[str, object]], None]


@pytest.fixture
def write_proof() -> WriteProof:
    """A function (name, what was proved, figures) that writes a dated page when ./dev prove runs, else does nothing."""

    def write(name: str, proved: str, figures: Mapping[str, object]) -> None:
        if "SECONDSTORY_WRITE_PROOFS" not in os.environ:
            return
        day = datetime.now(UTC).date().isoformat()
        rows = "\n".join(f"| {what} | {figure} |" for what, figure in figures.items())
        cores = os.cpu_count()
        place = ROOT / "docs" / "proofs"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{day}-{name}.md").write_text(
            f"# {proved}\n\n{day}, {cores} cores.\n\n| measured | figure |\n|---|---|\n{rows}\n"
        )

    return write
