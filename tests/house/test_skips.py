"""The watch over skips is watched: it lets the expected ones pass, and no other."""

import os
import subprocess
import sys

import pytest

from tests.house.skips import expected

A_TEST = "import pytest\n\n\ndef test_one():\n    pytest.skip({reason!r})\n"
A_FILE = "import pytest\n\npytest.skip({reason!r}, allow_module_level=True)\n"
A_MARK = "import pytest\n\n\n@pytest.mark.skipif(True, reason={reason!r})\ndef test_one():\n    pass\n"
AN_XFAIL = "import pytest\n\n\n@pytest.mark.xfail(reason={reason!r})\ndef test_one():\n    raise ValueError\n"
UNFORESEEN = "no frobnicator here"
FINE = "def test_two():\n    pass\n"


@pytest.fixture
def outcome(root, tmp_path):
    """`outcome(text_of_a_test_file)`: the exit code and the words of a run of it, as in CI."""

    def run(text, *words, ci="1"):
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        (tmp_path / "test_it.py").write_text(text)
        (tmp_path / "test_other.py").write_text(FINE)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.house.skips",
                "-p",
                "no:randomly",
                *words,
                tmp_path,
            ],
            cwd=tmp_path,
            env=os.environ | {"SECONDSTORY_CI": ci, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("form", [A_TEST, A_MARK])
def test_it_fails_a_run_with_a_skip_that_nobody_expected(outcome, form):
    code, words = outcome(form.format(reason=UNFORESEEN))
    assert code == 1, words
    assert f"1 x {UNFORESEEN}   (first: test_it.py::test_one)" in words


def test_it_sees_files_that_are_skipped_whole(outcome):
    code, words = outcome(A_FILE.format(reason=UNFORESEEN))
    assert code == 1, words
    assert f"1 x {UNFORESEEN}" in words


def test_it_hears_of_skips_from_every_worker(outcome):
    code, words = outcome(A_TEST.format(reason=UNFORESEEN), "-n", "1")
    assert code == 1, words
    assert words.count(f"1 x {UNFORESEEN}") == 1


def test_it_lets_expected_skips_pass(outcome):
    code, words = outcome(A_TEST.format(reason=min(expected())))
    assert (code, "NOT EXPECTED" in words) == (0, False), words


def test_it_takes_no_expected_failure_for_a_skip(outcome):
    assert outcome(AN_XFAIL.format(reason=UNFORESEEN))[0] == 0


def test_it_asks_nothing_of_a_developers_machine(outcome):
    assert outcome(A_TEST.format(reason=UNFORESEEN), ci="")[0] == 0
