"""In CI a test that was skipped without being expected to is a failure: what is not checked would go unseen for years.

tests/conftest.py takes `pytest_configure` over; it does something only where SECONDSTORY_CI is set, as .ci/run sets it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

EXPECTED = Path(__file__).with_name("expected_skips.txt")


def expected() -> frozenset[str]:
    """Return the reasons for which a test may be skipped in CI."""
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def pytest_configure(config: pytest.Config) -> None:
    """Watch the skips of this run, in the process that hears of all of them."""
    if os.environ.get("SECONDSTORY_CI") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(expected()), "secondstory-skips")


class Skips:
    """What was skipped for a reason that is not among the expected ones."""

    def __init__(self, allowed: frozenset[str]) -> None:
        """Begin with none."""
        self._allowed = allowed
        self._unexpected: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear of one test."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._hear(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Hear of one file: it can be skipped whole."""
        if report.skipped:
            self._hear(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the run fail where it would have passed."""
        if self._unexpected and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
        """Say which, and what to do, below everything else."""
        yield
        if self._unexpected:
            terminalreporter.section("SKIPPED, AND NOT EXPECTED TO BE", red=True, bold=True)
            for reason, tests in self._unexpected.items():
                terminalreporter.line(f"{len(tests)} x {reason}   (first: {tests[0]})")
            terminalreporter.line(f"Install what they ask for, or say why not in {EXPECTED.name}.")

    def _hear(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        found = report.longrepr
        reason = str(found[2] if isinstance(found, tuple) else found).removeprefix("Skipped: ")
        if reason not in self._allowed:
            self._unexpected.setdefault(reason, []).append(report.nodeid)
